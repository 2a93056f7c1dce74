import datetime
import os

from shop.basket import Basket


class Order:
    counter = 0

    def __init__(self, basket: Basket):
        Order.counter += 1
        self.number = Order.counter
        self.basket = basket
        self.created = datetime.datetime.now()
        self.paid = False

    def pay(self, amount):
        if amount < self.basket.total():
            return False
        self.paid = True
        return self.paid

    def is_late(self, today):
        return not self.paid and (today - self.created).days > 14


def archive(order, folder):
    os.makedirs(folder, exist_ok=True)
    order.basket.save(os.path.join(folder, str(order.number)))

"""A basket of articles."""
import os
import json


class Basket:
    def __init__(self, owner):
        self.owner = owner
        self.items = []
        self.discount = 0.0

    def add(self, article, count=1):
        for _ in range(count):
            self.items.append(article)

    def total(self):
        amount = sum(article.price for article in self.items)
        return amount * (1.0 - self.discount)

    def save(self, folder):
        path = os.path.join(folder, self.owner + ".json")
        with open(path, "w") as stream:
            stream.write(json.dumps([article.name for article in self.items]))

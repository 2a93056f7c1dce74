import csv
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Iterator, NamedTuple

TABLE = """
create table if not exists orders (customer text, product text, amount integer, placed text)
"""


class Order(NamedTuple):
    customer: str
    product: str
    amount: int
    placed: datetime


def read_orders(path: str, delimiter: str = ";") -> Iterator[Order]:
    with open(path, newline="") as file:
        reader = csv.DictReader(file, delimiter=delimiter)
        for row in reader:
            yield Order(
                customer=row["customer"].strip(),
                product=row["product"],
                amount=int(row["amount"]),
                placed=datetime.fromisoformat(row["placed"]),
            )


def store(database: str, orders: Iterator[Order]) -> int:
    stored = 0
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(TABLE)
        for order in orders:
            connection.execute(
                "insert into orders values (?, ?, ?, ?)",
                (order.customer, order.product, order.amount, order.placed.isoformat()),
            )
            stored += 1
        connection.commit()
    return stored


def amounts_by_customer(orders: list[Order]) -> dict[str, int]:
    amounts: dict[str, int] = {}
    for order in orders:
        amounts[order.customer] = amounts.get(order.customer, 0) + order.amount
    return dict(sorted(amounts.items(), key=lambda pair: pair[1], reverse=True))

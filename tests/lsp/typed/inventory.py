from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date, timedelta

logger = logging.getLogger(__name__)


class OutOfStock(Exception):
    def __init__(self, item: Item, wanted: int) -> None:
        super().__init__(f"{wanted} of {item.name} are wanted")
        self.item = item
        self.wanted = wanted


@dataclass
class Item:
    name: str
    price: float
    amount: int = 0
    ordered: date | None = None

    @property
    def value(self) -> float:
        return self.price * self.amount


@dataclass
class Inventory:
    items: dict[str, Item] = field(default_factory=dict)

    def add(self, item: Item) -> None:
        if item.name in self.items:
            self.items[item.name].amount += item.amount
        else:
            self.items[item.name] = item
        logger.info("added %s", item.name)

    def take(self, name: str, amount: int) -> float:
        item = self.items[name]
        if item.amount < amount:
            raise OutOfStock(item, amount)
        item.amount -= amount
        return item.price * amount

    def is_late(self, name: str, days: int = 14) -> bool:
        ordered = self.items[name].ordered
        return ordered is not None and date.today() - ordered > timedelta(days=days)

    def total(self) -> float:
        return sum(item.value for item in self.items.values())

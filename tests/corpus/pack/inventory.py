"""A small stock-keeping module: enough of Python's constructs for cuts to be compared on."""
import collections
import logging
import os.path as osp
from datetime import datetime

log = logging.getLogger(__name__)
DEFAULT_SHELF = "A1"


class Item:
    count = 0

    def __init__(self, name, price=0.0, *, shelf=DEFAULT_SHELF):
        self.name = name
        self.price = price
        self.shelf = shelf
        self.history = []
        Item.count += 1

    @property
    def label(self):
        return "%s (%s)" % (self.name.title(), self.shelf.upper())

    def reprice(self, price):
        old = self.price
        self.price = price
        self.history.append((datetime.now(), old, price))
        return self

    def __repr__(self):
        return f"<Item {self.name!r} at {self.price:.2f} on {self.shelf.lower()}>"


class Inventory(collections.OrderedDict):
    def __init__(self, path):
        super().__init__()
        self.path = osp.abspath(path)
        self.dirty = False
        self._by_shelf = collections.defaultdict(list)

    def load(self):
        if not osp.exists(self.path):
            log.warning("no inventory at %s", self.path)
            return self
        with open(self.path) as stream:
            for line in stream:
                name, price, shelf = line.strip().split("\t")
                item = Item(name, float(price), shelf=shelf)
                self[item.name] = item
                self._by_shelf[item.shelf].append(item)
        log.info("loaded %d items", len(self))
        return self

    def total(self):
        total = 0
        for item in self.values():
            if item.price:
                total += item.price
            else:
                log.debug("%s is free", item.label)
        return total

    def cheapest(self, limit=3):
        ordered = sorted(self.values(), key=lambda item: item.price)
        names = [item.name for item in ordered if item.shelf.startswith("A")]
        return names[:limit]

    def save(self):
        try:
            stream = open(self.path, "w")
        except OSError as error:
            log.error("cannot write %s: %s", self.path, error.strerror)
            raise
        else:
            for item in self.values():
                stream.write("\t".join([item.name, str(item.price), item.shelf]))
                stream.write("\n")
        finally:
            self.dirty = False
        stream.close()


def report(inventory, out=None):
    node = inventory
    while node.parent is not None:
        node = node.parent
    lines = []
    for shelf, items in node._by_shelf.items():
        lines.append(shelf.center(20))
        lines.extend(item.label for item in items)
    text = "\n".join(lines)
    if out is not None:
        out.write(text)
        out.flush()
    return text.rstrip()


def main(argv):
    inventory = Inventory(argv[1]).load()
    inventory.parent = None
    del inventory.dirty
    inventory.total().real
    print(report(inventory).splitlines()[0])
    match argv:
        case [_, path] if path.endswith(".txt"):
            log.info(path.encode("utf-8").hex())
    return inventory._by_shelf["A1"][0].reprice(2.5).reprice(3.5).history

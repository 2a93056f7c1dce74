from dataclasses import dataclass


@dataclass
class Article:
    name: str
    price: float
    stock: int = 0

    def label(self):
        return self.name.strip().upper() + " " + str(self.price)

    def reserve(self, count):
        if count > self.stock:
            raise ValueError("only " + str(self.stock) + " left of " + self.name)
        self.stock -= count

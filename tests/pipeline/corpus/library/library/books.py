import re


class Book:
    pattern = re.compile(r"^[0-9]{9}[0-9X]$")

    def __init__(self, title, author, number):
        self.title = title
        self.author = author
        self.number = number.replace("-", "")
        self.loans = []

    def is_valid(self):
        return self.pattern.match(self.number) is not None

    def lend(self, reader):
        self.loans.append(reader.name)

    def key(self):
        return self.author.lower(), self.title.lower()

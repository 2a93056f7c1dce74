import collections


class Reader:
    def __init__(self, name, limit=5):
        self.name = name
        self.limit = limit
        self.books = collections.OrderedDict()

    def borrow(self, book):
        if len(self.books) >= self.limit:
            raise RuntimeError(self.name + " has too many books")
        self.books[book.number] = book
        book.lend(self)

    def give_back(self, book):
        self.books.pop(book.number, None)

    def titles(self):
        return [book.title for book in self.books.values()]

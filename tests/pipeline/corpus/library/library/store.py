import json
import os
import threading

from library.books import Book


class Store:
    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()
        self.books = []

    def load(self):
        with self.lock:
            if os.path.isfile(self.path):
                with open(self.path) as stream:
                    rows = json.load(stream)
                self.books = [Book(r["title"], r["author"], r["number"]) for r in rows]

    def dump(self):
        rows = [{"title": b.title, "author": b.author, "number": b.number} for b in self.books]
        with self.lock, open(self.path, "w") as stream:
            json.dump(rows, stream)

    def sort(self):
        self.books.sort(key=lambda book: book.key())

import collections
import re


def words(text):
    return re.findall(r"[a-z]+", text.lower())


class Index:
    def __init__(self):
        self.postings = collections.defaultdict(set)

    def add(self, book):
        for word in words(book.title) + words(book.author):
            self.postings[word].add(book.number)

    def find(self, query):
        result = None
        for word in words(query):
            numbers = self.postings.get(word, set())
            result = numbers if result is None else result.intersection(numbers)
        return sorted(result or ())

import csv
import logging

from shop.article import Article

logger = logging.getLogger(__name__)


class Catalogue:
    def __init__(self):
        self.articles = {}

    def load(self, path):
        with open(path) as stream:
            for row in csv.reader(stream):
                name, price, stock = row
                self.articles[name] = Article(name, float(price), int(stock))
        logger.info("loaded %d articles", len(self.articles))

    def find(self, word):
        word = word.lower()
        return [a for key, a in sorted(self.articles.items()) if word in key.lower()]

class Shelf:
    def fill(self):
        self.items = []
        #- @self.items is FILL
    def empty(self):
        self.items.clear()
        #- @self.items last_lexical_use = FILL
class Other:
    def fill(self):
        self.items = []
        #- @self.items last_lexical_use =

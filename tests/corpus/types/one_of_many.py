A name that nothing binds yet is one of many that are there.

#= in_a_comprehension
class Item:
    price: int

def total(items: list[Item], boxes: dict[str, Item], entries: set[bytes]):
    return [item.price]
    #- @item whole_type Item?
    sum(box.upper)
    #- @box type builtins.str
    entry.decode
    #- @entry type builtins.bytes

#= of_the_object
class Worker:
    name: str

class Pool:
    def __init__(self):
        self.workers = [Worker()]

    def names(self):
        return [worker.name]
        #- @worker whole_type Worker?

    @staticmethod
    def none(self):
        return [worker.name]
        #- @worker type unknown

#= what_is_bound_is_that
class Item:
    price: int

item = 1
items = [Item()]
item.real
#- @item type builtins.int
other.real
#- @other type unknown
prices = 3
price.real
#- @price type unknown

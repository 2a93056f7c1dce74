#= of the file
from typing import Generic, List, TypeVar

T = TypeVar("T")
N = TypeVar("N", bound="Box")


class Box(Generic[T]):
    def __init__(self, value: T):
        self.value = value

    def get(self) -> T: ...
    def all(self) -> List[T]: ...
    def same(self: N) -> N: ...
    def map(self, f: "Callable[[T], U]") -> "Box[U]": ...


class Names(Box[str]):
    pass


def first(values: List[T]) -> T: ...


number = Box(1)
#- @number whole_type Box[builtins.int]
number.get()
#- @number.get() type builtins.int
number.value
#- @number.value type builtins.int
number.all()
#- @number.all() whole_type builtins.list[builtins.int]
part_1 = number.all()[0]
#- @part_1 type builtins.int
named = Names("a").get()
#- @named type builtins.str
itself = Names("a").same()
#- @itself type local
itself.get()
#- @itself.get() type builtins.str
element = first([b"a"])
#- @element type builtins.bytes
unsolved = first(unknown)
#- @unsolved type unknown
#= by type parameters
class Stack[E]:
    def push(self, item: E) -> None: ...
    def pop(self) -> E: ...


def last[T](items: list[T]) -> T: ...


type Table[K] = dict[K, int]


stack: Stack[str] = make()
stack.pop()
#- @stack.pop() type builtins.str
item = last([1.5])
#- @item type builtins.float
table: Table[str] = make()
#- @table type builtins.dict


class Animal:
    def feed(self): ...


def care[Beast: Animal](beasts: list[Beast]) -> Beast:
    pick = beasts[0]
    pick.feed
    #- @pick member feed
#= what is passed leaves a variable open that is bound to a protocol
from typing import Protocol, TypeVar


class Ranked(Protocol):
    def rank(self) -> int: ...


R = TypeVar("R", bound=Ranked)


def best(values: list[R], again: bool) -> R:
    once = best(values, False)
    once.rank()
    #- @once.rank() type builtins.int
    return once


def use(heap):
    top = max(heap.weights)
    top
    #- @top type unknown
    order = sorted(heap)
    order
    #- @order type builtins.list
    part = order[0]
    #- @part type unknown
    least = min(heap, 3)
    least
    #- @least whole_type builtins.int
    won = best(heap, True)
    won
    #- @won type unknown

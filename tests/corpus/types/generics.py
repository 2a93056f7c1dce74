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

#= variables for any number of types
from typing import Any, Generic, List, Never, Optional, Tuple, TypeVar, TypeVarTuple, Union, Unpack, overload

T = TypeVar("T")
S = TypeVar("S")
Ts = TypeVarTuple("Ts")


class Row(Tuple[Unpack[Ts]]): ...


class Rows(Generic[Unpack[Ts]]):
    def all(self) -> List[Row[Unpack[Ts]]]: ...
    def whole(self) -> Tuple[Unpack[Ts]]: ...
    def first(self: "Rows[T, Unpack[Tuple[Any, ...]]]") -> T: ...
    def maybe(self) -> Optional[Any]: ...
    def either(self) -> Union[None, Any]: ...
    def may_be(self) -> Any | None: ...


class Query(Rows[Unpack[Ts]]):
    def where(self) -> "Query[Unpack[Ts]]": ...


def one(value: T) -> Query[T]: ...
def two(value: T, other: S) -> Query[T, S]: ...
def run(query: Rows[Unpack[Ts]]) -> Rows[Unpack[Ts]]: ...
@overload
def scalar(query: Rows[Never]) -> bytes: ...
@overload
def scalar(query: Rows[T]) -> T: ...
def scalar(query): ...


pair = run(two(1, "").where())
pair
#- @pair whole_type Rows[builtins.int,builtins.str]
pair.whole()
#- @pair.whole() whole_type builtins.tuple[builtins.int,builtins.str]
pair.first()
#- @pair.first() type builtins.int
row = pair.all()[0]
row[1].upper()
#- @row[1].upper() type builtins.str
for number, text in pair.all():
    number, text
    #- @number type builtins.int
    #- @text type builtins.str
run(one(1)).whole()
#- @run(one(1)).whole() whole_type builtins.tuple[builtins.int]
scalar(one(1))
#- @scalar(one(1)) type builtins.int
pair.maybe()
#- @pair.maybe() type unknown
pair.either()
#- @pair.either() type unknown
pair.may_be()
#- @pair.may_be() type unknown

#= aliases with parameters
from typing import Callable, TypeVar
from typing_extensions import TypeAliasType

A = TypeVar("A")


class Seed:
    weight: float = 1.5


type Pair[T] = tuple[T, T]
type Shelf[K, V] = dict[K, list[V]]
type Maker[T] = Callable[[], T]
type Some = Seed | bytes
OldMaker = Callable[[int], A]
Named = TypeAliasType("Named", list[Seed])


def use(
    pair: Pair[int], shelf: Shelf[str, Seed], make: Maker[Seed], old: OldMaker[Seed],
    some: Some, named: Named,
):
    pair
    #- @pair whole_type builtins.tuple[builtins.int,builtins.int]
    shelf["a"]
    #- @shelf["a"] whole_type builtins.list[Seed]
    make().weight
    #- @make() whole_type Seed
    #- @make().weight type builtins.float
    old(1)
    #- @old(1) whole_type Seed
    some
    #- @some whole_type Seed|builtins.bytes
    named
    #- @named whole_type builtins.list[Seed]

#= a class that is not applied leaves its parameters to what is passed
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


class Box(Generic[T]):
    def __init__(self, item: T): ...

    @classmethod
    def of(cls, item: T) -> "Box[T]": ...

    @classmethod
    def empty(cls) -> "Box[T]": ...

    def get(self) -> T: ...


class Small(Box[int]): ...


@dataclass
class Point[N]:
    x: N
    y: N


@dataclass
class Named[N](Point[N]):
    name: str


Box.of("a").get()
#- @Box.of("a") whole_type Box[builtins.str]
#- @Box.of("a").get() type builtins.str
Box.empty()
#- @Box.empty() whole_type Box[unknown]
Small.empty()
#- @Small.empty() whole_type Box[builtins.int]
origin = Point(1.5, y=2.5)
origin
#- @origin whole_type Point[builtins.float]
named = Named("a", "b", name="c")
named.y
#- @named whole_type Named[builtins.str]
#- @named.y type builtins.str

#= what a class's parameter is where it is not given
import email
import tkinter
from typing import Generic
from typing_extensions import TypeVar

T = TypeVar("T", default=int)


class Box(Generic[T]):
    item: T

    def __init__(self, item: T | None = None): ...


def use(box: Box, texts: Box[str], event: tkinter.Event):
    box.item
    #- @box.item type builtins.int
    texts.item
    #- @texts.item type builtins.str
    event.widget
    #- @event.widget type tkinter.Misc


empty = Box()
empty.item
#- @empty.item type builtins.int
full = Box("a")
full.item
#- @full.item type builtins.str
message = email.message_from_string("")
message["From"]
#- @message["From"] whole_type builtins.str

#= what conditions say
import collections


def f(x, y, z):
    x
    #- @x type unknown
    if isinstance(x, str) and y:
        x
        #- @x type builtins.str
        y
        #- @y type unknown
    elif isinstance(x, collections.deque):
        x
        #- @x type collections.deque
    else:
        x
        #- @x type unknown
    x
    #- @x type unknown
    isinstance(y, dict) and y
    #- @y[2] type builtins.dict
    y if isinstance(y, list) else y
    #- @y[1] type builtins.list
    #- @y[3] type unknown
    if isinstance(x, (int, str)):
        x
        #- @x types = builtins.int builtins.str
    if not isinstance(x, str):
        x
        #- @x type unknown
    if isinstance(y, str):
        y = other()
        y
        #- @y type unknown
    assert isinstance(z, bytes)
    z
    #- @z type builtins.bytes


class Pair(collections.namedtuple("Pair", "a b")):
    def __new__(cls, a):
        self = object.__new__(cls)
        self
        #- @self type local
        self
        #- @self member _replace _fields count
        return self


class Node:
    label = ""


class Leaf(Node):
    size = 0


def rest(a: "Node | str", b: "Leaf | str | bytes", c: "int | str", d: "Node | str"):
    if isinstance(a, str):
        return
    a
    #- @a type local
    if isinstance(b, Node):
        b.size
        #- @b type local
    elif isinstance(b, bytes):
        b
        #- @b type builtins.bytes
    else:
        b
        #- @b type builtins.str
    if not isinstance(c, int):
        c
        #- @c type builtins.str
    c.real if isinstance(c, int) else c.upper()
    #- @c[3] type builtins.str
    if d is None or isinstance(d, (str, bytes)):
        return
    d.label
    #- @d type local


def of_the_very_class(e, g):
    if type(e) is str:
        e.upper()
        #- @e type builtins.str
    elif type(e) == bytes and e:
        #- @e[2] type builtins.bytes
        e
        #- @e type builtins.bytes
    else:
        e
        #- @e type unknown
    if type(g) is not int:
        g
        #- @g type unknown
        return
    g
    #- @g type builtins.int


#= to classes, with what is known of their elements
import collections
from typing import Iterable, Mapping, Sequence


class Node:
    label = ""


class Leaf(Node):
    size = 0


def kept(a: "str | list[int]", b: "list[int] | dict[str, int]", c: "Leaf | str", d: bool, e: list):
    if isinstance(a, list):
        a.append
        #- @a whole_type builtins.list[builtins.int]
    if isinstance(b, dict):
        b.keys
        #- @b type builtins.dict
        for number in b.values():
            number
            #- @number type builtins.int
    if isinstance(c, Node):
        c.size
        #- @c whole_type Leaf
    if isinstance(d, int):
        d.real
        #- @d type builtins.bool
    if isinstance(a, (list, str)):
        a
        #- @a whole_type builtins.list[builtins.int]|builtins.str
    if isinstance(e, list):
        e
        #- @e type builtins.list


def passed_on(a: Iterable[int], b: Mapping[str, int], c: Sequence[int], d: Iterable[str]):
    if isinstance(a, list):
        a.append
        #- @a whole_type builtins.list[builtins.int]
    if isinstance(a, dict):
        a.keys
        #- @a type builtins.dict
        for k in a:
            k
            #- @k type builtins.int
    if isinstance(b, collections.OrderedDict):
        b.keys
        #- @b type collections.OrderedDict
        for number in b.values():
            number
            #- @number type builtins.int
    if isinstance(c, tuple):
        second = c[1]
        second
        #- @second type builtins.int
    if isinstance(d, str):
        d.upper
        #- @d type builtins.str
    if isinstance(d, Node):
        d.label
        #- @d whole_type Node


#= to one of several classes
import pathlib


def either(a, b, c, d, e: "int | str | bytes", g: "int | str | bytes", h):
    if isinstance(a, int) or isinstance(a, str):
        a.real
        #- @a types = builtins.int builtins.str
    if isinstance(b, pathlib.Path | None):
        b.exists
        #- @b types = pathlib.Path None
    if c is None or isinstance(c, str):
        c.upper
        #- @c types = None builtins.str
    if not isinstance(d, int) and not isinstance(d, str):
        return
    d.real
    #- @d types = builtins.int builtins.str
    if isinstance(e, int) or isinstance(e, str):
        pass
    else:
        e
        #- @e types = builtins.bytes
    if isinstance(g, int | str):
        return
    g
    #- @g types = builtins.bytes
    if isinstance(h, int) or either:
        h
        #- @h type unknown


def matched(a, b: "int | str | bytes"):
    match a:
        case int() | str():
            a.real
            #- @a types = builtins.int builtins.str
        case bytes() | None:
            a.hex
            #- @a types = builtins.bytes None
    match b:
        case int() | str():
            pass
        case _:
            b.hex
            #- @b types = builtins.bytes


#= of what stands in containers and objects
def items(d, e, k, o, p):
    if isinstance(d["k"], int):
        d["k"].real
        #- @d["k"] type builtins.int
        d["n"].real
        #- @d["n"] type unknown
    if isinstance(e[0], str) and isinstance(e[k], str):
        first = e[0]
        first
        #- @first type builtins.str
        other = e[1]
        other
        #- @other type unknown
        e[k].upper
        #- @e[k] type unknown
    if isinstance(o.size, str):
        o.size = unknown(o.size)
        #- @o.size[2] type builtins.str
        o.size.real
        #- @o.size type unknown
    if isinstance(p["k"].size, str):
        p["k"].size.upper
        #- @p["k"].size type builtins.str
        p["k"] = unknown(p)
        p["k"].size.upper
        #- @p["k"].size type unknown

#= functions that tell what their argument is
import inspect
from typing import Any, TypeGuard
from typing_extensions import TypeIs


class Cat:
    claws: int


class Dog: ...


def is_cat(x: Any) -> TypeGuard[Cat]: ...
def is_dog(x: object) -> "TypeIs[Dog]": ...
def likes_dogs(x: object) -> TypeIs[Dog]: ...
def all_cats(x: list) -> TypeGuard[list[Cat]]: ...


class Vet:
    def treats(self, x) -> TypeGuard[Cat]: ...
    def tells_nothing(self, x) -> bool: ...


def ask(one: Cat | Dog, some: list, any_of, vet: Vet, cls, both: list[Cat | Dog]):
    if is_cat(one):
        one.claws
        #- @one whole_type Cat
    else:
        one
        #- @one whole_type Cat|Dog
    if likes_dogs(one):
        one
        #- @one whole_type Dog
    else:
        one
        #- @one whole_type Cat
    if vet.treats(any_of):
        any_of
        #- @any_of whole_type Cat
    if vet.tells_nothing(one):
        one
        #- @one whole_type Cat|Dog
    if not all_cats(some):
        return
    some
    #- @some whole_type builtins.list[Cat]
    dogs = [x for x in both if likes_dogs(x)]
    dogs
    #- @dogs whole_type builtins.list[Dog]
    cats = filter(is_cat, both)
    cats
    #- @cats whole_type builtins.filter[Cat]
    if inspect.isclass(cls):
        cls
        #- @cls type type:builtins.object
    if is_dog(one):
        one
        #- @one whole_type Cat|Dog
#= classes that are asked for
class Plug:
    pins = 2


class FlatPlug(Plug):
    width = 1


def wired(cls, kind: type[FlatPlug], other):
    if issubclass(cls, Plug):
        cls.pins
        #- @cls whole_type type:Plug
        cls()
        #- @cls() whole_type Plug
    if issubclass(kind, (Plug, int)):
        kind.width
        #- @kind whole_type type:FlatPlug
    if not issubclass(other, Plug):
        return
    other
    #- @other whole_type type:Plug


def first(classes, base):
    for cls in classes:
        if issubclass(cls, base):
            cls
            #- @cls type unknown


first([], Plug)

#= of the file
import contextlib, functools
from typing import Callable, TypeVar


class Node: ...


class Thing:
    @functools.cached_property
    def nodes(self):
        return [Node()]

    @property
    def size(self) -> int: ...

    @size.setter
    def size(self, value): ...

    @staticmethod
    def make():
        return Node()

    @classmethod
    def create(cls):
        return cls()

    def get_name(self):
        return "a"

    name = property(get_name)

    @contextlib.contextmanager
    def open(self):
        yield Node()


class Special(Thing): ...


Thing().nodes
#- @Thing().nodes whole_type builtins.list[Node]
Thing().size
#- @Thing().size type builtins.int
Thing.make()
#- @Thing.make() type local
Special.create()
#- @Special.create() whole_type Special
Thing().name
#- @Thing().name type builtins.str
with Thing().open() as opened:
    opened
    #- @opened whole_type Node


def traced(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)
    return wrapper


@traced
@functools.lru_cache()
def build() -> Node: ...


built = build()
#- @built type local


@contextlib.contextmanager
def changed():
    yield b""


with changed() as bytes_, open("x") as text:
    bytes_
    #- @bytes_ type builtins.bytes
    text
    #- @text type _io.TextIOWrapper
part = functools.partial(build)()
#- @part type local


class Upper:
    def __get__(self, instance, owner) -> str:
        return ""


class Label:
    text = Upper()

    def show(self):
        self.text.lower()
        #- @self.text type builtins.str
        Label().text
        #- @Label().text type builtins.str


@functools.lru_cache(maxsize=None)
def remembered(x):
    return 1


remembered.cache_clear()
#- @remembered member cache_clear cache_info __name__


F = TypeVar("F")


def retried(times: int) -> Callable[[F], F]:
    pass


def retried_in_quotes(times: int) -> "Callable[[F], F]":
    pass


Listed = Callable[[F], list[F]]


def in_list() -> Listed:
    pass


def ordinary(first, second=0) -> str:
    return ""


again = retried(3)(ordinary)
again(1)
#- @again(1) type builtins.str
#- @again(1) takes = first second=
twice = retried_in_quotes(3)(ordinary)
twice(1)
#- @twice(1) type builtins.str
many = in_list()(ordinary)
many[0](1)
#- @many[0](1) type builtins.str
whole = retried(3)(4)
whole
#- @whole type builtins.int
#= a property as its class's body sees it
import functools


class Gauge:
    @property
    def level(self) -> int:
        return 1

    @level.setter
    #- @level type builtins.property
    #- @level member setter getter deleter fget
    def level(self, to): ...

    @level.deleter
    #- @level member deleter
    def level(self): ...

    read = level.fget
    #- ! @level member bit_length

    @functools.cached_property
    def slow(self): ...

    def show(self):
        self.level
        #- @self.level type builtins.int


Gauge().level
#- @Gauge().level type builtins.int

#= overloads stand for the function behind them
from typing import Literal, overload

@overload
def weigh(what: int) -> str: ...
@overload
def weigh(what: str) -> bytes: ...
def weigh(what):
    return None

weigh(1).upper
#- @weigh(1) whole_type builtins.str
weigh("a")
#- @weigh("a") whole_type builtins.bytes

@overload
def read(mode: Literal["r"]) -> str: ...
@overload
def read(mode: Literal["b"]) -> bytes: ...
def read(mode): ...

read("b")
#- @read("b") whole_type builtins.bytes

def weigh(what):
    return 1.5

weigh(1)
#- @weigh(1) whole_type builtins.float

#= functions that keep what they gave
import functools
from functools import lru_cache


class Leaf:
    @functools.cache
    def weight(self, unit):
        return 1.5


@lru_cache(maxsize=8)
def grow(height):
    return Leaf()


def plain(height):
    return Leaf()


grow(1)
#- @grow(1) whole_type Leaf
grow.cache_info().hits
#- @grow.cache_info().hits type builtins.int
grow.cache_clear
#- @grow.cache_clear type def:functools._lru_cache_wrapper.cache_clear
grow.__name__
#- @grow.__name__ type builtins.str
Leaf().weight.cache_info()
#- @Leaf().weight.cache_info() type functools._CacheInfo
plain.cache_info
#- @plain.cache_info type unknown

#= what decorators are handed, and those who keep it
SHAPES = {}
STEPS = {}


def shape(name):
    def keep(cls):
        SHAPES[name] = cls
        return cls
    return keep


def step(function):
    function.__name__
    #- @function whole_type def:wash
    STEPS[function.__name__] = function
    return function


@shape("circle")
class Circle:
    radius = 1


@shape("square")
class Square:
    side = 1.5


@step
def wash(x):
    return b""


class Registry:
    def __init__(self):
        self._kinds = {}
        self._names = []

    def register(self, name):
        def keep(cls):
            self._kinds[name] = cls
            return cls
        return keep

    def note(self, function):
        self._names.append(function)
        return function

    def make(self, name):
        return self._kinds[name]()

    def first(self):
        return self._names[0]


registry = Registry()


@registry.register("tree")
class Tree:
    height = 1


@registry.note
def grow(tree):
    return Tree()


def use(name, other):
    made = SHAPES[name]()
    made
    #- @made types local
    #- @made member radius side
    STEPS["wash"](1)
    #- @STEPS["wash"](1) type builtins.bytes
    registry.make(name)
    #- @registry.make(name) whole_type Tree
    registry.first()(1)
    #- @registry.first()(1) whole_type Tree
    for key, kind in SHAPES.items():
        kind
        #- @kind whole_type type:Circle|type:Square


class Plugin:
    kinds = {}
    all_of_them = []

    def __init_subclass__(cls, name=None):
        cls.kinds[name] = cls
        Plugin.all_of_them.append(cls)

    def run(self):
        return 1.5

    @classmethod
    def make(cls, name):
        return cls.kinds[name]()


class Special(Plugin, name="special"): ...


Plugin.make("special").run()
#- @Plugin.make("special").run() type builtins.float
for plugin in Plugin.all_of_them:
    plugin().run()
    #- @plugin().run() type builtins.float
#= wrappers that give something else
import functools


def as_text(get):
    @functools.wraps(get)
    def wrapper(*args):
        if not args:
            return ""
        return str(get(*args))
    return wrapper


def times(count):
    def decorate(get):
        def wrapper(*args):
            return [get(*args) for _ in range(count)]
        return wrapper
    return decorate


def counted(get):
    def wrapper(*args):
        print("called")
        result = get(*args)
        return result
    return wrapper


def or_nothing(get):
    def wrapper(*args):
        if not args:
            return None
        value = get(*args)
        return value or 2.5
    return wrapper


@as_text
def age(of): return 1


@times(3)
def ages(of): return 1


@counted
def size(of): return 1


@or_nothing
def width(of): return 1


age(1).upper
#- @age(1) type builtins.str
#- @age(1) takes = of
ages(1)
#- @ages(1) type builtins.list
size(1)
#- @size(1) type builtins.int
width(1)
#- @width(1) type builtins.int

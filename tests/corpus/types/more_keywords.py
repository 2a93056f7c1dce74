Keywords that a function takes as **kwargs and names elsewhere, or hands on to one that it is given.

#= passed on to the constructor of the base, of its base
class Base:
    def __init__(self, title, *, null=False, default=None):
        self.title = title

class Derived(Base):
    def __init__(self, *args, extra=None, **kwargs):
        super().__init__(*args, **kwargs)

Derived()
#- @Derived() takes = *extra= *title= *null= *default=

class More(Derived):
    def __init__(self, first, **kwargs):
        Derived.__init__(self, first, null=True, **kwargs)

More(1)
#- @More(1) takes = first *extra= *default=

#= passed on to a function: what is passed beside is no longer taken
def inner(method, timeout, verify=True):
    return method.upper

def outer(method, **kwargs):
    return inner(method, verify=False, **kwargs)

outer("a")
#- @outer("a") takes = method *timeout

#= keys that are asked for
def draw(**options):
    size = options.pop("size", 3)
    width = options.get('width')
    options["depth"] = 1
    if "color" in options:
        return options["color"].upper
    return size, width

draw()
#- @draw() takes = *size= *width= *color=

#= fields of a dataclass
from dataclasses import dataclass

@dataclass
class Point:
    across: int
    down: int = 0

def point(**kwargs):
    return Point(1, **kwargs).down.real

point()
#- @point() takes = *down=

#= in a circle
def ping(**kwargs):
    kwargs.get("ball").upper
    pong(**kwargs)

def pong(**kwargs):
    ping(bat=1, **kwargs)

ping()
#- @ping() takes = *ball=

#= names of a format string
"{name}:{place!r:>{width}}{{no}}".format(name=1).upper
#- @"{name}:{place!r:>{width}}{{no}}".format(name=1) takes = *name *place *width

#= a function is given with the rest of its arguments
import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor()

def fetch(name, retries=3, *, timeout=1):
    return name.upper

class Job:
    def run(self, size):
        return size.real

pool.submit(fetch,"a")
#- @pool.submit(fetch,"a") takes = fn name retries= *timeout=
functools.partial(fetch)
#- @functools.partial(fetch) takes = func name retries= *timeout=
asyncio.to_thread(Job().run)
#- @asyncio.to_thread(Job().run) takes = func size
pool.submit(unknown,1)
#- @pool.submit(unknown,1) takes = fn

#= a decorator says that its result takes what the function does
from contextlib import contextmanager
from typing import Callable, List, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

def timed(function: Callable[P, R]) -> Callable[P, R]:
    ...

def listed(times: int) -> Callable[[Callable[P, R]], Callable[P, List[R]]]:
    ...

@timed
def weigh(name, unit="kg") -> int:
    return len(name)

weigh("a")
#- @weigh("a") takes = name unit=
#- @weigh("a") type builtins.int

@contextmanager
def opened(name, mode="r"):
    yield len(name)

opened("a")
#- @opened("a") takes = name mode=

class Scale:
    @timed
    @listed(2)
    def weigh(self, name, *, unit="kg") -> int:
        return 1

Scale().weigh("a")
#- @Scale().weigh("a") takes = name *unit=

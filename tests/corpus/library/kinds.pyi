import enum
from collections import namedtuple
from contextlib import contextmanager
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Protocol, TypedDict
from shapes import Point

@dataclass
class Order:
    number: int
    address: str = ""

class Color(Enum):
    RED = 1
    GREEN = "g"

class Pair(NamedTuple):
    left: int
    right: str

Triple = namedtuple("Triple", "a b c")

class Options(TypedDict):
    verbose: bool

class Closable(Protocol):
    def close(self) -> None: ...

class Meta(type):
    registry: dict[str, int]

class WithMeta(metaclass=Meta):
    plain: int

class Guard:
    def __enter__(self) -> Point: ...
    def __exit__(self, *args: object) -> None: ...

@contextmanager
def opened() -> Iterator[Point]: ...

async def fetch() -> Point: ...

class Open:
    known: int
    def __getattr__(self, name: str) -> int: ...

class Crate[T]:
    def get(self) -> T: ...
    size: int

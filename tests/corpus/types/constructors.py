What a class is called with where no one wrote its constructor.

#= dataclass: fields in order, those with a value may be left out
from dataclasses import dataclass, field
from typing import ClassVar

@dataclass
class Crate:
    label: str
    weight: float = 1.0
    tags: list = field(default_factory=list)
    seen: int = field(init=False)
    limit: ClassVar[int] = 3
    plain = 4

Crate("a")
#- @Crate("a") takes = label weight= tags=

#= dataclass: of the bases first, what comes again keeps its place
from dataclasses import dataclass

@dataclass
class Base:
    first: int
    second: int = 0

@dataclass(kw_only=True)
class Derived(Base):
    third: str
    first: str

Derived()
#- @Derived() takes = second= *third *first

class Plain(Derived):
    pass

Plain()
#- @Plain() takes = second= *third *first

#= dataclass: a constructor that is written, or none
import dataclasses

@dataclasses.dataclass
class Written:
    a: int
    def __init__(self, other): ...

@dataclasses.dataclass(init=False)
class Without:
    a: int

Written()
#- @Written() takes = other
Without()
#- @Without() takes =

#= dataclass: called through cls
from dataclasses import dataclass

@dataclass
class Parcel:
    grams: int

    @classmethod
    def empty(cls):
        cls(0)
        #- @cls(0) takes = grams

#= dataclass: everything below the sign is a keyword
from dataclasses import KW_ONLY, dataclass

@dataclass
class Shape:
    width: int
    _: KW_ONLY
    colour: str = "red"

Shape()
#- @Shape() takes = width *colour=

#= copies of an object
import dataclasses
from dataclasses import dataclass, replace
from typing import NamedTuple

@dataclass
class Camera:
    focal: float
    exposure: float

class Pair(NamedTuple):
    left: int
    right: int = 2

def change(camera: Camera, pair: Pair):
    replace(camera)
    #- @replace(camera) takes = obj *focal= *exposure=
    dataclasses.replace(camera)
    #- @dataclasses.replace(camera) takes = obj *focal= *exposure=
    pair._replace()
    #- @pair._replace() takes = *left= *right=

#= named tuples
from collections import namedtuple
from typing import NamedTuple

Player = namedtuple("Player", ["shirt", "position"])
Player(1)
#- @Player(1) takes = shirt position
Later = namedtuple("Later", "when where", defaults=[None])
Later()
#- @Later() takes = when where=

class Row(NamedTuple):
    key: str
    value: float = 0.0

Row("a")
#- @Row("a") takes = key value=

#= typed dictionaries
from typing import TypedDict

class Recipe(TypedDict):
    title: str
    servings: int

class Loose(TypedDict, total=False):
    note: str

Recipe()
#- @Recipe() takes = *title *servings
Loose()
#- @Loose() takes = *note=

#= attrs, which need not be there
import attr
from attrs import define, field

@attr.s
class Old:
    x = attr.ib()
    _y = attr.ib(default=3)
    plain = 4

@define
class New:
    name: str
    size: int = field(default=0, kw_only=True)

Old()
#- @Old() takes = x y=
New()
#- @New() takes = name *size=

#= pydantic, which need not be there
from pydantic import BaseModel, Field

class Model(BaseModel):
    name: str
    size: int = Field(..., ge=0)
    note: str = Field("", alias="remark")
    _hidden: int = 0

class Small(Model):
    extra: bool = False

Small()
#- @Small() takes = *name *size *remark= *extra=

#= what PEP 681 calls a transform
from typing import dataclass_transform

@dataclass_transform(kw_only_default=True)
def record(cls): ...

@dataclass_transform()
class Meta(type): ...

class Table(metaclass=Meta): ...

@record
class Event:
    at: int

class Users(Table):
    login: str
    age: int = 0

Event()
#- @Event() takes = *at
Users()
#- @Users() takes = login age=

#= nothing is told where a base is not known
import elsewhere

class Strange(elsewhere.Base):
    a: int

Strange()
#- @Strange() takes =

#= keywords that a typed dictionary lists
from typing import TypedDict, Unpack

class Options(TypedDict):
    title: str
    size: int

def draw(place, **options: Unpack[Options]): ...
draw(1)
#- @draw(1) takes = place *title *size

#= of __new__ and __init__ the one of the nearer class
class Open:
    def __init__(self, *args, **kwargs): ...

class Named(Open):
    def __new__(cls, name): ...

class Nearer(Named): ...

Nearer("a")
#- @Nearer("a") takes = name

#= dataclass: what is for __post_init__ alone
import dataclasses
from dataclasses import InitVar, dataclass


class Store:
    rows: list[int]


@dataclass
class Report:
    title: str
    store: InitVar[Store]
    limit: dataclasses.InitVar["int | None"] = None

    def __post_init__(self, store, most):
        store.rows
        #- @store whole_type Store
        most
        #- @most whole_type builtins.int|None
        self.count = len(store.rows)


@dataclass
class Long(Report):
    more: InitVar[bytes] = b""

    def __post_init__(self, store, most, more):
        more
        #- @more whole_type builtins.bytes
        store
        #- @store whole_type Store

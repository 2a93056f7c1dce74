#= of the file
import collections, dataclasses, enum, typing
from typing import NamedTuple, Optional, TypedDict

Point = collections.namedtuple("Point", "x y")
point = Point(1, 2)
#- @point whole_type Point
point
#- @point member x y _replace
Typed = NamedTuple("Typed", [("name", str), ("size", int)])
typed = Typed("a", 1)
typed.size
#- @typed.size type builtins.int

Place = TypedDict("Place", {"name": str, "in": float}, total=False)
def at(place: Place):
    place["in"]
    #- @place["in"] type builtins.float
    place
    #- @place member items


class Row(NamedTuple):
    key: str
    value: float


row = Row("a", 1.0)
row.value
#- @row.value type builtins.float


class Color(enum.Enum):
    RED = 1
    GREEN = "g"

    def describe(self):
        return self.name


Color.RED
#- @Color.RED whole_type Color
Color["RED"]
#- @Color["RED"] whole_type Color
for color in Color:
    color.describe()
    #- @color whole_type Color
    #- @color.describe() type builtins.str


class Level(int, enum.Enum):
    LOW = "10", 16


Level.LOW.value
#- @Level.LOW.value type builtins.int
Action = enum.Enum("Action", ["SKIP", "KEEP"])
Action.SKIP
#- @Action.SKIP whole_type Action


@dataclasses.dataclass
class Item:
    name: str
    parent: Optional["Item"] = None


Item("a").parent
#- @Item("a").parent types = local None


class Movie(TypedDict):
    title: str
    year: int


movie: Movie = load()
movie["title"]
#- @movie["title"] type builtins.str
movie
#- @movie member keys items get


class Suit(enum.Enum):
    HEARTS = "h"
    SPADES = "s"


class Depth(enum.IntEnum):
    LOW = enum.auto()


class Kinds(enum.Enum):
    suit = Suit


Suit.HEARTS.value
#- @Suit.HEARTS.value whole_type builtins.str
Depth.LOW.value
#- @Depth.LOW.value whole_type builtins.int
Kinds.suit.value
#- @Kinds.suit.value whole_type type:Suit


listed = list(Suit)[0]
listed
#- @listed whole_type Suit
#= a typed dictionary is asked by methods
from typing import TypedDict


class Song(TypedDict):
    seconds: int
    singers: list[str]


def play(song: Song, key: str):
    found = song.get("seconds")
    found
    #- @found whole_type builtins.int|None
    or_text = song.get("seconds", "long")
    or_text
    #- @or_text types = builtins.int builtins.str
    taken = song.pop("seconds")
    taken
    #- @taken whole_type builtins.int
    filled = song.setdefault("singers", [])
    filled
    #- @filled whole_type builtins.list[builtins.str]
    or_empty = song.get("singers", [])
    or_empty
    #- @or_empty whole_type builtins.list[builtins.str]
    missing = song.get("colour")
    missing
    #- @missing type unknown
    plain = {"a": 1.5}.get("a", 2.5)
    plain
    #- @plain whole_type builtins.float
    song["seconds"].bit_length()
    #- @song["seconds"] type builtins.int
#= values that enumerations make themselves
import enum


class Mode(enum.StrEnum):
    READ = enum.auto()


class Level(enum.Enum):
    LOW = enum.auto()


Mode.READ.value
#- @Mode.READ.value whole_type builtins.str
Level.LOW.value
#- @Level.LOW.value whole_type builtins.int
#= namespaces are made of keywords
import types
from types import SimpleNamespace

box = SimpleNamespace(width=1, names=["a"], later=None)
box
#- @box member width names __eq__
box.width
#- @box.width whole_type builtins.int
box.names
#- @box.names whole_type builtins.list[builtins.str]
box.later
#- @box.later type unknown
box.other
#- @box.other type unknown
types.SimpleNamespace(depth=1.5).depth
#- @types.SimpleNamespace(depth=1.5).depth type builtins.float
plain = SimpleNamespace()
plain.width
#- @plain.width type unknown
#- ! @plain member width


def show(thing: SimpleNamespace):
    thing.width
    #- @thing.width type unknown

#= members of an enumeration by their names
import enum


class Gate(enum.Enum):
    OPEN = 1
    SHUT = 2


Gate.__members__["OPEN"]
#- @Gate.__members__["OPEN"] whole_type Gate
for name, gate in Gate.__members__.items():
    gate.value
    #- @gate whole_type Gate

#= of builtins
joined = "a" + "b" + "c"
#- @joined type builtins.str
formatted = "%d items" % 3
#- @formatted type builtins.str
total = 1 + 2 * 3
#- @total type builtins.int
share = total / 3
#- @share type builtins.float
share += 1
#- @share type builtins.float
line = "-" * 20
#- @line type builtins.str
found = "a" in joined
#- @found type builtins.bool
shorter = joined[1:]
#- @shorter type builtins.str
either = joined or line
#- @either type builtins.str
chosen = joined if found else None
#- @chosen type builtins.str
mixed = joined if found else 1
#- @mixed types = builtins.str builtins.int
# Arrays compare to arrays: only builtins are sure to give bool.
compared = unknown_thing > 1
#- @compared type unknown


# Numbers leave what they do not know to the other side.
import datetime


class Length:
    def __radd__(self, other) -> "Length": ...
    def __rpow__(self, other) -> bytes: ...


total = 1 + Length()
total
#- @total whole_type Length
twice = 2 * datetime.timedelta(days=1)
twice
#- @twice type datetime.timedelta
line = 2.0 ** Length()
line
#- @line type builtins.bytes
stars = 3 * "*"
stars
#- @stars type builtins.str
flag = 1 > 2
scaled = 1.5 * flag
scaled
#- @scaled type builtins.float
square = 3 ** 2
square
#- @square type builtins.int
root = 2 ** 0.5
root
#- @root type builtins.float
either = 2 ** square
either
#- @either type unknown
near, nearer = round(2.5), round(2.5, 1)
near
#- @near type builtins.int
nearer
#- @nearer type builtins.float
#= and gives its left side where that may be false
import typing


class Row:
    cells = 1


class Table:
    def __len__(self):
        return 1


class Grown(unknown_base):
    pass


class Reader(typing.Protocol):
    def read(self): ...


def both(a: "Row | None", b: Table, c: Grown, d: Reader, e: object, g: "Row | Table", h: Row):
    cells = a and a.cells
    cells
    #- @cells whole_type None|builtins.int
    length = b and 1
    length
    #- @length whole_type Table|builtins.int
    length = c and 1
    length
    #- @length whole_type Grown|builtins.int
    length = d and 1
    length
    #- @length whole_type Reader|builtins.int
    length = e and 1
    length
    #- @length whole_type builtins.object|builtins.int
    length = g and 1
    length
    #- @length whole_type Table|builtins.int
    called = both and 1
    called
    #- @called types = builtins.int
    unsaid = h and unknown()
    unsaid
    #- @unsaid type unknown
    h.cells
#= of lists and tuples that hold different things
names, sizes = ["a"], [1]
for one in names + sizes:
    one.real
    #- @one types = builtins.str builtins.int
for one in names + ["b"]:
    one.upper
    #- @one whole_type builtins.str
both = ("a",) + (1, b"")
both
#- @both whole_type builtins.tuple[builtins.str,builtins.int,builtins.bytes]
none = [None] + names
none
#- @none whole_type builtins.list[builtins.str|None]
more = tuple(names) + (1,)
for one in more:
    one.real
    #- @one types = builtins.str builtins.int
found = {"a": 1}.get("a", "")
found.real
#- @found types = builtins.int builtins.str
#= of classes that do not say what comes out
class Grid:
    cells = []

    def __add__(self, other):
        return combine(self, other)

    def __sub__(self, other) -> int: ...

    def __gt__(self, other):
        return compare(self, other)


class Other:
    cells = []


grid = Grid() + 1
grid.cells
#- @grid type local
#- @grid member cells
size = Grid() - 1
size.real
#- @size type builtins.int
none = Other() + unknown()
none
#- @none type unknown

#= what a pattern binds
from typing import NamedTuple


class Circle:
    radius: float


class Square:
    side: int


def area(shape: "Circle | Square"):
    match shape:
        case Circle() as circle:
            circle
            #- @circle type local
            circle.radius
            #- @circle.radius type builtins.float
        case Square(side=length):
            length
            #- @length type builtins.int
        case other:
            other
            #- @other type local


class User(NamedTuple):
    name: str
    age: int


def parts(value, words: list[str], pair: tuple[int, str], table: dict[str, bytes]):
    match value:
        case str() as text:
            text
            #- @text type builtins.str
        case int(number):
            number
            #- @number type builtins.int
        case User(name, 3):
            name
            #- @name type builtins.str
        case User(_, age=years) | User(age=years):
            years
            #- @years type builtins.int
        case [Circle() as first, *others]:
            first
            #- @first type local
            others
            #- @others type builtins.list
    match words:
        case ["go", direction]:
            direction
            #- @direction type builtins.str
        case [head, *rest, last]:
            rest
            #- @rest type builtins.list
            last
            #- @last type builtins.str
    match (1, "a", 2.5):
        case (_, *between, end):
            between
            #- @between whole_type builtins.list[builtins.str]
            end
            #- @end type builtins.float
    match pair:
        case (0, named):
            named
            #- @named type builtins.str
    match table:
        case {"a": raw, **left}:
            raw
            #- @raw type builtins.bytes
            left
            #- @left type builtins.dict


def subject(value: "User | Circle | str | list[int]"):
    match value:
        case Circle() if value:
            value
            #- @value member radius
            #- ! @value member name
        case User(name="a"):
            value
            #- @value member name
            #- ! @value member radius
        case str():
            value
            #- @value type builtins.str
        case _:
            value
            #- @value member name append
            #- ! @value member upper


#= a part of a class by keyword, with a name of its own
class Knob:
    turns = 1


class Panel:
    def __init__(self):
        self.knob = Knob()
        self.lid = None


def open_up(thing):
    match thing:
        case Panel(lid=Knob() as lid):
            lid.turns
            #- @lid whole_type Knob
        case Panel(knob=_ as knob):
            knob.turns
            #- @knob whole_type Knob
        case Panel(lid=Knob(turns=n) as lid, knob=Knob(turns=m)):
            n.real
            #- @n type builtins.int
            m.real
            #- @m type builtins.int

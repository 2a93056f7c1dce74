#= what calls give
import logging, re, subprocess, datetime, typing
from typing import cast
from collections import deque

log = logging.getLogger(__name__)
#- @log type logging.Logger
match = re.compile("a").match("b")
#- @match type re.Match
word = match.group(0)
#- @word type builtins.str
now = datetime.datetime.now()
#- @now type datetime.datetime
later = now.replace(hour=1)
#- @later type datetime.datetime
output = subprocess.Popen([]).stdout
#- @output type typing.IO
text_file = open("x")
#- @text_file type _io.TextIOWrapper
byte_file = open("x", "rb")
#- @byte_file type _io.BufferedReader
written = open("x", mode="wb")
#- @written type _io.BufferedWriter
some_file = open("x", mode)
#- @some_file types _io.TextIOWrapper _io.BufferedReader
queue = cast(deque, log)
#- @queue type collections.deque


def annotated() -> "deque[int]": ...
def inferred(flag):
    if flag:
        return None
    return "text"
def mixed(flag):
    return 1 if flag else "text"
def generates():
    yield 1
@unknown_decorator
def decorated():
    return 1
def forever():
    return forever()


a = annotated()
#- @a type collections.deque
b = inferred(1)
#- @b type builtins.str
c = mixed(1)
#- @c types = builtins.int builtins.str
d = generates()
#- @d type typing.Generator
e = decorated()
#- @e type builtins.int
f = forever()
#- @f type unknown
k = type(now)
#- @k type type:datetime.datetime


X = typing.TypeVar("X")


@typing.overload
def collect(one: X) -> tuple[X]: ...
@typing.overload
def collect(one: X, other: X) -> tuple[X, X]: ...
@typing.overload
def collect(*all: X) -> list[X]: ...


spread = collect(*[1, 2])
spread
#- @spread whole_type builtins.list[builtins.int]

octets = subprocess.Popen("ls", stdout=subprocess.PIPE)
line = octets.stdout.readline()
#- @line whole_type builtins.bytes
process = subprocess.Popen("ls", stdout=subprocess.PIPE, text=True)
process.stdin
#- @process.stdin whole_type typing.IO[builtins.str]|None
for line_b in process.stdout:
    line_b
    #- @line_b whole_type builtins.str


#= a class of which nothing is known, and what can only be called
from typing import Callable, Optional


def class_of(x, y: "str", act: Callable[..., int], maybe: Optional[Callable[[], int]] = None):
    cls = type(x)
    cls.__name__
    #- @cls member __name__ __qualname__ __module__ mro
    #- @cls.__name__ type builtins.str
    made = type(x)(1)
    made
    #- @made type unknown
    made = cls.create(1)
    made
    #- @made type unknown
    cls = type(y)
    cls.upper
    #- @cls type type:builtins.str
    act.__name__.find
    #- @act member __name__ __doc__ __module__
    #- @act.__name__ type builtins.str
    maybe.__qualname__
    #- @maybe.__qualname__ type builtins.str
    act.extra.find
    #- @act.extra type unknown
    sum = act()
    sum
    #- @sum type builtins.int


class Derived(type(unknown_thing)):
    def get(self):
        self.found
        #- @self.found type unknown
#= that read a document of nobody knows what
import itertools


class Answer:
    def json(self) -> str: ...


def fetch(answer: Answer):
    session = elsewhere.session
    data = session.get("a").json()
    data.items
    #- @data type builtins.dict
    text = answer.json()
    text.upper
    #- @text type builtins.str
    other = session.json(1)
    other
    #- ! @other type builtins.dict


# What a newer Python has.
for some in itertools.batched(["a"], 2):
    some.count
    #- @some whole_type builtins.tuple[builtins.str]

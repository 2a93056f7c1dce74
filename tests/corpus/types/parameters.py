#= of functions that are called, and not
import http.server


class Node: ...


def passed(node, name="", *rest, size, **options):
    node
    #- @node type local
    name
    #- @name types = builtins.str builtins.bytes
    rest
    #- @rest type builtins.tuple
    size
    #- @size type builtins.int
    options
    #- @options type builtins.dict


passed(Node(), size=1)
passed(Node(), b"", size=2)


class Keeper:
    def __init__(self, node):
        self.node = node

    def use(self):
        self.node
        #- @self.node type local


Keeper(Node())


class Handler(http.server.BaseHTTPRequestHandler):
    def log_request(self, code, size):
        code
        #- @code types builtins.int builtins.str

    def send_error(self, code, message=None, explain=None):
        message
        #- @message types builtins.str


def never_called(unknown):
    unknown
    #- @unknown type unknown


def wrong(self_):
    return wrong(self_)
#= of functions that are registered for a class
import functools


class Circle:
    radius = 1.0


class Square:
    side = 1


@functools.singledispatch
def show(shape):
    return ""


@show.register(Circle)
def _(shape):
    shape.radius
    #- @shape whole_type Circle
    return "circle"


@show.register(Square)
@show.register(bytes)
def _(shape, other=None):
    shape
    #- @shape types = local builtins.bytes
    other
    #- @other type unknown
    return "square"


class Screen:
    @functools.singledispatchmethod
    def draw(self, shape):
        return 1

    @draw.register(Square)
    def _(self, shape):
        shape.side
        #- @shape whole_type Square
        return 2

    @unknown.register(Square)
    def other(self, shape):
        shape.whatever
        #- @shape type unknown
#= that take any number of types
from typing import TypeVarTuple

Ts = TypeVarTuple("Ts")


def row(*values: *Ts) -> tuple[*Ts]: ...


def pair(*values: *tuple[int, str]):
    first, second = values
    first.real
    #- @first type builtins.int
    second.upper
    #- @second type builtins.str


made = row(1, "a", b"")
made.count
#- @made whole_type builtins.tuple[builtins.int,builtins.str,builtins.bytes]

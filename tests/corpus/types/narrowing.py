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

#= every way past a binding
import contextlib
import sys


def either(x: str, y: bytes, c):
    if c:
        x = 1
    else:
        x = 2.5
    x.real
    #- @x types = builtins.int builtins.float
    if c:
        y = 1
    elif c == 2:
        y = 2
    y.real
    #- @y types = builtins.int builtins.bytes


def left(x: str, y: str, z: str, c):
    if c == 1:
        x = 1
    elif c == 2:
        x = b""
        raise ValueError(x)
    else:
        sys.exit(1)
    x.real
    #- @x types = builtins.int
    if c:
        y = 1
        return
    y.upper()
    #- @y types = builtins.str
    for c in range(3):
        if c:
            z = b""
        else:
            continue
        z.hex()
        #- @z types = builtins.bytes
    z.upper()
    #- @z types = builtins.bytes builtins.str


def excluded(x: str, c):
    if c:
        x = 1
    else:
        x.upper()
        #- @x types = builtins.str
    while c:
        if c == 1:
            x = b""
        else:
            x.upper()
            #- @x types = builtins.int builtins.str builtins.bytes


def nested(x: str, y: str, c):
    if c:
        x = b""
        if c == 1:
            x = 1
        else:
            x = 2.5
    x.upper()
    #- @x types = builtins.float builtins.int builtins.str
    with open("p") as lines:
        if c:
            y = 1
        else:
            y = 2.5
    y.real
    #- @y types = builtins.float builtins.int


def opened(x: str, y: str):
    with open("p") as lines:
        x = len(lines.read())
    x.real
    #- @x types = builtins.int
    with contextlib.suppress(ValueError):
        y = int(y)
    y.upper()
    #- @y types = builtins.int builtins.str


def tried(x: str, y: str, z: str, u: str, v: str):
    try:
        x = int(x)
    except ValueError:
        return
    x.real
    #- @x types = builtins.int
    try:
        y = int(y)
    except ValueError:
        y = b""
    except KeyError:
        pass
    y.real
    #- @y types = builtins.bytes builtins.int builtins.str
    try:
        z = b""
        z = int(z)
    except ValueError:
        z = 2.5
    z.real
    #- @z types = builtins.float builtins.int
    try:
        u = 1
    finally:
        pass
    u.real
    #- @u types = builtins.int
    try:
        v = b""
        v = int(v)
    except ValueError:
        pass
    v.real
    #- @v types = builtins.int builtins.bytes builtins.str


def matched(x: str, y: str, c):
    match c:
        case 1:
            x = 1
        case 2:
            return
        case _:
            x = 2.5
    x.real
    #- @x types = builtins.float builtins.int
    match c:
        case 1:
            y = 1
        case 2:
            y = 2.5
    y.real
    #- @y types = builtins.float builtins.int builtins.str


def asked(a: "int | str", b: "int | str | bytes", c: "int | str", d: "str | list[int]", e: str):
    if isinstance(a, str):
        a = int(a)
    a.real
    #- @a types = builtins.int
    if isinstance(b, str):
        b = 2.5
    elif isinstance(b, bytes):
        b = 1
    b.real
    #- @b types = builtins.float builtins.int
    while isinstance(c, str):
        c = 2.5
    c.real
    #- @c types = builtins.int builtins.float
    if not isinstance(d, list):
        d = [1]
    d.append(1)
    #- @d types = builtins.list
    if isinstance(e, str):
        e = 1
    else:
        e.real
    e.real
    #- @e types = builtins.int


def asked_of_one_reassigned(x: "int | str", y: "int | str"):
    if isinstance(x, str):
        x = b""
    else:
        x.real
        #- @x types = builtins.int
    assert isinstance(y, str)
    if x:
        y = 1
        return
    y.upper()
    #- @y types = builtins.str


class Kept:
    def __init__(self, x: "str | int"):
        if isinstance(x, str):
            x = int(x)
        self.x = x

    def get(self):
        self.x.real
        #- @self.x types = builtins.int


#= a comprehension binds in its conditions what its element reads
import re


def bound_behind(xs: "list[str]", m: bytes, n: bytes, k: bytes):
    words = [m.group() for x in xs if (m := re.match("a", x))]
    #- @m type re.Match
    sizes = {n.real: k for x in xs if x if (n := len(x)) > 1}
    #- @n type builtins.int
    #- @k type builtins.bytes
    pairs = [(y, n) for x in xs for y in range(k := len(x)) if y.real]
    #- @n type builtins.int

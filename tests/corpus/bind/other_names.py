#= except as
try:
    pass
except (A, B) as error:
    #- @error role write
    #- @A role nothing
    use(error)
    #- @error role read

#= patterns that bind
match command:
    case Point(x=0, y=y) | [y, 0]:
        #- @x refers_to nothing
        #- @y refers_to nothing
        #- @y[2] role write
        #- @Point refers_to nothing
        use(y)
        #- @y role read
    case {"key": [a, *b], **c} if a:
        #- @a role write
        #- @b role write
        #- @c role write
        #- @a[2] role read
        pass
    case (str() as text) | (int() as text):
        #- @text role write
        #- @str refers_to nothing
        pass

#= patterns that compare
import color
#- @color is COLOR
class Red: pass
#- @Red is RED
match shade:
    case color.RED | color.sub.BLUE:
        #- @color refers_to COLOR
        pass
    case Red(1):
        #- @Red refers_to RED
        pass
    case None | True | -1 | 2 + 3j | "a" "b" | 1.5:
        pass
    case _:
        #- @_ role nothing
        pass

#= type parameters
class Box[T]:
    #- @T is T
    item: T
    #- @T refers_to T
    def map[S: int, *Ts, **P](self, f: S) -> T:
        #- @S is S
        #- @S[2] refers_to S
        #- @T refers_to T
        return S
        #- @S refers_to S
type Pair[A] = tuple[A, A]
#- @Pair role write

#= types in annotations
a: int | None = None
#- @a role write
b: list[str] = []
#- @b role write
c: "collections.abc.Mapping"
#- @c role write
d: list[int].item = False
#- @d role write
type Either = list[int] | set[int]
#- @Either role write
def f(*, key: int) -> dict[str, int] | None: ...
#- @key role parameter
def f(*args: *Ts, g: typing.List[int] = None) -> collections.abc.Callable[..., int]: ...
#- @args role parameter
#- @g role parameter

#= star imports bind nothing here
from os.path import *
print(join)
#- @join refers_to nothing
from . import *
from .. import a
#- @a role import
from .b import (c, d as e)
#- @c role import
#- @d role nothing
#- @e role import

#= an import of a submodule binds its package
import os.path
#- @os is OS
import os.path as op
#- @op role import
#- @path refers_to nothing
os.path
#- @os refers_to OS
#- @os.path context load

#= from the future
from __future__ import annotations, division
#- @annotations role import
#- @division role import

#= decorators stand outside
def only(f): return f
#- @only is ONLY
class C:
    @only
    #- @only refers_to ONLY
    @property
    def wrap(self, only): return 1
    #- @wrap role function
    #- ! @only refers_to ONLY
    @wrap.setter
    #- @wrap scope class
    #- @wrap.setter context load
    def wrap(self, value): pass

#= deleting makes a name local
x = 1
#- @x is GLOBAL
def f():
    del x
    #- @x role delete
    #- @x scope function
    #- ! @x refers_to GLOBAL
del x.y, x[0], (x, z)
#- @x role read
#- @x[2] role read
#- @x[3] role delete
#- @z role delete
#- @x.y context delete

#= targets that are no names
a.b[c].d, (e, *f.g) = h
#- @a refers_to nothing
#- @a.b[c].d context store
#- @e role write
#- @f.g context store
for i.j in k: pass
#- @i.j context store
with l as m.n: pass
#- @m.n context store

#= operators and their names
x = 1
#- @x is X
y = not x or -x ** 2 in [*x, {**x}, (x,), x[1:x]] and x is not None
#- @x[1] refers_to X
#- @x[3] refers_to X
#- @x[4] refers_to X
#- @x[7] refers_to X
#- @y role write

#= python 2 statements
x = 1
#- @x is X
print x, x
#- @x refers_to X
exec "y" in x
#- @x refers_to X
print >>x, "a"
#- @x refers_to X

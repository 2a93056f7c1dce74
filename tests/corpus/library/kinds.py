#= a data class
from kinds import Order
o = Order(1)
o.address
#- @o type kinds.Order
#- @o member address
#- @o.address type builtins.str
#- @o member number address

#= an enumeration
from kinds import Color
Color.RED
#- @Color.RED type kinds.Color
Color.GREEN.name
#- @Color.GREEN.name type builtins.str
#- @Color member RED GREEN

#= named tuples
from kinds import Pair, Triple
p = Pair(1, "")
p.left
#- @p.left type builtins.int
p.right
#- @p.right type builtins.str
p._replace
#- @p member left right _replace count
Triple
#- @Triple refers_to @Triple

#= a typed dict
from kinds import Options
o = Options()
o.keys
#- @o member keys get items

#= a protocol
from kinds import Closable
def f(c: Closable):
    c.close()
    #- @c type kinds.Closable
    #- @c member close

#= a metaclass
from kinds import WithMeta
w = WithMeta()
w.plain
#- @w.plain type builtins.int

#= context managers
from kinds import Guard, opened
with Guard() as point:
    point.x
    #- @point type shapes.Point
with opened() as other:
    #- @other role write
    other.x

#= coroutines
from kinds import fetch
async def f():
    fetch()
    #- ! @fetch() type shapes.Point
    await fetch()
    #- ! @fetch() type shapes.Point

#= a class that answers to every name
from kinds import Open
o = Open()
o.known
#- @o.known type builtins.int
#- @o member known

#= a class with type parameters
from kinds import Crate
c = Crate()
c.size
#- @c type kinds.Crate
#- @c.size type builtins.int

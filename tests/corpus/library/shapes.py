#= attributes have their declared types
from shapes import Point
p = Point(1)
#- @Point type type:shapes.Point
#- @p type shapes.Point
p.x
#- @p.x type builtins.int
p.y.hex
#- @p.y type builtins.float
Point.origin
#- @Point.origin type shapes.Point
p.LIMIT
#- @p.LIMIT type builtins.int

#= properties have the type of their result
from shapes import Point
p = Point(1)
p.length
#- @p.length type builtins.float
p.name
#- @p.name type builtins.str
p.digest
#- @p.digest type builtins.bytes

#= class and static methods
from shapes import Named, Point
Point.parse("1").x
#- @Point.parse("1") type shapes.Point
Named.parse("1").title
#- @Named.parse("1") type shapes.Named
Named.zero()
#- @Named.zero() type shapes.Point

#= methods of a base and of the class itself
from shapes import Named
n = Named(1)
n.moved(1).title
#- @n.moved(1) type shapes.Named
#- @n.moved(1).title type builtins.str
n.same()
#- @n.same() type shapes.Named
n.x
#- @n member title x length parse same
#- ! @n member missing

#= optional and union
import shapes
p = shapes.Point(1)
p.maybe()
#- @p.maybe() type shapes.Point
p.or_none()
#- @p.or_none() type shapes.Point
p.anything()
#- @p.anything() type unknown

#= a nested class
from shapes import Point
Point.Style().dashed()
#- @Point.Style() type shapes.Point.Style
#- @Point.Style().dashed() type builtins.bool
Point(1).style.color
#- @Point(1).style type shapes.Point.Style
#- @Point(1).style.color type builtins.str

#= an abstract method
from shapes import Circle, Shape
Circle().area().hex
#- @Circle().area() type builtins.float
#- @Circle() member area

#= overloads that agree and overloads that do not
from shapes import convert, pick
convert(1)
#- @convert(1) type builtins.str
#- @convert type def:shapes.convert
pick
#- @pick type def:shapes.pick

#= containers
from shapes import points, table
points()
#- @points() type builtins.list
table()
#- @table() type builtins.dict
#- @table() member keys items values

#= a class object
from shapes import kind
kind()
#- @kind() type type:shapes.Point
kind()(1)
#- @kind()(1) type shapes.Point

#= a generic class
from shapes import Crate
c = Crate()
c.count()
#- @c type shapes.Crate
#- @c.count() type builtins.int
#- @c member item get count

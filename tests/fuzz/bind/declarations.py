global x
def f():
 nonlocal x; global y; del x, y[0], z.w
 class C:
  x: int; global x; [x for x in (y := x)]
  def g(self, x=x, *y, **z) -> x: return lambda q=x: (q, self.x.y)
from . import *
from a.b import (c as d, e
import .f

import a.b, c as d
#- @a role import
#- @b refers_to nothing
#- @c refers_to nothing
#- @d role import
from e.f import g, h as i
#- @e refers_to nothing
#- @g role import
#- @h refers_to nothing
#- @i role import
from j import *
#- @j refers_to nothing
from . import k
#- @k role import
from __future__ import annotations
#- @annotations role import

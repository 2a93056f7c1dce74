for i, (j, *k) in x: pass
#- @i role write
#- @j role write
#- @k role write
with a as b, c() as (d, e): pass
#- @b role write
#- @d role write
#- @e role write
try: pass
except E as err: use(err)
#- @err role write
#- @err[2] role read
o.p = q[r] = s = t
#- @o refers_to nothing
#- @r refers_to nothing
#- @s role write
del b, o.p
#- @b role delete
s += 1
#- @s role write
def func(): pass
#- @func role function
class Cls: pass
#- @Cls role class
n: int
#- @n role write

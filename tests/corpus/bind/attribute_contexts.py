a.b.c(d.e)
#- @a.b.c context call
#- @a.b context load
#- @d.e context load
a.b, c[d.e] = f.g, 1
#- @a.b context store
#- @d.e context load
#- @f.g context load
a.b += 1
#- @a.b context store
a.b: int = 2
#- @a.b context store
del a.b.c, d
#- @a.b.c context delete
#- @a.b context load
for a.b in c.d: pass
#- @a.b context store
#- @c.d context load
@a.b()
#- @a.b context call
def f(): return f"{a.b!r}"
#- @a.b context load
a.b
#- @a.b context load

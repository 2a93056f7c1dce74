#= the nearest function wins
def f():
    x = 1
    #- @x is OUTER
    def g():
        x = 2
        #- @x is INNER
        #- ! @x refers_to OUTER
        def h():
            return x
            #- @x refers_to INNER
            #- @x sees f g h x
    return x
    #- @x refers_to OUTER

#= a binding anywhere makes a name local
x = 1
#- @x is GLOBAL
def f(c):
    use(x)
    #- @x scope function
    #- ! @x refers_to GLOBAL
    if c:
        #- @c role read
        x = 2

#= each way to bind in a function
def f():
    import a
    #- @a scope function
    from b import c as d
    #- @d scope function
    for e in a: pass
    #- @e scope function
    with a as g: pass
    #- @g scope function
    try: pass
    except E as h: pass
    #- @h scope function
    def i(): pass
    #- @i scope function
    class J: pass
    #- @J scope function
    k: int
    #- @k scope function
    l += 1
    #- @l scope function
    del m
    #- @m scope function
    (n := 1)
    #- @n scope function
    o, *p = q[r], s.t = u
    #- @o scope function
    #- @p scope function
    #- @q refers_to nothing
    #- @r refers_to nothing
    #- @s refers_to nothing
    match a:
        case [v, *w] | {"x": v, **w} | C(v, y=w) as z: pass
        #- @v scope function
        #- @w scope function
        #- @z scope function

#= global in a nested function
x = 1
#- @x is GLOBAL
def f():
    x = 2
    #- @x is LOCAL
    def g():
        global x
        return x
        #- @x refers_to GLOBAL
        #- @x scope module

#= a global may be made by a function alone
def f():
    global made
    made = 1
    #- @made is MADE
    #- @made scope module
def g():
    return made
    #- @made refers_to MADE

#= nonlocal skips classes and the module
x = 1
#- @x is GLOBAL
def f():
    x = 2
    #- @x is F
    class C:
        x = 3
        def g(self):
            nonlocal x
            x = 4
            #- @x refers_to F
            #- ! @x refers_to GLOBAL

#= global in a class body
x = 1
#- @x is GLOBAL
class C:
    global x
    x = 2
    #- @x refers_to GLOBAL
    #- @x scope module

#= global at the top
global x
x = 1
#- @x is X
#- @x scope module
def f():
    return x
    #- @x refers_to X

#= all kinds of parameters
def f(a, /, b, *args, c, d=1, **kwargs):
    #- @a role parameter
    #- @b role parameter
    #- @args role parameter
    #- @c role parameter
    #- @d role parameter
    #- @kwargs role parameter
    return a, b, c, d, args, kwargs
    #- @kwargs scope function

#= parameters that are tuples
def f(a, (b, (c, d)), e=1):
    #- @b role parameter
    #- @d role parameter
    return c
    #- @c scope function

#= the lambda's own scope
x = 1
#- @x is GLOBAL
f = lambda x, *a, y=x, **k: (x, y, a, k)
#- @x scope lambda
#- @x[2] refers_to GLOBAL
#- @x[3] scope lambda
#- @a[2] scope lambda
#- @k[2] scope lambda

#= a lambda in a lambda
f = lambda x: lambda y: x + y
#- @x[2] refers_to @x
#- @x[2] scope lambda
#- @y[2] refers_to @y
#- ! @y[2] refers_to @x

#= builtins and unknown names belong to nobody
print(len(undefined))
#- @print role nothing
#- @len refers_to nothing
#- @undefined scope nothing

#= asynchronous functions
async def f(x):
    #- @f role function
    #- @x is X
    async with x as y:
        #- @y scope function
        async for z in y:
            #- @z scope function
            await x
            #- @x refers_to X

#= annotations are read outside
T = int
#- @T is T
def f(T: T) -> T:
    #- @T[2] refers_to T
    #- @T[3] refers_to T
    x: T = 1
    #- @x scope function
    #- ! @T refers_to T

#= each kind has a scope of its own
x = 1
#- @x is X
a = [x for x in range(3)]
#- @x scope comprehension
b = {x for x in range(3)}
#- @x scope comprehension
c = {x: x for x in range(3)}
#- @x[2] scope comprehension
d = list(x for x in range(3))
#- @x scope comprehension
print(x)
#- @x refers_to X

#= the first iterable stands outside
def f(x):
    #- @x is X
    return [x for x in x]
    #- @x[3] refers_to X
    #- ! @x refers_to X

#= later iterables stand inside
a = [y for x in z for y in x if y]
#- @x[2] scope comprehension
#- @y[3] scope comprehension

#= comprehensions in comprehensions
a = [[x for x in y] for y in z]
#- @y[2] refers_to @y
#- @x scope comprehension
#- @y scope comprehension

#= a walrus binds around the comprehension
def f(rows):
    if any((hit := row) for row in rows):
        #- @hit scope function
        #- @row scope comprehension
        return hit
        #- @hit role read
        #- @hit scope function

#= a walrus at the top
print(total := 1, [last := x for x in y])
#- @total scope module
#- @last scope module

#= a lambda in a comprehension
a = [lambda: x for x in y]
#- @x scope comprehension
#- @x refers_to @x[2]

#= asynchronous comprehensions
async def f(rows):
    return [x async for x in rows if await x]
    #- @x scope comprehension
    #- @x[3] refers_to @x[2]
    #- @rows scope function

#= targets that unpack
a = [k + v[0] for k, (v, *w) in z]
#- @k scope comprehension
#- @v scope comprehension
#- @w role write

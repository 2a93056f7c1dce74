#= the iterable comes before the target
x = [1]
#- @x is A
for x in x:
    #- @x is B
    #- @x[2] is OVER
    #- OVER last_write = A
    #- B last_read OVER
    use(x)
    #- @x last_write = B

#= and leaves its right side out
def f(a, b):
    if a and b:
        #- @b is FIRST
        use(b)
        #- @b last_read = FIRST
    use(a or b)
    #- @b last_read FIRST

#= a conditional expression tests first
def f(x):
    return x.a if x else x.b
    #- @x[2] is TEST
    #- @x last_read = TEST
    #- @x[3] last_read = TEST

#= a set of what is found
def f(s):
    #- @s is S
    return {s for t in s if t}
    #- @s[2] is OVER
    #- OVER last_write = S
    #- @s last_read OVER
    #- @t is T
    #- @t[2] last_write = T

#= a dictionary of what is found
print({k: v for k, v in items})
#- @k[2] is KEY
#- @v[2] is VALUE
#- @k last_write = KEY
#- @v last_write = VALUE

#= a generator reads later what is bound before
limit = 3
#- @limit is A
found = any(n > limit for n in numbers)
#- @n[2] is N
#- @n last_write = N
#- @limit last_write = A

#= a default is read when the function is made
x = 1
#- @x is A
def f(y=x):
    #- @y is Y
    #- @x last_write = A
    return y
    #- @y last_write = Y

#= a decorator is read before the name is bound
def f():
    #- @f is A
    pass
@f
#- @f is DECORATOR
#- DECORATOR last_write = A
def f():
    #- @f is B
    #- B last_read = DECORATOR
    #- B last_write = A
    pass

#= a walrus binds where it stands
while chunk := read():
    #- @chunk is A
    #- A last_write = A
    use(chunk)
    #- @chunk last_write = A
use(chunk)
#- @chunk last_write = A

#= a lambda's parameter is its own
x = 1
#- @x is A
f = lambda x: x + 1
#- @x is PARAMETER
#- @x[2] last_write = PARAMETER
use(x)
#- @x last_write = A
#- @x last_read =

#= an f-string is read part by part
x = 1
#- @x is A
s = f"{x} and {x!r:>{x}}"
#- @x is FIRST
#- @x[2] is SECOND
#- FIRST last_write = A
#- SECOND last_read = FIRST
#- @x[3] last_read = SECOND

#= yield and await hand on what is there
async def f(x):
    #- @x is X
    y = await x
    #- @x last_write = X
    #- @y is Y
    yield y
    #- @y last_write = Y

#= comparisons and subscripts go from left to right
def f(x):
    return x[x:x] < x
    #- @x is A
    #- @x[2] last_read = A
    #- @x[2] is B
    #- @x[3] last_read = B
    #- @x[3] is C
    #- @x[4] last_read = C

#= what is deleted is bound no more
x = 1
#- @x is A
del x
#- @x is B
x = 2
#- @x is C
#- C last_write = B
use(x)
#- @x last_write = C
#- ! @x last_write A

#= a class reads and binds in its own time
class C:
    x = 1
    #- @x is A
    x = x + 1
    #- @x is B
    #- @x[2] last_write = A
    y = x
    #- @x last_write = B

#= nested functions follow their definition
def outer(x):
    #- @x is X
    def middle():
        def inner():
            return x
            #- @x last_write = X
        return inner
    x = 2
    return middle

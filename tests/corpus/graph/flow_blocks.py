#= with binds what it enters
x = 1
#- @x is A
with open(x) as x, lock(x) as y:
    #- @x is OLD
    #- @x[2] is FILE
    #- OLD last_write = A
    #- FILE last_write = A
    #- @x[3] last_write = FILE
    #- @y is LOCK
    use(x, y)
    #- @x last_write = FILE
    #- @y last_write = LOCK

#= asynchronous with and for
async def f(x):
    #- @x is X
    async with x as y:
        #- @y is Y
        async for z in y:
            #- @y last_write = Y
            #- @z is Z
            await z
            #- @z last_write = Z

#= with in a branch
def f(x):
    #- @x is X
    if x:
        with x:
            x = 1
            #- @x is A
    return x
    #- @x last_write = X A

#= a match without a case for everything
def f(x):
    #- @x is X
    match x:
        case 1:
            x = 2
            #- @x is A
        case 2:
            x = 3
            #- @x is B
    return x
    #- @x last_write = X A B

#= a match with a case for everything
def f(x):
    match x:
        case 1:
            x = 2
            #- @x is A
        case _:
            x = 3
            #- @x is B
    return x
    #- @x last_write = A B

#= guards run after patterns
match p:
    case (a, b) if a:
        #- @a is A
        #- @b is B
        #- @a[2] last_write = A
        use(b)
        #- @b last_write = B
    case {"k": a}:
        #- @a is C
        use(a)
        #- @a last_write = C

#= all branches bind
if c():
    x = 1
    #- @x is A
elif d():
    x = 2
    #- @x is B
else:
    x = 3
    #- @x is C
    #- C last_write =
use(x)
#- @x last_write = A B C

#= if in if
x = 1
#- @x is A
if c():
    if d():
        x = 2
        #- @x is B
else:
    x = 3
    #- @x is C
use(x)
#- @x last_write = A B C

#= an import is a binding
import os
#- @os is A
def f():
    os.getcwd()
    #- @os last_write = A
if c():
    import os
    #- @os is B
    #- B last_write = A

#= a name may be made global
count = 0
#- @count is A
def f():
    global count
    count += 1
    #- @count is B
    #- B last_write = A
    return count
    #- @count last_write = B
use(count)
#- @count last_write = A

#= a name may be nonlocal
def f():
    count = 0
    #- @count is A
    def g():
        nonlocal count
        count += 1
        #- @count is B
        #- B last_write = A
        return count
        #- @count last_write = B
    return count
    #- @count last_write = A

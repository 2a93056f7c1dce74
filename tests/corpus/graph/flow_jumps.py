# Early exits, one a case.
#= break skips the else of a for
def f(x):
    #- @x is X
    for i in x:
        #- @x is OVER
        if i:
            x = 1
            #- @x is BROKEN
            break
    else:
        use(x)
        #- @x last_read = OVER
        #- @x last_write = X
        #- @x is ELSE
    return x
    #- @x last_read = ELSE
    #- @x last_write = X BROKEN

#= break skips the else of a while
x = 0
#- @x is X
while x:
    #- @x is TEST
    #- TEST last_write = X
    if done():
        break
else:
    x = 1
    #- @x is ELSE
    #- ELSE last_read = TEST
use(x)
#- @x last_read = TEST
#- @x last_write = X ELSE

#= continue goes to the next round
x = 0
#- @x is X
for i in range(3):
    use(x)
    #- @x is A
    #- A last_write = X B C
    if i:
        x = 1
        #- @x is B
        continue
    x = 2
    #- @x is C
    #- C last_write = X B C
    #- C last_read = A
use(x)
#- @x last_write = X B C

#= return in a branch
def f(x):
    #- @x is X
    if x:
        x = 1
        return x
    return x
    #- @x last_write = X

#= raise in a branch
def f(x):
    #- @x is X
    if not x:
        x = make()
        raise Error(x)
        #- ! @x last_write X
    return x
    #- @x last_write = X

#= break leaves only its own loop
x = 0
#- @x is X
for a in b:
    for c in d:
        x = 1
        #- @x is INNER
        #- INNER last_write = X INNER
        break
    use(x)
    #- @x last_write = X INNER

#= return in finally ends everything
def f(x):
    try:
        x = 1
        #- @x is A
    finally:
        return x
        #- @x last_write A
    use(x)
    #- @x last_write =

#= a loop that never ends
def f(x):
    while True:
        x = step(x)
        #- @x is A
        #- @x[2] is READ
    use(x)
    #- @x last_write =
    #- @x last_read =

#= continue in try runs finally
def f(x):
    for i in y:
        try:
            x = i
            #- @x is A
            continue
        finally:
            use(x)
            #- @x last_write A
            #- @x is B
        use(x)
        #- @x last_read =
        #- @x last_write =
    return x
    #- @x last_read = B

#= code after an assertion
def f(x):
    #- @x is X
    assert x, x.y
    #- @x is TEST
    #- @x[2] is SHOWN
    #- SHOWN last_read = TEST
    return x
    #- @x last_write = X
    #- @x last_read TEST

#= a handler sees the state before each failure
x = 0
#- @x is A
try:
    x = f()
    #- @x is B
    x = g()
    #- @x is C
except E:
    use(x)
    #- @x last_write = A B

#= the name of a handler is bound before its body
try:
    pass
except E as e:
    #- @e is A
    use(e)
    #- @e last_write = A
else:
    pass

#= else is run after a body without failure
try:
    x = f()
    #- @x is A
except E:
    x = None
    #- @x is B
else:
    use(x)
    #- @x last_write = A
use(x)
#- @x last_write = A B

#= a handler that raises ends there
try:
    x = f()
    #- @x is A
except E:
    x = 1
    #- @x is B
    raise
use(x)
#- @x last_write = A
#- ! @x last_write B

#= handlers are tried one after the other
def f(x):
    #- @x is X
    try:
        g()
    except x.A:
        #- @x is FIRST
        h()
    except x.B:
        #- @x is SECOND
        #- SECOND last_read = FIRST
        #- SECOND last_write = X
        h()

#= a try in a try
x = 0
#- @x is A
try:
    try:
        x = f()
        #- @x is B
    except E:
        x = g()
        #- @x is C
    use(x)
    #- @x last_write = B C
except F:
    use(x)
    #- @x last_write A

#= finally after a return
def f(x):
    #- @x is X
    try:
        return x
        #- @x is READ
    finally:
        close(x)
        #- @x last_read READ
        #- @x last_write = X

#= a group of exceptions
try:
    x = f()
except* E as e:
    #- @e is G
    use(e)
    #- @e last_write = G

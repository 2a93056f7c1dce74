# Code as it is while it is typed: what stands around the damage keeps its analysis.
#= attribute without a name
import os
#- @os is OS
def f(path):
    #- @path is PATH
    x = os.
    y = os.path.join(path)
    #- @os last_write = OS
    #- @path[2] last_write = PATH
    #- @y type builtins.str
    return y
    #- @y scope function

#= attribute at the end
def f(path):
    #- @path is PATH
    total = 0
    #- @total is TOTAL
    path.
    #- @path refers_to PATH
    #- @path last_write = PATH

#= call without an end
def f(a):
    #- @a is A
    b = g(a,
    #- @a refers_to A
    c = 1

def h(a):
    #- @h scope module
    #- @a is OTHER
    return a
    #- @a last_write = OTHER

#= call without an end at the end
import json
#- @json is JSON
def f(data):
    #- @data is DATA
    #- @data scope function
    return json.dumps(data,
    #- @data last_write = DATA
    #- @json last_write = JSON

#= keyword argument without a value
def f(a, b):
    #- @a is A
    #- @b is B
    use(a, key=)
    #- @a last_write = A
    return b
    #- @b last_write = B

#= subscript without an end
def f(table, key):
    #- @table is TABLE
    value = table[
    return key

#= list without an end
def before(a):
    #- @a is A
    return a
    #- @a last_write = A
x = [1, 2,
def after(a):
    return a

#= dictionary without an end
def before(a):
    #- @a is A
    return a
    #- @a last_write = A
x = {"a": 1, "b":

#= string without an end
def f(a):
    #- @a is A
    b = "text
    return a
    #- @a refers_to A
def g(c):
    #- @c is C
    return c
    #- @c last_write = C

#= triple string without an end
def f(a):
    #- @a is A
    return a
    #- @a last_write = A
x = """text
y = 1

#= f-string without an end
def f(a):
    #- @a is A
    return a
    #- @a last_write = A
x = f"{a

#= assignment without a value
def f(a):
    #- @a is A
    b =
    return a
    #- @a last_write = A

#= operator without a right side
def f(a):
    #- @a is A
    b = a +
    #- @a refers_to A
    return a
    #- @a refers_to A

#= comprehension without an iterable
def f(a):
    #- @a is A
    b = [c for c in]
    return a
    #- @a refers_to A

#= lambda without a body
def f(a):
    #- @a is A
    b = lambda x:
    return a
    #- @a refers_to A

#= stray closing bracket
def f(a):
    #- @a is A
    b = a)
    #- @a refers_to A
    return a
    #- @a refers_to A

#= return without an end
def f(a):
    #- @a is A
    if a:
        return (a
        #- @a refers_to A

#= end of a line within a call gone
def f(a, b):
    #- @a is A
    #- @b is B
    total = g(a.x
              #- @a refers_to A
              b)
              #- @b refers_to B
    return total
    #- @total role read

#= argument list gone
def f(a):
    #- @a is A
    total = g(
    other = a
    #- @other role write
    #- @a refers_to A
    third = other
    return third

#= beginning of a call's arguments gone
def f(a, b):
    #- @b is B
    total = a.g
        #- @total role write
        "text",
        b,
        #- @b refers_to B
    )
    return b
    #- @b refers_to B

#= f-string cut off
def f(a):
    #- @a is A
    b = f"{a.x
    #- @a refers_to A
    return b
    #- @b role read

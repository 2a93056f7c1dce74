def f(a):
    b = a.
    #- @a role read
    if a:
        return b
        #- @b role read
class
x = f(1

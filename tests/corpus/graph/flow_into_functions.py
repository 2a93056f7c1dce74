g = 1
#- @g is A
def f(h=g):
    #- @g is DEFAULT
    #- @f is F
    #- DEFAULT last_write = A
    use(g)
    #- @g is B
    #- B last_read = DEFAULT
    #- B last_write = A
    use(g)
    #- @g last_read = B
    #- @g last_write = A
    f()
    #- @f last_write = F
use(g)
#- @g is C
#- C last_read = DEFAULT
#- C last_write = A
later = lambda: g
#- @g last_read = C
g = 2
#- @g last_read = C

h = 1
#- @h is A
with a(h) as b:
    #- @h is B
    #- @b is BOUND
    #- B last_write = A
    use(h)
    #- @h is C
    #- C last_read = B
    use(h, b)
    #- @h is D
    #- D last_read = C
    #- @b last_write = BOUND
use(h)
#- @h last_read = D
#- @h last_write = A

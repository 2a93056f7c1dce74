v = 0
#- @v is A
try:
    v = 1
    #- @v is B
    #- B last_write = A
finally:
    use(v)
    #- @v is C
    #- C last_write = A B
    #- C last_read =
use(v)
#- @v last_read = C
#- @v last_write = A B

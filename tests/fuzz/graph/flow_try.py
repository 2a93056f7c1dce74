v = 0
#- @v is A
try:
    v = 1
    #- @v is B
    #- B last_write = A
    v = 2
    #- @v is C
    #- C last_write = B
except E:
    use(v)
    #- @v is D
    #- D last_write = A B
    #- D last_read =
else:
    use(v)
    #- @v is F
    #- F last_write = C
    #- F last_read =
    use(v)
    #- @v is G
    #- G last_read = F
finally:
    use(v)
    #- @v is H
    #- H last_read = D F G
    #- H last_write = A B C
    use(v)
    #- @v is I
    #- I last_read = H
use(v)
#- @v last_read = I

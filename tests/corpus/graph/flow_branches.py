k = 0
#- @k is A
#- A last_write =
if k:
    #- @k is B
    #- B last_write = A
    #- B last_read =
    k = 1
    #- @k is C
    #- C last_write = A
    #- C last_read = B
elif p():
    use(k)
    #- @k is D
    #- D last_read = B
    #- D last_write = A
use(k)
#- @k last_read = B D
#- @k last_write = A C

n = 0
#- @n is A
while n < 9:
    #- @n is B
    #- B last_read = E
    #- B last_write = A D
    for i in r(n):
        #- @n is C
        #- @i is I
        #- C last_read = B
        #- C last_write = A D
        #- I last_read = J
        #- I last_write = I
        n += i
        #- @n is D
        #- @i is J
        #- D last_read = C
        #- D last_write = A D
        #- J last_write = I
    use(n)
    #- @n is E
    #- E last_read = C
    #- E last_write = A D
use(n)
#- @n last_read = B
#- @n last_write = A D

x = 0
#- @x is A
while c():
    if d(): break
    x = 1
    #- @x is B
    if e(): continue
    x = 2
    #- @x is C
use(x)
#- @x last_write = A B C

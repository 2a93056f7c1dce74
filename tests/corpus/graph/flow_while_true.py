x = 0
#- @x is A
while True:
    x = step()
    #- @x is B
    #- B last_write = A B
    if done(): break
use(x)
#- @x last_write = B

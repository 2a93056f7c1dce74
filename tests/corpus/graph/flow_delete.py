x = 1
#- @x is A
del x
#- @x is B
#- B last_write = A
use(x)
#- @x last_write = B
#- ! @x last_write A

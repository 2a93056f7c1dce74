q = 0
#- @q is A
use(q, q)
#- @q is B
#- @q[2] is C
#- B last_write = A
#- C last_read = B
#- C last_write = A
q += 1
#- @q is D
#- D last_read = C
#- D last_write = A
use(q)
#- @q last_read =
#- @q last_write = D

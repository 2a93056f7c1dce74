m = n = 0
#- @m is M
#- @n is N
m, n = n, m
#- @m[2] is READ
#- READ last_write = M
#- @m last_read = READ
#- @m last_write = M
#- @n last_read = @n[2]
#- @m is SWAPPED
use(m)
#- @m last_write = SWAPPED
#- @m last_read =

x = [[1]]
#- @x is X
y = [x for x in x]
#- @x[1] refers_to @x[2]
#- ! @x[2] refers_to X
#- @x[3] refers_to X
z = {a: b for a in x for b in a if b}
#- @a[3] refers_to @a[2]
#- @a[2] role write
#- @b refers_to @b[2] @b[3]
a, b
#- @a refers_to nothing
#- @b refers_to nothing

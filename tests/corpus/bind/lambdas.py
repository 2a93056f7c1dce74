x = 1
#- @x is X
f = lambda x, y=x: x + y
#- @x[1] role parameter
#- @x[2] refers_to X
#- @x[3] refers_to @x[1]
#- @y[2] refers_to @y[1]
y
#- @y refers_to nothing

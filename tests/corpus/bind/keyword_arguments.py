x = 1
f(x=x, **x)
#- @x refers_to nothing
#- @x[2] role read
#- @x[3] role read
x.x
#- @x role read
#- @x[2] refers_to nothing

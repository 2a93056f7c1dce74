def f(x):
    #- @x is X
    match x:
        #- @x is A
        case [y, z] if y:
            #- @y is Y
            #- @y[2] last_write = Y
            x = y
            #- @x is B
            #- @y last_write = Y
        case Point(y=1):
            return x
            #- @x last_read = A
        case y:
            #- @y is Z
            #- Z last_write = Y
            use(y)
            #- @y last_write = Z
    return x
    #- @x last_read = A
    #- @x last_write = X B

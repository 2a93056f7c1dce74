def f(x):
    #- @x is X
    return [x for y in x if x]
    #- @x is ELEMENT
    #- @x[2] is OVER
    #- @x[3] is TEST
    #- @y is Y
    #- OVER last_write = X
    #- OVER last_read =
    #- TEST last_read = OVER TEST ELEMENT
    #- ELEMENT last_read = TEST
    #- ELEMENT last_write = X
    #- Y last_write = Y

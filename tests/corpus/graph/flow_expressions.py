def f(x):
    #- @x is X
    use(x and x(1), x)
    #- @x is LEFT
    #- @x[2] is RIGHT
    #- RIGHT last_read = LEFT
    #- @x[3] last_read = LEFT RIGHT
    #- @x[3] is END
    use(x if x(2) else x(3))
    #- @x is THEN
    #- @x[2] is TEST
    #- TEST last_read = END
    #- THEN last_read = TEST
    #- @x[3] last_read = TEST
    #- @x[3] is ELSE
    use(x := x(4))
    #- @x is WALRUS
    #- WALRUS last_read = @x[2]
    #- @x[2] last_read = THEN ELSE
    return x
    #- @x last_write = WALRUS

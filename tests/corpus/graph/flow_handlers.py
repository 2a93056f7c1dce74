def f(x, y):
    #- @x is X
    try:
        use(x)
        #- @x is A
    except Left as e:
        #- @e is L
        use(e)
        #- @e last_write = L
        x = 1
        #- @x is B
        #- B last_read = A
        #- B last_write = X
    except Right as e:
        #- @e is R
        raise
    return x
    #- @x is C
    #- C last_read = A
    #- C last_write = X B
    return e
    #- @e last_write =

def f(x):
    #- @x is X
    if x:
        #- @x is A
        return x
        #- @x last_read = A
        print(x)
        #- @x last_read =
    elif g():
        raise ValueError(x)
        #- @x is B
    use(x)
    #- @x last_read = A
    #- ! @x last_read B
    try:
        return x
        #- @x is C
    finally:
        use(x)
        #- @x last_read C

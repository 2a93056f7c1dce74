def f(a, b):
    #- @a is A
    for i in b:
        try:
            with b:
                if i: continue
                a = 1
                #- @a is B
                #- B last_write = A C
        except E:
            break
        else:
            a = 2
            #- @a is C
            #- C last_write = B
    return a
    #- @a last_write = A C

def first(a):
    #- @a is A
    a.sort()
    #- @a is B
    #- B last_lexical_use = A
    return a
    #- @a last_lexical_use = B
def second(a):
    #- @a last_lexical_use =
    return a
print(a)
#- @a last_lexical_use =

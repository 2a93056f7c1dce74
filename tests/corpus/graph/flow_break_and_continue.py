for w in z:
    #- @w is W
    #- W last_read = C
    #- W last_write = W D
    if w: break
    #- @w is B
    if w(): continue
    #- @w is C
    #- C last_read = B
    w = 1
    #- @w is D
    #- D last_read = C
else:
    use(w)
    #- @w is E
    #- E last_read = C
    #- E last_write = W D
use(w)
#- @w last_read = B E
#- @w last_write = W D

T = 1
#- @T is OUTER
def f(a, /, T: T = T, *args: T, k=2, **kw) -> T:
    #- @a role parameter
    #- @T role parameter
    #- @T[2] refers_to OUTER
    #- @T[3] refers_to OUTER
    #- @T[4] refers_to OUTER
    #- @T[5] refers_to OUTER
    #- @args role parameter
    #- @k role parameter
    #- @kw role parameter
    return T
    #- ! @T refers_to OUTER

x = 1
#- @x is GLOBAL
class C:
    x = 2
    #- @x is FIELD
    y = x
    #- @x refers_to FIELD
    def m(self):
        return x
        #- @x refers_to GLOBAL
        #- ! @x refers_to FIELD
        #- @x sees C self x
        #- ! @x sees y m
    z = [x for _ in x]
    #- @x refers_to GLOBAL
    #- @x[2] refers_to FIELD
    #- @x[2] sees m y z

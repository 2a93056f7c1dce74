x = 1
#- @x is GLOBAL
def reads_late():
    use(x)
    #- @x refers_to LOCAL
    #- ! @x refers_to GLOBAL
    x = 2
    #- @x is LOCAL
def deletes():
    del x
    #- ! @x refers_to GLOBAL
    #- @x role delete
def reads():
    return x
    #- @x refers_to GLOBAL

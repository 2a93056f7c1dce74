count = 0
#- @count is COUNT
def outer():
    n = 0
    #- @n is N
    global made
    made = 1
    #- @made is MADE
    def inner():
        nonlocal n
        global count
        n = 1
        #- @n refers_to N
        count = 2
        #- @count refers_to COUNT
    count = 3
    #- ! @count refers_to COUNT
made
#- @made refers_to MADE

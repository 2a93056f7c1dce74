def f(lines):
    if any((hit := line) for line in lines):
        #- @hit is HIT
        #- @hit role write
        return hit
        #- @hit refers_to HIT
    return line
    #- @line refers_to nothing
hit
#- @hit refers_to nothing

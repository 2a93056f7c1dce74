limit = 1
#- @limit is A
class Box(Base, metaclass=limit):
    #- @Box is BOX
    #- @limit is B
    #- B last_write = A
    size = limit
    #- @limit is C
    #- @size is SIZE
    #- C last_read = B
    half = size / 2
    #- @size last_write = SIZE
    def grow(self):
        return Box(limit)
        #- @Box last_write = BOX
        #- @limit last_read = C
use(limit)
#- @limit last_read = C

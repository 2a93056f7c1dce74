#= methods do not see the names of their class
x = 1
#- @x is GLOBAL
class C:
    x = 2
    #- @x scope class
    def f(self):
        #- @self scope function
        return x
        #- @x refers_to GLOBAL
        #- @x scope module

#= a class body sees its own names and those around
def f(a):
    #- @a is A
    class C:
        b = a
        #- @a refers_to A
        #- @b is B
        c = b
        #- @b refers_to B
        #- @b scope class
    return C
    #- @C scope function

#= a nested class does not see the outer one's names
class Outer:
    x = 1
    #- @x is OUTER
    class Inner:
        y = x
        #- ! @x refers_to OUTER
        #- @x refers_to nothing

#= defaults and annotations see the class
class C:
    size = 1
    #- @size is SIZE
    def f(self, n=size) -> size:
        #- @size refers_to SIZE
        #- @size[2] refers_to SIZE
        return size
        #- @size refers_to nothing

#= bases and keywords stand outside
Base = Meta = object
#- @Base is BASE
#- @Meta is META
class C(Base, metaclass=Meta):
    #- @Base refers_to BASE
    #- @Meta refers_to META
    Base = 1
    #- ! @Base refers_to BASE

#= private names are names
class C:
    __x = 1
    #- @__x scope class
    def f(self):
        return self.__x
        #- @self.__x context load
        #- @__x refers_to nothing

#= a comprehension in a class
class C:
    rows = [1]
    #- @rows is ROWS
    limit = 2
    #- @limit is LIMIT
    some = [row for row in rows if row < limit]
    #- @rows refers_to ROWS
    #- @row scope comprehension
    #- ! @limit refers_to LIMIT

What is stored to an object from outside of its class is one of its members.

#= objects of a class of the file
class Lamp:
    def __init__(self):
        self.colour = "red"

    def glow(self):
        self.watts
        #- @self.watts whole_type builtins.int

lamp = Lamp()
lamp.watts = 40
lamp
#- @lamp member watts colour

def dim(other: Lamp):
    other.volts = 12.0
    other
    #- @other member volts watts

def read(third: Lamp):
    third.volts
    #- @third.volts whole_type builtins.float
    third
    #- ! @third member length

class Rope: ...
rope = Rope()
rope.length = 3
unknown.width = 3
rope
#- ! @rope member width watts

def undeclared(one):
    one.depth = 1

#= the class and functions themselves
class Shop:
    goods = None

Shop.goods = []
Shop.open = True

def sell():
    Shop.goods
    #- @Shop.goods types builtins.list
    Shop().open
    #- @Shop().open whole_type builtins.bool
    sell.count
    #- @sell.count whole_type builtins.int

sell.count = 0
sell
#- @sell member count __name__

#= a bare None that others set
class Link:
    def __init__(self, value):
        self.value = value
        self.next = None

first = Link(1)
first.next = Link(2)

def walk(link: Link):
    link.next
    #- @link.next whole_type None|Link
    link.next.value
    #- @link.next.value whole_type builtins.int

#= objects without a class
import argparse
import threading
from types import SimpleNamespace

box = SimpleNamespace()
box.size = 3
options = argparse.Namespace(quick=True)
options.name = "x"
local = threading.local()
local.link = open("x")
bare = SimpleNamespace()

def use():
    box.size
    #- @box.size whole_type builtins.int
    options
    #- @options member quick name
    options.quick
    #- @options.quick whole_type builtins.bool
    local.link.readline()
    #- @local.link member readline
    bare
    #- @bare whole_type types.SimpleNamespace
    bare
    #- ! @bare member size

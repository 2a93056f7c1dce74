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

#= by names that are written out
class Wheel:
    size: int = 1


NAMES = ("north", "south")


class Car:
    def __init__(self, wheel: Wheel, **rest):
        setattr(self, "wheel", wheel)
        object.__setattr__(self, "frozen", wheel)
        super().__setattr__("behind", 1.5)
        self.__dict__["depth"] = 3
        self.__dict__.update({"label": "a", "not a name": 1}, width=wheel, height=2)
        vars(self).update(color="red")
        for name in ("left", "right"):
            setattr(self, name, Wheel())
        for name in NAMES:
            setattr(self, name, 1)
        for name in "up down".split():
            setattr(self, name, b"")
        for name, value in (("speed", 1.5), ("maker", "x")):
            setattr(self, name, value)
        for name, value in {"year": 1, "owner": "x"}.items():
            setattr(self, name, value)
        for name in rest:
            setattr(self, name, 1)

    @classmethod
    def set_up(cls):
        setattr(cls, "shared", Wheel())

    def use(self):
        self.wheel.size
        #- @self.wheel whole_type Wheel
        #- @self member wheel frozen behind depth label width height color
        #- @self member left right north south up down speed maker year owner shared
        #- ! @self member name not rest
        self.frozen
        #- @self.frozen whole_type Wheel
        self.behind
        #- @self.behind type builtins.float
        self.depth
        #- @self.depth type builtins.int
        self.label
        #- @self.label type builtins.str
        self.width
        #- @self.width whole_type Wheel
        self.color
        #- @self.color type builtins.str
        self.right
        #- @self.right whole_type Wheel
        self.south
        #- @self.south type builtins.int
        self.down
        #- @self.down type builtins.bytes
        self.speed
        #- @self.speed type builtins.float
        self.maker
        #- @self.maker type builtins.str
        self.owner
        #- @self.owner type builtins.str
        getattr(self,"wheel").size
        #- @getattr(self,"wheel") whole_type Wheel
        getattr(self,"wheel",None)
        #- @getattr(self,"wheel",None) whole_type Wheel|None
        getattr(self,"nothing",1)
        #- @getattr(self,"nothing",1) type builtins.int


class Van(Car):
    left = None


Van(Wheel()).right
#- @Van(Wheel()).right whole_type Wheel
Car.shared
#- @Car.shared whole_type Wheel
#- ! @Car member wheel
car = Car(Wheel())
setattr(car, "plate", "x")
car.plate
#- @car.plate type builtins.str
setattr(Car, "count", 1)
Car.count
#- @Car.count type builtins.int


def not_typed(other):
    setattr(other, "lost", 1)


car.lost
#- @car.lost type unknown
#= what methods of the class make
class Ticket:
    price = 1

    def __new__(cls, seat):
        made = super().__new__(cls)
        made.seat = 2.5
        return made

    @classmethod
    def read(cls, line):
        ticket = cls.__new__(cls)
        ticket.line = "a"
        other = cls(3)
        other.number = b"a"
        return ticket

    @staticmethod
    def copied(cls):
        it = cls(4)
        it.copies = 4
        return it


class Other:
    @classmethod
    def make(cls):
        made = object.__new__(Ticket)
        made.rest = 1
        return cls()


def use(ticket: Ticket, other: Other):
    ticket.seat
    #- @ticket.seat type builtins.float
    ticket.line
    #- @ticket.line type builtins.str
    ticket.number
    #- @ticket.number type builtins.bytes
    ticket.rest
    #- @ticket.rest type builtins.int
    #- ! @ticket member copies
    other.make
    #- ! @other member rest number

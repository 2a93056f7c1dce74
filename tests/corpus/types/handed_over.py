Parameters of functions that are handed over by name are what those pass them to whom they are handed.

#= in a display
import threading
from multiprocessing import Pool

class Oven:
    heat = 0

def bake(oven, minutes, *rest):
    oven.heat
    #- @oven whole_type Oven
    minutes
    #- @minutes whole_type builtins.int

def clean(oven):
    oven
    #- @oven whole_type Oven

def cool(what):
    what
    #- @what type unknown

threading.Thread(target=bake, args=(Oven(), 30)).start()
threading.Thread(target=clean, kwargs={"oven": Oven()})
threading.Thread(target=cool, args=things)

class Kitchen:
    def open(self):
        threading.Timer(60, self.ring, [Oven()]).start()

    def ring(self, oven):
        oven
        #- @oven whole_type Oven

#= as the rest, as a column, as rows
import atexit
import functools
import itertools
from concurrent.futures import ThreadPoolExecutor

class Letter:
    stamp = 0

def send(letter, copies):
    letter.stamp
    #- @letter whole_type Letter
    copies
    #- @copies whole_type builtins.int

def weigh(letter):
    letter
    #- @letter whole_type Letter

def seal(letter, colour):
    letter
    #- @letter whole_type Letter
    colour
    #- @colour whole_type builtins.str

def burn(letter):
    letter
    #- @letter whole_type Letter

with ThreadPoolExecutor() as post:
    post.submit(send, Letter(), copies=2)
    post.map(weigh, [Letter()])
list(itertools.starmap(seal, [(Letter(), "red")]))
atexit.register(functools.partial(burn, Letter()))

#= as it is declared
import re
import signal
from typing import Callable

class Order:
    total = 0

Handler = Callable[[Order, int], None]

def on_order(path: str, handler: Handler): ...

def cook(order, table):
    order.total
    #- @order whole_type Order
    table
    #- @table whole_type builtins.int

def spell(found):
    return found
    #- @found whole_type re.Match[builtins.str]

def leave(number, frame):
    frame
    #- @frame types types.FrameType

def price(order):
    return order
    #- @order whole_type Order

on_order("/", cook)
re.sub("[0-9]", spell, "7")
signal.signal(signal.SIGINT, leave)
max([Order()], key=price)

#= in the body of the one who takes it
class Ship:
    name = ""

def each(act, ships):
    for ship in ships:
        act(ship, knots=3)

def sail(boat, knots):
    boat.name
    #- @boat whole_type Ship
    knots
    #- @knots whole_type builtins.int

each(sail, [Ship()])
each(lambda lambda_boat, knots: lambda_boat, [Ship()])
#- @lambda_boat[2] whole_type Ship

class Harbour:
    def __init__(self, on_arrival):
        self.on_arrival = on_arrival

    def open(self):
        self.on_arrival(Ship())

class Master:
    def __init__(self):
        self.harbour = Harbour(on_arrival=self.greet)

    def greet(self, boat):
        boat
        #- @boat whole_type Ship

#= what calls pass counts before
def paint(colour):
    colour
    #- @colour whole_type builtins.str

paint("red")
register(paint, 3)

#= somebody else's function of that name
class Left:
    def move(self, steps):
        steps
        #- @steps whole_type builtins.int?

class Right:
    def move(self, steps):
        steps
        #- @steps whole_type builtins.int

def run(function, *args):
    function(*args)

run(Right().move, 3)

#= through bases that declare nothing
class Reader:
    def read(self, path: str): ...

class QuietReader(Reader):
    def read(self, path): ...

class LoudReader(QuietReader):
    def read(self, file):
        file
        #- @file whole_type builtins.str

#= kept in a table and called from there
class Tide:
    level = 0

def rise(tide, metres):
    tide.level
    #- @tide whole_type Tide
    metres
    #- @metres whole_type builtins.int

def fall(sea):
    sea
    #- @sea whole_type Tide

def turn(wave):
    wave
    #- @wave whole_type Tide

def rest(what):
    what
    #- @what type unknown

MOVES = {"rise": rise}
OTHERS = {"fall": fall}
IDLE = {"rest": rest}

def move(word):
    MOVES[word](Tide(), metres=2)
    other = OTHERS.get(word)
    if other:
        other(Tide())
    for each in [turn, fall]:
        each(3)
    print(IDLE[word])
    for hook in HOOKS:
        hook(Tide())

HOOKS = [turn]

class Moon:
    def __init__(self):
        self.phases = {"new": self.hide}

    def hide(self, star):
        star
        #- @star whole_type Tide

    def wander(self, phase):
        self.phases[phase](Tide())

#= run by argparse
import argparse

def brew(options):
    options
    #- @options member cups

parser = argparse.ArgumentParser()
parser.add_argument("--cups", type=int)
parser.set_defaults(run=brew)
args = parser.parse_args()
args.run(args)

#= put where a callable is declared
import sys
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any, Callable, Optional


class Request:
    path: str


def first(request):
    request.path
    #- @request whole_type Request


def second(request, number):
    request, number
    #- @request whole_type Request
    #- @number type builtins.int


def third(request):
    request
    #- @request whole_type Request


def fourth(request):
    request
    #- @request whole_type Request


def fifth(request):
    request
    #- @request whole_type Request


def not_declared(nobody):
    nobody
    #- @nobody type unknown


def failed(kind, error, trace):
    kind, error, trace
    #- @kind whole_type type:builtins.BaseException
    #- @error whole_type builtins.BaseException
    #- @trace whole_type types.TracebackType|None


handler: Callable[[Request], str] = first
TABLE: dict[str, Callable[[Request, int], Any]] = {"a": second}
LIST: "list[int]" = [not_declared]
sys.excepthook = failed
quick: Callable[[Request], str] = lambda request: request.path
#- @request.path type builtins.str


class Server:
    on_close: Optional[Callable[[Request], None]] = None

    def __init__(self):
        self.on_open: Callable[[Request], None] = self.opened

    def opened(self, request):
        request
        #- @request whole_type Request


server = Server()
server.on_close = third


@dataclass
class Route:
    path: str
    call: Callable[[Request], str]
    key: Callable[[Request], str] = lambda request: request.path
    #- @request.path type builtins.str


Route("/", fourth)
Route("/", call=first, key=fifth)


def make() -> Callable[[Request], str]:
    def inner(request):
        request
        #- @request whole_type Request
        return request.path
    return inner


def compare(one, other):
    one, other
    #- @one type builtins.str
    #- @other type builtins.str
    return 0


sorted(["a"], key=cmp_to_key(compare))

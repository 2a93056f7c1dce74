What a class leaves to those who inherit it, is what they make of it, in the same file.

#= methods that must be overridden
from abc import ABC, abstractmethod

class Step:
    size = 1

class Dance(ABC):
    def first(self):
        raise NotImplementedError

    @abstractmethod
    def second(self):
        """What comes then."""

    @property
    @abstractmethod
    def tempo(self): ...

    def last(self):
        ...

    async def rest(self):
        raise NotImplementedError("rest")

    def pause(self):
        pass

    def bow(self):
        print(self)

    def perform(self, other):
        self.first()
        #- @self.first() whole_type Step
        self.second()
        #- @self.second() whole_type builtins.str|builtins.bytes
        self.tempo
        #- @self.tempo whole_type builtins.int
        self.last()
        #- @self.last() whole_type None
        self.pause()
        #- @self.pause() whole_type builtins.float|None
        self.bow()
        #- @self.bow() whole_type None

    async def wait(self):
        step = await self.rest()
        #- @step whole_type Step

class Waltz(Dance):
    def first(self):
        return Step()

    def second(self):
        return "turn"

    @property
    def tempo(self):
        return 90

    async def rest(self):
        return Step()

    def pause(self):
        return 0.5

    def bow(self):
        return 3

class SlowWaltz(Waltz):
    def second(self):
        return b"turn"

class Stranger:
    def last(self):
        return 1

def by_declaration(dance: Dance):
    dance.first().size
    #- @dance.first() whole_type Step

#= attributes that heirs set
class Page:
    title = None
    body = None
    number = 0

    def show(self):
        self.title
        #- @self.title whole_type builtins.str
        self.body
        #- @self.body whole_type None
        self.number
        #- @self.number whole_type builtins.int

class Cover(Page):
    title = "Poems"

class Leaf(Page):
    body = None
    number = "1"

def print_it(page: Page):
    page.title
    #- @page.title whole_type builtins.str

#= what is mixed in
import logging

class PrintMixin:
    def show(self):
        self.lines.append("")
        #- @self.lines type builtins.list
        self.log.info("")
        #- @self.log whole_type logging.Logger
        self.measure()
        #- @self.measure() whole_type builtins.int
        self.nothing
        #- @self.nothing type unknown

class Base:
    def measure(self):
        return 3

class Paper(PrintMixin, Base):
    def __init__(self):
        self.lines = []
        self.log = logging.getLogger(__name__)

def from_outside(mixin: PrintMixin):
    mixin.lines
    #- @mixin.lines type unknown

#= classes that come back to themselves
class Egg(Hen):
    def hatch(self):
        raise NotImplementedError

    def warm(self):
        self.hatch()
        #- @self.hatch() type unknown
        self.shell
        #- @self.shell type unknown

class Hen(Egg):
    def hatch(self):
        return self.hatch()

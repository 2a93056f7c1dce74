#= of the file
import threading


class Base:
    kind = "base"

    def close(self): ...


class Worker(Base, threading.Thread):
    limit: int = None

    def __init__(self, size=3):
        super().__init__()
        self.size = size
        self.table = {}
        self.cache = None
        self.guess = size
        self.guess = "text"

    @property
    def label(self):
        return "%s" % self.size

    @classmethod
    def make(cls):
        cls
        #- @cls type local
        return cls()

    @staticmethod
    def plain(value):
        value
        #- @value type unknown

    def run_once(self):
        self
        #- @self type local
        self.size
        #- @self.size type builtins.int
        self.table
        #- @self.table type builtins.dict
        self.cache
        #- @self.cache type None
        self.guess
        #- @self.guess types = builtins.int builtins.str
        self.limit
        #- @self.limit type builtins.int
        self.label
        #- @self.label type builtins.str
        self.kind
        #- @self.kind type builtins.str
        # Inherited from the library.
        self.daemon
        #- @self.daemon type builtins.bool
        self.make
        #- @self.make type local
        self.__class__
        #- @self.__class__ type local
        super().kind
        #- @super().kind type builtins.str
        self
        #- @self member close run_once size table label daemon limit __init__ __class__
        #- ! @self member following


worker = Worker(1)
#- @worker type local
worker.size
#- @worker.size type builtins.int
Worker.make().size
#- @Worker.make().size type builtins.int

#= what methods store is the object's, what class methods store is the class's
class Ferry:
    deck = 2

    def __init__(self):
        self.load = 1

    @classmethod
    def sail(cls):
        cls.sailed = "a"

Ferry
#- @Ferry member deck sail sailed __init__
#- ! @Ferry member load
Ferry.load
#- @Ferry.load type unknown
Ferry.sailed
#- @Ferry.sailed type builtins.str
Ferry().load
#- @Ferry() member load sailed
#- @Ferry().load type builtins.int


class Pair:
    __slots__ = ("left", "right", "__hidden")

    def fill(self):
        self.left = 1


pair = Pair()
pair.left
#- @pair member left right fill
#- ! @pair member __hidden
#- @pair.left type builtins.int

#= properties of the class itself
class Sized:
    @property
    @classmethod
    def size(cls):
        return len(cls.__name__)

    @property
    def own(self):
        return 1


Sized.size
#- @Sized.size type builtins.int
Sized().size
#- @Sized().size type builtins.int
Sized.own
#- @Sized.own type builtins.property

#= what a method leaves to others is asked of the object
class Factory:
    def get(self):
        return self.make(1)

    def make(self, n):
        return self.build(n)

    def build(self, n):
        return n

    def build_all(self):
        return self.plain()

    def plain(self):
        return 1.0

    def declared(self) -> bytes:
        return self.plain()

    def often(self):
        return self.often()


class Texts(Factory):
    def build(self, n):
        return "text"

    def plain(self):
        return b""


class More(Texts):
    def other(self):
        return super().get()


Texts().get()
#- @Texts().get() type builtins.str
More().other()
#- @More().other() type builtins.str
Factory().build_all()
#- @Factory().build_all() type builtins.float
Texts().build_all()
#- @Texts().build_all() type builtins.bytes
Texts().declared()
#- @Texts().declared() type builtins.bytes
Texts().often()
#- @Texts().often() type unknown

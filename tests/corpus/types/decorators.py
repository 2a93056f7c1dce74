import contextlib, functools


class Node: ...


class Thing:
    @functools.cached_property
    def nodes(self):
        return [Node()]

    @property
    def size(self) -> int: ...

    @size.setter
    def size(self, value): ...

    @staticmethod
    def make():
        return Node()

    @classmethod
    def create(cls):
        return cls()

    def get_name(self):
        return "a"

    name = property(get_name)

    @contextlib.contextmanager
    def open(self):
        yield Node()


class Special(Thing): ...


Thing().nodes
#- @Thing().nodes whole_type builtins.list[Node]
Thing().size
#- @Thing().size type builtins.int
Thing.make()
#- @Thing.make() type local
Special.create()
#- @Special.create() whole_type Special
Thing().name
#- @Thing().name type builtins.str
with Thing().open() as opened:
    opened
    #- @opened whole_type Node


def traced(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)
    return wrapper


@traced
@functools.lru_cache()
def build() -> Node: ...


built = build()
#- @built type local


@contextlib.contextmanager
def changed():
    yield b""


with changed() as bytes_, open("x") as text:
    bytes_
    #- @bytes_ type builtins.bytes
    text
    #- @text type _io.TextIOWrapper
part = functools.partial(build)()
#- @part type local


class Upper:
    def __get__(self, instance, owner) -> str:
        return ""


class Label:
    text = Upper()

    def show(self):
        self.text.lower()
        #- @self.text type builtins.str
        Label().text
        #- @Label().text type builtins.str


@functools.lru_cache(maxsize=None)
def remembered(x):
    return 1


remembered.cache_clear()
#- @remembered member cache_clear cache_info __name__

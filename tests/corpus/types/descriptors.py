#= that a decorator makes of a method
class lazy:
    def __init__(self, get):
        self.get = get

    def __get__(self, thing, owner=None):
        if thing is None:
            return self
        value = self.get(thing)
        setattr(thing, self.get.__name__, value)
        return value


class shared:
    def __init__(self, get):
        self.get = get

    def __get__(self, thing, owner):
        return self.get.__get__(thing, owner)()


class lazier(lazy):
    note = ""


class fixed:
    def __init__(self, get):
        self.get = get

    def __get__(self, thing, owner):
        return 1.5


class kept:
    def __init__(self, get):
        self.get = get

    def __get__(self, thing, owner):
        return thing.store.of(self.get(thing))


class named:
    def __init__(self, name):
        self.name = name

    def __get__(self, thing, owner):
        return self.name.lower()


class Page:
    title = named("Title")

    @lazy
    def words(self):
        return ["a"]

    @lazy
    def size(self):
        return 1

    @shared
    def kinds(cls):
        return b""

    @lazier
    def lines(self):
        return {"a"}

    @fixed
    def width(self):
        return "a"

    @kept
    def text(self):
        return "a"


page = Page()
page.words
#- @page.words whole_type builtins.list[builtins.str]
page.size
#- @page.size type builtins.int
Page.words
#- @Page.words type local
#- @Page.words member get
Page.kinds
#- @Page.kinds type builtins.bytes
page.lines
#- @page.lines whole_type builtins.set[builtins.str]
page.width
#- @page.width type builtins.float
page.text
#- @page.text type builtins.str
page.title
#- @page.title type builtins.str
#= made of property
import functools


class special(property):
    def __get__(self, thing, owner):
        return self.fget(owner)


class kept(functools.cached_property):
    note = ""


class classproperty:
    def __init__(self, get):
        self.get = get


def lazy(get):
    name = "_" + get.__name__

    @property
    def asked(self):
        if not hasattr(self, name):
            setattr(self, name, get(self))
        return getattr(self, name)

    return asked


def plain(get):
    def asked(self):
        return get(self)

    return asked


class Page:
    @special
    def words(self):
        return ["a"]

    @kept
    def size(self):
        return 1

    @lazy
    def text(self):
        return "a"

    @lazy
    def width(self):
        return 1.5

    @plain
    def go(self):
        return b""

    @classproperty
    def kind(cls):
        return "a"


page = Page()
page.words
#- @page.words whole_type builtins.list[builtins.str]
page.size
#- @page.size type builtins.int
page.text
#- @page.text type builtins.str
page.width
#- @page.width type builtins.float
page.go()
#- @page.go() type builtins.bytes
page.kind
#- @page.kind type builtins.str
Page.kind
#- @Page.kind type builtins.str
#= by what it declares that it is set to
from typing import Generic, TypeVar

T = TypeVar("T")


class Text:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, thing, owner=None):
        if thing is None:
            return self
        return thing.__dict__[self.name]

    def __set__(self, thing, value: str):
        thing.__dict__[self.name] = value


class Anything:
    def __get__(self, thing, owner=None):
        if thing is None:
            return self
        return thing.__dict__["anything"]


class Of(Generic[T]):
    def __init__(self, default: T):
        self.default = default

    def __get__(self, thing, owner=None):
        return getattr(thing, "name")

    def __set__(self, thing, value: T): ...


class Row:
    name = Text()
    whatever = Anything()
    size = Of(1)


row = Row()
row.name
#- @row.name type builtins.str
Row.name
#- @Row.name type local
row.whatever
#- @row.whatever type unknown
row.size
#- @row.size type builtins.int
#= that are called
import types


class counted:
    def __init__(self, function):
        self.function = function
        self.calls = 0

    def __call__(self, *args):
        self.calls += 1
        return self.function(*args)

    def __get__(self, thing, owner):
        return types.MethodType(self, thing)


class Site:
    pages = []


class around:
    def __init__(self, site):
        self.site = site

    def __call__(self, asked):
        self.site.pages
        #- @self.site member pages
        return self.site(asked)


around(Site())


class after:
    def __init__(self, seconds):
        self.seconds = seconds

    def __call__(self, function):
        def later(*args):
            return function(*args)

        return later


@counted
def build():
    return "a"


@counted
def measure():
    return 1


@after(3)
def wait():
    return b""


class Tool:
    @counted
    def use(self):
        return 1.5


build()
#- @build() type builtins.str
measure()
#- @measure() type builtins.int
build.calls
#- @build member calls
wait()
#- @wait() type builtins.bytes
Tool().use()
#- @Tool().use() type builtins.float

#= displays
words = ["a", "b"]
#- @words whole_type builtins.list[builtins.str]
pair = (1, "a")
#- @pair whole_type builtins.tuple[builtins.int,builtins.str]
part_1 = pair[1]
#- @part_1 type builtins.str
table = {1: "a"}
#- @table whole_type builtins.dict[builtins.int,builtins.str]
part_2 = table[1]
#- @part_2 type builtins.str
mixed = [1, "a"]
part_mixed = mixed[0]
#- @part_mixed types = builtins.int builtins.str
lengths = {word: len(word) for word in words}
#- @lengths whole_type builtins.dict[builtins.str,builtins.int]
upper = [word.upper() for word in words]
#- @upper whole_type builtins.list[builtins.str]
one = next(word for word in words)
#- @one type builtins.str
part_3 = words[0]
#- @part_3 type builtins.str
part_4 = words[1:]
#- @part_4 whole_type builtins.list[builtins.str]
#= loops
table = {"a": [1]}
for key, values in table.items():
    key
    #- @key type builtins.str
    values
    #- @values whole_type builtins.list[builtins.int]
    for value in values:
        value
        #- @value type builtins.int
for number, (left, right) in enumerate(zip([1.0], ["a"])):
    number
    #- @number type builtins.int
    left
    #- @left type builtins.float
    right
    #- @right type builtins.str
for line in open("x"):
    line
    #- @line type builtins.str
head, *rest = ["a", "b"]
#- @head type builtins.str
rest
#- @rest whole_type builtins.list[builtins.str]
*before, last = 1, "a", 2.5
#- @last type builtins.float
before
#- @before whole_type builtins.list[builtins.int|builtins.str]
row = (1, "a", b"b", 2.5)
first, *middle, end = row
#- @end type builtins.float
middle
#- @middle whole_type builtins.list[builtins.str|builtins.bytes]
*some, second, third = row
#- @second type builtins.bytes
*many, behind = [*unknown, 1]
#- @behind type builtins.int
*parts, = unknown
parts
#- @parts type builtins.list
#= by calls
import collections

order = sorted({3: "a"})
#- @order whole_type builtins.list[builtins.int]
largest = max([1, 2])
#- @largest type builtins.int
texts = list(map(str, [1]))
#- @texts whole_type builtins.list[builtins.str]
groups = collections.defaultdict(list)
part_5 = groups["a"]
#- @part_5 type builtins.list
common = collections.Counter("abc").most_common(1)
part_6 = common[0][1]
#- @part_6 type builtins.int
found = {1: "a"}.get(1)
#- @found types = builtins.str None
options = dict(size=1)
#- @options whole_type builtins.dict[builtins.str,builtins.int]
#= what is put in later
class Node: ...


nodes = []
nodes.append(Node())
part_7 = nodes[0]
#- @part_7 type local
by_name = {}
by_name["a"] = Node()
part_8 = by_name["b"]
#- @part_8 type local


class Tree:
    def __init__(self):
        self.children = []

    def add(self, name):
        self.children.append(Node())
        for child in self.children:
            child
            #- @child type local


from typing import NamedTuple


class Span(NamedTuple):
    first: int
    last: str


def places(pair: tuple[int, str], span: Span, words: tuple[str, ...]):
    pair[-1]
    #- @pair[-1] type builtins.str
    number = pair[0]
    number
    #- @number type builtins.int
    span[-1].upper()
    #- @span[-1] type builtins.str
    words[-1]
    #- @words[-1] type builtins.str
    first, last = span
    last
    #- @last type builtins.str
lines = []
lines += ["a"]
lines
#- @lines whole_type builtins.list[builtins.str]


class Pile:
    def __init__(self):
        self.stones = []

    def grow(self):
        self.stones += [1.5]
        self.stones.sort()
        #- @self.stones whole_type builtins.list[builtins.float]


#= declared without what is in them
import typing

sizes: list = [1]
sizes
#- @sizes whole_type builtins.list[builtins.int]
names: dict = {}
names["a"] = 2
for one in names.values():
    one
    #- @one type builtins.int
marks: "list[str]" = [1]
marks
#- @marks whole_type builtins.list[builtins.str]
rows: typing.Sequence = [1]
rows
#- @rows type typing.Sequence
none: list = None
none
#- @none type builtins.list
words: typing.List = ["a"]
words.append
#- @words whole_type builtins.list[builtins.str]


#= by an index of which nothing is known
from typing import Mapping, Sequence


def at(xs: "list[int]", ys: Sequence[int], pair: "tuple[int, str]", m: Mapping[str, int], i):
    one = xs[i]
    one.real
    #- @one whole_type builtins.int
    one = ys[i]
    one.real
    #- @one whole_type builtins.int
    one = pair[i]
    one.real
    #- @one whole_type builtins.int|builtins.str
    one = m[i]
    one.real
    #- @one whole_type builtins.int
    some = xs[i:]
    some.append
    #- @some whole_type builtins.list[builtins.int]
    word = "text"[i]
    word.upper
    #- @word whole_type builtins.str


#= under a key that is written out
order = {"count": 1, "items": ["a"], "by": None, "who": who()}
number = order["count"]
#- @number whole_type builtins.int
items = order["items"]
#- @items whole_type builtins.list[builtins.str]
someone = order["who"]
#- @someone type unknown
order["rest"] = 1.5
rest = order["rest"]
#- @rest whole_type builtins.float


def weigh(other):
    number = order["count"]
    #- @number whole_type builtins.int
    order["count"].real
    mixed = {"a": 1, "b": "x"}
    mixed["a"] = b""
    part_a = mixed["a"]
    #- @part_a types = builtins.int builtins.bytes builtins.float
    for key in other:
        mixed[key] = 1.5
    part = mixed["b"]
    #- @part types = builtins.str builtins.float
    made = dict(a=1, b="x")
    part_b = made["b"]
    #- @part_b whole_type builtins.str
    changed = {"a": 1, "b": "x"}
    changed.update(other)
    part_c = changed["b"]
    #- @part_c types = builtins.int builtins.str
    either = {"a": 1, "b": "x"}
    if other:
        either = {"a": b""}
    part_d = either["a"]
    #- @part_d types = builtins.int builtins.bytes
    twice = {"a": 1, "a": "x"}
    part_e = twice["a"]
    #- @part_e whole_type builtins.str
    later = {"a": None, "b": "x"}
    part_f = later["a"]
    #- @part_f types = builtins.str None
#= made by calls of classes
import collections
import itertools
import operator


class Tags(dict[str, float]):
    pass


def sort(numbers: list[int], rows: list[list[int]], wanted, unknown):
    some = filter(wanted, numbers)
    some
    #- @some whole_type builtins.filter[builtins.int]
    small = list(filter(lambda n: n.real < 3, numbers))
    small
    #- @small whole_type builtins.list[builtins.int]
    true = list(filter(None, [1, None]))
    true
    #- @true whole_type builtins.list[builtins.int]
    columns = zip(*rows)
    columns
    #- @columns whole_type builtins.zip[builtins.tuple[builtins.int,...]]
    for first, second in zip(*unknown):
        first
        #- @first type unknown
    by_part = itertools.groupby(numbers, operator.attrgetter("real"))
    for key, group in by_part:
        key
        #- @key type unknown
        for one in group:
            one
            #- @one type builtins.int
    for key_b, group_b in itertools.groupby(numbers, unknown):
        key_b
        #- @key_b type unknown
        list(group_b)
        #- @list(group_b) whole_type builtins.list[builtins.int]
    for key_c, group_c in itertools.groupby(numbers, str):
        key_c
        #- @key_c type builtins.str
    for key_d, group_d in itertools.groupby(numbers):
        key_d
        #- @key_d type builtins.int


kept = collections.OrderedDict([("a", 1)])
kept
#- @kept whole_type collections.OrderedDict[builtins.str,builtins.int]
copied = collections.OrderedDict({"a": 1.5})
copied
#- @copied whole_type collections.OrderedDict[builtins.str,builtins.float]
named = collections.OrderedDict(a=1)
named
#- @named whole_type collections.OrderedDict[builtins.str,builtins.int]
nothing = collections.OrderedDict()
nothing
#- @nothing whole_type collections.OrderedDict[unknown,unknown]
weights = Tags({"a": 1})["a"]
#- @weights type builtins.float
#= queues hold what is put into them
import asyncio
import queue

jobs = queue.Queue()
jobs.put(1)
job = jobs.get()
#- @job whole_type builtins.int
ranked = queue.PriorityQueue(maxsize=3)
unused = queue.PriorityQueue()
unused
#- @unused whole_type queue.PriorityQueue[unknown]
ranked.put_nowait((1, "a"))
rank, text = ranked.get_nowait()
text
#- @text whole_type builtins.str


class Worker:
    def __init__(self):
        self.waiting = asyncio.Queue()

    async def give(self):
        await self.waiting.put(b"")

    async def take(self):
        taken = await self.waiting.get()
        #- @taken whole_type builtins.bytes
        self.waiting.task_done()
#= a named tuple is a tuple of its fields
import collections
from typing import NamedTuple


class Place(NamedTuple):
    number: int
    street: str


Pair = collections.namedtuple("Pair", "left right")


def walk(place: Place, pair: Pair):
    for part in place:
        part
        #- @part types = builtins.int builtins.str
    for side in pair:
        side.left
        #- @side type unknown
#= dictionaries are updated
import collections

ages = {}
ages.update({"a": 1})
ages
#- @ages whole_type builtins.dict[builtins.str,builtins.int]
sizes = {}
sizes.update(small=1.5)
sizes
#- @sizes whole_type builtins.dict[builtins.str,builtins.float]
pairs = {}
pairs.update([(1, b"")])
pairs
#- @pairs whole_type builtins.dict[builtins.int,builtins.bytes]
joined = {}
joined |= {"a": b""}
joined
#- @joined whole_type builtins.dict[builtins.str,builtins.bytes]
words = collections.Counter()
words.update(["a"])
words
#- @words whole_type collections.Counter[builtins.str]
marks = collections.Counter()
for mark in [1]:
    marks[mark] += 1
marks.most_common
#- @marks whole_type collections.Counter[builtins.int]
#= what is put into containers in containers
import collections

by_name = {}
by_name.setdefault("a", []).append(1)
by_name
#- @by_name whole_type builtins.dict[builtins.str,builtins.list[builtins.int]]
lists = collections.defaultdict(list)
for number in range(3):
    lists[number].append("")
lists
#- @lists whole_type collections.defaultdict[builtins.int,builtins.list[builtins.str]]
sets = collections.defaultdict(set)
sets["a"].add(1.5)
for place in sets["a"]:
    place
    #- @place type builtins.float
tables = collections.defaultdict(dict)
tables["a"]["b"] = 1
tables
#- @tables whole_type collections.defaultdict[builtins.str,builtins.dict[builtins.str,builtins.int]]
counts = collections.defaultdict(int)
counts["a"] += 1
counts
#- @counts whole_type collections.defaultdict[builtins.str,builtins.int]
sums = collections.defaultdict(list)
sums["a"] += [1]
sums
#- @sums whole_type collections.defaultdict[builtins.str,builtins.list[builtins.int]]
written = {"a": [], "b": [], "n": 1}
written["a"].append(b"")
first = written["a"][0]
#- @first type builtins.bytes
second = written["n"]
#- @second whole_type builtins.int
later = {}
if "a" not in later:
    later["a"] = []
later["a"].append(1)
third = later["a"][0]
#- @third type builtins.int
rows = [[] for _ in range(3)]
rows[0].append(1)
rows[0][1] = ""
rows
#- @rows whole_type builtins.list[builtins.list[builtins.int|builtins.str]]
nothing = collections.defaultdict(list)
nothing
#- @nothing whole_type collections.defaultdict[unknown,builtins.list[unknown]]


class Index:
    def __init__(self):
        self.places = {}
        self.counts = collections.defaultdict(lambda: collections.defaultdict(int))

    def add(self, word: str, place: int):
        self.places.setdefault(word, []).append(place)
        self.counts[place][word] += 1

    def show(self):
        one = self.places["a"][0]
        #- @one type builtins.int
        for place, counts in self.counts.items():
            place
            #- @place type builtins.int
            for word, count in counts.items():
                word
                #- @word type builtins.str
                count
                #- @count type builtins.int


def collect(key, value, others):
    found = {}
    found.setdefault(key, []).append(value)
    part = found["a"]
    #- @part whole_type builtins.list[unknown]
    sums = {}
    sums[None] = 1
    for other in others:
        sums[other] = 2
    sums
    #- @sums whole_type builtins.dict[unknown,builtins.int]
    others.clear()
    spec = dict(names=[], sizes=[], count=0)
    spec["names"].append("a")
    spec['names'].append(1.5)
    spec["sizes"].append(1)
    names = spec["names"]
    names
    #- @names whole_type builtins.list[builtins.str|builtins.float]
    sizes = spec["sizes"]
    #- @sizes whole_type builtins.list[builtins.int]

#= what is spread into displays
class Shelf:
    def __init__(self):
        self.jars = ["plum"]

    def all(self):
        both = [*self.jars, *self.more()]
        #- @self.jars whole_type builtins.list[builtins.str]
        both
        #- @both whole_type builtins.list[builtins.str|builtins.int]
        return (*self.jars[:1], 1.5)

    def more(self):
        return [3]

shelf = Shelf()
shelf.all()
#- @shelf.all() whole_type builtins.tuple[builtins.str|builtins.float,...]
numbers = {*range(3)}
numbers
#- @numbers whole_type builtins.set[builtins.int]
prices = {**{"plum": 1}, "fig": 1.5, **unknown}
prices
#- @prices whole_type builtins.dict[builtins.str,builtins.int|builtins.float]

#= functions that put something into a list
import heapq
from bisect import insort

class Guest: ...

def seat(rank):
    line = []
    heapq.heappush(line, (1, Guest()))
    number, guest = heapq.heappop(line)
    guest.__class__
    #- @guest whole_type Guest
    names = []
    insort(names, "ann")
    names
    #- @names whole_type builtins.list[builtins.str]

#= bytes that are unpacked
import struct
from struct import unpack

name, size = struct.unpack("4sI", data)
name.hex
#- @name whole_type builtins.bytes
size
#- @size whole_type builtins.int
ratio = unpack("<d", data)[0]
ratio
#- @ratio whole_type builtins.float
several = struct.unpack(layout, data)
several
#- @several whole_type builtins.tuple[unknown,...]

#= what is kept as long as others keep it
import weakref


class Session: ...


class Pool:
    def __init__(self, owner: Session):
        self.owner = weakref.proxy(owner)
        self.by_name = weakref.WeakValueDictionary()
        self.sizes = weakref.WeakKeyDictionary()
        self.all = weakref.WeakSet()

    def add(self, name: str, session: Session):
        self.by_name[name] = session
        self.sizes[session] = 1
        self.all.add(session)
        self.owner
        #- @self.owner whole_type Session
        self.by_name[name]
        #- @self.by_name[name] whole_type Session
        for key, value in self.by_name.items():
            key, value
            #- @key whole_type builtins.str
            #- @value whole_type Session
        for key, value in self.sizes.items():
            key, value
            #- @key whole_type Session
            #- @value whole_type builtins.int
        for one in self.all:
            one
            #- @one whole_type Session

#= what a class's body leaves empty
class Log:
    lines = []
    by_name = {}
    lost = []

    def add(self, line: str, size: int):
        self.lines.append(line)
        Log.by_name[line] = size

    @classmethod
    def show(cls):
        cls.lines
        #- @cls.lines whole_type builtins.list[builtins.str]
        cls.by_name
        #- @cls.by_name whole_type builtins.dict[builtins.str,builtins.int]


class Other:
    def add(self):
        self.lost.append(1)


Log.lines
#- @Log.lines whole_type builtins.list[builtins.str]
Log().lost
#- @Log().lost whole_type builtins.list[unknown]

#= columns of rows
pairs = [(1, "a"), (2, "b")]
numbers, names = zip(*pairs)
numbers, names
#- @numbers whole_type builtins.tuple[builtins.int,...]
#- @names whole_type builtins.tuple[builtins.str,...]
more, texts = map(list, zip(*pairs))
more, texts
#- @more whole_type builtins.list[builtins.int]
#- @texts whole_type builtins.list[builtins.str]
for number, name in zip(*[[1], [2]]):
    number
    #- @number type builtins.int

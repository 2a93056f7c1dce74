# Parameters of which nothing is said: they are what they are used as, which is a guess ("?").

#= what is taken of it
import collections


class Queue:
    size = 0

    def push(self, item): ...

    def take(self): ...


class LongQueue(Queue):
    def merge(self, other): ...


class Letter:
    stamp = 1
    size = 1

    def send(self): ...


class ExpressLetter(Letter): ...


def named_after_a_class(queue):
    queue
    #- @queue whole_type Queue?


def named_after_its_end(express, letter):
    letter.stamp
    #- @letter whole_type Letter?


def by_all_members(a):
    a.size + a.take()
    #- @a whole_type Queue?


def heirs_say_no_more_than_their_base(b):
    b.push(b.take())
    #- @b whole_type Queue?


def one_member_says_little(c):
    c.merge(1)
    #- @c type unknown


def no_class_has_both(d):
    d.push(d.stamp)
    #- @d type unknown


def every_program_has_them(e, g, h):
    e.strip().lower()
    #- @e whole_type builtins.str?
    g.items()
    #- @g whole_type builtins.dict?
    h.debug("")
    #- @h type logging.Logger


def several_have_it(i):
    i.pop()
    #- @i type unknown


def what_is_tested_may_be_anything(j):
    if not isinstance(j, int):
        j.strip().lower()
        #- @j type unknown


def bound_again(k):
    k = unheard_of(k)
    k.strip().lower()
    #- @k type unknown


def of_modules(counter):
    counter
    #- @counter type collections.Counter


class Post:
    def __init__(self, queue_, sender):
        self.queue_ = queue_
        self.sender = sender
        #- @sender[2] whole_type Letter?

    def use(self):
        self.sender.send(self.sender.stamp)
        #- @self.sender whole_type Letter?


def a_file_calls_one_thing_by_one_name(box: Queue):
    box


def as_here(box):
    box
    #- @box whole_type Queue?


def unless_it_cannot_be(box):
    box.stamp
    #- @box type unknown


def first_half(drawer):
    drawer.push(1)
    #- @drawer whole_type Queue?


def second_half(drawer):
    drawer.take()
    #- @drawer whole_type Queue?


def takes(letters: Letter): ...


def passes_on(m):
    m.send()
    takes(m)
    #- @m whole_type Letter?


def annotated(queue: "not there at all", letter: int):
    letter
    #- @letter whole_type builtins.int


def members_are_known(queue):
    queue.take
    #- @queue member push
    #- @queue member take


def draw(session, options, **more):
    width = options.get("width", 1)
    width
    #- @width whole_type builtins.int?
    names = more.pop("names", [])
    names.append("a")
    #- @names type builtins.list
    colour = options.get("colour", None)
    colour
    #- ! @colour type builtins.int
    page = session.get("/page", "text")
    page.text
    #- @page type unknown
    found = session.get("page", {"q": "a"})
    found.text
    #- @found type unknown
    size = {"a": 1.5}.get("a", 1)
    size
    #- @size types = builtins.float
    is_wide = options.get("wide", False)
    is_wide
    #- @is_wide type unknown
#= by what it is compared with
def chosen(mode, size, names, either, other):
    if mode == "read" or "write" != mode:
        mode
        #- @mode whole_type builtins.str?
    if size < 3:
        size
        #- @size whole_type builtins.int?
    if names in ("a", "b"):
        names
        #- @names whole_type builtins.str?
    if either == 1 or either == "a":
        either
        #- @either type unknown
    if other in "text":
        other
        #- @other type unknown


def added(text):
    print(text + "\n")
    text
    #- @text whole_type builtins.str?


def has_more(text):
    print(text + "\n")
    text.lines
    #- @text type unknown

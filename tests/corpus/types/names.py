import collections


def f(flag, items=None, name="x", count: int = 0, *rest, **options):
    flag
    #- @flag type unknown
    items
    #- @items type unknown
    name
    #- @name type builtins.str
    count
    #- @count type builtins.int
    rest
    #- @rest type builtins.tuple
    options
    #- @options type builtins.dict
    if items is None:
        items = []
    # The nearest binding is known.
    items
    #- @items type builtins.list
    x = 1
    x = "text"
    x
    #- @x type builtins.str
    if flag:
        x = b"bytes"
    x
    #- @x types = builtins.str builtins.bytes
    y = None
    for i in range(3):
        y
        #- @y type collections.OrderedDict
        #- ! @y type None
        y = collections.OrderedDict()
    i
    #- @i type builtins.int
    z = z.following
    #- @z[2] type unknown


# A function sees whatever the module binds, at any time.
def g():
    late
    #- @late type builtins.str
    changing
    #- @changing types = builtins.int builtins.str


late = ""
changing = 1
changing = ""
len
#- @len type def:builtins.len
f(len=1)
#- @len type unknown
a, (b, c) = 1, ("x", 2.0)
#- @a type builtins.int
#- @b type builtins.str
#- @c type builtins.float
first, *others = [1, 2]
#- @others type builtins.list
if (n := len("a")) > 1:
    n
    #- @n type builtins.int

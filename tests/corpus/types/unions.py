import sys
from typing import Optional, Union


class Left:
    def only_left(self): ...
    def common(self): return 1


class Right:
    def only_right(self): ...
    def common(self): return ""


def either(flag, given: Union[Left, Right], maybe: Optional[Left] = None):
    given
    #- @given member only_left only_right common
    given.common()
    #- @given.common() types = builtins.int builtins.str
    maybe.only_left()
    #- @maybe types = local None
    if flag:
        thing = Left()
    else:
        thing = Right()
    thing
    #- @thing whole_type Right|Left
    if isinstance(thing, Left):
        thing
        #- @thing whole_type Left
    if not isinstance(given, Right):
        return
    given
    #- @given whole_type Right


try:
    import no_such_module as fast
except ImportError:
    import json as fast
fast.dumps
#- @fast.dumps type def:json.dumps
if sys.version_info < (3,):
    text = unicode
else:
    text = str
text()
#- @text() type builtins.str
try:
    handle = open("x")
finally:
    pass
handle.read()
#- @handle.read() type builtins.str

#= of the file
import os.path as path
from json import *


class Base:
    def name(self): return "base"

    @classmethod
    def make(cls): return cls()


class Derived(Base):
    def name(self): return 1

    def both(self):
        super().name()
        #- @super().name() type builtins.str
        self.name()
        #- @self.name() type builtins.int

    @classmethod
    def make(cls):
        made = super().make()
        made
        #- @made whole_type Derived


double = lambda n: n * 2.0
double
#- @double type local
result = (lambda: "a")()
#- @result type builtins.str
if (found := path.join("a")):
    found
    #- @found type builtins.str
loads
#- @loads type def:json.loads
negative = -1.5
#- @negative type builtins.float
text = f"{negative}" "more"
#- @text type builtins.str
quotient = 7 / 2
#- @quotient type builtins.float
first = None or Base()
#- @first types = local
either = Base() if found else None
#- @either types = local None

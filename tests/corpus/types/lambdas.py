Parameters of lambdas are what those give them to whom they are passed.

#= builtins
class Runner:
    def __init__(self, bib):
        self.bib = bib

def podium(field: list[Runner]):
    sorted(field, key=lambda r: r)
    #- @r[2] whole_type Runner
    max(field, key=lambda best: best.bib)
    #- @best[2] whole_type Runner
    field.sort(key=lambda one: one.bib)
    #- @one[2] whole_type Runner
    list(map(lambda each: each.bib, field))
    #- @each[2] whole_type Runner
    list(filter(lambda kept: kept.bib, field))
    #- @kept[2] whole_type Runner

#= what a function declares, and what a lambda cannot know
from typing import Callable

def twice(times: int, act: Callable[[str, int], None]): ...

twice(2, lambda text, count: (text, count))
#- @text[2] whole_type builtins.str
#- @count[2] whole_type builtins.int
unknown(lambda nothing: nothing)
#- @nothing[2] type unknown

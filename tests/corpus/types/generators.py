# What a generator yields, is sent and returns.
from typing import AsyncGenerator, Generator


def counts():
    yield 1
    return "done"


def passes_on():
    result = yield from counts()
    result
    #- @result type builtins.str
    return b""


def twice():
    last = yield from passes_on()
    last
    #- @last type builtins.bytes
    for number in counts():
        number
        #- @number type builtins.int


def is_sent() -> Generator[int, bytes, str]:
    got = yield 1
    got
    #- @got type builtins.bytes
    return "a"


def ends():
    end = yield from is_sent()
    end
    #- @end type builtins.str
    nothing = yield from [1, 2]
    nothing
    #- @nothing type unknown
    unsaid = yield
    unsaid
    #- @unsaid type unknown


async def is_sent_too() -> AsyncGenerator[int, float]:
    got = yield 1
    got
    #- @got type builtins.float


for value in counts():
    value
    #- @value type builtins.int
next(counts())
#- @next(counts()) type builtins.int
next(counts()).real
#- @next(counts()).real type builtins.int

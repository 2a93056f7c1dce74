#= coroutines, generators and managers
import asyncio
import contextlib
from typing import AsyncGenerator, AsyncIterator


async def number():
    return 1


async def numbers():
    yield 1


class Lock:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *args): ...


async def main():
    waiting = number()
    #- @waiting type types.CoroutineType
    value = await waiting
    #- @value type builtins.int
    both = await asyncio.gather(number(), number())
    #- @both whole_type builtins.tuple[builtins.int,builtins.int]
    task = asyncio.create_task(number())
    #- @task type _asyncio.Task
    result = await task
    #- @result type builtins.int
    async with Lock() as lock:
        lock
        #- @lock type local
    async for one in numbers():
        one
        #- @one type builtins.int


@contextlib.asynccontextmanager
async def lent() -> AsyncIterator[int]:
    yield 1


@contextlib.asynccontextmanager
async def lent_too() -> AsyncGenerator[str, None]:
    yield ""


async def borrow():
    async with lent() as number, lent_too() as text:
        number
        #- @number whole_type builtins.int
        text
        #- @text whole_type builtins.str

#= a transport can be written to
import asyncio


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)
        #- @self.transport type asyncio.transports.Transport
        #- @self.transport member write
        #- @data type builtins.bytes


class Loud(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        transport
        #- @transport type asyncio.transports.DatagramTransport

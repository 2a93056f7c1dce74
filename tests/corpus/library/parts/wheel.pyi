from typing import Annotated, Literal, NewType
from typing_extensions import TypeAlias

__all__ = ["Wheel", "Hidden", "Rim", "Size"]

class Wheel:
    spokes: int
    def spin(self) -> Wheel: ...

class Hidden:
    secret: str

class _Private: ...

Rim: TypeAlias = Wheel
Size = NewType("Size", int)

def rim() -> Rim: ...
def mode() -> Literal["r", "w"]: ...
def measured() -> Annotated[int, "mm"]: ...

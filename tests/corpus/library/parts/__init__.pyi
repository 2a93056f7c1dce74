from . import wheel as wheel
from .wheel import *
from .wheel import Hidden as Shown, _Private as _Private
from shapes import Point as Point

__all__ = ["Wheel", "Alias"]
__all__ += ["spare"]

Alias = Point
spare: Wheel
unlisted: int

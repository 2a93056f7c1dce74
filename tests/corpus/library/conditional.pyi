import sys
from typing import TYPE_CHECKING

if sys.version_info >= (3, 8):
    def newer() -> str: ...
else:
    def newer() -> int: ...

if sys.version_info < (3, 0):
    def gone() -> str: ...

if sys.platform == "win32":
    separator: int
else:
    separator: str

if TYPE_CHECKING:
    checked: bytes
else:
    checked: int

try:
    from collections import OrderedDict as Table
except ImportError:
    Table = dict

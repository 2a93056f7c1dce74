import typing as t
from typing import Dict, Optional, Union
from pathlib import Path


class Node:
    parent: "Optional[Node]" = None

    def up(self) -> "Node": ...
    def same(self) -> t.Self: ...


a: Optional[Path] = unknown()
#- @a type pathlib.Path
b: Dict[str, int] = unknown()
#- @b type builtins.dict
c: Path | None = unknown()
#- @c type pathlib.Path
d: Union[int, str] = unknown()
#- @d types = builtins.int builtins.str
e: t.Any = unknown()
#- @e type unknown
f: type[Path] = unknown()
#- @f type type:pathlib.Path
g: t.List[Node] = unknown()
#- @g type builtins.list
h: t.Callable[[int], Path] = unknown()
#- @h type unknown
Node().up().parent
#- @Node().up().parent type local
Node().same()
#- @Node().same() type local

#= names of a package
import parts
parts.Wheel().spin().spokes
#- @parts.Wheel() type parts.wheel.Wheel
#- @parts.Wheel().spin().spokes type builtins.int
parts.wheel.rim()
#- @parts.wheel type parts.wheel
#- @parts.wheel.rim() type parts.wheel.Wheel

#= what __all__ lists
import parts
parts.spare
#- @parts.spare type parts.wheel.Wheel
parts
#- @parts member Wheel Alias spare

#= aliases and other names
from parts import Alias, Shown, Point
Alias(1).x
#- @Alias type type:shapes.Point
Shown().secret
#- @Shown().secret type builtins.str
Point
#- @Point type type:shapes.Point

#= a star import takes what is listed
from parts import *
Alias(1).x
#- @Alias refers_to nothing
import parts as all_of_it
all_of_it.Shown
#- @all_of_it member Alias Wheel spare

#= aliases of types
from parts.wheel import Rim, measured, mode, rim
rim().spin
#- @rim() type parts.wheel.Wheel
mode()
#- @mode() type builtins.str
measured()
#- @measured() type builtins.int

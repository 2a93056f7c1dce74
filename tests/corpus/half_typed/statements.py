#= import without a name
import os
#- @os role import
import
x = os
#- @os role read
#- @os type os

#= from without an import
import os
#- @os is OS
from json
x = os
#- @os last_write = OS

#= from with a dot, a call far below
import os
#- @os is OS
from json.

# What follows.

os.getcwd()
#- @os last_write = OS
#- @os type os

#= from with a word that is not yet import
import os
#- @os is OS
from .pkg impo
os.getcwd()
#- @os last_write = OS

#= import from a module, without a name
import os
#- @os is OS
from .. import

os.getcwd()
#- @os last_write = OS
#- @os type os

#= if without a condition
def f(a):
    #- @a is A
    if
    return a
    #- @a refers_to A

#= if without a block
def f(a):
    #- @a is A
    if a:
        #- @a last_write = A
    return a
    #- @a last_write = A

#= for without a block
def f(a):
    #- @a is A
    for b in a:
        #- @a last_write = A
        #- @b role write

def g(b):
    #- @b is B
    return b
    #- @b last_write = B

#= while without a block
def f(a):
    #- @a is A
    while a:
    return a
    #- @a refers_to A

#= with without a block
def f(a):
    #- @a is A
    with open(a) as b:
        #- @a last_write = A
        #- @b role write

def g(b):
    #- @b is B
    return b
    #- @b last_write = B

#= try without a handler
def f(a):
    #- @a is A
    try:
        b = a
        #- @a refers_to A
    return a
    #- @a refers_to A

#= except without a block
def f(a):
    #- @a is A
    try:
        b = a
        #- @a last_write = A
    except ValueError as e:
        #- @e role write

def g(b):
    #- @b is B
    return b
    #- @b last_write = B

#= def without parameters
def f
def g(b):
    #- @b is B
    return b
    #- @b refers_to B

#= def without an end of parameters
class C:
    def before(self):
        #- @self is SELF
        return self
        #- @self last_write = SELF
    def f(self, a

    def after(self, b):
        return b

#= def without a block
class C:
    def f(self, a):
        #- @self role parameter
        #- @a role parameter

    def g(self, b):
        #- @b is B
        return b
        #- @b last_write = B

#= class without a block
class C(object):
    #- @C role class

def f(a):
    #- @a is A
    return a
    #- @a last_write = A

#= class without a name
class
def f(a):
    #- @a is A
    return a
    #- @a refers_to A

#= decorator without a definition
import functools
#- @functools is TOOLS
@functools.
def f(a):
    #- @a is A
    return a
    #- @a refers_to A

#= match without a case
def f(a):
    #- @a is A
    match a:
    return a
    #- @a refers_to A

#= tabs mixed with spaces
def f(a):
    #- @a is A
	if a:
		#- @a last_write = A
		b = 1
        return a
        #- @a refers_to A

#= block without indentation
def f(a):
    #- @a role parameter
return a

def g(b):
    #- @b is B
    return b
    #- @b refers_to B

#= too much indentation
def f(a):
    #- @a is A
    b = a
    #- @a last_write = A
        c = a
        #- @a refers_to A
    return c
    #- @c role read

#= python 2 print
def f(a):
    #- @a is A
    print a
    #- @a last_write = A
    print >>a, a
    #- @a refers_to A
    exec "b" in a
    #- @a refers_to A

#= python 2 except
def f(a):
    #- @a is A
    try:
        b = a
        #- @a refers_to A
    except IOError, e:
        raise ValueError, a
        #- @a refers_to A

#= if without a colon
def f(a):
    #- @a is A
    if a.x
        b = a
        #- @b is B
        #- @a refers_to A
    return b
    #- @b last_write = B

#= for without a colon
def f(a):
    #- @a is A
    for b in a.x
        #- @b is B
        c = b
        #- @b refers_to B
    return a
    #- @a refers_to A

#= with without an end
def f(a):
    #- @a is A
    with a.open(a.x
        b = a
        #- @b role write
        c = b
        #- @c role write
    return a
    #- @a refers_to A

#= class without an end of its bases
import a
#- @a is A
class C(a.B
    def f(self):
        #- @f scope class
        return a
        #- @a refers_to A

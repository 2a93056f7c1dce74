#= what statements with a block bind
import os

with open("x") as lines:
    lines
    #- @lines type _io.TextIOWrapper
    for line in lines:
        line
        #- @line type builtins.str
for letter in "text":
    letter
    #- @letter type builtins.str
for word in ["a", "b"]:
    word
    #- @word type builtins.str
for place, item in enumerate(os.listdir()):
    place
    #- @place type builtins.int
try:
    pass
except OSError as error:
    error
    #- @error type builtins.OSError
except (KeyError, ValueError) as other:
    other
    #- @other types = builtins.KeyError builtins.ValueError
doubled = [part for part in "abc" if part]
#- @part type builtins.str
#- @part[3] type builtins.str


#= groups of exceptions
try:
    pass
except* OSError as group:
    group.exceptions
    #- @group whole_type builtins.ExceptionGroup[builtins.OSError]
except* (KeyError, ValueError) as group:
    group.exceptions
    #- @group type builtins.ExceptionGroup
except* KeyboardInterrupt as group:
    group.exceptions
    #- @group whole_type builtins.BaseExceptionGroup[builtins.KeyboardInterrupt]

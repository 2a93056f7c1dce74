text = "a" "b"
#- @text type builtins.str
raw = b"a"
#- @raw type builtins.bytes
filled = f"{raw!r} and more"
#- @filled type builtins.str
number = -1
#- @number type builtins.int
half = 0.5
#- @half type builtins.float
yes = not number
#- @yes type builtins.bool
row = [1, 2]
#- @row type builtins.list
squares = [x * x for x in row]
#- @squares type builtins.list
table = {"a": 1}
#- @table type builtins.dict
some = {1, 2}
#- @some type builtins.set
pair = 1, 2
#- @pair type builtins.tuple
nothing = None
#- @nothing type None
mystery = undefined_name
#- @mystery type unknown

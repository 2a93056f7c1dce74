match = type = print = exec = 1
#- @match role write
#- @type role write
#- @print role write
#- @exec role write
print(match.type, type.match, x.print)
#- @match role read
#- @match.type context load
#- @type.match context load
#- @x.print context load
match.case = 1
#- @match.case context store

import os
here = os.path.join(os.path, "x")
#- @os.path is FIRST
#- @os.path[2] last_lexical_use = FIRST
#- @os.path[2] is SECOND
#- @os.path.join is JOIN
#- JOIN last_lexical_use =
os.path.join("y").strip()
#- @os.path.join last_lexical_use = JOIN
#- @os.path last_lexical_use = SECOND
(a+b).there
(a+b).there
#- @(a+b).there last_lexical_use =
here.there, here[1].there = here().there, here[2].there
#- @here[1].there is INDEXED
#- @here[2].there last_lexical_use = INDEXED
#- @here().there last_lexical_use =
def other(os):
    os.path
    #- @os.path last_lexical_use =

# Known answers, one a construct; the rules are those of docs/decisions/0002-data-flow.md.
#= if, elif and what follows
k = 0
#- @k is A
if k:
    #- @k is B
    #- B last_write = A
    k = 1
    #- @k is C
    #- C last_read = B
    #- C last_write = A
elif p():
    use(k)
    #- @k is D
    #- D last_read = B
use(k)
#- @k last_read = B D
#- @k last_write = A C

#= a loop in a loop, with an augmented assignment
n = 0
#- @n is A
while n < 9:
    #- @n is B
    #- B last_write = A D
    for i in r(n):
        #- @n is C
        #- C last_read = B
        n += i
        #- @n is D
        #- D last_read = C
        #- D last_write = A D
    use(n)
    #- @n is E
    #- E last_read = C
    #- E last_write = A D
use(n)
#- @n last_read = B
#- @n last_write = A D

#= two reads in one statement
q = 0
#- @q is A
use(q, q)
#- @q is FIRST
#- @q[2] is SECOND
#- FIRST last_write = A
#- SECOND last_read = FIRST
q += 1
#- @q is B
#- B last_read = SECOND
#- B last_write = A
use(q)
#- @q last_write = B

#= two targets that change places
m = n = 0
#- @m is A
m, n = n, m
#- @m[2] last_write = A
#- @m is B
#- B last_read = @m[2]
use(m)
#- @m last_write = B

#= a function reads what precedes it
g = 1
#- @g is A
def f():
    use(g)
    #- @g is B
    #- B last_write = A
    use(g)
    #- @g last_read = B
use(g)
#- @g last_write = A
#- @g last_read =

#= the body of with
h = 1
with a(h) as b:
    #- @h is A
    use(h)
    #- @h is B
    #- B last_read = A
    use(h)
    #- @h is C
    #- C last_read = B
use(h)
#- @h last_read = C

#= try with finally
v = 0
#- @v is A
try:
    v = 1
    #- @v is B
    #- B last_write = A
finally:
    use(v)
    #- @v is C
    #- C last_write = A B
use(v)
#- @v last_read = C
#- @v last_write = A B

#= try with handler, else and finally
v = 0
#- @v is A
try:
    v = 1
    #- @v is B
    v = 2
    #- @v is C
except E:
    use(v)
    #- @v is D
    #- D last_write = A B
else:
    use(v)
    #- @v is F
    #- F last_write = C
    use(v)
    #- @v is G
    #- G last_read = F
finally:
    use(v)
    #- @v is H
    #- H last_read = D F G
    use(v)
    #- @v is I
    #- I last_read = H
use(v)
#- @v last_read = I

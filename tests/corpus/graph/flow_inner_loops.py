print({a: b for a in s for b in a if a})
#- @a is KEY
#- @a[2] is BOUND
#- @a[3] is OVER
#- @a[4] is TEST
#- OVER last_write = BOUND
#- TEST last_read = OVER TEST KEY
#- KEY last_read = TEST
#- BOUND last_write = BOUND
#- BOUND last_read = OVER TEST KEY

x = 1
f"{x} {x:>{x}} {{x}}" f'{[x for x in x]}'
#- @x role read
#- @x[2] role read
#- @x[3] role read
"{x}"

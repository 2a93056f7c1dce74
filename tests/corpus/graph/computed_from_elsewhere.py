for key, value in table.items():
    #- @key computed_from = @table.items
    #- @value computed_from = @table.items
    pass
with open(name) as file, lock:
    #- @file computed_from = @open @name
    if (n := len(file)) > 1:
        #- @n computed_from = @len @file
        pass
print([word for word in line])
#- @word[2] computed_from = @line
try:
    pass
except Oops as error:
    #- @error computed_from = @Oops
    pass

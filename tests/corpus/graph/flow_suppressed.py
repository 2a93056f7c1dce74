def find(table, key):
    with suppress(KeyError):
        return table[key]
        #- @table is T
    return table
    #- @table last_read = T

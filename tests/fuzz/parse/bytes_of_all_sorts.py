café = f"{a!r:>{w}} {{b}}" b"\xff"
print >>f, x
exec "x" in d

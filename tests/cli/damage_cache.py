"""damage_cache.py FILE NUMBER: damages a cache file (docs/formats/cache.md) in place, in a way and at a
place of its own for each NUMBER. Places are chosen among the pages that hold something."""
import os
import random
import sys

PAGE = 4096
path, number = sys.argv[1], int(sys.argv[2])
draw = random.Random(number)
file = os.open(path, os.O_RDWR)
size = os.fstat(file).st_size
pages, at = [], 0
while at < size:
    try:
        at = os.lseek(file, at, os.SEEK_DATA)
    except OSError:
        break
    if os.pread(file, PAGE, at).strip(b"\0"):
        pages.append(at)
    at += PAGE
page = draw.choice(pages) if number % 3 else draw.choice([0, *pages[-3:]])
used = [i for i, byte in enumerate(os.pread(file, PAGE, page)) if byte]
place = page + draw.choice(used)
way = number % 6
if way < 3:
    os.pwrite(file, bytes([os.pread(file, 1, place)[0] ^ 1 << draw.randrange(8)]), place)
elif way == 3:
    os.pwrite(file, draw.choice([bytes(PAGE), draw.randbytes(PAGE)]), page)
elif way == 4:
    os.truncate(file, place)
else:
    os.pwrite(file, draw.randbytes(10_000), size)

"""Calls of all shapes, for the tasks that complete them."""
import logging
from collections import namedtuple

log = logging.getLogger(__name__)
Point = namedtuple('Point', 'x y')


def area(width, height=1, *, unit='m', scale=None):
    return width * height


class Canvas:
    def __init__(self, width, height, title=None):
        self.size = area(width, height, unit='px')
        self.title = title
        self.marks = []

    def draw(self, shape, x, y, colour='black', fill=False):
        self.marks.append((shape, x, y))
        log.debug('drew %s at %d, %d', shape, x, y, extra={'title': self.title})
        return Point(x, y)

    @staticmethod
    def blend(first, second, amount=0.5):
        return Canvas(first.width, second.height)

    def redraw(self, shapes):
        for index, (shape, x, y) in enumerate(shapes, start=1):
            try:
                self.draw(shape, x, y, colour=self.colour_of(shape), fill=index % 2 == 0)
            except ValueError as error:
                log.error('cannot draw', shape, error)
            else:
                self.draw(shape, x + 1, y)
        return sorted(self.marks, key=lambda mark: mark[index], reverse=True)

    def colour_of(self, shape):
        return self.blend(shape, self, amount=max(0, min(1, shape.weight)))


def main(arguments, *rest, **options):
    canvas = Canvas(640, 480, title=arguments.title)
    shapes = [make(kind, options) for kind in rest if known(kind, options)]
    canvas.redraw(shapes)
    total = sum(area(shape.width, shape.height) for shape in shapes)
    print(total, canvas.size, *rest, sep='\t', **options)
    if isinstance(options, dict) and len(options) > 1:
        main(arguments, canvas, total if total else None, depth=options.get('depth', 0))
    while (line := arguments.read(total)):
        canvas.draw(line, total, total, (total := total + 1))
    with open(arguments.path, 'w', encoding='utf-8') as target:
        target.write(str(total))
    return area(
        total,
        # a comment between
        height=total,
    )


main()

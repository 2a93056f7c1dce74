match subject:
    case [first, *rest]:
        #- @first role write
        #- @rest role write
        pass
    case {"key": value, **others}:
        #- @value role write
        #- @others role write
        pass
    case Point(x, y=height) | color.RED as shape if first:
        #- @Point refers_to nothing
        #- @x role write
        #- @y refers_to nothing
        #- @height role write
        #- @color refers_to nothing
        #- @RED refers_to nothing
        #- @shape role write
        #- @first role read
        pass
    case _:
        pass

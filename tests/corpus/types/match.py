class Circle:
    radius: float


class Square:
    side: int


def area(shape: "Circle | Square"):
    match shape:
        case Circle() as circle:
            circle
            #- @circle type local
            circle.radius
            #- @circle.radius type builtins.float
        case Square(side=length):
            length
            #- @length type unknown
        case other:
            other
            #- @other type local

An attribute is what was stored to it last in the function, where that is sure.

#= the latest store
class Pen: ...
class Brush: ...

class Desk:
    def __init__(self, path):
        self.tool = None
        self.tool = Pen()
        self.tool
        #- @self.tool whole_type Pen
        self.lines = path.read_text()
        self.lines = "a b".split()
        self.lines
        #- @self.lines whole_type builtins.list[builtins.str]
        self.tool = Brush() if self.tool else None
        #- @self.tool[2] whole_type Pen

    def paint(self):
        self.tool
        #- @self.tool whole_type None|Pen|Brush
        self.tool = Brush()
        self.tool
        #- @self.tool whole_type Brush

    def clear(self):
        self.tool = Pen()
        self.tool = None
        self.tool
        #- @self.tool whole_type None|Pen|Brush

#= where it is not sure
class Pen: ...
class Brush: ...

class Desk:
    def __init__(self):
        self.tool = Pen()

    def swap(self):
        self.tool = Brush()

    def work(self, other):
        self.tool = Brush()
        self.swap()
        self.tool
        #- @self.tool whole_type Pen|Brush
        self.tool = Brush()
        self.work(other)
        self.tool
        #- @self.tool whole_type Brush
        if other:
            self.tool = Pen()
        self.tool
        #- @self.tool whole_type Pen|Brush
        self.tool = Brush()
        for _ in other:
            self.tool
            #- @self.tool whole_type Pen|Brush
            self.tool = Pen()
        self.tool = Brush()
        self = other
        self.tool
        #- ! @self.tool whole_type Brush

    def later(self):
        self.tool = Brush()
        def run():
            self.tool
            #- @self.tool whole_type Pen|Brush

    def pairs(self, other):
        self.tool = Brush()
        self.tool, other = other, 1
        self.tool
        #- @self.tool whole_type Pen|Brush
        self.tool = Brush()
        del self.tool
        self.tool
        #- @self.tool whole_type Pen|Brush

#= what makes something else of it
class Pen: ...

class Desk:
    @property
    def tool(self):
        return Pen()

    @tool.setter
    def tool(self, value): ...

    def paint(self):
        self.tool = "brush"
        self.tool
        #- @self.tool whole_type Pen

#= of other objects
class Pen:
    ink = 1

class Desk:
    pen: Pen | None = None

def sit(desk: Desk, other: Desk):
    desk.pen = Pen()
    desk.pen.ink
    #- @desk.pen whole_type Pen
    other.pen
    #- @other.pen whole_type Pen|None
    desk.drawers = []
    desk.drawers
    #- @desk.drawers type builtins.list
    desk = other
    desk.pen
    #- @desk.pen whole_type Pen|None

#= many stores that look at what they store to
class Node:
    def next(self):
        return Node()


class Walk:
    def __init__(self):
        self.at = Node()
        self.text = "a"

    def go(self, back):
        self.at = self.at.next()
        self.at = self.at.next().next()
        self.text = self.text.strip()

    def turn(self):
        self.at = self.at
        self.at = self.at.next()

    def stop(self):
        self.at = self.at or self.at.next()
        self.at = back if back else self.at
        self.text = self.text.lower()

    def show(self):
        self.at
        #- @self.at whole_type Node
        self.text
        #- @self.text whole_type builtins.str

import copy


class Board:
    def __init__(self):
        self.squares = {}
        self.moves = []

    def put(self, square, piece):
        self.squares[square] = piece

    def move(self, origin, target):
        piece = self.squares.pop(origin)
        taken = self.squares.get(target)
        self.squares[target] = piece
        self.moves.append((origin, target, taken))
        piece.moved = True

    def undo(self):
        origin, target, taken = self.moves.pop()
        self.squares[origin] = self.squares.pop(target)
        if taken is not None:
            self.squares[target] = taken

    def clone(self):
        return copy.deepcopy(self)

class Piece:
    letters = {"king": "K", "queen": "Q", "rook": "R", "bishop": "B", "knight": "N", "pawn": ""}

    def __init__(self, kind, colour):
        self.kind = kind
        self.colour = colour
        self.moved = False

    def letter(self):
        return self.letters.get(self.kind, "?")

    def is_enemy(self, other):
        return other is not None and other.colour != self.colour

    def __str__(self):
        text = self.letter() or "P"
        return text.upper() if self.colour == "white" else text.lower()

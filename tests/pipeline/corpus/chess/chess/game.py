import logging
import os
import json

from chess.board import Board
from chess.piece import Piece

logger = logging.getLogger(__name__)


class Game:
    def __init__(self, folder):
        self.board = Board()
        self.folder = folder
        self.turn = "white"

    def start(self):
        for column in "abcdefgh":
            self.board.put(column + "2", Piece("pawn", "white"))
            self.board.put(column + "7", Piece("pawn", "black"))

    def play(self, text):
        origin, target = text.strip().lower().split("-")
        self.board.move(origin, target)
        self.turn = "black" if self.turn == "white" else "white"
        logger.debug("played %s", text)

    def save(self, name):
        path = os.path.join(self.folder, name + ".json")
        with open(path, "w") as stream:
            stream.write(json.dumps(self.board.moves))

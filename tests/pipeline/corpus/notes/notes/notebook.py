import os
import logging

from notes.note import Note

logger = logging.getLogger(__name__)


class Notebook:
    def __init__(self, folder):
        self.folder = folder
        self.notes = []

    def open(self):
        for name in sorted(os.listdir(self.folder)):
            path = os.path.join(self.folder, name)
            with open(path) as stream:
                self.notes.append(Note(name, stream.read()))
        logger.info("%d notes", len(self.notes))

    def with_tag(self, tag):
        return [note for note in self.notes if tag in note.tags]

    def newest(self):
        return max(self.notes, key=lambda note: note.changed)

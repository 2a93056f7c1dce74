import datetime
import os


class Note:
    def __init__(self, title, text=""):
        self.title = title
        self.text = text
        self.changed = datetime.datetime.now()
        self.tags = set()

    def tag(self, *names):
        for name in names:
            self.tags.add(name.strip().lower())

    def write(self, folder):
        path = os.path.join(folder, self.title.replace(" ", "_") + ".txt")
        with open(path, "w") as stream:
            stream.write(self.text)
        return path

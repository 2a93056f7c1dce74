import html
import re

BOLD = re.compile(r"\*\*(.+?)\*\*")


class Renderer:
    def __init__(self):
        self.lines = []

    def feed(self, text):
        for line in text.splitlines():
            line = html.escape(line)
            if line.startswith("# "):
                self.lines.append("<h1>" + line[2:].strip() + "</h1>")
            else:
                self.lines.append(BOLD.sub(r"<b>\1</b>", line))

    def result(self):
        return "\n".join(self.lines)

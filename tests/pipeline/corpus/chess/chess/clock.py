import time


class Clock:
    def __init__(self, seconds):
        self.left = {"white": seconds, "black": seconds}
        self.running = None
        self.since = 0.0

    def press(self, colour):
        now = time.monotonic()
        if self.running is not None:
            self.left[self.running] -= now - self.since
        self.running = colour
        self.since = now

    def fallen(self):
        return [colour for colour, left in self.left.items() if left <= 0]

    def show(self):
        return "  ".join(colour.ljust(6) + format(left, ".1f") for colour, left in self.left.items())

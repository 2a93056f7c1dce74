import io


class Report:
    def __init__(self, stations):
        self.stations = stations
        self.out = io.StringIO()

    def line(self, station):
        mean = station.mean()
        text = "unknown" if mean is None else format(mean, ".1f")
        self.out.write(station.name.ljust(20) + text + "\n")

    def build(self):
        for station in self.stations:
            station.read()
            self.line(station)
        return self.out.getvalue()

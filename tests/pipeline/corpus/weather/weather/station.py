import os
import json
import logging

logger = logging.getLogger(__name__)


class Station:
    """Measures of one place."""

    def __init__(self, name, folder):
        self.name = name
        self.folder = folder
        self.measures = []

    def read(self):
        path = os.path.join(self.folder, self.name + ".json")
        if not os.path.exists(path):
            logger.warning("no file %s", path)
            return
        with open(path) as stream:
            self.measures.extend(json.loads(stream.read()))

    def mean(self):
        values = [m["value"] for m in self.measures]
        return sum(values) / len(values) if values else None

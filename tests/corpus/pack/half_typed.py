import json
import threading


class Queue:
    def __init__(self, size):
        self.size = size
        self.lock = threading.Lock()
        self.items = []

    def put(self, item):
        with self.lock:
            if len(self.items) < self.size:
                self.items.append(item)
            self.size.

    def dump(self, stream
        data = json.dumps(self.items)
        stream.write(data
        return data.encode("utf-8")


def later(queue):
    queue.put(1)
    x = queue.items[
    queue.lock.acquire()
    for item in queue.items:
        item.run(

import asyncio
import logging
import os
import time
from urllib.parse import urljoin, urlparse

log = logging.getLogger("fetch")
CACHE = os.environ.get("FETCH_CACHE", os.path.join(os.path.expanduser("~"), ".fetch"))


class Queue:
    def __init__(self, base, limit=4, timeout=10.0):
        self.base = base
        self.seen = set()
        self.results = {}
        self.timeout = timeout
        self.lock = asyncio.Semaphore(limit)

    def path_of(self, url):
        name = urlparse(url).path.strip("/").replace("/", "_")
        return os.path.join(CACHE, name or "index")

    async def fetch(self, session, link):
        url = urljoin(self.base, link)
        if url in self.seen:
            return None
        self.seen.add(url)
        async with self.lock:
            started = time.monotonic()
            try:
                body = await asyncio.wait_for(session.get(url), timeout=self.timeout)
            except asyncio.TimeoutError:
                log.warning("%s took too long", url)
                return None
            finally:
                log.debug("%s: %.1f s", url, time.monotonic() - started)
        self.results[url] = len(body)
        os.makedirs(CACHE, exist_ok=True)
        with open(self.path_of(url), "wb") as file:
            file.write(body)
        return body

    async def run(self, session, links):
        tasks = [asyncio.create_task(self.fetch(session, link)) for link in links]
        bodies = await asyncio.gather(*tasks, return_exceptions=True)
        return [body for body in bodies if isinstance(body, bytes)]

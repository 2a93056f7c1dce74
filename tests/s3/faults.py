"""faults.py PORT TARGET_PORT FOLDER: a proxy before a store that fails as FOLDER/mode says.

ok; errors (every second request is answered 500); down (503 always); slow (a second for each request);
cut (closes every connection once 4 MB have gone through in all)
"""
import http.client
import http.server
import pathlib
import sys
import threading
import time

port, target, folder = int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
lock = threading.Lock()
seen = {"requests": 0, "bytes": 0}


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        mode = (folder / "mode").read_text().strip()
        if self.headers.get("Expect", "").lower() == "100-continue":
            pass  # answered by the base class before we are called
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with lock:
            seen["requests"] += 1
            seen["bytes"] += len(body)
            number, total = seen["requests"], seen["bytes"]
            with open(folder / "requests", "a", encoding="utf-8") as log:
                log.write(f"{self.command} {self.path} {len(body)} {mode}\n")
        if mode == "cut" and total > 4_000_000:
            self.close_connection = True
            self.connection.close()
            return
        if mode == "down" or (mode == "errors" and number % 2 == 1):
            self.send_response(503 if mode == "down" else 500)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if mode == "slow":
            time.sleep(1)
        connection = http.client.HTTPConnection("127.0.0.1", target, timeout=60)
        # The Host that was signed must be the one that is seen.
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in ("connection", "expect"):
                connection.putheader(name, value)
        connection.endheaders(body)
        reply = connection.getresponse()
        data = reply.read()
        self.send_response(reply.status)
        for name, value in reply.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        length = reply.getheader("Content-Length") if self.command == "HEAD" else str(len(data))
        self.send_header("Content-Length", length or "0")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
        connection.close()

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = forward

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", port), Proxy).serve_forever()

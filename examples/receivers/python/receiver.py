#!/usr/bin/env python3
"""Receives baotin's webhooks with nothing but Python's standard library.

    BAOTIN_SECRET=whsec_… python3 receiver.py [PORT]
"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = base64.b64decode(os.environ["BAOTIN_SECRET"].removeprefix("whsec_"))
seen = set()  # in earnest: a table, kept for at least three days


def verified(headers, body):
    """Is one of the signatures ours, and was it made within five minutes? `body`: the bytes as they came."""
    message_id, sent = headers["webhook-id"], headers["webhook-timestamp"]
    if not message_id or not sent or abs(time.time() - int(sent)) > 300:
        return False
    digest = hmac.new(KEY, f"{message_id}.{sent}.".encode() + body, hashlib.sha256).digest()
    wanted = "v1," + base64.b64encode(digest).decode()
    return any(hmac.compare_digest(one, wanted) for one in headers["webhook-signature"].split())


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        good = verified(self.headers, body)
        self.send_response(204 if good else 400)  # first answer, then work on it
        self.end_headers()
        if good and self.headers["webhook-id"] not in seen:
            seen.add(self.headers["webhook-id"])
            self.work_on(json.loads(body))

    def work_on(self, event):
        data = event["data"]
        if data.get("test"):
            print("test", event["type"], flush=True)
        else:
            print(event["type"], data["article"]["title"] if "article" in data else data["incident"]["detail"], flush=True)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8080), Receiver)
print("listening on", server.server_port, flush=True)
server.serve_forever()

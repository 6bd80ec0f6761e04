"""A small threaded service in Python: it knows its database's address and nothing of being tested.

POST /seats/<way> books the last seat: `check` reads, then writes; `lock` takes the row first.
A new connection is opened for each request, as simple services do.
"""
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg


def book(way):
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:  # commits at the end, rolls back on an error
        with connection.cursor() as cursor:
            lock = " FOR UPDATE" if way == "lock" else ""
            cursor.execute("SELECT free FROM shows WHERE id = %s" + lock, (1,))
            (free,) = cursor.fetchone()
            if free < 1:
                return 409
            cursor.execute("UPDATE shows SET free = %s WHERE id = %s", (free - 1, 1))
            cursor.execute("INSERT INTO bookings (show_id) VALUES (%s)", (1,))
            return 201


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.send_response(book(self.path.rsplit("/", 1)[-1]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
sys.stdout.close()
server.serve_forever()

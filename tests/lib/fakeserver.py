"""A mail server for tests on a free port of 127.0.0.1.

One client at a time, in a thread of its own.  What it speaks is its
subclass's matter: see fakeimap.py and fakesmtp.py.
"""
import socket
import socketserver
import threading


class HangUp(Exception):
    """The server ends the connection."""


class FakeServer:
    def __init__(self):
        self.commands = []  # everything that was asked, in order
        self.connections = 0

    def serve(self):
        """Speaks with the client that has just connected."""
        raise NotImplementedError

    # --- the wire -----------------------------------------------------------

    def open(self, connection):
        """Speaks over this socket from now on."""
        self.socket = connection
        self.reader = connection.makefile("rb")

    def read_line(self):
        return self.reader.readline()

    def send(self, data):
        self.socket.sendall(data)

    def say(self, line):
        self.send(line.encode() + b"\r\n")

    # --- the server ---------------------------------------------------------

    def __enter__(self):
        fake = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                fake.connections += 1
                fake.open(self.request)
                try:
                    fake.serve()
                except (HangUp, OSError):
                    pass
                # The upgraded socket, where TLS was started.
                fake.socket_close()

        class Server(socketserver.TCPServer):
            allow_reuse_address = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,),
                         daemon=True).start()
        return self

    def __exit__(self, *_):
        self.socket_close()
        self.server.shutdown()
        self.server.server_close()

    def socket_close(self):
        """Ends a connection that is still open."""
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except (AttributeError, OSError):
            pass

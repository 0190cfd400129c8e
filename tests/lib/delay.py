"""A line with a delay: a TCP relay that holds every byte back.

    with Delay(target_port, 0.040) as line:
        ... connect to 127.0.0.1:line.port: a round trip takes 40 ms ...

It runs as a process of its own, so as not to share Python's lock with what is
measured.  Order is kept, and bytes under way do not wait for each other, as on
a long line.
"""
import asyncio
import subprocess
import sys
import time


async def carry(reader, writer, seconds):
    """Takes bytes from one side to the other, each `seconds` later."""
    under_way = asyncio.Queue()

    async def arrive():
        while True:
            due, data = await under_way.get()
            await asyncio.sleep(max(0, due - time.monotonic()))
            if not data:
                writer.close()
                return
            writer.write(data)
            await writer.drain()

    arriving = asyncio.create_task(arrive())
    data = True
    while data:
        data = await reader.read(65536)
        under_way.put_nowait((time.monotonic() + seconds, data))
    await arriving


async def relay(target_port, seconds):
    async def connected(reader, writer):
        back, forth = await asyncio.open_connection("127.0.0.1", target_port)
        await asyncio.gather(carry(reader, forth, seconds),
                             carry(back, writer, seconds),
                             return_exceptions=True)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


class Delay:
    def __init__(self, target_port, round_trip):
        self.arguments = [str(target_port), str(round_trip / 2)]

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, __file__, *self.arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


if __name__ == "__main__":
    asyncio.run(relay(int(sys.argv[1]), float(sys.argv[2])))

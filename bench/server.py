"""A server that does as little as one can: it accepts stops, below /faulty/ all but 2 % of them.

There, of a hundred requests one meets a reset of the connection and one a 503. Prints its port.
"""

from __future__ import annotations

import asyncio
from itertools import count

_ANSWER = b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n"
_BODY = b'{"result": "success"}'
_requests = count(1)


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
            turn = next(_requests) % 100 if b"/faulty/" in head else 1
            if turn == 0:
                writer.transport.abort()
                return
            writer.write(_ANSWER % (503 if turn == 50 else 200) + _BODY)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def _main() -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main())

"""One drawing of a page by the server, asked for as a browser does, without one."""

from __future__ import annotations

from collections.abc import Mapping

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect


def drawn(address: str, page: str = "", headers: Mapping[str, str] | None = None, cookie: str = "") -> str:
    """Return everything that the server sends for the first drawing of a page."""
    given = {**(headers or {}), **({"Cookie": cookie} if cookie else {})}
    where = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    asked = BackMsg()
    asked.rerun_script.page_name = page
    sent = b""
    with connect(where, additional_headers=given, subprotocols=["streamlit"], origin=address) as socket:
        socket.send(asked.SerializeToString())
        while True:
            raw = socket.recv(timeout=60)
            sent += raw
            message = ForwardMsg()
            message.ParseFromString(raw)
            if message.WhichOneof("type") == "script_finished":
                return sent.decode("utf-8", "replace")

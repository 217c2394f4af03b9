"""The log of the server names an error and its place, never its text, which may hold a value of a patron.

SYNCKIT_DEBUG=1 lets the text through, for who looks for a mistake with made-up patrons.
"""

from __future__ import annotations

import logging
import os
import traceback
from typing import Any

_OURS = ("streamlit", "uvicorn", "asyncio", "websockets", "starlette", "py.warnings")
_made: Any = None


def hush() -> None:
    """Keep the texts of errors out of the log; more than once is as good as once."""
    global _made
    # a factory, for Streamlit makes loggers as it goes, each with a handler of its own
    if _made is None:
        _made = logging.getLogRecordFactory()
        logging.setLogRecordFactory(_record)


def _record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record: logging.LogRecord = _made(*args, **kwargs)
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if error is not None and record.name.startswith(_OURS) and not os.environ.get("SYNCKIT_DEBUG"):
        record.exc_text = placed(error)
        record.exc_info = None
    return record


def placed(error: BaseException) -> str:
    """Return the lines that an error came through, and its kind.

    >>> placed(ValueError("a value of a patron"))
    'ValueError'
    """
    frames = traceback.extract_tb(error.__traceback__)
    return "\n".join([*(f"  {each.filename}:{each.lineno} {each.name}" for each in frames), type(error).__name__])

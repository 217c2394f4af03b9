"""Who is told when a sync that runs by itself fails, is held, is paused, or is well again.

One notice a change of state, however often the same thing happens after it. A notice is written down in the transaction
that notices the change, and sent afterwards; it names the sync, the run and what to do, and no patron.
"""

from __future__ import annotations

from synckit.notices.channels import Channels
from synckit.notices.post import Post, send_test
from synckit.notices.watch import Watch

__all__ = ["Channels", "Post", "Watch", "send_test"]

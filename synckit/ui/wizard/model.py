"""The draft that this session edits.

It is plain data, edited in place by the widgets of `seeded.py`, and kept whenever it changed: a page that is loaded anew
begins with what was kept last.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as _field

import streamlit as st

from synckit.definition.draft import Content
from synckit.ui.library import Library
from synckit.ui.seeded import drop as drop
from synckit.ui.seeded import field as field
from synckit.workspace.drafting import Draft

_SESSION = "draft-{}"


@dataclass
class Session:
    """A draft as this session edits it."""

    draft: Draft
    """As it is kept now; its content may be older or newer than what is edited here."""
    content: Content
    """As it is edited, in place."""
    version: int
    """The version that was kept last from here, or seen first."""
    kept: str
    """The content of that version, as JSON."""
    tried: set[str] = _field(default_factory=set)
    """The steps that somebody wanted to leave though something lacks there."""
    wanted: dict[str, Callable[[], None]] = _field(default_factory=dict)
    """What was asked for and is done once the step is drawn (`place.py`)."""
    moves: int = 0
    """How often something changed its place among others: widgets that go by places are other ones then."""
    when: Content | None = None
    """What the form of the schedule holds; None while it is closed."""

    @property
    def is_changed(self) -> bool:
        """Whether something is not kept yet."""
        return written(self.content) != self.kept

    @property
    def is_copy(self) -> bool:
        """Whether it edits a sync that is there."""
        return self.draft.sync is not None

    @property
    def is_scheduled(self) -> bool:
        """Whether that sync is Scheduled: what is edited here runs once it is confirmed."""
        return self.draft.status == "Scheduled"

    def key(self, *parts: object) -> str:
        """Return the key of a widget, as in `session.key("map", row["id"], "from")`."""
        return ":".join(("w", str(self.draft.id), *map(str, parts)))

    def drop(self, *parts: object) -> None:
        """Forget the widgets whose keys begin so, that they are seeded anew; all of this draft without parts."""
        drop(self.key(*parts))

    def seen(self, version: int) -> None:
        """Note that the content was kept as a version."""
        self.version, self.kept = version, written(self.content)


def written(content: Content) -> str:
    """Return a content as one text, by which changes are seen.

    >>> written({"name": "x"})
    '{"name": "x"}'
    """
    return json.dumps(content, sort_keys=True, default=str)


def session(here: Library, draft_id: int) -> Session:
    """Return the draft as this session edits it. Raises `Forbidden`, `NotFound`."""
    kept = here.workspace.draft(draft_id)
    key = _SESSION.format(draft_id)
    found: Session | None = st.session_state.get(key)
    if found is None or (found.version != kept.version and not found.is_changed and not _is_open(draft_id)):
        found = st.session_state[key] = fresh(kept)
    found.draft = kept
    return found


def fresh(kept: Draft) -> Session:
    """Return a draft as it is kept, nothing edited."""
    content = copy.deepcopy(kept.content)
    return Session(kept, content, kept.version, written(content))


def forget(draft_id: int) -> None:
    """Forget what this session edited in a draft."""
    st.session_state.pop(_SESSION.format(draft_id), None)
    drop(f"w:{draft_id}")


def _is_open(draft_id: int) -> bool:
    """Return whether the drawing before this one showed the draft: Streamlit forgets the buttons of the pages that one left."""
    return f"w:{draft_id}:step:1" in st.session_state

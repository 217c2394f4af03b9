"""The wizard in memory: a tiny library, and the wizard opened on a draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from synckit.ui import library as opened
from synckit.ui import navigation

EDIT = str(navigation.page(navigation.EDIT_SYNC))


def seen(label: str) -> str:
    """Return what is seen of the label of a button; the rest is for those who hear it."""
    return re.sub(r" \*.*\*$", "", label)


class Wizard:
    """The wizard on one draft, with what a test asks of it."""

    def __init__(self, at: AppTest, draft: int) -> None:
        self.at, self.draft = at, draft

    def key(self, *parts: object) -> str:
        return ":".join(("w", str(self.draft), *map(str, parts)))

    def step(self, number: int) -> Wizard:
        self.at.query_params["step"] = str(number)
        return self.run()

    def run(self) -> Wizard:
        self.at.run()
        assert not self.at.exception
        return self

    def press(self, label: str) -> Wizard:
        self.button(label).click().run()
        assert not self.at.exception
        return self

    def button(self, label: str):
        return next(each for each in self.at.button if seen(each.label) == seen(label))

    def has(self, label: str) -> bool:
        return seen(label) in [seen(each.label) for each in self.at.button]

    def setup(self, attr: str):
        key = self.key("setup", attr)
        kinds = (self.at.text_input, self.at.selectbox, self.at.radio, self.at.multiselect, self.at.toggle)
        return next(each for kind in kinds for each in kind if each.key == key)

    @property
    def kept(self) -> dict:
        return self.workspace.draft(self.draft).content

    @property
    def workspace(self):
        return opened.opened().workspace

    def texts(self) -> str:
        kinds = (self.at.error, self.at.warning, self.at.info, self.at.success, self.at.caption, self.at.markdown)
        return "\n".join(each.value for kind in kinds for each in kind).replace("\\", "")


@pytest.fixture
def wizard(app: Callable[..., AppTest]) -> Callable[..., Wizard]:
    """Return a function that opens the wizard: on a new draft, a working copy, or the draft of another session."""

    def start(sync: str | None = None, draft: int | None = None, home: Path | None = None, **query: str) -> Wizard:
        at = app(home)
        ws = opened.opened().workspace
        draft_id = draft or (ws.draft_of(sync) if sync else ws.new_draft())
        at.switch_page(EDIT)
        for name, value in {"draft": str(draft_id), **query}.items():
            at.query_params[name] = value
        return Wizard(at, draft_id).run()

    return start


@pytest.fixture
def again(app: Callable[..., AppTest]) -> Callable[[Wizard], Wizard]:
    """Return a function that opens the draft of a wizard in another window, as a reload does."""

    def start(first: Wizard, **query: str) -> Wizard:
        at = AppTest.from_file(first.at._script_path, default_timeout=30).run()
        at.switch_page(EDIT)
        for name, value in {"draft": str(first.draft), **query}.items():
            at.query_params[name] = value
        return Wizard(at, first.draft).run()

    return start

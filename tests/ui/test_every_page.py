"""What every page keeps, whatever it shows: it opens, it says its name, hostile texts do nothing, no word stands outside words/."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

import synckit
from synckit.access import Person, Role
from synckit.ui import library as opened
from synckit.ui import navigation, signing_in
from tests.ui import library

ROOT = Path(__file__).parents[2]
FILES = sorted(str(path.relative_to(ROOT / "pages")) for path in (ROOT / "pages").rglob("*.py"))
SOURCES = sorted([*(ROOT / "pages").rglob("*.py"), *(ROOT / "synckit" / "ui").rglob("*.py")])
ACTS = re.compile(r"(?<!\\)!\[|(?<!\\)\[[^\]\\]*\]\(|(?<!\\)<[a-z]|(?<!\\)\$x|(?<!\\):red\[|(?<!\\):material/delete:")
MARKDOWN = (
    "markdown title header subheader caption error warning info success button checkbox radio text_input selectbox "
    "multiselect metric toggle text_area number_input date_input expander tabs link_button page_link button_group"
).split()


def hostile_home(tmp_path: Path) -> Path:
    """A library in which people, syncs, connections' fields and findings have hostile names, and that has run."""
    home = library.make(tmp_path, library.HOSTILE)
    with synckit.open(home) as ws:
        for name in library.HOSTILE:
            ws.save(synckit.Sync.from_yaml(library.SYNC.replace("name: Students", f"name: {json.dumps(name)}")))
        ws.sync(library.HOSTILE[0]).run()
    return home


def drawn(app, home: Path | None, file: str, role: Role = Role.ADMIN, monkeypatch=None, **query: str) -> AppTest:
    if monkeypatch is not None:
        monkeypatch.setattr(signing_in, "person", lambda: Person("ann", role))
    at = app(home) if home is not None else app()
    at.switch_page(str(navigation.page(file)))
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def queries(file: str) -> dict[str, str]:
    """Return what the address of a page has to say for it to show something."""
    if file == navigation.EDIT_SYNC:
        return {"draft": str(opened.opened().workspace.duplicate(library.HOSTILE[0])), "step": "1"}
    if file in (navigation.SYNC_DETAILS, navigation.RESULTS):
        return {"sync": library.HOSTILE[0]}
    return {}


@pytest.mark.parametrize("file", FILES)
def test_hostile_names_do_nothing(file, app, tmp_path, monkeypatch):
    at = app(hostile_home(tmp_path))
    at.switch_page(str(navigation.page(file)))
    for name, value in queries(file).items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    said = [str(getattr(each, "value", "")) for kind in MARKDOWN[:9] for each in at.get(kind)]
    said += [str(getattr(each, "label", "")) for kind in MARKDOWN for each in at.get(kind)]
    assert [text for text in said if ACTS.search(text)] == []


@pytest.mark.parametrize("file", FILES)
def test_a_page_says_its_name(file, app, tmp_path):
    at = app(hostile_home(tmp_path))
    at.switch_page(str(navigation.page(file)))
    for name, value in queries(file).items():
        at.query_params[name] = value
    at.run()
    assert [len(at.title), not at.title[0].value] == [1, False]


@pytest.mark.parametrize("file", FILES)
def test_without_a_workspace_a_page_makes_none(file, app, tmp_path):
    at = drawn(app, tmp_path / "none", file)
    assert not at.exception
    assert not (tmp_path / "none").exists()


HUGE = "99999999999999999999"
NUMBERS = [
    (navigation.RESULTS, "run"),
    (navigation.RESULTS, "sync=Students&run"),
    (navigation.PROFILES, "run"),
    (navigation.PROFILES, "profile"),
    (navigation.PROFILES, "page"),
    (navigation.EDIT_SYNC, "draft"),
    (navigation.DATA_SYNCS, "page"),
    (navigation.SYNC_DETAILS, "sync=Students&page"),
]


@pytest.mark.parametrize(("file", "name"), NUMBERS)
def test_a_number_in_the_address_that_no_store_holds_is_no_defect(file, name, app):
    at = drawn(app, None, file, **dict(parse_qsl(f"{name}={HUGE}")))
    assert [each.value for each in at.exception] == []
    assert HUGE not in "".join(each.value for each in at.error)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
@pytest.mark.parametrize("file", FILES)
def test_no_page_shows_a_value_to_those_who_may_not_see_it(file, role, app, tmp_path, monkeypatch):
    home = library.make(tmp_path)
    with synckit.open(home) as ws:
        ws.sync("Students").run()
    query = {"sync": "Students", "run": "1"} if file in (navigation.SYNC_DETAILS, navigation.RESULTS) else {}
    if file == navigation.USERS:
        pytest.skip("only admins have this page")
    at = drawn(app, home, file, role, monkeypatch, **query)
    assert not at.exception
    shown = [str(getattr(each, "value", "")) for kind in MARKDOWN[:9] for each in at.get(kind)]
    shown += [each.value.to_csv() for each in at.dataframe]
    shown += [each.value for kind in (at.text, at.code) for each in kind]
    assert [text for text in shown if re.search(r"\bAnn\b|\bLee\b|ann@example|\bRay\b|no address", text)] == []


def calls(path: Path):
    """Yield the calls of Streamlit's functions with the texts that they are given as they stand."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            # the first is what is shown; the others are data, names of files and kinds
            texts = [each for each in node.args[:1] if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            yield node.func.attr, [each.value for each in texts], node.lineno


WORDLESS = {
    "get",
    "pop",
    "setdefault",
    "startswith",
    "endswith",
    "split",
    "join",
    "replace",
    "format",
    "columns",
    "strip",
}
SHOWING = set(MARKDOWN) | {
    "write",
    "text",
    "toast",
    "dialog",
    "popover",
    "form_submit_button",
    "download_button",
    "badge",
}


def test_no_word_of_the_interface_stands_in_the_style_sheet():
    sheet = (ROOT / "synckit" / "ui" / "look.css").read_text("utf-8")
    assert re.findall(r'content:\s*(?:"[^"]*[A-Za-z]|attr)[^;]*', sheet) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_word_of_the_interface_stands_outside_words(path):
    if "words" in path.parts:
        pytest.skip("these are the words")
    found = [
        f"line {line}: {function}({text!r})"
        for function, texts, line in calls(path)
        if function in SHOWING - WORDLESS
        for text in texts
        if re.search(r"[A-Za-z]{3}", re.sub(r":[a-z_]+(/[a-z_]+)?:", "", text))
    ]
    assert found == []


def named(tree: ast.Module) -> dict[str, str]:
    """Return what a file calls the modules of words, each with its file."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "synckit.ui.words":
            found |= {each.asname or each.name: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "synckit.ui":
            found |= {each.asname or each.name: "__init__" for each in node.names if each.name == "words"}
    return found


def test_every_word_is_used():
    words, used = set(), set()
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        modules = named(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
                used.add((modules[node.value.id], node.attr))
            elif isinstance(node, ast.Name) and "words" in path.parts:
                (words if isinstance(node.ctx, ast.Store) else used).add((path.stem, node.id))
    assert sorted(word for word in words - used if word[1].isupper()) == []

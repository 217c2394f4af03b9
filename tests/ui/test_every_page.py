"""What every page keeps, whatever it shows: it opens, it says its name, hostile texts do nothing, no word stands outside words/."""

from __future__ import annotations

import ast
import json
import re
import time
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

import synckit
from synckit.access import Person, Role
from synckit.ui import library as opened
from synckit.ui import navigation, signing_in
from synckit.ui.words import activity
from tests.ui import library

ROOT = Path(__file__).parents[2]
FILES = sorted(str(path.relative_to(ROOT / "pages")) for path in (ROOT / "pages").rglob("*.py"))
SOURCES = sorted([*(ROOT / "pages").rglob("*.py"), *(ROOT / "synckit" / "ui").rglob("*.py")])
ACTS = re.compile(r"(?<!\\)!\[|(?<!\\)\[[^\]\\]*\]\(|(?<!\\)<[a-z]|(?<!\\)\$x|(?<!\\):red\[|(?<!\\):material/delete:")
MARKDOWN = (
    "markdown title header subheader caption error warning info success button checkbox radio text_input selectbox "
    "multiselect metric toggle text_area number_input date_input expander tabs link_button page_link button_group"
).split()


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory) -> Path:
    """A library in which people, syncs, connections' fields and findings have hostile names, and that has run."""
    home = library.make(tmp_path_factory.mktemp("hostile"), library.HOSTILE)
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
def test_a_page_says_its_name_and_hostile_names_do_nothing(file, app, hostile_home):
    at = app(hostile_home)
    at.switch_page(str(navigation.page(file)))
    for name, value in queries(file).items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    said = [str(getattr(each, "value", "")) for kind in MARKDOWN[:9] for each in at.get(kind)]
    said += [str(getattr(each, "label", "")) for kind in MARKDOWN for each in at.get(kind)]
    assert [text for text in said if ACTS.search(text)] == []
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


PEOPLE = """id,kind,card,first,last,mail
1,ST,70707,Zebedee,Quagmire,zebedee@example.org
2,ST,80808,Winifred,Umbrage,nowhere
3,ST,,Octavia,Ynglinga,octavia@example.org
"""
SAID_OF_THEM = re.compile(b"(?i)ebedee|uagmire|inifred|mbrage|ctavia|nglinga|70707|80808|nowhere")
"""What of these people nobody may see who sees values masked: all behind a first letter, but the place of an e-mail."""
DRAFT = "draft"
SHOWN_TO_ALL = [
    (navigation.DATA_SYNCS, {}),
    (navigation.EDIT_SYNC, {DRAFT: "", "step": "1"}),
    (navigation.EDIT_SYNC, {DRAFT: "", "step": "2"}),
    (navigation.EDIT_SYNC, {DRAFT: "", "step": "3"}),
    (navigation.EDIT_SYNC, {DRAFT: "", "step": "4"}),
    (navigation.SYNC_DETAILS, {"sync": "Students"}),
    (navigation.RESULTS, {"sync": "Students", "run": "1"}),
    (navigation.RESULTS, {"sync": "Students", "run": "2"}),
    (navigation.RESULTS, {"sync": "Students", "run": "1", "view": "errors"}),
    (navigation.RESULTS, {"sync": "Students", "run": "1", "view": "charts"}),
    (navigation.PATRON_PREVIEW, {"connection": "Our patrons"}),
    (navigation.PATRON_PREVIEW, {"sync": "Students"}),
    (navigation.PROFILES, {}),
    (navigation.PROFILES, {"profile": "1"}),
    (navigation.PROFILES, {"profile": "1", "do": "edit"}),
    (navigation.PROFILES, {"profile": "1", "do": "merge"}),
    (navigation.PROFILES, {"run": "1"}),
    (navigation.PROFILES, {"run": "2", "made": "updated"}),
    (navigation.PROFILE_FIELDS, {}),
    (navigation.ILS_INTEGRATION, {}),
    (navigation.ACTIVITY, {}),
    (navigation.ACTIVITY, {"show": activity.AUDIT}),
]


@pytest.fixture(scope="module")
def personal_home(tmp_path_factory) -> tuple[Path, int]:
    """A library with people whose names are like no other word, one of whom got another name; and a draft in it."""
    folder = tmp_path_factory.mktemp("people")
    home = library.make(folder)
    (folder / "patrons.csv").write_text(PEOPLE, "utf-8")
    with synckit.open(home) as ws:
        ws.sync("Students").run()
        (folder / "patrons.csv").write_text(PEOPLE.replace("Quagmire", "Quagmire-Umbrage"), "utf-8")
        ws.sync("Students").run()
        (folder / "patrons.csv").write_text(
            PEOPLE.replace("Zebedee", "Zebedee-Winifred"), "utf-8"
        )  # a run would change it
        return home, ws.duplicate("Students")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
@pytest.mark.parametrize(("file", "query"), SHOWN_TO_ALL, ids=[f"{f} {' '.join(q.values())}" for f, q in SHOWN_TO_ALL])
def test_nothing_of_a_person_goes_to_the_browser_of_those_who_may_not_see_it(
    file, query, role, app, personal_home, monkeypatch
):
    home, draft = personal_home
    at = settled(drawn(app, home, file, role, monkeypatch, **query | ({DRAFT: str(draft)} if DRAFT in query else {})))
    assert not at.exception
    assert sorted({found.decode() for each in sent(at) for found in SAID_OF_THEM.findall(each)}) == []


FULL_OF_PEOPLE = [
    (file, query)
    for file, query in SHOWN_TO_ALL
    if "do" not in query
    and (query.get("view") != "charts")
    and (file in (navigation.PATRON_PREVIEW, navigation.PROFILES) or "run" in query)
]


@pytest.mark.parametrize(
    ("file", "query"), FULL_OF_PEOPLE, ids=[f"{f} {' '.join(q.values())}" for f, q in FULL_OF_PEOPLE]
)
def test_whoever_asks_for_values_and_may_see_them_gets_them(file, query, app, personal_home):
    at = drawn(app, personal_home[0], file, **query)
    at.toggle(key="show-values-switch").set_value(True).run()
    assert any(SAID_OF_THEM.search(each) for each in sent(settled(at)))


def settled(at: AppTest) -> AppTest:
    """Draw a page until all that it looks at is there."""
    for _ in range(60):
        if not any("…" in each.value for each in at.caption):
            return at
        time.sleep(0.1)
        at.run()
    raise AssertionError([each.value for each in at.caption])


def sent(at: AppTest) -> list[bytes]:
    """Return all that a page sends: texts, labels, options, tables, charts."""
    return [each.proto.SerializeToString() for each in at._tree if getattr(each, "proto", None) is not None]


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

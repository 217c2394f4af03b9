"""Patron preview: whose patrons, which of them, and what can be taken along."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

import synckit
from synckit import errors
from synckit.access import Person, Role
from synckit.ui import library as opened
from synckit.ui import navigation, signing_in, taking_along
from tests.ui import library

PAGE = str(navigation.page(navigation.PATRON_PREVIEW))


def shown(app, home=None, **query: str) -> AppTest:
    """The page on what the address says, its patrons read and looked at."""
    at = app(home)
    at.switch_page(PAGE)
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    return settled(at)


def settled(at: AppTest) -> AppTest:
    opened.opened().readings.of("Our patrons", library.ADMIN).wait(20)
    for _ in range(20):
        assert not at.exception
        if not [each for each in at.caption if each.value.startswith(("Looking", "Reading"))]:
            break
        at.run()
    return at


def texts(at: AppTest) -> str:
    kinds = (at.error, at.warning, at.info, at.caption, at.markdown)
    return "\n".join(each.value for kind in kinds for each in kind).replace("\\", "")


def test_nothing_is_read_before_somebody_chooses(app):
    at = app()
    at.switch_page(PAGE).run()
    assert at.selectbox[0].options == ["Connection: Our patrons", "Sync: Students"]
    assert opened.opened().readings._readings == {}


def test_a_choice_stands_in_the_address(app):
    at = app()
    at.switch_page(PAGE).run()
    at.selectbox[0].select_index(1).run()
    assert at.query_params["sync"] in ("Students", ["Students"])
    assert not at.exception


def test_the_patrons_of_a_connection_are_shown_masked(app):
    at = shown(app, connection="Our patrons")
    assert "All 4 patrons are taken" in texts(at)
    table = at.dataframe[0].value
    assert table["Patron"].tolist() == ["1", "2", "3", "4"]
    assert table["First"].tolist() == ["A•••", "B•••", "C•••", "D•••"]


def test_a_sync_brings_its_filter_which_is_tried_without_changing_it(app):
    at = shown(app, sync="Students")
    assert "3 of 4 patrons meet the filter" in texts(at)
    key = next(each.key for each in at.text_input if str(each.key).endswith(":kind:equals"))
    at.text_input(key=key).set_value("FAC").run()
    at = settled(at)
    assert "1 of 4 patrons meets the filter" in texts(at)
    assert opened.opened().workspace.sync("Students").definition.filter.conditions[0].value == "ST"


def test_sql_of_a_sync_is_shown_to_a_viewer_who_writes_none(app, monkeypatch):
    at = app()
    ws = opened.opened().workspace
    ws.save(ws.sync("Students").definition.changed(filter={"all": [{"sql": "mail like 'ann%'"}]}))
    monkeypatch.setattr(signing_in, "person", lambda: Person("vi", Role.VIEWER))
    at = shown(app, ws.home.folder, sync="Students")
    assert "1 of 4 patrons meets the filter" in texts(at)
    assert [(each.value, each.disabled) for each in at.text_input] == [("mail like 'ann%'", True)]
    assert [each.label for each in at.button if "SQL" in each.label] == []


def test_fields_are_counted(app):
    at = shown(app, connection="Our patrons")
    at.selectbox(key=next(each.key for each in at.selectbox if str(each.key).startswith("by:"))).select("kind").run()
    at = settled(at)
    counts = at.dataframe[1].value
    assert counts["Patrons"].tolist() == ["3", "1"]


def test_an_admin_may_see_values_which_is_kept_in_the_audit(app):
    at = shown(app, connection="Our patrons")
    at.toggle[0].set_value(True).run()
    at = settled(at)
    assert at.dataframe[0].value["First"].tolist() == ["Ann", "Bo", "Cy", "Di"]


def test_values_stay_masked_where_the_audit_cannot_have_it(app, monkeypatch):
    def fails(ws: synckit.Workspace) -> None:
        raise errors.StoreError("The disk is full.")

    at = shown(app, connection="Our patrons")
    monkeypatch.setattr(synckit.Workspace, "note_unmasked", fails)
    at.toggle[0].set_value(True).run()
    shown_once = at.warning[0].value.replace("\\", "")
    at = settled(at)
    assert at.dataframe[0].value["First"].tolist() == ["A•••", "B•••", "C•••", "D•••"]
    assert (at.toggle[0].value, shown_once) == (False, "The disk is full.")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_others_see_them_masked_and_take_no_file_along(role, app, monkeypatch):
    monkeypatch.setattr(signing_in, "person", lambda: Person("vera", role))
    at = shown(app, connection="Our patrons")
    assert len(at.toggle) == 0
    assert at.get("download_button") == []
    assert at.dataframe[0].value["First"].tolist() == ["A•••", "B•••", "C•••", "D•••"]
    acting = opened.opened().workspace.acting(Person("vera", role))
    patrons = opened.opened().readings.of("Our patrons", library.ADMIN).patrons
    with pytest.raises(errors.Forbidden, match="may not export"):
        acting.download_patrons(patrons, None, ["first"])


def test_the_lines_for_a_notebook_give_the_same_patrons(app, tmp_path):
    at = shown(app, sync="Students")
    lines = next(each.value for each in at.code if "import synckit" in each.value)
    names: dict = {}
    exec(lines.replace("ws.patrons(", "found = ws.patrons("), names)  # noqa: S102
    assert names["found"]["patron"].tolist() == ["1", "2", "3"]
    names["ws"].close()


def test_lines_for_a_notebook_hold_hostile_names_as_text():
    for name in library.HOSTILE:
        said = taking_along.python("x", name, {"all": [{"field": name, "operator": "equals", "value": '"""'}]})
        compile(said, "lines", "exec")


def test_a_long_list_is_paged(app, tmp_path):
    home = library.make(tmp_path)
    rows = [f"{number},ST,{number},Ann,Lee,a{number}@example.org" for number in range(1, 121)]
    (tmp_path / "patrons.csv").write_text("\n".join(["id,kind,card,first,last,mail", *rows]) + "\n", "utf-8")
    at = shown(app, home, connection="Our patrons")
    assert len(at.dataframe[0].value) == 50
    assert "1 to 50 of 120" in texts(at)


def test_without_a_connection_the_page_says_how_to_get_one(app, tmp_path):
    synckit.open(tmp_path / "empty").close()
    at = app(tmp_path / "empty")
    at.switch_page(PAGE).run()
    assert "No library system is connected yet" in texts(at)


def test_hostile_texts_of_patrons_show_only_in_tables(app, tmp_path):
    at = shown(app, library.make(tmp_path, library.HOSTILE), connection="Our patrons")
    at.toggle[0].set_value(True).run()
    at = settled(at)
    assert at.dataframe[0].value["Last"].tolist()[4:] == library.HOSTILE
    assert "evil" not in texts(at)

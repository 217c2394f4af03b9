"""Step 1, Name & Setup: every setting, the match keys, and what is said at once."""

from __future__ import annotations

import pytest

import synckit


def match(w) -> dict[str, list[str]]:
    return {each.label: list(each.value) for each in w.at.multiselect if each.label.startswith("Match key")}


def key_box(w, place: int):
    return next(each for each in w.at.multiselect if each.label == f"Match key {place}")


def test_a_sync_is_set_up_from_nothing(wizard):
    w = wizard()
    w.setup("name").set_value("Alumni").run()
    w.setup("connection").select("Our patrons").run()
    key_box(w, 1).set_value(["library_card_number"]).run()
    w.press("Next")
    assert w.at.query_params["step"] == "2"
    assert {name: w.kept[name] for name in ("name", "connection", "match_on")} == {
        "name": "Alumni",
        "connection": "Our patrons",
        "match_on": [["library_card_number"]],
    }


SETTINGS = [
    ("type", "update", ["Create", "Update", "Create & Update"]),
    ("frequency", "recurring", ["Single", "Recurring"]),
    ("empty_fields", "replace", ["Replace", "Skip"]),
    ("incorrect_values", "skip", ["Report Error", "Skip"]),
    ("errors", "stop", ["Continue & Report", "Stop Sync"]),
    ("on_conflict", "reject", ["Create a new profile", "Update the later key’s profile", "Reject"]),
]


def test_every_choice_is_kept_as_the_definition_writes_it(wizard, again):
    w = wizard("Students")
    assert {attr: w.setup(attr).options for attr, *_ in SETTINGS} == {attr: said for attr, _, said in SETTINGS}
    for attr, chosen, _ in SETTINGS:
        w.setup(attr).set_value(chosen)
    w.run()
    assert {attr: w.kept[attr] for attr, *_ in SETTINGS} == {attr: chosen for attr, chosen, _ in SETTINGS}
    other = again(w)
    assert [other.setup(attr).value for attr, *_ in SETTINGS] == [chosen for _, chosen, _ in SETTINGS]


def test_each_choice_says_what_it_means(wizard):
    w = wizard()
    meanings = [caption for attr, *_ in SETTINGS for caption in w.setup(attr).proto.captions]
    assert len(meanings) == 14
    assert all(each.endswith(".") for each in meanings)


def test_a_name_that_is_taken_is_said_at_once(wizard):
    w = wizard()
    w.setup("name").set_value("Students").run()
    assert "Another sync is named 'Students'" in w.texts()
    w.press("Next")
    assert "Another sync is named 'Students'" in w.at.warning[0].value.replace("\\", "")


def test_the_name_of_the_sync_itself_is_free(wizard):
    assert "Another sync" not in wizard("Students").texts()


def test_the_frequency_of_a_scheduled_sync_is_fixed(wizard):
    w = wizard("Students")
    w.workspace.sync("Students").schedule(date="2099-01-01", time="02:30")
    w.run()
    assert w.setup("frequency").disabled
    assert "cannot change while the sync is scheduled" in w.texts()


def test_without_a_connection_the_wizard_opens_and_offers_to_set_one_up(wizard, tmp_path):
    synckit.open(tmp_path / "empty").close()
    w = wizard(home=tmp_path / "empty")
    assert "No library system is connected yet" in w.texts()
    assert [each.proto.label for each in w.at.get("page_link")][-1] == "Set up ILS integration"
    w.setup("name").set_value("Alumni").run()
    assert w.kept["name"] == "Alumni"


def test_a_connection_that_is_gone_is_said_and_never_replaced(wizard):
    w = wizard("Students")
    content = {**w.kept, "connection": "Former system"}
    w.workspace.save_draft(w.draft, 1, content)
    w.at.switch_page("pages/admin/activity.py").run()
    w.at.switch_page("pages/syncs/edit_sync.py")
    w.at.query_params["draft"] = str(w.draft)
    w.run()
    assert "“Former system” is no longer available" in w.texts()
    assert (w.setup("connection").value, w.kept["connection"]) == (None, "Former system")
    w.setup("connection").select("Our patrons").run()
    assert w.kept["connection"] == "Our patrons"


def test_unique_fields_are_offered_first_as_keys(wizard):
    assert key_box(wizard(), 1).options[:2] == ["Library card number (unique)", "Prefix"]


def test_keys_are_added_moved_and_deleted(wizard):
    w = wizard("Students").press("+ Match Key")
    key_box(w, 2).set_value(["email", "last_name"]).run()
    w.press("+ Match Key")
    key_box(w, 3).set_value(["phone"]).run()
    w.press("Move match key 3 up")
    assert w.kept["match_on"] == [["library_card_number"], ["phone"], ["email", "last_name"]]
    w.press("Delete match key 2")
    assert match(w) == {"Match key 1": ["library_card_number"], "Match key 2": ["email", "last_name"]}
    assert w.kept["match_on"] == [["library_card_number"], ["email", "last_name"]]


def test_a_second_quick_click_takes_no_neighbour_of_the_key_it_was_at(wizard):
    w = wizard("Students").press("+ Match Key")
    key_box(w, 2).set_value(["email"]).run()
    w.press("+ Match Key")
    key_box(w, 3).set_value(["phone"]).run()
    w.button("Delete match key 1").click()
    w.button("Delete match key 2").click()
    w.run()
    assert w.kept["match_on"] == [["email"], ["phone"]]


def test_a_key_that_stands_twice_is_said(wizard):
    w = wizard("Students").press("+ Match Key")
    key_box(w, 2).set_value(["library_card_number"]).run()
    w.press("Next")
    assert "stands twice" in w.at.warning[0].value


LIMITS = [("create", "500", 500), ("update", "20%", "20%"), ("read_drop", "", None)]


def test_limits_are_numbers_or_shares(wizard):
    w = wizard("Students")
    assert w.at.text_input(key=w.key("setup", "limit", "read_drop")).value == "20%"
    for name, typed, _ in LIMITS:
        w.at.text_input(key=w.key("setup", "limit", name)).set_value(typed)
    w.run()
    assert w.kept["limits"] == {name: kept for name, _, kept in LIMITS}
    w.press("Save & Exit")
    limits = w.workspace.sync("Students").definition.limits
    assert (str(limits.create), str(limits.update), limits.read_drop) == ("500", "20%", None)


def test_what_is_no_limit_is_said_at_once(wizard):
    w = wizard("Students")
    w.at.text_input(key=w.key("setup", "limit", "create")).set_value("many").run()
    assert "'many' is no limit" in w.texts()
    assert w.press("Next").at.query_params.get("step") is None


def test_the_time_zone_is_the_library_s_or_another(wizard):
    w = wizard("Students")
    w.setup("timezone").set_value("Europe/Berlin").run()
    assert w.kept["timezone"] == "Europe/Berlin"
    w.setup("timezone").set_value("").run()
    assert w.kept["timezone"] is None


@pytest.mark.parametrize("attr", ["vanished", "incremental"])
def test_what_a_system_cannot_tell_is_not_asked(attr, wizard):
    with pytest.raises(StopIteration):
        wizard("Students").setup(attr)


def test_a_system_that_tells_changes_may_be_read_in_part(wizard, monkeypatch):
    monkeypatch.setattr("synckit.ils.tells_changes", lambda kind: True)
    w = wizard("Students")
    w.setup("incremental").set_value(True).run()
    assert w.kept["incremental"] == {"full_every": 7}
    w.at.number_input(key=w.key("setup", "full_every")).set_value(30).run()
    assert w.kept["incremental"] == {"full_every": 30}
    w.setup("vanished").set_value("flag").run()
    assert w.kept["vanished"] == "flag"
    w.setup("incremental").set_value(False).run()
    assert w.kept["incremental"] is None

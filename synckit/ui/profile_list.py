"""The profiles, fifty a page: looked for by words and type, or those that one run created or updated.

What is looked for stays in the address. No page counts: a next one is offered when there is one.
"""

from __future__ import annotations

import streamlit as st

from synckit.access import Act
from synckit.ui import labels, navigation, words
from synckit.ui.address import page_of
from synckit.ui.library import Library
from synckit.ui.profile_downloads import download_all, download_run
from synckit.ui.shown import escaped
from synckit.ui.words import profiles as text
from synckit.workspace.profile_looks import Found, Listed

_MADE = ("created", "updated")
_LONGEST = 200


def show(library: Library) -> None:
    """Show what is looked for."""
    _actions(library)
    given, kind, deleted = _asked(library)
    with st.container(key="profile-list"), st.spinner(text.LOOKING, show_time=False):
        found = library.workspace.find_profiles(given, kind, deleted, page())
    if found.exact:
        st.caption(text.EXACT)
    if found.rows:
        _rows(library, found)
    else:
        _nothing(library, given or kind or "", deleted)
    pages(found)


def show_run(library: Library, run_id: int) -> None:
    """Show the profiles that a run created or updated."""
    title, ways = st.container(), st.container(horizontal=True)
    ways.button(text.ALL_PROFILES, key="all-profiles", icon=":material/arrow_back:", on_click=go)
    run = library.workspace.run(run_id).document()
    title.header(escaped(text.OF_RUN.format(run=run_id, sync=run["sync"])), anchor=False)
    with ways:
        if st.button(text.RUN_RESULTS, key="run-results"):
            params = {"sync": run["sync"], "run": str(run_id)}
            st.switch_page(navigation.page(navigation.RESULTS), query_params=params)
        download_run(library, run_id)
    made = st.query_params.get("made", "created")
    with st.container(horizontal=True):
        for name, label in zip(_MADE, (text.RUN_CREATED, text.RUN_UPDATED), strict=True):
            kind = "primary" if name == made else "secondary"
            st.button(label, key=f"made-{name}", type=kind, on_click=_made, args=(name,))  # type: ignore[arg-type]
    found = library.workspace.profiles_of_run(run_id, made != "updated", page())
    if found.rows:
        _rows(library, found)
    else:
        st.caption(text.RUN_NONE.get(made, text.RUN_NONE["created"]))
    pages(found)


def go(**params: str) -> None:
    """Go to another address of this page."""
    st.query_params.from_dict(params)


def open_profile(profile_id: int) -> None:
    """Go to one profile; the browser's way back leads to where it was looked for."""
    st.query_params["profile"] = str(profile_id)


def page() -> int:
    """Return the page that the address names, counted from 1."""
    return page_of(st.query_params.get("page", ""))


def pages(found: Found) -> None:
    """Show the ways to the page before and the next one."""
    now = page()
    if now == 1 and not found.more:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="profile-pages"):
        st.button(text.PREVIOUS, key="page-previous", disabled=now == 1, on_click=_turn, args=(now - 1,))
        st.write(text.PAGE.format(page=now))
        st.button(text.NEXT, key="page-next", disabled=not found.more, on_click=_turn, args=(now + 1,))


def _actions(library: Library) -> None:
    person = library.workspace.person
    with st.container(horizontal=True, key="profile-actions"):
        if person.may(Act.PEOPLE):
            new = {"do": "new"}
            st.button(text.NEW, key="new-profile", type="primary", icon=":material/add:", on_click=go, kwargs=new)
            st.button(text.IMPORT, key="import-profiles", on_click=go, kwargs={"do": "import"})
        download_all(library)


def _asked(library: Library) -> tuple[str, str | None, bool]:
    """Ask what is looked for: words, a type, deleted ones."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="profile-search"):
        given = st.text_input(
            text.SEARCH,
            key="q",
            type="search",
            placeholder=text.SEARCH_HINT if library.workspace.values_shown else text.SEARCH_HINT_MASKED,
            bind="query-params",
            on_change=_first_page,
        )
        types = library.workspace.catalogue.types
        kind = st.selectbox(
            text.TYPE,
            types,
            index=None,
            key="type",
            placeholder=text.ALL_TYPES,
            bind="query-params",
            on_change=_first_page,
        )
        deleted = st.toggle(text.DELETED, key="deleted", bind="query-params", on_change=_first_page)
    return (given or "")[:_LONGEST], kind if kind in types else None, deleted


def _rows(library: Library, found: Found) -> None:
    said = labels.of_profile_fields(library.workspace.catalogue)
    heads = (*text.COLUMNS, *(said[field.key] for field in found.keys))
    widths = [0.8, 3, 1.6, 3, *(1.8 for _ in found.keys)]
    with st.container(key="profiles-head"):
        for column, head in zip(st.columns(widths), heads, strict=True):
            column.caption(escaped(head))
    with st.container(key="profile-rows", gap=None):
        for row in found.rows:
            _row(row, widths)


def _row(row: Listed, widths: list[float]) -> None:
    with st.container(key=f"profile-row-{row.id}"):
        number, name, *others = st.columns(widths, vertical_alignment="center")
        number.text(str(row.id))
        label = escaped(row.name or text.NO_NAME)
        name.button(label, key=f"open-{row.id}", type="tertiary", on_click=open_profile, args=(row.id,))
        for column, value in zip(others, (row.type, row.email, *row.keys), strict=True):
            column.text(value or words.NEVER)


def _none_found(library: Library) -> str:
    """Return where words are looked for, by what the person at work sees."""
    if library.workspace.values_shown:
        return text.NONE_FOUND_SAYS
    more = text.NONE_FOUND_SHOW.format(switch=words.SHOW_VALUES) if library.workspace.person.may(Act.UNMASK) else ""
    return f"{text.NONE_FOUND_MASKED} {more}".strip()


def _nothing(library: Library, asked: str, deleted: bool) -> None:
    """Say why there is nothing, and the one thing to do next."""
    bold, says = (text.NONE_FOUND, _none_found(library)) if asked else (text.NONE, text.NONE_SAYS)
    if deleted:
        bold, says = text.NONE_DELETED, text.NONE_DELETED_SAYS
    if page() > 1:
        bold, says = text.NO_MORE, text.NO_MORE_SAYS
    with st.container(border=True, key="no-profiles"):
        st.markdown(f"**{bold}**")
        st.write(says)
        if page() > 1:
            st.button(text.FIRST_PAGE, key="first-page", on_click=_first_page)
        elif asked or deleted:
            st.button(text.CLEAR, key="clear-search", on_click=_clear)


def _made(name: str) -> None:
    st.query_params["made"] = name
    _first_page()


def _turn(number: int) -> None:
    st.query_params["page"] = str(number)


def _first_page() -> None:
    st.query_params.pop("page", None)


def _clear() -> None:
    st.session_state["q"], st.session_state["type"], st.session_state["deleted"] = "", None, False
    _first_page()

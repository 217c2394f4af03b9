"""What serving stands on: a private name of Streamlit, a log without texts of errors, a page without them."""

from __future__ import annotations

import io
import logging

from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from synckit.ui import quiet, serving


def test_the_private_name_of_streamlit_is_still_there():
    assert "uses_pages_directory" in vars(PagesManager)


def _failing() -> None:
    raise ValueError("canary of a patron")


def _logged(name: str) -> str:
    quiet.hush()
    out, logger = io.StringIO(), logging.getLogger(name)
    handler = logging.StreamHandler(out)
    logger.addHandler(handler)
    try:
        _failing()
    except ValueError:
        logger.exception("Uncaught app execution")
    finally:
        logger.removeHandler(handler)
    return out.getvalue()


def test_the_log_names_the_kind_and_the_place_of_an_error_and_not_its_text(monkeypatch):
    monkeypatch.delenv("SYNCKIT_DEBUG", raising=False)
    said = _logged("streamlit.error_util")
    assert ("canary" in said, "ValueError" in said, "test_serving.py" in said) == (False, True, True)


def test_who_asks_for_it_sees_the_text(monkeypatch):
    monkeypatch.setenv("SYNCKIT_DEBUG", "1")
    assert "canary" in _logged("streamlit.error_util")


def test_the_log_of_other_programs_is_left_as_it_is():
    assert "canary" in _logged("elsewhere")


def test_the_page_names_the_kind_of_an_error_and_not_its_text():
    def page():
        from synckit.ui import serving

        serving._defect(ValueError("canary of a patron"))

    at = AppTest.from_function(page).run()
    assert ["An error of synckit itself" in each.value for each in at.error] == [True]
    assert "canary" not in at.error[0].value


def test_an_environment_without_settings_gives_none():
    assert serving.settings({"STREAMLIT_SERVER_PORT": " ", "PATH": "/bin"}) == {}

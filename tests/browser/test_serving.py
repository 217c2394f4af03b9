"""The server of `python -m synckit app`, over HTTP and in a browser: nothing is shown before a sign-in, and nothing after it."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from types import SimpleNamespace
from urllib.parse import urlencode, urlsplit

import pytest
import requests

import synckit
from tests.browser.server import serving
from tests.browser.session import drawn
from tests.ui import library

ANN, BO, DEE = "correct horse", "battery staple", "canary password of dee"
ASKS, SHOWS = "/auth/login", "Sign out"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A library with users, served; `first` is what the very first request got, which asked for a page by its address."""
    folder = tmp_path_factory.mktemp("served")
    home = library.make(folder, library.HOSTILE)
    with synckit.open(home) as ws:
        ws.add_user("ann", "admin", ANN)
        for name, password in (("bo", BO), ("dee", DEE), ("eve", BO), ("fay", BO)):
            ws.add_user(name, "viewer", password)
    with serving(home, folder / "server.log", by_command=True) as address:
        first = drawn(address, "profiles")
        yield SimpleNamespace(address=address, home=home, log=folder / "server.log", first=first)


def post(served, path="/auth/login", origin="", **form):
    headers = {"Origin": origin or served.address, "Referer": f"{served.address}/results?sync=Students&sign_in=failed"}
    return requests.post(served.address + path, data=form, headers=headers, allow_redirects=False, timeout=30)


def cookie_of(answer) -> str:
    return answer.headers["Set-Cookie"].partition(";")[0]


def sign_in(served, name, password) -> str:
    return cookie_of(post(served, user=name, password=password))


def test_a_page_asked_for_by_its_address_first_of_all_asks_for_a_sign_in(served):
    assert ASKS in served.first
    assert [each for each in ("Students", "Our patrons", "Ann", SHOWS, "monitoring") if each in served.first] == []


def test_the_right_password_gives_a_cookie_that_no_script_reads_and_leads_back(served):
    answer = post(served, user="ann", password=ANN)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/results?sync=Students")
    name, *settings = [part.strip() for part in answer.headers["Set-Cookie"].split(";")]
    assert sorted(settings) == ["HttpOnly", "Max-Age=28800", "Path=/", "SameSite=lax"]
    assert "ann" not in name
    assert SHOWS in drawn(served.address, cookie=name)


def test_behind_https_the_cookie_is_secure(served):
    headers = {"Origin": served.address, "X-Forwarded-Proto": "https"}
    form = {"user": "ann", "password": ANN}
    answer = requests.post(
        f"{served.address}/auth/login", data=form, headers=headers, allow_redirects=False, timeout=30
    )
    assert "Secure" in [part.strip() for part in answer.headers["Set-Cookie"].split(";")]


def test_a_wrong_one_leads_back_without_a_cookie(served):
    answer = post(served, user="eve", password="wrong")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/results?sync=Students&sign_in=failed")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1"])
@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout"])
def test_a_form_of_another_site_is_not_taken(served, path, origin):
    assert post(served, path, origin, user="ann", password=ANN).status_code == 403


def test_a_form_that_says_no_origin_is_not_taken(served):
    answer = requests.post(f"{served.address}/auth/login", data={"user": "ann", "password": ANN}, timeout=30)
    assert answer.status_code == 403


def test_a_form_leads_to_no_other_site(served):
    headers = {"Origin": served.address, "Referer": "https://evil.example/page"}
    answer = requests.post(f"{served.address}/auth/login", data={}, headers=headers, allow_redirects=False, timeout=30)
    assert answer.headers["Location"] == "/?sign_in=failed"


def test_a_form_that_is_too_long_is_not_read(served):
    assert post(served, user="ann", password="x" * 10_000).status_code == 413


def test_a_link_signs_nobody_out(served):
    cookie = sign_in(served, "bo", BO)
    requests.get(f"{served.address}/auth/logout", headers={"Cookie": cookie}, timeout=30)
    assert SHOWS in drawn(served.address, cookie=cookie)


@pytest.mark.parametrize("path", ["/", "/api/ready", "/app/static/logo.svg", "/_stcore/health"])
def test_every_answer_has_the_headers(served, path):
    headers = requests.get(served.address + path, timeout=30).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_it_says_that_it_is_ready(served):
    answer = requests.get(f"{served.address}/api/ready", timeout=30)
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "workspace": True})


def test_another_host_is_refused(served):
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=30)
    connection.request("GET", "/api/ready", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 400
    connection.close()


def test_a_cookie_that_was_made_up_is_nobody(served):
    name = cookie_of(post(served, user="ann", password=ANN)).partition("=")[0]
    assert ASKS in drawn(served.address, cookie=f"{name}=made-up")


def test_signing_out_over_http_ends_the_sign_in(served):
    cookie = sign_in(served, "bo", BO)
    headers = {"Origin": served.address, "Cookie": cookie}
    answer = requests.post(f"{served.address}/auth/logout", headers=headers, allow_redirects=False, timeout=30)
    assert (answer.status_code, "Max-Age=0" in answer.headers["Set-Cookie"]) == (303, True)
    assert ASKS in drawn(served.address, cookie=cookie)


def test_signing_in_again_ends_the_former_sign_in(served):
    former = sign_in(served, "bo", BO)
    headers = {"Origin": served.address, "Cookie": former}
    form = {"user": "bo", "password": BO}
    requests.post(f"{served.address}/auth/login", data=form, headers=headers, allow_redirects=False, timeout=30)
    assert ASKS in drawn(served.address, cookie=former)


def test_five_failures_lock_the_user_out(served):
    for _ in range(5):
        post(served, user="fay", password="wrong")
    assert "sign_in=failed" in post(served, user="fay", password=BO).headers["Location"]


def test_passwords_are_not_taken_over_plain_http_from_elsewhere(served):
    from synckit.ui import doorkeeper

    request = SimpleNamespace(url=SimpleNamespace(scheme="http", hostname="library.example.org"))
    assert not doorkeeper._is_private(request)  # type: ignore[arg-type]


def test_the_log_has_no_password_token_or_name_of_a_patron(served):
    cookie = sign_in(served, "dee", DEE)
    drawn(served.address, "data_syncs", cookie=cookie)
    post(served, user=f"{DEE} as a name", password="wrong canary")
    requests.get(f"{served.address}/results?{urlencode({'sync': 'Students'})}", timeout=30)
    log = served.log.read_text("utf-8", "replace")
    secrets = ("canary", cookie.partition("=")[2], "ann@example.org", *library.HOSTILE)
    assert [each for each in secrets if each in log] == []


# In a browser


@pytest.fixture
def window(browser, served):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=served.address)
    context.set_default_timeout(30_000)
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert complaints == []


def enter(page, address, name, password):
    from playwright.sync_api import expect

    page.goto(address)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible(timeout=30_000)


def test_a_person_signs_in_where_she_wanted_to_go_and_out_again(window):
    from playwright.sync_api import expect

    enter(window, "/activity", "bo", BO)
    expect(window.get_by_role("heading", name="Activity", exact=True)).to_be_visible()
    assert urlsplit(window.url).path == "/activity"
    window.get_by_role("button", name="Sign out").click()
    expect(window.get_by_role("heading", name="Sign in")).to_be_visible()
    window.reload()
    expect(window.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_user_who_is_disabled_is_out_at_once_on_an_open_page(window, served):
    from playwright.sync_api import expect

    enter(window, "/activity", "eve", BO)
    with synckit.open(served.home) as ws:
        ws.disable_user("eve")
    expect(window.get_by_role("heading", name="Sign in")).to_be_visible(timeout=30_000)
    expect(window.get_by_role("link", name="Activity")).to_have_count(0)

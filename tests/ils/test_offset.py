"""Sweeps over a list that moves, that lies, and that stands still."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from synckit.errors import IlsError
from synckit.ils.offset import MOST_SWEEPS, Page, Reading


def key_of(user):
    return hash(user["primary_id"])


class Shelf:
    """A list of users that may move before a page is given."""

    def __init__(self, count, size=100, most=1000, move=None, told=None):
        self.ids = [f"u{number:06d}" for number in range(count)]
        self.size, self.most, self.move, self.told = size, most, move, told
        self.asked = 0
        self.lock = threading.Lock()

    def page(self, offset):
        with self.lock:
            self.asked += 1
            if self.move:
                self.move(self)
            shown = self.ids[offset : offset + min(self.size, self.most)]
            total = len(self.ids) if self.told is None else self.told
        return Page(offset, [{"primary_id": each} for each in shown], total)

    def read(self, lanes=3, **options):
        with ThreadPoolExecutor(lanes) as pool:
            pages = Reading("Alma", self.page, key_of, self.size, pool, lanes, **options).pages()
            return [user["primary_id"] for page in pages for user in page]


@pytest.mark.parametrize("count", [0, 1, 20, 79, 80, 81, 99, 100, 101, 180, 260, 1000])
def test_a_list_that_stands_still_is_read_once(count):
    shelf = Shelf(count)
    assert shelf.read() == shelf.ids
    assert shelf.asked <= 2 + count // 80


@pytest.mark.parametrize("size", [1, 2, 3, 10])
def test_small_pages_too(size):
    shelf = Shelf(37, size)
    assert shelf.read() == shelf.ids


@pytest.mark.parametrize("most", [1, 7, 30, 99])
def test_pages_smaller_than_asked_lose_nobody(most):
    shelf = Shelf(250, most=most)
    assert shelf.read() == shelf.ids


def test_a_total_that_is_too_high_fails():
    with pytest.raises(IlsError, match="nothing was applied"):
        Shelf(4900, told=5000).read()


def test_a_total_that_is_too_low_fails():
    with pytest.raises(IlsError, match="nothing was applied"):
        Shelf(5000, told=4900).read()


def test_the_same_page_again_and_again_fails():
    shelf = Shelf(5000)
    page = shelf.page(0)
    shelf.page = lambda offset: Page(offset, page.records, 5000)
    with pytest.raises(IlsError, match="same patrons again"):
        shelf.read()


def test_an_empty_page_in_the_middle_is_read_again():
    shelf, holes = Shelf(500), [True]
    whole = shelf.page
    shelf.page = lambda offset: Page(offset, [], 500) if offset == 160 and holes and holes.pop() else whole(offset)
    assert sorted(shelf.read()) == shelf.ids


def test_an_empty_page_for_ever_fails():
    shelf = Shelf(500)
    whole = shelf.page
    shelf.page = lambda offset: Page(offset, [], 500) if offset == 160 else whole(offset)
    with pytest.raises(IlsError, match="nothing was applied"):
        shelf.read()


def test_an_order_that_changes_is_swept_until_the_numbers_agree():
    shelf = Shelf(250)
    shelf.move = lambda each: each.ids.append(each.ids.pop(0))
    shelf.ids = shelf.ids[7:] + shelf.ids[:7]
    assert sorted(shelf.read(is_sorted=False)) == sorted(shelf.ids)


@pytest.mark.parametrize("lanes", [1, 4])
def test_nobody_who_stayed_is_lost(lanes):
    failed = 0
    for seed in range(100):
        chance, moves = random.Random(seed), [0]
        stayed = set(Shelf(1000).ids)

        def move(shelf, chance=chance, stayed=stayed, moves=moves):
            if chance.random() < 10 / 13:
                moves[0] += 1
                if chance.random() < 0.5:
                    stayed.discard(shelf.ids.pop(chance.randrange(len(shelf.ids))))
                else:
                    at = chance.randrange(len(shelf.ids))
                    shelf.ids.insert(at, f"{shelf.ids[at - 1] if at else ''}+{moves[0]}")

        try:
            read = Shelf(1000, move=move).read(lanes)
        except IlsError:
            failed += 1
            continue
        assert stayed <= set(read), f"SEED={seed}"
        assert len(read) == len(set(read)), f"SEED={seed}"
    assert failed == 0


def test_a_reading_ends():
    shelf = Shelf(300)
    shelf.move = lambda each: each.ids.insert(0, f"a{each.asked:09d}")
    shelf.read()
    assert shelf.asked <= MOST_SWEEPS * 8

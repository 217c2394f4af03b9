"""Koha keeps what every connector promises."""

from typing import Any

from tests.ils.contract import ContractSuite


class TestKoha(ContractSuite):
    kind = "koha"

    def expected(self, person: dict[str, Any]) -> dict[str, Any]:
        # a patron of Koha always has a category and a library
        own = {"patron_type": person["patron_type"] or "CO", "home_library": person["library"] or "MAIN"}
        return super().expected(person) | own | {"alt_id": person["login"]}

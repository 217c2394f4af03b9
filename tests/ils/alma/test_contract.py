"""Alma keeps what every connector promises."""

from typing import Any

from tests.ils.contract import ContractSuite


class TestAlma(ContractSuite):
    kind = "alma"

    def expected(self, person: dict[str, Any]) -> dict[str, Any]:
        # the phone is the preferred one, or else the first, of whatever type
        return super().expected(person) | {"phone": person["phone"] or person["mobile"]}

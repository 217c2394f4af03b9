"""What a connection to a system has to be told: declared by each system, asked for and checked in one way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from synckit import errors
from synckit.errors import DefinitionError


@dataclass(frozen=True)
class Setting:
    """One setting of a system.

    >>> Setting("api_key", "API key", "Developer Network > API Keys", secret=True).required
    True
    """

    name: str
    label: str
    help: str
    """Where an administrator finds it in that product."""
    secret: bool = False
    required: bool = True
    default: str = ""
    check: Callable[[str], str] | None = None
    """Returns the value as it is to be stored; raises DefinitionError."""


def sound(
    system: str, declared: Sequence[Setting], given: Mapping[str, str], secrets: Mapping[str, str] | None
) -> dict[str, str]:
    """Return every setting that is no secret, checked, defaults filled in; secrets are only looked for.

    None for `secrets` looks for none. Raises DefinitionError, which names the setting that is unknown, missing or unsound.

    >>> sound("Alma", [Setting("url", "API address", ""), Setting("lanes", "Lanes", "", default="4")], {"url": "https://a"}, {})
    {'url': 'https://a', 'lanes': '4'}
    >>> sound("Alma", [Setting("url", "API address", "")], {"ulr": "https://a"}, {})
    Traceback (most recent call last):
    synckit.errors.DefinitionError: No setting of an Alma connection named 'ulr'. Did you mean 'url'?
    """
    plain = [each for each in declared if not each.secret]
    hidden = [each for each in declared if each.secret]
    _refuse_unknown("setting", system, given, plain)
    _refuse_unknown("secret", system, secrets or {}, hidden)
    for each in hidden if secrets is not None else []:
        if each.required and not (secrets or {}).get(each.name):
            raise _missing(system, each)
    return {each.name: _checked(system, each, given.get(each.name) or each.default) for each in plain}


def _refuse_unknown(noun: str, system: str, given: Mapping[str, str], known: Sequence[Setting]) -> None:
    names = [each.name for each in known]
    for name in given:
        if name not in names:
            article = "an" if system[:1] in "AEIOU" else "a"
            raise DefinitionError(errors.unknown(f"{noun} of {article} {system} connection", name, names), key=name)


def _checked(system: str, setting: Setting, value: str) -> str:
    if not value:
        if setting.required:
            raise _missing(system, setting)
        return ""
    return setting.check(value) if setting.check else value.strip()


def _missing(system: str, setting: Setting) -> DefinitionError:
    how = f"--secret {setting.name}=env:VARIABLE" if setting.secret else f"--set {setting.name}=VALUE"
    how = "--url" if setting.name == "url" else how
    return DefinitionError(f"{system} needs {setting.name} ({setting.label}); give it with {how}.", key=setting.name)


def whole(name: str, least: int, most: int) -> Callable[[str], str]:
    """Return what checks a setting that is a whole number.

    >>> whole("page_size", 1, 100)("0100")
    '100'
    """

    def check(text: str) -> str:
        bare = text.strip()
        if not (bare.isascii() and bare.isdecimal()) or not least <= int(bare) <= most:
            raise DefinitionError(f"{name} is {text!r}; give a whole number from {least:,} to {most:,}.", key=name)
        return str(int(bare))

    return check


def existing_file(name: str) -> Callable[[str], str]:
    """Return what checks a setting that names a file; it is stored absolute.

    >>> existing_file("ca_file")("/no/such.pem")
    Traceback (most recent call last):
    synckit.errors.DefinitionError: ca_file: there is no file /no/such.pem; give the path of one that exists.
    """

    def check(text: str) -> str:
        path = Path.cwd() / Path(text.strip()).expanduser()
        if not path.is_file():
            raise DefinitionError(f"{name}: there is no file {path}; give the path of one that exists.", key=name)
        return str(path)

    return check

"""The map in synckit's docstring is true: what is on it, what imports what, and who may use which outside package."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "synckit"
MAP_LINE = re.compile(r"^    ([a-z_]+)(\.py|/)  +\S")

HOMES = {
    "requests": {"ils", "notices"},
    "urllib3": {"ils"},
    "sqlalchemy": {"store"},
    "sqlite3": {"store"},
    "pysqlite3": {"store"},
    "psycopg": {"store"},
    "duckdb": {"engine"},
    "sqlglot": {"engine", "filters", "mapping", "checks", "matching", "plan"},
    "great_expectations": {"checks"},
    "schedule": {"runner"},
    "cryptography": {"secrets"},
    "IPython": {"workspace"},
    "streamlit": {"ui"},
    "click": {"cli"},
    "rich": {"cli"},
    "starlette": {"emulators", "ui"},
    "uvicorn": {"emulators"},
    "ruamel": {"documents"},
    "yaml": {"documents"},
    "pydantic": {"definition"},
    "pydantic_core": {"definition"},
    "hypothesis": set(),
    "pytest": set(),
}
ANYWHERE = {"pandas", "pyarrow", "numpy", "altair"}
BANNED_MODULES = {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal"}
BANNED_CALLS = {
    "eval": "runs text as a program",
    "exec": "runs text as a program",
    "yaml.load": "builds objects; read YAML through documents.py",
    "datetime.now": "ask clock.now()",
    "datetime.utcnow": "ask clock.now()",
    "datetime.today": "ask clock.today()",
    "date.today": "ask clock.today()",
    "time.time": "ask clock.now()",
    "time.time_ns": "ask clock.now()",
}


@cache
def tree(path):
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def listed():
    """Return the modules of the map in its order: name -> file or folder."""
    lines = (ast.get_docstring(tree(PACKAGE / "__init__.py"), clean=False) or "").splitlines()
    found = [MAP_LINE.match(line) for line in lines]
    return {match[1]: match[1] + match[2] for match in found if match}


def sources():
    return [
        path for path in sorted(PACKAGE.rglob("*.py")) if path not in (PACKAGE / "__init__.py", PACKAGE / "__main__.py")
    ]


def module_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Yield every imported name of a file, those inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_is_on_the_map():
    present = {
        each.name + ("/" if each.is_dir() else "") for each in PACKAGE.iterdir() if not each.name.startswith(("_", "."))
    }
    assert present == set(listed().values())


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_above_it(path):
    order = list(listed())
    own = module_of(path)
    allowed = {*order[: order.index(own) + 1]}
    used = {name.split(".")[1] for name in imports(path) if name.startswith("synckit.")}
    assert used - allowed == set()


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_an_outside_package_is_used_in_its_home_alone(path):
    roots = {name.split(".")[0] for name in imports(path)} - {"synckit"} - set(sys.stdlib_module_names)
    roots |= {"sqlite3"} & {name.split(".")[0] for name in imports(path)}
    strangers = {root for root in roots if root not in ANYWHERE and module_of(path) not in HOMES.get(root, set())}
    assert strangers == set()


def dotted(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([*([node.id] if isinstance(node, ast.Name) else ["?"]), *reversed(parts)])


def faults(path):
    banned = {name for name in imports(path) if name.split(".")[0] in BANNED_MODULES}
    yield from (f"imports {name}" for name in banned)
    clock = module_of(path) == "clock"
    for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
        name = dotted(call.func)
        for wrong, reason in BANNED_CALLS.items():
            if (name == wrong or ("." in wrong and name.endswith(f".{wrong}"))) and not (clock and "clock" in reason):
                yield f"line {call.lineno} calls {name}: {reason}"
        if name.endswith((".query", ".eval")):
            yield f"line {call.lineno} calls {name}: frames run text as a program"
        if any(
            word.arg == "verify" and isinstance(word.value, ast.Constant) and word.value.value is False
            for word in call.keywords
        ):
            yield f"line {call.lineno} turns the check of certificates off"


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_takes_a_forbidden_way(path):
    assert list(faults(path)) == []


@pytest.mark.parametrize("module", ["synckit", "synckit.cli"])
def test_a_start_loads_neither_streamlit_nor_great_expectations(module):
    program = (
        f"import sys, {module}; print([name for name in ('streamlit', 'great_expectations') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_every_public_name_resolves():
    import synckit

    missing = [name for name in synckit.__all__ if not hasattr(synckit, name)]
    assert missing == []


def test_an_unknown_public_name_is_refused():
    import synckit

    with pytest.raises(AttributeError, match="no attribute 'Snyc'"):
        _ = synckit.Snyc

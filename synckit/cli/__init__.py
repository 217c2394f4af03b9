"""python -m synckit: the commands, thin as pages are; each turns words into one call of the core and prints the answer.

`start` is the entry, where errors become one sentence and an exit code · `options` what every command takes ·
`output` JSON, tables, progress, CSV · the rest one file a group of commands. Modules of this package import the core
inside functions, so that `--help` and a mistyped command answer at once.
"""

from synckit.cli.start import main

__all__ = ["main"]

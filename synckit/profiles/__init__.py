"""Profiles by hand and by file: make, edit, merge, delete, release, show, history, read, import, export.

Every function takes the `Store`; those that write also take who does it. They check values by the rules of a sync and
write through `store.change`, with before-images, so that undo and history rest on the same tables.

`editing` and `ending` a profile by hand · `importing` and `exporting` files, whose formula cells `guards` disarms, `spreadsheets` how CSV is written ·
`looking` at one profile or all, `origins` of its values · `comparing` two before they are merged ·
`visible` what of a profile shows, `typed` its values as Python and Arrow have them ·
`given` the text of Python values · `judging` what somebody brings against the rules, `finding` what breaks them,
`rules` what each of them says, `writing` what has passed them.
"""

from synckit.profiles.comparing import Pair, compare
from synckit.profiles.editing import edit, make
from synckit.profiles.ending import delete, merge, release
from synckit.profiles.exporting import export, export_changes
from synckit.profiles.importing import Imported, Preview, PreviewRow, import_profiles, preview_import
from synckit.profiles.looking import history, read, show, vanished
from synckit.profiles.origins import Origin, origins
from synckit.profiles.rules import Finding, Unfit

__all__ = [
    "Finding",
    "Imported",
    "Origin",
    "Pair",
    "Preview",
    "PreviewRow",
    "Unfit",
    "compare",
    "delete",
    "edit",
    "export",
    "export_changes",
    "history",
    "import_profiles",
    "make",
    "merge",
    "origins",
    "preview_import",
    "read",
    "release",
    "show",
    "vanished",
]

"""What a workspace offers, a file a subject; `Workspace` is all of them together.

Each door does what it says through the modules above it, for the person at work: what writes asks first whether the
role allows it, and what shows people's values masks them unless the person asked, and may, see them.
"""

from synckit.workspace.doors.catalogues import Catalogues
from synckit.workspace.doors.connections import Connections
from synckit.workspace.doors.door import Door
from synckit.workspace.doors.people import People
from synckit.workspace.doors.previews import Previews
from synckit.workspace.doors.results import Results
from synckit.workspace.doors.runs import Runs
from synckit.workspace.doors.syncs import Syncs
from synckit.workspace.doors.users import Users
from synckit.workspace.doors.watching import Watching

__all__ = ["Catalogues", "Connections", "Door", "People", "Previews", "Results", "Runs", "Syncs", "Users", "Watching"]

"""The tables, written once for SQLite and PostgreSQL.

The profiles table is the only one whose columns depend on the library: one text column a profile field, added by
`catalogue`. Everything else that knows SQL starts from the names here.
"""

from __future__ import annotations

import sqlalchemy as sa

from synckit.store.kinds import BIG, NEVER_REUSED, Day, Moment, own_id

SYSTEM_COLUMNS = (
    "type", "prefix", "first_name", "middle_name", "last_name", "suffix", "preferred_name", "pronouns", "email",
    "secondary_email", "phone", "mobile", "address_1", "address_2", "city", "state", "postal_code", "country",
    "birth_date", "website", "notes",
)  # fmt: skip
"""The columns of the system fields, as the first version of the schema makes them."""

ROW_COLUMNS = ("profile_id", "created_version", "version", "deleted_version")
"""The columns of profiles that are no profile field."""


metadata = sa.MetaData()

schema_version = sa.Table("schema_version", metadata, sa.Column("version", sa.Integer, nullable=False))
head = sa.Table("head", metadata, sa.Column("version", BIG, nullable=False))
writes = sa.Table(
    "writes",
    metadata,
    sa.Column("version", BIG, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("run_id", BIG),
    sa.Column("created_from", BIG),  # the first profile id that this write could give: newer profiles lie above it
    sa.Column("pruned", sa.Boolean, nullable=False, default=False),  # its before-images are gone
)
connections = sa.Table(
    "connections",
    metadata,
    own_id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("settings", sa.JSON, nullable=False),
    sa.Column("secrets", sa.JSON, nullable=False),
    sa.Column("fields", sa.JSON, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("links_loaded", BIG),  # the version whose first load made this connection's links
    **NEVER_REUSED,
)
profile_types = sa.Table(
    "profile_types",
    metadata,
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False, unique=True),
)
profile_fields = sa.Table(
    "profile_fields",
    metadata,
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("column_name", sa.Text, nullable=False, unique=True),
    sa.Column("definition", sa.JSON, nullable=False),
)
profiles = sa.Table(
    "profiles",
    metadata,
    sa.Column("profile_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("created_version", BIG, nullable=False),
    sa.Column("version", BIG, nullable=False),
    sa.Column("deleted_version", BIG),
    *(sa.Column(name, sa.Text) for name in SYSTEM_COLUMNS),
)
# Profiles that nobody touched since they were made are found by their id (writes.created_from), so a first load of a
# million profiles does not pay for an index entry each.
sa.Index(
    "profiles_version",
    profiles.c.version,
    sqlite_where=profiles.c.version != profiles.c.created_version,
    postgresql_where=profiles.c.version != profiles.c.created_version,
)
links = sa.Table(
    "links",
    metadata,
    sa.Column("connection_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("ils_id", sa.Text, primary_key=True),
    sa.Column("profile_id", BIG),  # null: the link was taken away
    sa.Column("merged", sa.Boolean, nullable=False),
    sa.Column("version", BIG, nullable=False),
    sa.Column("loaded", sa.Boolean, nullable=False),  # made by the connection's first load and not touched since
    sqlite_with_rowid=False,
)
sa.Index("links_profile", links.c.profile_id)
sa.Index(
    "links_version", links.c.version, sqlite_where=sa.not_(links.c.loaded), postgresql_where=sa.not_(links.c.loaded)
)
changes = sa.Table(
    "changes",
    metadata,
    sa.Column("version", BIG, nullable=False),
    sa.Column("profile_id", BIG, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
)
sa.Index("changes_profile", changes.c.profile_id)
sa.Index("changes_version_profile", changes.c.version, changes.c.profile_id)  # a page of a version needs no sort
link_changes = sa.Table(
    "link_changes",
    metadata,
    sa.Column("version", BIG, primary_key=True, autoincrement=False),
    sa.Column("connection_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("ils_id", sa.Text, primary_key=True),
    sa.Column("before_profile", BIG),
    sa.Column("before_merged", sa.Boolean, nullable=False),
)
syncs = sa.Table(
    "syncs",
    metadata,
    own_id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("connection_id", BIG, sa.ForeignKey("connections.id"), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("paused", sa.Boolean, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("considered_at", Moment),  # up to when its due times were looked at
    **NEVER_REUSED,
)
sync_versions = sa.Table(
    "sync_versions",
    metadata,
    sa.Column("sync_id", BIG, sa.ForeignKey("syncs.id"), primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("definition", sa.JSON, nullable=False),
    sa.Column("at", Moment, nullable=False),
)
drafts = sa.Table(
    "drafts",
    metadata,
    own_id(),
    sa.Column("sync_id", BIG, sa.ForeignKey("syncs.id"), unique=True),  # null: of a sync that is not there yet
    sa.Column("sync_version", sa.Integer),  # the version of the sync that it began from
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    **NEVER_REUSED,
)
runs = sa.Table(
    "runs",
    metadata,
    own_id(),
    sa.Column("sync_id", BIG, sa.ForeignKey("syncs.id"), nullable=False, index=True),
    sa.Column("sync_version", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("as_of", Day),
    sa.Column("plan_id", sa.Text),
    sa.Column("base_version", BIG),
    sa.Column("version", BIG),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("finished_at", Moment),
    sa.Column("counts", sa.JSON(none_as_null=True)),
    sa.Column("findings", sa.Integer),
    sa.Column("seconds", sa.JSON(none_as_null=True)),
    sa.Column("passed", sa.JSON(none_as_null=True)),
    sa.Column("message", sa.Text),
    sa.Column("undone_version", BIG),
    sa.Column("progress", sa.JSON(none_as_null=True)),
    sa.Column("partial", sa.Boolean, nullable=False),
    sa.Column("reading", sa.JSON(none_as_null=True)),  # since when patrons were read, and how many had vanished
    sa.Column("problem", sa.Text),  # the kind of error that it failed by
    sa.Column("breakdown", sa.JSON(none_as_null=True)),  # patrons by type before and after the filter
    **NEVER_REUSED,
)
sa.Index("runs_status", runs.c.status)  # a runner asks once a second who waits
findings = sa.Table(
    "findings",
    metadata,
    sa.Column("run_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("patron", sa.Text),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("field", sa.Text),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("value", sa.Text),
    sa.Column("message", sa.Text),
)
held_rows = sa.Table(
    "held_rows",
    metadata,
    sa.Column("run_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("profile_id", BIG),
    sa.Column("patron", sa.Text),
    sa.Column("payload", sa.Text),
)
rejected = sa.Table(
    "rejected",
    metadata,
    sa.Column("run_id", BIG, nullable=False, index=True),
    sa.Column("patron", sa.Text),
    sa.Column("source", sa.Text, nullable=False),
)
occurrences = sa.Table(
    "occurrences",
    metadata,
    sa.Column("sync_id", BIG, sa.ForeignKey("syncs.id"), primary_key=True, autoincrement=False),
    sa.Column("due", Moment, primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("run_id", BIG),
)
leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text),
    sa.Column("fence", BIG, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
)
watermarks = sa.Table(
    "watermarks",
    metadata,
    sa.Column("sync_id", BIG, sa.ForeignKey("syncs.id"), primary_key=True, autoincrement=False),
    sa.Column("run_id", BIG, nullable=False),
    sa.Column("sync_version", sa.Integer, nullable=False),
    sa.Column("begun", Moment, nullable=False),  # when that run began to read
    sa.Column("since_full", sa.Integer, nullable=False),  # runs since everybody was read
)
vanished = sa.Table(
    "vanished",
    metadata,
    sa.Column("connection_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("ils_id", sa.Text, primary_key=True),
    sa.Column("profile_id", BIG, nullable=False, index=True),
    sa.Column("run_id", BIG, nullable=False),  # the run that noticed
    sa.Column("flagged", sa.Boolean, nullable=False),
)
settings = sa.Table(
    "settings",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
)
notice_states = sa.Table(
    "notice_states",
    metadata,
    sa.Column("sync_id", BIG, sa.ForeignKey("syncs.id"), primary_key=True, autoincrement=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("stale", sa.Boolean, nullable=False),
)
notices = sa.Table(
    "notices",
    metadata,
    own_id(),
    sa.Column("at", Moment, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("sync", sa.Text, nullable=False),
    sa.Column("run_id", BIG),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("waiting", sa.JSON, nullable=False),  # the channels that have not taken it yet
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("tried_at", Moment),
    sa.Column("problem", sa.Text),  # why the last try failed
    **NEVER_REUSED,
)
users = sa.Table(
    "users",
    metadata,
    own_id(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("folded", sa.Text, nullable=False, unique=True),  # the name without case: Ann and ann are one
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password", sa.Text),  # a hash with its salt; none for single sign-on
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),  # since the last sign-in
    sa.Column("locked_until", Moment),
    **NEVER_REUSED,
)
sign_ins = sa.Table(
    "sign_ins",
    metadata,
    sa.Column("token", sa.Text, primary_key=True),  # its SHA-256: who reads the database cannot sign in
    sa.Column("user_id", BIG, sa.ForeignKey("users.id"), nullable=False, index=True),
    sa.Column("expires_at", Moment, nullable=False),
)
audit = sa.Table(
    "audit",
    metadata,
    own_id(),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text),
    sa.Column("detail", sa.Text),
    **NEVER_REUSED,
)

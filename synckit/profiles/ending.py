"""Two profiles become one, a profile goes, and a profile that is gone is let go of by its patrons."""

from __future__ import annotations

from synckit import errors
from synckit.profiles import comparing
from synckit.profiles.editing import refuse_deleted
from synckit.store import Store, audit, catalogue, changes, links
from synckit.store import profiles as stored


def merge(store: Store, keep_id: int, drop_id: int, actor: str) -> tuple[str, ...]:
    """Merge two profiles of one person and return the keys of the fields that were filled.

    Fields that are empty on the kept one take the dropped one's values, those of other types too; links move; the
    dropped one is deleted. Raises Refused for a profile with itself or a deleted one, and NotFound.

    >>> merge(store, 17, 41, "ann")  # doctest: +SKIP
    ('phone', 'student.graduation_year')
    """
    comparing.refuse_same(keep_id, drop_id)
    with store.change("merge", actor) as change:
        kept, dropped = refuse_deleted(change, keep_id), refuse_deleted(change, drop_id)
        fields = catalogue.load(change.conn).fields
        filled = [pair.field for pair in comparing.pairs(fields, kept, dropped) if pair.fills]
        columns = [field.column for field in filled]
        links.move(change, drop_id, keep_id)
        stored.mark_deleted(change, [drop_id])  # first, for it still holds the unique values
        if columns:
            changes.record(change, [(keep_id, name, None, dropped[name]) for name in columns])
            stored.update(change, columns, [(*(dropped[name] for name in columns), keep_id)])
        audit.add(change.conn, actor, "merge profiles", str(keep_id), f"from {drop_id}")
        return tuple(field.key for field in filled)


def delete(store: Store, profile_id: int, actor: str) -> None:
    """Delete a profile. Its links stay, so that syncs skip its patrons until it is released.

    Raises NotFound, and Refused where it was deleted already.

    >>> delete(store, 41, "ann")  # doctest: +SKIP
    """
    with store.change("delete", actor) as change:
        row = stored.get(change.conn, profile_id)
        if row["deleted_version"] is not None:
            raise errors.Refused(
                f"Profile {profile_id} was deleted already; release it to let syncs make the person anew."
            )
        stored.mark_deleted(change, [profile_id])
        audit.add(change.conn, actor, "delete profile", str(profile_id))


def release(store: Store, profile_id: int, actor: str) -> None:
    """Take the links of a deleted profile away, so that a sync can make the person anew.

    Raises NotFound, and Refused where the profile is not deleted or has no links.

    >>> release(store, 41, "ann")  # doctest: +SKIP
    """
    with store.change("release", actor) as change:
        row = stored.get(change.conn, profile_id)
        if row["deleted_version"] is None:
            raise errors.Refused(f"Profile {profile_id} is not deleted; delete it before it is released.")
        if not links.of(change.conn, profile_id):
            raise errors.Refused(
                f"Profile {profile_id} has no links, so no sync skips anyone for it; there is nothing to release."
            )
        links.release(change, profile_id)
        audit.add(change.conn, actor, "release profile", str(profile_id))

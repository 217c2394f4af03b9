"""What can be wrong with a value or a patron, in few words; what is sorted and narrowed by stays the rule's own name."""

from __future__ import annotations

RULES = {
    "type": "Does not read as the field’s type",
    "length": "Too long",
    "option": "Not among the options of the field",
    "pattern": "Does not match the pattern",
    "required": "Required, so it is not cleared",
    "not_unique": "Another profile holds the value",
    "value_map": "Not in the value map",
    "missing_key": "Every match key is empty",
    "ambiguous": "The key meets several profiles",
    "conflict": "Match keys disagree",
    "duplicate": "Two patrons claim one profile",
    "missing_required": "A required field would be empty",
    "unreadable": "The record could not be read",
}

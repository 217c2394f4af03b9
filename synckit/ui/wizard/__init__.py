"""The wizard in which a sync is set up: a frame around four steps, each of which edits the one draft.

`model.py` the draft of this session and the fields that edit it · `place.py` which step is shown, and buttons that act once
it is drawn · `frame.py` stepper, buttons, autosave · `moved.py` what somebody else saved meanwhile · `setup.py`,
`filter.py`, `mapping.py`, `review.py` the steps.
"""

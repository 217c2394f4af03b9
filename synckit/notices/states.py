"""The state of a sync as somebody is told of it, and which changes of it are told: pure."""

from __future__ import annotations

from synckit.store.notices import WELL

FAILED, HELD, PAUSED, RECOVERED, STALE = "failed", "held", "paused", "recovered", "stale"
_OF_RUN = {"complete": WELL, "held": HELD, "failed": FAILED, "stopped": FAILED, "interrupted": FAILED}


def state_of(paused: bool, run: str | None, former: str) -> str:
    """Return the state of a sync by whether it is paused and the status of its newest run.

    A run that goes on or was cancelled says nothing new.

    >>> state_of(False, "stopped", "well"), state_of(False, "running", "failed"), state_of(True, "complete", "well")
    ('failed', 'failed', 'paused')
    """
    if paused:
        return PAUSED
    return _OF_RUN.get(run or "", WELL if former == PAUSED else former)


def told(former: str, state: str) -> str | None:
    """Return the kind of notice that a change of state makes, None for none.

    Somebody who resumes a sync that failed knows that it had failed.

    >>> told("well", "failed"), told("failed", "failed"), told("failed", "well"), told("paused", "failed")
    ('failed', None, 'recovered', None)
    """
    if state == former or (former == PAUSED and state == FAILED):
        return None
    return RECOVERED if state == WELL else state

"""The words of Activity."""

from __future__ import annotations

SAYS = "What ran, who did what, and who is told when something goes wrong."
LOOK_AT = "Show"

# The runner
RUNNER_WORKS = "The runner is at work; scheduled syncs run by themselves."
LAST_BEAT = "Last sign of life: {at}."
NO_RUNNER = "No runner is at work."
NO_RUNNER_SAYS = "Scheduled syncs run only while one is. Start it on the machine that keeps the workspace:"
NO_RUNNER_ASK = "Scheduled syncs run only while one is. Ask an admin to start it."
RUNNER_COMMAND = "python -m synckit runner"

# Runs
RUNS = "Runs"
NO_RUNS = "Nothing has run yet"
NO_RUNS_SAYS = "When a sync runs, by hand or by its schedule, its run is listed here."
NO_SUCH_RUNS = "No run is like that"
NO_SUCH_RUNS_SAYS = "Choose another sync or another status."
OPEN_SYNCS = "Open data syncs"
SYNC, ALL_SYNCS = "Sync", "All syncs"
STATUS, ALL_STATUSES = "Status", "Every status"
RUN_COLUMNS = ("Run", "Sync", "Status", "Started", "Created", "Updated", "Errors")
OPEN_RUN = "Run {run}"
RUNS_SHOWN = "{count} runs · times in {zone}"
ONE_RUN = "1 run · times in {zone}"

# Notices
NOTICES = "Notices"
TOLD_BY = "Notices go out by {channels}."
AND = " and "
TOLD_NOBODY = "Nobody is told of trouble: no channel is set up."
ASK_ADMIN = "An admin of this workspace sets up who is told."
MAIL, WEBHOOK, FURTHER = "Mail", "Webhook", "Further"
NOTICE_SETTINGS = {
    "mail_host": "Mail server",
    "mail_port": "Port",
    "mail_security": "Security",
    "mail_user": "User",
    "mail_password": "Password",
    "mail_from": "From",
    "mail_to": "To",
    "webhook": "Webhook (Slack or the like)",
    "stale_days": "Notice after so many days without a success",
    "link": "Address of this app, for the notices",
}
SECURITY = {"starttls": "STARTTLS", "tls": "TLS", "none": "None"}
KEPT_AS_IS = "Entered; leave empty to keep it"
SAVE_NOTICES = "Save notices"
NOTICES_SAVED = "The notices are set up. Send a test message to be sure."
TEST_NOTICES = "Send a test message"
TESTING = "Sending …"
TEST_SENT = "{channel}: the test message was taken."
CHANNELS = {"mail": "Mail", "webhook": "Webhook"}
SMALL_CHANNELS = {"mail": "mail", "webhook": "webhook"}
LAST_NOTICES = "Last notices"
NO_NOTICES = "No notice was written yet."
NOTICE_COLUMNS = {"at": "When", "notice": "Notice", "sent": "Sent"}
WAITING = "Waiting"

# Audit
AUDIT = "Audit"
NO_AUDIT = "Nobody has done anything yet."
NO_SUCH_AUDIT = "Nothing is like that; choose another person or another action."
PERSON, EVERYBODY = "Person", "Everybody"
ACTION, EVERY_ACTION = "Action", "Every action"
AUDIT_COLUMNS = {"at": "When", "actor": "Who", "action": "What", "subject": "On what", "detail": "Detail"}
LINES_SHOWN = "{count} lines · times in {zone}"
ONE_LINE = "1 line · times in {zone}"

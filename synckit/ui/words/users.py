"""The words of signing in and of the page Users."""

# ruff: noqa: S105 - words, not secrets
from __future__ import annotations

# Signing in
SIGN_IN = "Sign in"
SIGN_IN_SAYS = "Keeps person profiles in step with the patron records of your library."
NAME = "Name"
PASSWORD = "Password"
FAILED = (
    "The name or the password is wrong, or there were too many failures. Try again; after several failures, in some"
    " minutes."
)
PLAIN_HTTP = "Passwords are taken over https only. Open this app by its https address, or ask whoever runs it."
SIGN_IN_WITH = "Sign in with {provider}"
SINGLE_SIGN_ON = "single sign-on"
NO_AUTHLIB = "Single sign-on is set up, but the package Authlib is missing on this server. Install it with:"
INSTALL_AUTHLIB = 'python -m pip install "streamlit[auth]"'
NOT_A_USER = "{email} is no user of this workspace. Ask an admin to add this address as a single sign-on user."
NOT_VERIFIED = "Your sign-in service does not say that {email} is yours, so it cannot be used here."
ENDED = "Your sign-in has ended; sign in again."
OTHER_ACCOUNT = "Use another account"

# Nobody can sign in yet
NO_USERS = "Nobody can sign in yet"
NO_USERS_SAYS = (
    "Without users this app opens only in a browser of the computer that it runs on. To let others in, make the first"
    " user, an admin, on that computer:"
)
FIRST_USER = "python -m synckit user add NAME --role admin"

# Who is at work
ROLES = {"viewer": "Viewer", "analyst": "Analyst", "admin": "Admin"}
AT_WORK = "**{name}** · {role}"
SIGN_OUT = "Sign out"
CHANGE_PASSWORD = "Change password"
CURRENT_PASSWORD = "Current password"
NEW_PASSWORD = "New password"
NEW_PASSWORD_HELP = "10 characters or more; three or four words that do not belong together are a good one."
NEW_PASSWORD_AGAIN = "New password again"
NOT_ALIKE = "The two new passwords differ."
SAVE_PASSWORD = "Save password"
PASSWORD_CHANGED = "Your password was changed. Other browsers that you signed in with are signed out."

# Serving
FOREIGN = "This form does not come from a page of this app."
TOO_LONG = "This form is too long."
NOT_READY = "The database does not answer; try again in a moment."
BUSY = "Too many people sign in or out at this moment; go back and try again in ten seconds."
OPEN_HOUSE = (
    "Other computers could reach this app, and nobody could sign in; make the first user with"
    " python -m synckit user add NAME --role admin, or set server.address to 127.0.0.1."
)
DEFECT = "An error of synckit itself ({kind}). Load the page again; if it comes back, tell whoever runs this app."

# The page Users
PAGE_SAYS = "Who may sign in, and what each of them may do."
ROLES_SAY = (
    "A viewer reads everything, with people's values masked. An analyst also edits, plans and runs syncs. An admin also"
    " changes connections, fields, profiles and users, approves, undoes, deletes, exports, and sees values."
)
NOBODY = "No users yet"
NOBODY_SAYS = (
    "While there is none, this app opens without sign-in, and only on the computer that it runs on. The first user is an"
    " admin; from then on everybody signs in."
)
ADD = "Add user"
ADD_FIRST = "Add the first user"
ROLE = "Role"
ROLE_SAYS = {
    "viewer": "Reads everything, masked",
    "analyst": "Also edits, plans and runs syncs",
    "admin": "May do everything",
}
SIGNS_IN = "Signs in with"
WITH_PASSWORD = "A password"
WITH_SINGLE_SIGN_ON = "Single sign-on"
NAME_HELP = "For single sign-on, the e-mail address that the sign-in service knows."
COLUMNS = ("Name", "Role", "Signs in with", "State", "Actions")
SET_ROLE_SAYS = "The new role of {name} holds at once."
SHORT_WAYS = {True: "Single sign-on", False: "Password"}
ACTIVE = "Active"
DISABLED = "Disabled"
YOU = "{name} (you)"
ACTIONS = "Actions for {name}"
DOES = {
    "role": "Change role",
    "password": "Set password",
    "disable": "Disable",
    "enable": "Enable",
    "remove": "Remove",
}
TITLES = {
    "add": ADD,
    "role": "Change role",
    "password": "Set password",
    "disable": "Disable user",
    "enable": "Enable user",
    "remove": "Remove user",
}
ENABLE_SAYS = "{name} may sign in again, with the same role. A lock after failures ends too."
DISABLE_USER = "Disable user"
ENABLE_USER = "Enable user"
SET_PASSWORD = "Set password"
OTHER_NAME = "This is not the name of the user; nothing was removed."
FIRST_IS_ADMIN = "The first user is an admin; from now on everybody signs in, you too."
SAVE_ROLE = "Save role"
SET_PASSWORD_SAYS = "Every browser in which {name} is signed in is signed out."
DISABLE_SAYS = "{name} is signed out at once and cannot sign in until somebody enables the user again."
REMOVE_SAYS = "Remove {name}? What the user did stays in the audit. Type the name to confirm."
REMOVE_CONFIRM = "Name of the user"
REMOVE_USER = "Remove user"
ADDED = "{name} was added."
ROLE_SET = "{name} is {role} now."
PASSWORD_SET = "The password of {name} was set."
WAS_DISABLED = "{name} was disabled."
WAS_ENABLED = "{name} may sign in again."
WAS_REMOVED = "{name} was removed."

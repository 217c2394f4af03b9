"""Who may do what, and who is who.

roles        the three roles, what each of them allows, and the person on whose behalf something is done
passwords    how a password is kept and compared, and which ones are too weak
signing_in   a name and a password become a sign-in, a sign-in a person; failures are counted
presence     a person for as long as the sign-in lasts
users        added, changed, disabled and removed, so that one admin always remains

The names of `roles` are here, for everything that writes asks them; the rest is imported from its own module.
"""

from synckit.access.roles import Act, Person, Role, needs

__all__ = ["Act", "Person", "Role", "needs"]

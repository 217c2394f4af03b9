"""Which columns look like the common fields: every system names a barcode in its own way.

Owns the table of names seen in exports. A suggestion is only that: columns keep their own names, and nothing
is mapped until a person says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from synckit.fields import IlsField

_NAMES = {
    "ils_id": "ilsid patronid borrowernumber primaryid patronrecordid recordid recordnumber id userid key",
    "barcode": "barcode cardnumber librarycardnumber cardno card librarycard patronbarcode userbarcode barcodes",
    "alt_id": "altid alternateid userid username studentid studentnumber externalid externalsystemid uniqueid login netid",
    "first_name": "firstname first givenname forename fname given namefirst",
    "middle_name": "middlename middle middleinitial mname namemiddle",
    "last_name": "lastname last surname familyname lname family namelast",
    "preferred_name": "preferredname prefname preferredfirstname nickname knownas",
    "email": "email emailaddress mail primaryemail emails preferredemail emailpro",
    "secondary_email": "secondaryemail email2 alternateemail altemail otheremail",
    "phone": "phone phonenumber telephone tel homephone primaryphone phones phone1",
    "mobile": "mobile mobilephone cell cellphone smsnumber mobilenumber phone2",
    "patron_type": "patrontype categoryid category categorycode usergroup patrongroup patroncategory profile ptype "
    "usertype borrowertype group type",
    "home_library": "homelibrary libraryid library branch branchcode homebranch homelibrarycode campuscode campus",
    "status": "status standing patronstatus userstatus active",
    "expires": "expires expirydate dateexpiry expirationdate expiry expiration privilegeexpiresdate expdate validto",
    "created": "created createddate dateenrolled enrollmentdate createdon datecreated registered registrationdate",
    "updated": "updated updatedon updateddate lastmodified modified datemodified changed lastactivitydate",
    "birth_date": "birthdate dateofbirth dob birth birthday",
}
_COMMON = {common: tuple(names.split()) for common, names in _NAMES.items()}

Spelling = Callable[[str], str]


def suggestions(fields: Iterable[IlsField]) -> dict[str, str]:
    """Return {common field: the ILS field that looks like it}, each ILS field at most once.

    >>> suggestions([IlsField("surname"), IlsField("cardnumber"), IlsField("personal.email"), IlsField("shoe_size")])
    {'barcode': 'cardnumber', 'last_name': 'surname', 'email': 'personal.email'}
    """
    names = [each.name for each in fields]
    found: dict[str, str] = {}
    for spelling in (_plain, _last_part):
        for common, known in _COMMON.items():
            match = _first(names, known, spelling, found)
            if match and common not in found:
                found[common] = match
    return {common: found[common] for common in _COMMON if common in found}


def _first(names: list[str], known: tuple[str, ...], spelling: Spelling, found: dict[str, str]) -> str | None:
    free = {spelling(name): name for name in reversed(names) if name not in found.values()}
    return next((free[alias] for alias in known if alias in free), None)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _last_part(name: str) -> str:
    return _plain(name.rpartition(".")[2])

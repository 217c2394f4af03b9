"""The lists that the sample library is drawn from; a row ends with its weight. `shown|spelled` gives an e-mail's spelling."""

FIRST = (
    "Ada", "Amara", "Ben", "Carla", "Chloe", "Daniel", "Ella", "Fatima", "Grace", "Hugo",
    "Ines", "Jack", "Kira", "Liam", "Maya", "Noah", "Olive", "Priya", "Ruth", "Sam",
)  # fmt: skip
LAST = (
    "Adams", "Baker", "de la Cruz", "Evans", "Fischer", "Garcia", "Hill", "Ito", "Jensen", "Khan", "Lopez", "McDonald",
    "Nguyen", "O'Neil", "Patel", "Quinn", "Ross", "Smith-Jones", "Tran", "van Dijk", "Walker", "Young", "Ziegler",
)  # fmt: skip

NAMES: tuple[tuple[tuple[str, ...], tuple[str, ...], int], ...] = (
    (
        FIRST,
        LAST,
        60,
    ),
    (
        (
            "Ana",
            "José|Jose",
            "Zoë|Zoe",
            "Björn|Bjorn",
            "Łucja|Lucja",
            "Renée|Renee",
            "Søren|Soren",
            "Íñigo|Inigo",
            "Çelik|Celik",
        ),
        (
            "Muñoz|Munoz",
            "Müller|Mueller",
            "Nováková|Novakova",
            "Ångström|Angstrom",
            "Şahin|Sahin",
            "Żak|Zak",
            "Brânză|Branza",
        ),
        22,
    ),
    (
        ("芳|Fang", "伟|Wei", "静|Jing", "敏|Min", "강민|Kangmin", "서연|Seoyeon", "さくら|Sakura", "蓮|Ren"),
        ("王|Wang", "李|Li", "张|Zhang", "김|Kim", "박|Park", "佐藤|Sato", "鈴木|Suzuki"),
        8,
    ),
    (
        ("Анна|Anna", "Иван|Ivan", "Ольга|Olga", "Дмитрий|Dmitry", "Ελένη|Eleni", "Γιώργος|Giorgos"),
        ("Иванова|Ivanova", "Петренко|Petrenko", "Соколов|Sokolov", "Παππάς|Pappas", "Νικολάου|Nikolaou"),
        6,
    ),
    (
        ("محمد|Mohammed", "ليلى|Layla", "יעל|Yael", "דוד|David", "अनिता|Anita", "रवि|Ravi"),
        ("حداد|Haddad", "منصور|Mansour", "כהן|Cohen", "לוי|Levi", "शर्मा|Sharma", "सिंह|Singh"),
        4,
    ),
)
"""First names, last names, weight."""

TYPES = (
    ("ST", "Student", 44),
    ("GR", "Student", 12),
    ("FAC", "Faculty", 10),
    ("STAFF", "Staff", 8),
    ("COM", "Community", 16),
    ("JUV", "Community", 4),
    ("ALUM", "Alumni", 6),
)
BRANCHES = (
    ("MAIN", "Main", 50),
    ("LAW", "Law", 12),
    ("SCI", "Science", 20),
    ("MUS", "Music", 6),
    ("MED", "Medicine", 12),
)
DEPARTMENTS = {
    "BIO": "Biology",
    "CHM": "Chemistry",
    "ENG": "English",
    "HIS": "History",
    "LAW": "Law",
    "LIB": "Library",
    "MTH": "Mathematics",
    "MUS": "Music",
    "NUR": "Nursing",
    "PHI": "Philosophy",
}
PLACES = (
    ("Lakeside", "55901"),
    ("Pine Ridge", "55902"),
    ("Millbrook", "55903"),
    ("North Harbor", "55904"),
    ("Stillmeadow", "55905"),
)
STREETS = ("Main St", "Oak Ave", "University Ave", "Lake Dr", "Mill Rd", "Cedar Ln", "Elm St, Apt 4", "Prairie Way")

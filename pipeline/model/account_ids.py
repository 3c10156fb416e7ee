"""What an account id may be: it names the folder of the account's documents on every computer."""

LONGEST_ID = 60  # characters, so that folders stay legal everywhere
# Names that Windows keeps for devices, and that of the folder beside the accounts'.
TAKEN_IDS = frozenset(
    ("con", "prn", "aux", "nul", "portfolio", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10)))
)

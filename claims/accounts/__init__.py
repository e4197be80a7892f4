"""How people prove who they are: a second factor, who must have one, and single sign-on."""

from claims.accounts.second_factor import (
    begin,
    check,
    confirm,
    factor_of,
    must_have,
    new_recovery_codes,
    remove,
    wait_for,
)

__all__ = ["begin", "check", "confirm", "factor_of", "must_have", "new_recovery_codes", "remove", "wait_for"]

"""All that a published verdict rests on, in one file that anybody can check without the desk."""

from reviews.bundles.checking import WrongError, check
from reviews.bundles.collecting import bundle
from reviews.bundles.opening import UnusableError

__all__ = ["UnusableError", "WrongError", "bundle", "check"]

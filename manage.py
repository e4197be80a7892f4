#!/usr/bin/env python
"""The desk's commands: `manage.py help` lists them."""

import os
import sys

AS_OWNER = {"migrate", "apply_database_roles", "run_desk"}  # what changes tables and rights, see DATABASE_OWNER_URL


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    if AS_OWNER & set(sys.argv[1:2]):
        os.environ.setdefault("DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

"""`python -m benchmarks.inside POOL`: looks into the database of DATABASE_URL for the table; prints JSON."""

import json
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from benchmarks.pools import look

    sys.stdout.write(json.dumps(look(int(sys.argv[1]))))

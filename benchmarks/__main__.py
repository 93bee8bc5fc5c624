"""The command `bin/bench`: a database of its own with the catalogue, and the table of results."""

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> int:
    """Measure and print; 1 when an aim is missed."""
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        metavar="N",
        help="the table of requests over so many dossiers, e.g. 10000 1000000, instead of the small rows",
    )
    parser.add_argument("--memory", action="store_true", help="how much memory it takes, instead")
    parser.add_argument(
        "--record",
        type=int,
        nargs="+",
        metavar="N",
        help="how fast the record of so many dossiers is verified, instead",
    )
    options = parser.parse_args()
    if options.sizes:
        return _sizes(sorted(options.sizes))
    if options.record:
        return _record(sorted(options.record))
    if options.memory:
        return _memory()
    with TemporaryDirectory() as folder:
        os.environ.update(MOTCUA_VAR=folder, DJANGO_SETTINGS_MODULE="portal.settings_test")
        os.environ.setdefault("RATE_ADDRESS", "0")
        return _table(Path(folder))


def _sizes(counts: list[int]) -> int:
    from benchmarks.sizes import measure, standing_folder  # noqa: PLC0415 - needs a PostgreSQL

    lines, met = measure(standing_folder(), counts)
    sys.stdout.write("\n".join([*lines, ""]))
    return int(not met)


def _record(counts: list[int]) -> int:
    from benchmarks.record import measure  # noqa: PLC0415 - needs a PostgreSQL
    from benchmarks.sizes import standing_folder  # noqa: PLC0415

    lines, met = measure(standing_folder(), counts)
    sys.stdout.write("\n".join([*lines, ""]))
    return int(not met)


def _memory() -> int:
    from benchmarks.memory import measure  # noqa: PLC0415 - reads /proc

    lines = measure()
    sys.stdout.write("\n".join([*lines, ""]))
    return int(any(" NO " in line for line in lines))


def _table(folder: Path) -> int:
    import django  # noqa: PLC0415 - the settings read the folder named above

    django.setup()
    from django.test.utils import get_runner, setup_test_environment  # noqa: F401, PLC0415
    from django.utils import timezone  # noqa: PLC0415

    setup_test_environment()
    from django.db import connection  # noqa: PLC0415

    connection.creation.create_test_db(verbosity=0)
    from benchmarks import catalogue, clock, forms, papers, sweep  # noqa: PLC0415
    from benchmarks.measuring import HEAD  # noqa: PLC0415
    from procedures.actions import load_catalogue, load_holidays  # noqa: PLC0415

    load_holidays(at=timezone.now())
    load_catalogue(at=timezone.now())
    rows = [*forms.measure(), *clock.measure(), *sweep.measure(), *papers.measure(), *catalogue.measure()]
    connection.creation.destroy_test_db(str(folder), verbosity=0)
    machine = f"{connection.vendor}, Python {sys.version.split()[0]}, {os.cpu_count()} cores"
    sys.stdout.write("\n".join([machine, HEAD, *(row.line for row in rows), ""]))
    return int(any(row.ratio > row.aim for row in rows))


if __name__ == "__main__":
    sys.exit(main())

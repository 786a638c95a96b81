"""Is this machine ready? Each miss with its one-line fix.

Runs before anything is installed, so it uses the standard library only and runs on any Python from 3.9 on, to say that it is too old.
"""

import os
import shutil
import socket
import sys
import sysconfig
from collections.abc import Iterator

Check = tuple[str, bool, str, str]


def checks(before_install: bool) -> Iterator[Check]:
    """(name, fine, found, fix) for everything `make run` needs."""
    port = os.environ.get("SHANGFA_PORT", "8642")
    folder = os.environ.get("SHANGFA_DATA", "var")
    yield python_version()
    yield virtual_environments()
    yield headers()
    yield compiler()
    yield disk(folder)
    if not before_install:
        yield free_port(port)


def python_version() -> Check:
    fine = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return (
        "Python 3.11-3.13",
        fine,
        sys.version.split()[0],
        "install Python 3.12 (Debian: apt-get install python3) or: make run PYTHON=/path/to/python3.12",
    )


def virtual_environments() -> Check:
    try:
        import ensurepip  # noqa: F401  # only its presence matters
        import venv  # noqa: F401  # only its presence matters
    except ImportError:
        return "venv module", False, "missing", "Debian: apt-get install python3-venv"
    return "venv module", True, "present", ""


def headers() -> Check:
    path = os.path.join(sysconfig.get_paths()["include"], "Python.h")
    return "Python headers", os.path.exists(path), path, "Debian: apt-get install python3-dev"


def compiler() -> Check:
    wanted = os.environ.get("CC", "").split()[:1] or ["cc", "gcc", "clang"]
    found = next((shutil.which(name) for name in wanted if shutil.which(name)), None)
    return (
        "C compiler",
        bool(found),
        found or "none",
        "Debian: apt-get install gcc libc6-dev (durable-rules is built from source)",
    )


def disk(folder: str) -> Check:
    place = os.path.abspath(folder)
    while not os.path.isdir(place):
        place = os.path.dirname(place)
    free = shutil.disk_usage(place).free // 2**20
    return (
        "Disk",
        free >= 1024 and os.access(place, os.W_OK),
        f"{free} MB free at {place}",
        "free 1 GB there, or: make run SHANGFA_DATA=/other/folder",
    )


def free_port(port: str) -> Check:
    name = "Port " + port
    if not port.isdigit() or not 0 < int(port) < 65536:
        return name, False, "not a port number", "make run SHANGFA_PORT=8643"
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as fault:
            return (
                name,
                False,
                fault.strerror or str(fault),
                f"stop what listens there, or: make run SHANGFA_PORT={int(port) + 1}",
            )
    return name, True, "free", ""


def main(arguments: list[str]) -> int:
    before_install = "--before-install" in arguments
    found = list(checks(before_install))
    for name, fine, what, fix in found:
        if fine and before_install:
            continue
        advice = "" if fine else f"\n      fix: {fix}"
        print(f"{'ok  ' if fine else 'MISS'}  {name:<18} {what}{advice}")
    return 0 if all(fine for _, fine, _, _ in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

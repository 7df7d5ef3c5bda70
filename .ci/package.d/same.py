"""Do two new workspaces, made on two systems, hold the same? Their folders are the arguments; what differs is named, with exit 1.

Left aside: the records and what tells of one ledger or of one look (an identity, a time of day). In texts the folder of the workspace, the
program and a system's way to part folders are one; in workbooks and written reports the second at which they were made.
"""

import io
import pathlib
import re
import sys
import zipfile

ASIDE = re.compile(r"so-tiep-nhan/|noi-bo/|ket-qua/_so-tiep-nhan\.json$")


def parts(data):
    """The parts of a workbook or written report, but for the one that says when it was made."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [(name, package.read(name)) for name in package.namelist() if name != "docProps/core.xml"]


def text(data, root):
    # The task scheduler reads UTF-16.
    said = data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8").replace("\r\n", "\n")
    said = re.sub(r"\\+", "/", said)
    for place in (f"Z:{root}", str(root), f"Z:{root.parent}", str(root.parent)):
        said = said.replace(place, "{PLACE}")
    return re.sub(r"([^\s\"'<>=;]*/)?tonghop(\.exe)?\b|Menu\.(cmd|sh)", "{PROGRAM}", said)


def held(root):
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_dir() or ASIDE.match(name):
            continue
        data = path.read_bytes()
        packed = path.suffix in (".xlsx", ".docx")
        found[name] = parts(data) if packed else data if path.suffix == ".png" else text(data, root.resolve())
    return found


one, other = (held(pathlib.Path(folder)) for folder in sys.argv[1:])
different = [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]
for name in different:
    print("other:" if name in one and name in other else "only in one:", name)
if different or not one:
    sys.exit(1)
print(f"{len(one)} files of a newcomer's workspace hold the same")

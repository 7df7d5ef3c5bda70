"""Every crate that the program is made of, and the text of its licence as it came with the crate.

Reads `cargo metadata` of one target from standard input. The first argument is a line about what else is linked in, the others are files
with texts of licences of that. A crate that does not say its licence ends it with 1; one that comes without its text is named.
"""

import json
import pathlib
import sys

TEXTS = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE")
RULE = "=" * 100

data = json.load(sys.stdin)
nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
packages = {package["id"]: package for package in data["packages"]}
found, ahead = set(), [data["resolve"]["root"]]
while ahead:
    here = ahead.pop()
    if here in found:
        continue
    found.add(here)
    # What is only needed to build or to test does not leave.
    ahead.extend(dep["pkg"] for dep in nodes[here]["deps"] if any(kind["kind"] is None for kind in dep["dep_kinds"]))

# Crates without a source are our own.
crates = sorted((packages[one] for one in found if packages[one]["source"]), key=lambda crate: (crate["name"], crate["version"]))
silent = [crate["name"] for crate in crates if not crate["license"]]
if silent or len(crates) < 100:
    sys.exit(f"no licence is said by {silent}, of {len(crates)} crates")

print("Chương trình tonghop: giấy phép MIT (văn bản ở cuối tệp).")
print(f"Thư viện đi kèm ({len(crates)}):\n")
texts, bare = {}, []
for crate in crates:
    name = f"{crate['name']} {crate['version']}"
    print(f"{name}: {crate['license']}  {crate['repository'] or ''}".rstrip())
    own = [file for file in sorted(pathlib.Path(crate["manifest_path"]).parent.iterdir()) if file.is_file() and file.name.upper().startswith(TEXTS)]
    if not own:
        bare.append(name)
    for file in own:
        texts.setdefault(file.read_text(encoding="utf-8", errors="replace").strip(), []).append(name)
if bare:
    print(f"\nKhông kèm văn bản giấy phép trong mã nguồn, giấy phép theo tên ghi ở trên: {', '.join(bare)}")
print("\nSQLite: thuộc về công chúng (public domain).")
print("Thư viện chuẩn của Rust: MIT hoặc Apache-2.0.")
print(sys.argv[1])
for file in sys.argv[2:]:
    texts.setdefault(pathlib.Path(file).read_text(encoding="utf-8").strip(), []).append(sys.argv[1].split(":")[0])
texts[pathlib.Path("LICENSE").read_text(encoding="utf-8").strip()] = ["tonghop"]
for text, names in texts.items():
    print(f"\n{RULE}\n{', '.join(names)}\n{RULE}\n{text}")

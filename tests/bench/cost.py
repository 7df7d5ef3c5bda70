#!/usr/bin/env python3
"""What reading a file costs beside another commit, in instructions, which a busy machine cannot change.

    tests/bench/cost.py COMMIT           a report in every format
    tests/bench/cost.py COMMIT FILE…     these files

Both readers are built as an office gets the program (`dist`) and read each file several times from memory; the start of
the process is taken off. It ends with 1 if a file costs more than 5 % more. Needs git, cargo and valgrind, and LibreOffice
for the report in its formats; what it builds stays in `target/cost`, so that a second call takes seconds.
"""

import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = ROOT / "target/cost"
MOST = 1.05
# Times that a file is read for the count; once more for what is taken off.
TIMES = 5
REPORT = ROOT / "samples/ha-tinh/bao-cao/T29/BC_SYT_T29_2025.xlsx"
WORKBOOKS = ["xlsxwriter.xlsx", "sheetjs.xlsb", "xlwt.xls", "gnumeric.ods"]
PROGRAM = """
use cost::{model::config::Limits, reader};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (times, file) = (arguments.next().unwrap().parse::<u32>().unwrap(), arguments.next().unwrap());
    let bytes = std::fs::read(&file).unwrap();
    let extension = file.rsplit('.').next().unwrap();
    for _ in 0..times {
        std::hint::black_box(reader::read(std::hint::black_box(&bytes), extension, &Limits::DEFAULT).unwrap());
    }
}
"""
PROFILE = "[profile.release]\noverflow-checks = true\nlto = \"thin\"\ncodegen-units = 1\n[workspace]\n"


def built(name, tree):
    """The program that reads with the reader of this tree."""
    home = BUILT / name
    (home / "src").mkdir(parents=True, exist_ok=True)
    # What the reader uses, said once for all who build it alone.
    manifest = (ROOT / "tests/fuzz/Cargo.toml").read_text()
    uses = re.search(r"^\[dependencies\]\n.*?(?=^\[)", manifest, re.MULTILINE | re.DOTALL).group()
    uses = "".join(line + "\n" for line in uses.splitlines() if not line.startswith("libfuzzer"))
    package = f'[package]\nname = "cost"\nversion = "0.0.0"\nedition = "2024"\nbuild = "{ROOT}/tests/fuzz/build.rs"\n'
    (home / "Cargo.toml").write_text(package + uses + PROFILE)
    shutil.copy(ROOT / "tests/fuzz/Cargo.lock", home / "Cargo.lock")
    (home / "src/main.rs").write_text(PROGRAM)
    modules = (f'#[path = "{tree}/src/{folder}/mod.rs"]\npub mod {folder};\n' for folder in ("model", "reader"))
    (home / "src/lib.rs").write_text("".join(modules))
    cargo = ["cargo", "build", "--quiet", "--release", "--manifest-path", home / "Cargo.toml", "--target-dir", BUILT / "target" / name]
    subprocess.run(cargo, check=True)
    return BUILT / "target" / name / "release/cost"


def reports():
    """A report as it was sent and as LibreOffice saves it, and workbooks of other writers."""
    saved = []
    if soffice := shutil.which("soffice"):
        for extension in ("xlsx", "xls", "ods"):
            command = [soffice, "--headless", "--convert-to", extension, "--outdir", BUILT / "saved", REPORT]
            subprocess.run(command, check=True, capture_output=True)
            saved.append((BUILT / "saved" / REPORT.name).with_suffix("." + extension))
    return [REPORT, *saved, *(ROOT / "tests/workbooks" / name for name in WORKBOOKS)]


def instructions(program, file):
    """Those of one reading."""
    def of(times):
        valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, str(times), file]
        said = subprocess.run(valgrind, check=True, capture_output=True, text=True).stderr
        return int(re.search(r"Collected : (\d+)", said).group(1))

    return (of(TIMES + 1) - of(1)) / TIMES


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    commit, files = sys.argv[1], sys.argv[2:] or reports()
    before = BUILT / "before"
    shutil.rmtree(before, ignore_errors=True)
    before.mkdir(parents=True)
    archive = subprocess.run(["git", "-C", ROOT, "archive", commit, "src"], check=True, capture_output=True).stdout
    subprocess.run(["tar", "x", "-C", before], input=archive, check=True)
    there, here = built("there", before), built("here", ROOT)
    print(f"{commit[:12]:>12} {'here':>12}  ratio   thousand instructions")
    worst = 0.0
    for file in files:
        old, new = instructions(there, file), instructions(here, file)
        worst = max(worst, new / old)
        print(f"{old / 1000:12,.0f} {new / 1000:12,.0f} {new / old:6.3f}   {pathlib.Path(*pathlib.Path(file).parts[-2:])}")
    print(f"at most {MOST}: {'kept' if worst <= MOST else 'NOT KEPT'}")
    sys.exit(worst > MOST)


main()

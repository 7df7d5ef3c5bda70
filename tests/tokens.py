#!/usr/bin/env python3
"""Counts the code: tokens of Rust below src, without comments and without tests, by folder.

    tests/tokens.py                  the working tree
    tests/tokens.py COMMIT [COMMIT]  a commit, or two beside each other

A token is an identifier, number, string, character, lifetime or operator; a string counts once however long it is, so
that texts for people cost nothing more than their place. Tests are whatever stands under `#[cfg(test)]`, and files that
only tests use. The same behaviour in fewer tokens is an improvement; lines say less, because formatting makes them.
"""

import collections
import pathlib
import re
import subprocess
import sys

TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<raw>b?r(?P<hashes>\#*)".*?"(?P=hashes))
  | (?P<string>b?"(?:\\.|[^"\\])*")
  | (?P<char>b?'(?:\\(?:x[0-9a-fA-F]{2}|u\{[0-9a-fA-F_]+\}|.)|[^\\'\n])')
  | (?P<lifetime>'[A-Za-z_]\w*)
  | (?P<word>\w+)
  | (?P<operator>::|->|=>|\.\.=|\.\.|==|!=|<=|>=|&&|\|\||\+=|-=|\*=|/=|[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)

ROOT = pathlib.Path(__file__).resolve().parent.parent


def tokens(text):
    return [m.group() for m in TOKEN.finditer(text) if m.lastgroup != "comment"]


def without_tests(found):
    """Leaves out what follows `#[cfg(test)]`: up to its semicolon, or to the end of its braces."""
    kept, at, mark = [], 0, ["#", "[", "cfg", "(", "test", ")", "]"]
    while at < len(found):
        if found[at : at + 7] != mark:
            kept.append(found[at])
            at += 1
            continue
        at += 7
        depth = 0
        while at < len(found):
            token = found[at]
            at += 1
            depth += (token in "([{" and len(token) == 1) - (token in ")]}" and len(token) == 1)
            if depth == 0 and token in (";", "}"):
                break
    return kept


def test_file(path):
    name = path.rsplit("/", 1)[-1]
    return "testing" in path or name in ("tests.rs", "properties.rs") or "/tests/" in path


def texts(commit):
    """Path and text of every source file."""
    if commit is None:
        for path in sorted((ROOT / "src").rglob("*.rs")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        return

    def git(*arguments):
        return subprocess.run(["git", "-C", ROOT, *arguments], check=True, capture_output=True, text=True).stdout

    for path in git("ls-tree", "-r", "--name-only", commit, "src").splitlines():
        if path.endswith(".rs"):
            yield path, git("show", f"{commit}:{path}")


def count(commit):
    by_folder = collections.Counter()
    for path, text in texts(commit):
        if not test_file(path):
            folder = path.split("/")[1] if path.count("/") > 1 else "src"
            by_folder[folder] += len(without_tests(tokens(text)))
    return by_folder


def main(commits):
    columns = [count(commit) for commit in commits]
    for folder in sorted(set().union(*columns)):
        print(f"{folder:10}", *(f"{column[folder]:9}" for column in columns))
    print(f"{'all':10}", *(f"{sum(column.values()):9}" for column in columns))


if __name__ == "__main__":
    main(sys.argv[1:] or [None])

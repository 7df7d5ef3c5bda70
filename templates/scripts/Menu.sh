#!/bin/sh
# Everything by numbers: the program beside this file, else the one that made the workspace, else the one on the path.
here=$(cd "$(dirname "$0")" && pwd)
program="$here/tonghop"
[ -x "$program" ] || program='{PROGRAM}'
[ -x "$program" ] || program=tonghop
exec "$program" -C "$here" menu

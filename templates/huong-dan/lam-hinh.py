#!/usr/bin/env python3
"""Makes the pictures of the guides from the sample: hinh/*.png.

    lam-hinh.py PROGRAM       (needs LibreOffice, and the packages pymupdf and pillow)

PROGRAM plays the sample, writes a form and an answer; LibreOffice prints them; a piece of each page is kept, in few
colours, so that a guide with its pictures stays small enough for e-mail.
"""

import pathlib
import subprocess
import sys
import tempfile

import pymupdf
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "samples" / "ha-tinh"
# What is shown: workbook, page, piece of the page (left, top, right, bottom; parts of the whole), width in pixels.
PICTURES = [
    ("thong-tin", "mau/2025-W30/BC_SYT_T30_2025.xlsx", 0, (0.04, 0.035, 0.96, 0.455), 760),
    ("nhiem-vu", "mau/2025-W30/BC_SYT_T30_2025.xlsx", 1, (0.04, 0.05, 0.735, 0.44), 1200),
    ("phan-hoi", "phan-hoi/2025-W29/PhanHoi_STP_T29_2025.xlsx", 0, (0.04, 0.05, 0.96, 0.42), 1100),
]


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        week = pathlib.Path(folder) / "tuan"
        subprocess.run([program, "rehearse", SAMPLE, "--out", week, "-q"], check=True)
        subprocess.run([program, "-C", week, "forms", "--agency", "SYT", "--now", "2025-07-21T08:00:00+07:00"], check=True)
        for name, workbook, page, piece, width in PICTURES:
            office = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless"]
            subprocess.run([*office, "--convert-to", "pdf", "--outdir", folder, week / workbook], check=True)
            sheet = pymupdf.open(pathlib.Path(folder) / pathlib.Path(workbook).with_suffix(".pdf").name)[page]
            left, top, right, bottom = piece
            clip = pymupdf.Rect(
                left * sheet.rect.width, top * sheet.rect.height, right * sheet.rect.width, bottom * sheet.rect.height
            )
            shown = sheet.get_pixmap(clip=clip, dpi=300)
            picture = Image.frombytes("RGB", (shown.width, shown.height), shown.samples)
            picture = picture.resize((width, round(width * shown.height / shown.width)), Image.LANCZOS)
            picture.quantize(64, kmeans=8).save(HERE / "hinh" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())

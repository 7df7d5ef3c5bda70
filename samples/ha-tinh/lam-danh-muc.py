#!/usr/bin/env python3
"""Builds danh-muc.xlsx of a sample from the CSV files in its danh-muc/ (one file per register sheet).

    python3 samples/ha-tinh/lam-danh-muc.py [SAMPLE]

SAMPLE is a folder such as samples/nghe-an; without it the folder of this script.

Needs openpyxl only. Two runs give identical bytes: document properties and the times
inside the zip are fixed. Dates in the CSV files are written dd/mm/yyyy, decimals with a comma.
"""

import csv
import datetime
import io
import re
import sys
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

HERE = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent).resolve()
STAMP = datetime.datetime(2025, 7, 10, 8, 0, 0)

SHEETS = ["DonVi", "NhiemVu", "ChiTieu", "TieuChi", "DieuChinh", "Lich", "DonViThamGia", "NhanDinh", "ChuongTrinh", "XacNhan"]

# Columns that hold real dates / numbers; everything else is text, even when it looks like a date
# ("30/6/2025" as the document writes it, "28/2025" as a period).
DATES = {
    "DonVi": {"Hiệu lực từ", "Hiệu lực đến"},
    "NhiemVu": {"Ngày ban hành văn bản", "Bắt đầu", "Hạn cuối"},
    "ChiTieu": {"Hạn đạt"},
    "TieuChi": {"Hiệu lực từ", "Hiệu lực đến"},
    "DieuChinh": {"Ngày hiệu lực"},
    "Lich": {"Ngày"},
    "DonViThamGia": {"Hạn riêng"},
    "XacNhan": {"Ngày xác nhận"},
}
NUMBERS = {
    "DonVi": {"Thứ tự in"},
    "NhiemVu": {"Năm kế hoạch"},
    "ChuongTrinh": {"Năm kế hoạch"},
    "ChiTieu": {"Mục tiêu", "Năm kế hoạch", "Mục tiêu đến 2030", "Cận dưới hợp lý", "Cận trên hợp lý"},
}

NARROW, MEDIUM, WIDE, WIDEST = 12, 20, 34, 70
WIDTHS = {
    "Nội dung nhiệm vụ": WIDEST, "Tên chỉ tiêu": WIDEST, "Tên": WIDEST, "Nội dung": WIDEST,
    "Tên đầy đủ": 48, "Bí danh": 48, "Nhóm": WIDE, "Văn bản giao": WIDE, "Đơn vị chủ trì": WIDE,
    "Đơn vị phối hợp": WIDE, "Đơn vị cung cấp số liệu": WIDE, "Sản phẩm/kết quả đầu ra": WIDE,
    "Thời hạn (theo văn bản)": 28, "Ghi chú": WIDE, "Văn bản": 40, "Văn bản điều chỉnh": WIDE,
    "Lý do": 48, "Căn cứ": 48, "Phần việc": 48, "Tử số là": WIDE, "Mẫu số là": WIDE,
    "Thứ tự in": NARROW, "Năm kế hoạch": NARROW, "Ngày": NARROW, "Kỳ": NARROW, "Loại": MEDIUM,
}

HEAD_FONT = Font(name="Times New Roman", size=11, bold=True)
HEAD_FILL = PatternFill("solid", fgColor="D9E2F3")
BODY_FONT = Font(name="Times New Roman", size=11)
THIN = Side(style="thin", color="BFBFBF")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def number(text):
    value = float(text.replace(".", "").replace(",", "."))
    return int(value) if value.is_integer() else value


def typed(sheet, heading, text):
    """The cell value and number format for one CSV field."""
    if text == "":
        return None, "General"
    if heading in DATES.get(sheet, ()):
        day, month, year = map(int, text.split("/"))
        return datetime.date(year, month, day), "dd/mm/yyyy"
    if heading in NUMBERS.get(sheet, ()) and re.fullmatch(r"[\d.]+(,\d+)?", text):
        return number(text), "General"
    return text, "@"


def fill(worksheet, sheet):
    with open(HERE / "danh-muc" / f"{sheet}.csv", encoding="utf-8", newline="") as source:
        rows = list(csv.reader(source))
    headings = rows[0]
    for column, heading in enumerate(headings, 1):
        cell = worksheet.cell(row=1, column=column, value=heading)
        cell.font, cell.fill, cell.border = HEAD_FONT, HEAD_FILL, BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        worksheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(heading, MEDIUM)
    worksheet.row_dimensions[1].height = 32
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(headings):
            raise SystemExit(f"{sheet}.csv, dòng {line}: {len(row)} cột, cần {len(headings)}")
        for column, (heading, text) in enumerate(zip(headings, row), 1):
            value, number_format = typed(sheet, heading, text)
            cell = worksheet.cell(row=line, column=column, value=value)
            cell.number_format, cell.font, cell.border = number_format, BODY_FONT, BOX
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    worksheet.freeze_panes = "B2"
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = worksheet.PAPERSIZE_A4
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.print_title_rows = "1:1"


def repacked(raw):
    """The same zip with fixed times: openpyxl stamps the moment of saving."""
    stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", lambda m: m.group(1) + stamp, data)
            info = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            out.writestr(info, data)
    return target.getvalue()


def main():
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.creator = "tonghop"
    notes = (HERE / "GHI-CHU.md").read_text("utf-8")
    workbook.properties.title = notes.splitlines()[0].removeprefix("# ") + " (minh họa)"
    for sheet in filter(lambda sheet: (HERE / "danh-muc" / f"{sheet}.csv").exists(), SHEETS):
        fill(workbook.create_sheet(sheet), sheet)
    raw = io.BytesIO()
    workbook.save(raw)
    (HERE / "danh-muc.xlsx").write_bytes(repacked(raw.getvalue()))


if __name__ == "__main__":
    main()

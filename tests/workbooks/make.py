#!/usr/bin/env python3
"""Makes the workbooks of this folder and their manifest: the same content as many programs write it.

    python3 tests/workbooks/make.py [NAME …]

Needs openpyxl, xlsxwriter, xlwt, pyexcel-ods3, odfpy, ezodf, pyexcelerate, pylightxl, cryptography (pip), xlsx, exceljs,
xlsx-populate, excel4node (npm; NODE_PATH names their folder), LibreOffice (`soffice`) and Gnumeric (`ssconvert`). A
writer that is missing is an error, not a gap. With names, only these files are made anew and their lines replaced. Most
writers put the moment of writing into the file, so the bytes differ from day to day; what the files say does not.

The manifest has one line a file: name, writer, its version, what is inside, outcome (`read`, or the kind of refusal),
and whether the report says the same as `openpyxl.xlsx` (`same`, or what the writer cannot keep; `-` where no report is
read).
"""

import importlib.metadata
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
import encrypt  # noqa: E402
from content import HIDDEN, MERGED, SHEETS, date_of, plain  # noqa: E402

HERE = Path(__file__).resolve().parent
WORKBOOKS = []


def workbook(name, writer, inside, outcome="read", same="same", version=None):
    """A function that writes one file, to the path it gets."""

    def keep(function):
        WORKBOOKS.append((name, writer, version or (lambda: importlib.metadata.version(writer)), inside, outcome, same, function))
        return function

    return keep


# ------------------------------------------------------------------------------------------------------- openpyxl


def openpyxl_book(skip=()):
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in SHEETS:
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name == HIDDEN else "visible"
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column)
                if isinstance(value, dict):
                    if "percent" in value:
                        cell.value, cell.number_format = value["percent"], "0.0%"
                    elif "formula" in value:
                        # It keeps a formula or a result, never both.
                        cell.value = value["result"] if "formula" not in skip else value["formula"]
                    else:
                        cell.value = date_of(value)
                        cell.number_format = "dd/mm/yyyy" if "day" in value else "dd/mm/yyyy hh:mm"
                else:
                    cell.value = value
                    if isinstance(value, str):
                        cell.data_type = "s"
    for name, row in MERGED:
        book[name].merge_cells(start_row=row + 1, end_row=row + 1, start_column=1, end_column=4)
    return book


@workbook("openpyxl.xlsx", "openpyxl", "the report; shared strings, merged titles, a hidden sheet")
def _(path):
    openpyxl_book().save(path)


@workbook("openpyxl-formulas.xlsx", "openpyxl", "formulas that nobody has computed", same="value of CT-002 not computed")
def _(path):
    openpyxl_book(skip=("formula",)).save(path)


@workbook("openpyxl-rows.xlsx", "openpyxl", "written in a stream (write_only): texts in the cells")
def _(path):
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    book = openpyxl.Workbook(write_only=True)
    for name, rows in SHEETS:
        sheet = book.create_sheet(name)
        for row in rows:
            cells = []
            for value in row:
                if isinstance(value, dict) and "formula" in value:
                    value = value["result"]
                cell = WriteOnlyCell(sheet, value if not isinstance(value, dict) else value.get("percent") or date_of(value))
                if isinstance(value, dict):
                    cell.number_format = "0.0%" if "percent" in value else "dd/mm/yyyy" if "day" in value else "dd/mm/yyyy hh:mm"
                if isinstance(value, str):
                    cell.data_type = "s"
                cells.append(cell)
            sheet.append(cells)
    book.save(path)


@workbook("openpyxl-1904.xlsx", "openpyxl", "days counted from 1904")
def _(path):
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = openpyxl_book()
    book.epoch = CALENDAR_MAC_1904
    book.save(path)


@workbook("openpyxl-rich.xlsx", "openpyxl", "texts in pieces of several fonts, comments, a list, a link, a locked sheet")
def _(path):
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.comments import Comment
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl_book()
    tasks = book["NhiemVu"]
    text = tasks["I6"].value
    tasks["I6"] = CellRichText(text[:9], TextBlock(InlineFont(b=True), text[9:20]), text[20:])
    tasks["I5"].comment = Comment("đã đối chiếu", "Hường")
    tasks["C6"].hyperlink = "https://vi.wikipedia.org/"
    choice = DataValidation(type="list", formula1='"Hoàn thành,Đang thực hiện"')
    choice.add("F5:F8")
    tasks.add_data_validation(choice)
    tasks.protection.sheet = True
    tasks.freeze_panes = "C5"
    tasks.auto_filter.ref = "A4:L8"
    book.save(path)


# ----------------------------------------------------------------------------------------------------- xlsxwriter


def xlsxwriter_book(path, options):
    import xlsxwriter

    book = xlsxwriter.Workbook(path, options)
    formats = {"day": book.add_format({"num_format": "dd/mm/yyyy"}), "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"})}
    formats["percent"] = book.add_format({"num_format": "0.0%"})
    for name, rows in SHEETS:
        sheet = book.add_worksheet(name)
        if name == HIDDEN:
            sheet.hide()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is None:
                    continue
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif not isinstance(value, dict):
                    sheet.write(number, column, value)
                elif "percent" in value:
                    sheet.write_number(number, column, value["percent"], formats["percent"])
                elif "formula" in value:
                    sheet.write_formula(number, column, value["formula"], None, value["result"])
                else:
                    sheet.write_datetime(number, column, date_of(value), formats["day" if "day" in value else "moment"])
    return book


@workbook("xlsxwriter.xlsx", "xlsxwriter", "formulas with their results")
def _(path):
    xlsxwriter_book(path, {}).close()


@workbook("xlsxwriter-stream.xlsx", "xlsxwriter", "in constant memory: texts in the cells")
def _(path):
    xlsxwriter_book(path, {"constant_memory": True}).close()


@workbook("xlsxwriter-big.xlsx", "xlsxwriter", "zip64 entries, days from 1904, a chart and a table beside the report")
def _(path):
    book = xlsxwriter_book(path, {"use_zip64": True, "date_1904": True})
    sheet = book.add_worksheet("Biểu đồ")
    sheet.add_table("A1:B4", {"data": [["T26", 3], ["T27", 5], ["T28", 8]], "columns": [{"header": "Tuần"}, {"header": "Số"}]})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Biểu đồ'!$B$2:$B$4"})
    sheet.insert_chart("D2", chart)
    book.close()


# ---------------------------------------------------------------------------------------------------- other Python


def xlwt_book(sheets=SHEETS, encoding="utf-8", font=None):
    import xlwt

    book = xlwt.Workbook(encoding=encoding)
    head = f"font: name {font}; " if font else ""
    style = {kind: xlwt.easyxf(head, num_format_str=code) for kind, code in
             {"day": "DD/MM/YYYY", "moment": "DD/MM/YYYY HH:MM", "percent": "0.0%", "": "General"}.items()}
    for name, rows in sheets:
        sheet = book.add_sheet(name)
        sheet.visibility = 1 if name == HIDDEN else 0
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                kind = next((kind for kind in ("day", "moment", "percent") if isinstance(value, dict) and kind in value), "")
                if isinstance(value, dict):
                    # It writes formulas without their results.
                    value = value.get("percent", value.get("result")) if kind in ("percent", "") else date_of(value)
                if value is not None:
                    sheet.write(number, column, value, style[kind])
    return book


@workbook("xlwt.xls", "xlwt", "Excel 97-2003")
def _(path):
    xlwt_book().save(path)


@workbook("pyexcel-ods3.ods", "pyexcel-ods3", "no formats of numbers, no formulas")
def _(path):
    from pyexcel_ods3 import save_data

    def bare(value):
        if isinstance(value, dict):
            return value.get("percent", value.get("result")) if "percent" in value or "formula" in value else date_of(value)
        return "" if value is None else value

    save_data(str(path), {name: [[bare(value) for value in row] for row in rows] for name, rows in SHEETS})


@workbook("odfpy.ods", "odfpy", "lines of a text in paragraphs of their own, formulas with results, percentages")
def _(path):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()

    def cell_of(value):
        if value is None:
            return TableCell()
        if isinstance(value, bool):
            return TableCell(valuetype="boolean", booleanvalue="true" if value else "false")
        if isinstance(value, (int, float)):
            return TableCell(valuetype="float", value=repr(value))
        if isinstance(value, dict) and "percent" in value:
            return TableCell(valuetype="percentage", value=repr(value["percent"]))
        if isinstance(value, dict) and ("day" in value or "moment" in value):
            return TableCell(valuetype="date", datevalue=value.get("day", value.get("moment")))
        if isinstance(value, dict):
            said = cell_of(value["result"])
            said.setAttrNS("urn:oasis:names:tc:opendocument:xmlns:table:1.0", "formula", "of:" + value["formula"])
            return said
        said = TableCell(valuetype="string", stringvalue=value)
        for line in value.split("\n"):
            said.addElement(P(text=line))
        return said

    for name, rows in SHEETS:
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for value in row or [None]:
                line.addElement(cell_of(value))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(path))


@workbook("pyexcelerate.xlsx", "pyexcelerate", "texts in the cells")
def _(path):
    from pyexcelerate import Format, Style, Workbook

    book = Workbook()
    for name, rows in SHEETS:
        sheet = book.new_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if isinstance(value, dict) and "percent" in value:
                    sheet.set_cell_value(number, column, value["percent"])
                    sheet.set_cell_style(number, column, Style(format=Format("0.0%")))
                elif isinstance(value, dict):
                    sheet.set_cell_value(number, column, value.get("result") if "formula" in value else date_of(value))
                elif value is not None:
                    sheet.set_cell_value(number, column, "'" + value if str(value).startswith("=") else value)
    book.save(str(path))


@workbook("pylightxl.xlsx", "pylightxl", "days as texts of ISO 8601", same="days are texts")
def _(path):
    import pylightxl

    book = pylightxl.Database()
    for name, rows in SHEETS:
        book.add_ws(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if isinstance(value, dict):
                    value = next(iter({**value, **({"formula": value["result"]} if "formula" in value else {})}.values()))
                if isinstance(value, bool):
                    # It would write the word where only a number may stand.
                    value = str(value)
                if value is not None and not str(value).startswith("="):
                    book.ws(name).update_index(number, column, escape(value) if isinstance(value, str) else value)
    pylightxl.writexl(db=book, fn=str(path))


# ---------------------------------------------------------------------------------------- LibreOffice and Gnumeric


def version_of(*command):
    return lambda: re.search(r"\d+\.\d+(\.\d+)*", "".join(subprocess.run(command, capture_output=True, text=True).stdout)).group()


def from_xlsxwriter(convert):
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "nguon.xlsx"
        xlsxwriter_book(source, {}).close()
        return convert(source, Path(folder))


def libreoffice(name, inside, kind, filter_name, **more):
    @workbook(name, "LibreOffice", inside, version=version_of("soffice", "--version"), **more)
    def _(path):
        def convert(source, folder):
            profile = f"-env:UserInstallation=file://{folder}/profile"
            subprocess.run(["soffice", profile, "--headless", "--convert-to", f"{kind}:{filter_name}", "--outdir", f"{folder}/out", source],
                           check=True, capture_output=True)
            shutil.copyfile(f"{folder}/out/nguon.{kind}", path)

        from_xlsxwriter(convert)


libreoffice("libreoffice.xlsx", "as Excel 2007 and later", "xlsx", "Calc MS Excel 2007 XML")
libreoffice("libreoffice.xlsm", "as a workbook that may hold macros", "xlsm", "Calc MS Excel 2007 VBA XML")
libreoffice("libreoffice.xls", "as Excel 97-2003", "xls", "MS Excel 97")
libreoffice("libreoffice.ods", "its own format", "ods", "calc8")
libreoffice("libreoffice-flat.xls", "an .fods under the name .xls: XML, no workbook that is read", "fods", "OpenDocument Spreadsheet Flat XML",
            outcome="disguised", same="-")


def gnumeric(name, inside, exporter, **more):
    @workbook(name, "Gnumeric", inside, version=version_of("ssconvert", "--version"), **more)
    def _(path):
        from_xlsxwriter(lambda source, _: subprocess.run(["ssconvert", "-T", exporter, source, path], check=True, capture_output=True))


gnumeric("gnumeric.xlsx", "ISO/IEC 29500:2008", "Gnumeric_Excel:xlsx2")
gnumeric("gnumeric-8.xls", "Excel 97-2003", "Gnumeric_Excel:excel_biff8")
gnumeric("gnumeric-both.xls", "Excel 97-2003 and 5.0/95 in one container", "Gnumeric_Excel:excel_dsf")
gnumeric("gnumeric.ods", "ODF 1.2 extended", "Gnumeric_OpenCalc:odf")


# ------------------------------------------------------------------------------------------------------ JavaScript


def javascript(name, package, inside, **more):
    version = lambda: subprocess.run(["node", HERE / "make.js", "version", package], check=True, capture_output=True, text=True).stdout.strip()

    @workbook(name, package, inside, version=version, **more)
    def _(path):
        subprocess.run(["node", HERE / "make.js", "write", name, path], check=True, input=plain(), text=True)


javascript("sheetjs.xlsx", "xlsx", "SheetJS: shared strings")
javascript("sheetjs-inline.xlsx", "xlsx", "SheetJS: days as ISO 8601 texts (t=d), texts in the cells' order")
javascript("sheetjs.xlsm", "xlsx", "SheetJS: macro-enabled, no macros")
javascript("sheetjs.xlsb", "xlsx", "SheetJS: binary workbook, cells in short records")
javascript("sheetjs-8.xls", "xlsx", "SheetJS: Excel 97-2004")
javascript("sheetjs-5.xls", "xlsx", "SheetJS: Excel 5.0/95", same="letters outside its code page are lost")
javascript("sheetjs.ods", "xlsx", "SheetJS: OpenDocument", same="days are numbers without a format")
javascript("sheetjs-2003.xls", "xlsx", "SheetJS: SpreadsheetML 2003 under the name .xls", outcome="disguised", same="-")
javascript("sheetjs-html.xls", "xlsx", "SheetJS: a web page under the name .xls", outcome="disguised", same="-")
javascript("exceljs.xlsx", "exceljs", "rich texts, results of formulas")
javascript("exceljs-stream.xlsx", "exceljs", "written in a stream: entries with their sizes after them, texts in the cells")
javascript("xlsx-populate.xlsx", "xlsx-populate", "built on a template that Excel wrote")
javascript("excel4node.xlsx", "excel4node", "days with a zone of their own")


# --------------------------------------------------------------------------------------------------------- by hand

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# A language that nobody knows, and that may be passed over.
NAMED = ' xmlns:c="urn:c" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="c"'


def letters(column):
    return chr(ord("A") + column)


def by_hand_cell(at, value, p):
    """A cell; `at` blank: it stands after the one before it."""
    ref = f' r="{at}"' if at else ""
    if value is None:
        return f"<{p}c{ref}/>"
    if isinstance(value, bool):
        return f'<{p}c{ref} t="b"><{p}v>{int(value)}</{p}v></{p}c>'
    if isinstance(value, (int, float)):
        return f"<{p}c{ref}><{p}v>{value!r}</{p}v></{p}c>"
    if isinstance(value, str):
        return f'<{p}c{ref} t="inlineStr"><{p}is><{p}t xml:space="preserve">{escape(value)}</{p}t></{p}is></{p}c>'
    if "percent" in value:
        return f'<{p}c{ref} s="2"><{p}v>{value["percent"]!r}</{p}v></{p}c>'
    if "formula" in value:
        kind = ' t="str"' if isinstance(value["result"], str) else ""
        return f'<{p}c{ref}{kind}><{p}f>{escape(value["formula"][1:])}</{p}f><{p}v>{value["result"]}</{p}v></{p}c>'
    import datetime

    date = date_of(value)
    date = date if isinstance(date, datetime.datetime) else datetime.datetime.combine(date, datetime.time())
    serial = (date - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1)
    return f'<{p}c{ref} s="{1 if "day" in value else 3}"><{p}v>{serial!r}</{p}v></{p}c>'


def in_1258(text):
    """Text in the code page of Vietnamese Windows, which has tones as letters of their own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"

    def coded(letter):
        try:
            return letter.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            bare = unicodedata.normalize("NFC", "".join(part for part in apart if part not in tones))
            return (bare + "".join(part for part in apart if part in tones)).encode("cp1258", "xmlcharrefreplace")

    return b"".join(coded(letter) for letter in text)


def by_hand(path, prefix="", refs=True, target=lambda part: part, encoding="utf-8", names=lambda name: name, method=zipfile.ZIP_DEFLATED,
            foreign=""):
    p, ns = (f"{prefix}:", f"xmlns:{prefix}") if prefix else ("", "xmlns")
    head = f'<?xml version="1.0" encoding="{encoding.upper()}"?>'
    parts = {}
    sheets = relations = kinds = ""
    for number, (name, rows) in enumerate(SHEETS, 1):
        lines = ""
        for row, cells in enumerate(rows, 1):
            if cells or not refs:
                written = "".join(by_hand_cell(f"{letters(c)}{row}" if refs else "", value, p) for c, value in enumerate(cells)) + foreign
                lines += f'<{p}row r="{row}">{written}</{p}row>' if refs else f"<{p}row>{written}</{p}row>"
        parts[f"xl/worksheets/sheet{number}.xml"] = f'<{p}worksheet {ns}="{MAIN}"{NAMED if foreign else ""}><{p}sheetData>{lines}</{p}sheetData></{p}worksheet>'
        state = ' state="hidden"' if name == HIDDEN else ""
        sheets += f'<{p}sheet name="{escape(name)}" sheetId="{number}"{state} r:id="to{number}"/>'
        relations += f'<Relationship Id="to{number}" Type="{LINKS}/worksheet" Target="{target(f"worksheets/sheet{number}.xml")}"/>'
        kinds += f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    relations += f'<Relationship Id="style" Type="{LINKS}/styles" Target="{target("styles.xml")}"/>'
    parts["xl/workbook.xml"] = f'<{p}workbook {ns}="{MAIN}" xmlns:r="{LINKS}"><{p}sheets>{sheets}</{p}sheets></{p}workbook>'
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
    xfs = "".join(f'<{p}xf numFmtId="{number}"/>' for number in (0, 14, 10, 22))
    parts["xl/styles.xml"] = f'<{p}styleSheet {ns}="{MAIN}"><{p}cellXfs>{xfs}</{p}cellXfs></{p}styleSheet>'
    parts["_rels/.rels"] = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="w" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>{kinds}</Types>'
    )
    with zipfile.ZipFile(path, "w", method) as package:
        for name, content in parts.items():
            # What leads to the parts stays readable for everybody; only their content takes the other coding.
            of_content = name.startswith("xl/worksheets/")
            text = (head if of_content else '<?xml version="1.0" encoding="UTF-8"?>') + content
            entry = zipfile.ZipInfo(names(name), (2025, 7, 11, 9, 0, 0))
            entry.compress_type = method
            coded = in_1258(text) if of_content and encoding == "windows-1258" else text.encode(encoding if of_content else "utf-8")
            package.writestr(entry, coded)


def hand(name, inside, **more):
    return workbook(name, "by hand", inside, version=lambda: "-", **more)


@hand("hand.xlsx", "the fewest parts and attributes that make a workbook")
def _(path):
    by_hand(path)


@hand("hand-prefix.xlsx", "every tag with a prefix, as some servers write")
def _(path):
    by_hand(path, prefix="x")


@hand("hand-no-refs.xlsx", "rows and cells without their addresses; stored, not compressed")
def _(path):
    by_hand(path, refs=False, method=zipfile.ZIP_STORED)


@hand("hand-absolute.xlsx", "paths from the top of the package")
def _(path):
    by_hand(path, target=lambda part: f"/xl/{part}")


@hand("hand-backslash.xlsx", "names of entries with backslashes, as old Windows packers write")
def _(path):
    by_hand(path, names=lambda name: name.replace("/", "\\"))


@hand("hand-utf16.xlsx", "sheets in UTF-16")
def _(path):
    by_hand(path, encoding="utf-16")


@hand("hand-1258.xlsx", "sheets in the code page of Vietnamese Windows, as they declare")
def _(path):
    by_hand(path, encoding="windows-1258")


@hand("hand-names.xlsx", "cells of another language beside those of the sheet, a prefix that nobody else writes")
def _(path):
    by_hand(path, prefix="bang", foreign='<c:c r="G5" t="str"><c:v>9</c:v></c:c>')


def protected(name, inside, source, lock, **more):
    @hand(name, inside, **more)
    def _(path):
        Path(path).write_bytes(lock((HERE / source).read_bytes()))


EVERY = "protected and without a password of its own: encrypted with the one that every Excel knows,"
protected("protected-agile.xlsx", f"{EVERY} as Excel 2010 and later", "hand.xlsx", encrypt.agile)
protected("protected-agile-1.xlsx", f"{EVERY} with older hashes", "hand.xlsx", lambda b: encrypt.agile(b, kind="sha1", bits=128))
protected("protected-agile.xlsb", f"{EVERY} as Excel 2010 and later", "sheetjs.xlsb", encrypt.agile)
protected("protected-standard.xlsx", f"{EVERY} as Excel 2007", "hand.xlsx", encrypt.standard)
protected("protected-standard-256.xlsx", f"{EVERY} as Excel 2007 with a longer key", "hand.xlsx", lambda b: encrypt.standard(b, bits=256))
protected("protected-rc4.xls", f"{EVERY} as Excel 97", "xlwt.xls", lambda b: encrypt.old(b, "rc4"))
protected("protected-cryptoapi.xls", f"{EVERY} as Excel 2002", "xlwt.xls", lambda b: encrypt.old(b, "cryptoapi"))
protected("protected-xor.xls", f"{EVERY} as Excel 95", "xlwt.xls", lambda b: encrypt.old(b, "xor"))
OWN = "encrypted with a password of its own,"
protected("own-agile.xlsx", f"{OWN} as Excel 2010 and later", "hand.xlsx", lambda b: encrypt.agile(b, "mật khẩu"), outcome="encrypted", same="-")
protected("own-standard.xlsx", f"{OWN} as Excel 2007", "hand.xlsx", lambda b: encrypt.standard(b, "mật khẩu"), outcome="encrypted", same="-")
for kind in ("rc4", "cryptoapi", "xor"):
    protected(f"own-{kind}.xls", OWN + " in an old file", "xlwt.xls", lambda b, kind=kind: encrypt.old(b, kind, "matkhau"), outcome="encrypted", same="-")


@hand("hand-cut.xlsx", "the first half of a workbook: a copy that was broken off", outcome="damaged", same="-")
def _(path):
    whole = io.BytesIO()
    by_hand(whole)
    Path(path).write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])


@hand("hand-comma.xls", "lines with commas under the name .xls", outcome="disguised", same="-")
def _(path):
    lines = [",".join(f'"{"" if value is None or isinstance(value, dict) else value}"' for value in row) for row in dict(SHEETS)["NhiemVu"]]
    Path(path).write_text("\n".join(lines) + "\n")


# TCVN3, the letters of a font from before Unicode: one byte a letter, which a reader without that font sees as another.
TCVN3 = {letter: bytes([code]).decode("latin-1") for letters, first in [
    ("ĂÂÊÔƠƯĐăâêôơưđ", 0xA1), ("àảãáạ", 0xB5), ("ằẳẵắ", 0xBB), ("ặầẩẫấậè", 0xC6), ("ẻẽéẹềểễếệìỉ", 0xCE), ("ĩíịò", 0xDC),
    ("ỏõóọồổỗốộờởỡớợù", 0xE1), ("ủũúụừửữứựỳỷỹýỵ", 0xF1)] for letter, code in zip(letters, range(first, 256))}


@workbook("xlwt-tcvn3.xls", "xlwt", "letters of TCVN3 in the font .VnTime: a code from before Unicode, converted and said")
def _(path):
    def coded(value):
        if not isinstance(value, str):
            return value
        # Capitals with marks are small letters in a font of capitals.
        return "".join(TCVN3.get(letter, letter) for letter in (value.lower() if value.isupper() and " " in value else value))

    sheets = [(name if name.isascii() else f"Trang {number}", [[coded(value) for value in row] for row in rows])
              for number, (name, rows) in enumerate(SHEETS) if name != "Ô lạ"]
    xlwt_book(sheets, font=".VnTime").save(path)


# ----------------------------------------------------------------------------------------------------------- main


def main():
    wanted = sys.argv[1:]
    manifest = HERE / "manifest.tsv"
    lines = {}
    if wanted and manifest.exists():
        lines = {line.split("\t")[0]: line for line in manifest.read_text().splitlines()[1:]}
    for name, writer, version, inside, outcome, same, write in WORKBOOKS:
        if not wanted or name in wanted:
            write(HERE / name)
            lines[name] = "\t".join([name, writer, version(), inside, outcome, same])
            print(name, os.path.getsize(HERE / name))
    manifest.write_text("file\twriter\tversion\tinside\toutcome\treport\n" + "\n".join(lines[name] for name in sorted(lines)) + "\n")


if __name__ == "__main__":
    main()

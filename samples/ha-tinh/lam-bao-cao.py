#!/usr/bin/env python3
"""Makes the reports of the scripted fortnight (tuần 28 và 29/2025), scenario.csv and ket-qua-mong-doi.csv.

    TONGHOP=target/release/tonghop python3 samples/ha-tinh/lam-bao-cao.py

The reports are made as an office makes them: the program writes the forms (`tonghop forms`), and this script opens
each one with openpyxl, writes into the cells under the headings and saves; some are then opened and saved once more by
LibreOffice. The forms of week 29 come from a workspace in which week 28 was played, so they are pre-filled.

Needs: the program (argument, or TONGHOP; default `cargo run --release --`), openpyxl, msoffcrypto-tool (the
password-protected file) and LibreOffice (`soffice`). Everything is drawn from fixed seeds and all times inside the
files are fixed: two runs with the same versions of these give the same bytes.
"""

import csv
import datetime as dt
import io
import os
import random
import re
import secrets
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl
from openpyxl import Workbook

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from kich_ban import WEEKS, expectations, steps  # noqa: E402
from noi_dung import fill, refill, targets  # noqa: E402

REPORTS = HERE / "bao-cao"


def program():
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("TONGHOP")
    if given:
        return [str(Path(given).resolve())] if Path(given).exists() else shlex.split(given)
    manifest = HERE.parent.parent / "Cargo.toml"
    return ["cargo", "run", "--quiet", "--release", "--manifest-path", str(manifest), "--"]


def tonghop(*arguments):
    done = subprocess.run([*program(), *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"tonghop {' '.join(map(str, arguments))}: {done.returncode}\n{done.stderr}")
    return done.stdout


# ------------------------------------------------------------------------------------------------------ workbooks


class Form:
    """A form opened in Excel, so to say: cells are found by sheet, code and heading, or by label."""

    def __init__(self, path):
        self.book = openpyxl.load_workbook(path)

    def has(self, sheet):
        return sheet in self.book.sheetnames

    def columns(self, sheet):
        """(row of the headings, heading → column)."""
        for row in self.book[sheet].iter_rows(min_row=1, max_row=12):
            texts = {str(c.value).strip(): c.column for c in row if c.value is not None}
            if len(texts) >= 4:
                return row[0].row, texts
        raise KeyError(sheet)

    def codes(self, sheet, heading):
        """code → row, top to bottom."""
        if not self.has(sheet):
            return {}
        top, columns = self.columns(sheet)
        page = self.book[sheet]
        found = {}
        for row in range(top + 1, page.max_row + 1):
            code = page.cell(row, columns[heading]).value
            if code:
                found[str(code)] = row
        return found

    def cell(self, sheet, row, heading):
        return self.book[sheet].cell(row, self.columns(sheet)[1][heading])

    def get(self, sheet, row, heading):
        return self.cell(sheet, row, heading).value

    def put(self, sheet, row, heading, value):
        self.cell(sheet, row, heading).value = value

    def task(self, code, **values):
        """Writes cells of a task by short names."""
        row = self.codes("NhiemVu", "Mã nhiệm vụ")[code]
        for name, value in values.items():
            self.put("NhiemVu", row, TASK_HEADINGS[name], value)

    def info(self, label, value):
        page = self.book["ThongTin"]
        for row in page.iter_rows(min_row=1, max_row=40, max_col=1):
            if str(row[0].value or "").strip().startswith(label):
                page.cell(row[0].row, 2).value = value
                return
        raise KeyError(label)

    def save(self, path, libreoffice=False):
        raw = io.BytesIO()
        self.book.save(raw)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(repacked(raw.getvalue()))
        if libreoffice:
            through_libreoffice(path)


TASK_HEADINGS = {
    "role": "Vai trò",
    "status": "Trạng thái đơn vị báo",
    "percent": "Tỷ lệ hoàn thành (%)",
    "completed": "Ngày hoàn thành",
    "result": "Kết quả thực hiện trong kỳ",
    "evidence": "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)",
    "obstacle": "Khó khăn, vướng mắc",
    "cause": "Nguyên nhân chậm",
    "proposal": "Kiến nghị, đề xuất",
    "level": "Cấp giải quyết",
    "expected": "Dự kiến hoàn thành",
    "next": "Nhiệm vụ tuần tới",
    "note": "Ghi chú",
}

STAMP = dt.datetime(2025, 7, 10, 8, 0, 0)


def repacked(raw):
    """The same zip with fixed times, so that making the files again gives the same bytes."""
    stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", lambda m: m.group(1) + stamp, data)
            info = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            out.writestr(info, data, compresslevel=9)
    return target.getvalue()


def through_libreoffice(path):
    """Opens and saves a workbook with LibreOffice, as an office without Excel does."""
    with tempfile.TemporaryDirectory() as scratch:
        profile = f"-env:UserInstallation=file://{tempfile.gettempdir()}/tonghop-libreoffice"
        command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", scratch, str(path)]
        subprocess.run(command, check=True, capture_output=True)
        path.write_bytes(repacked((Path(scratch) / path.name).read_bytes()))


def encrypted(path, password):
    """Sets a password for opening. Salts come from a fixed seed and times are fixed, for the same bytes every time."""
    from msoffcrypto.format.ooxml import OOXMLFile
    from msoffcrypto.method.container import ecma376_encrypted as container

    class Fixed(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2025, 7, 10, 8, 0, 0)

    draw = random.Random("mật khẩu")
    real, real_time = secrets.token_bytes, container.datetime
    secrets.token_bytes, container.datetime = draw.randbytes, Fixed
    try:
        out = io.BytesIO()
        OOXMLFile(io.BytesIO(path.read_bytes())).encrypt(password, out)
        path.write_bytes(out.getvalue())
    finally:
        secrets.token_bytes, container.datetime = real, real_time


def web_page(path):
    """What some systems call "xuất Excel": a web page with the extension .xls."""
    rows = "".join(f"<tr><td>{i}</td><td>KH11-{i:03}</td><td>Đang thực hiện</td></tr>" for i in range(1, 8))
    head = '<html><head><meta charset="utf-8"></head><body><table border="1">'
    path.write_text(f"{head}<tr><th>STT</th><th>Mã nhiệm vụ</th><th>Trạng thái</th></tr>{rows}</table></body></html>\n")


def signed_document(path):
    """A one-page PDF that stands for the scan of a signed report."""
    text = b"BT /F1 14 Tf 72 770 Td (BAO CAO TUAN 28/2025 - ban ky - DIEN TAP) Tj ET"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    out += b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table
    path.write_bytes(bytes(out))


def some_list(path):
    """A workbook that is no report at all."""
    book = Workbook()
    page = book.active
    page.title = "Sheet1"
    page.append(["STT", "Cơ quan", "Số người dự"])
    for number, name in enumerate(["Sở Nội vụ", "Sở Tài chính", "Công an tỉnh"], 1):
        page.append([number, name, 2])
    raw = io.BytesIO()
    book.save(raw)
    path.write_bytes(repacked(raw.getvalue()))


# ------------------------------------------------------------------------------------------------------- week 28


def week_28(forms, out):
    def form(agency):
        made = Form(forms / f"BC_{agency}_T28_2025.xlsx")
        fill(made, agency, 28)
        targets(made, agency, 28)
        return made

    def path(agency, suffix=""):
        return out / f"BC_{agency}_T28_2025{suffix}.xlsx"

    special = {"BTGDV", "SNV", "SXD", "SCT", "CAT", "TTT", "X-CANLOC", "P-BACHONGLINH", "TDHHT", "VIETTEL"}
    silent = {"BNCTU", "DUHDND", "P-VUNGANG"}
    for file in sorted(forms.glob("BC_*.xlsx")):
        agency = file.name.split("_")[1]
        if agency in special or agency in silent:
            continue
        made = form(agency)
        mistakes_28(made, agency)
        made.save(path(agency), libreoffice=agency in {"SGDDT", "STP", "MTTQ", "X-THACHHA", "P-SONGTRI"})

    # A good report, then a better one under another name.
    made = form("BTGDV")
    made.save(path("BTGDV"))
    made.info("Lần nộp", 1)
    made.info("Lý do sửa", "Bổ sung số tin, bài đã đăng tải trong tuần")
    made.task("TB15-001", result="Đã đăng 62 tin, bài, 14 phóng sự; tổ chức 03 hội nghị quán triệt cho 640 cán bộ, đảng viên.", percent=None)
    made.save(path("BTGDV", "_sua-lan-1"))
    # The same file name replaced before the cutoff.
    made = form("SXD")
    made.save(path("SXD"))
    made.task("KL04-011.1", percent=35, result="Đã số hóa 1.240/3.500 hồ sơ; hoàn thành đối soát dữ liệu quy hoạch của 5 khu vực.")
    made.info("Lần nộp", 1)
    made.info("Lý do sửa", "Cập nhật số hồ sơ đã số hóa")
    made.save(path("SXD", "_moi"))
    # A good report, then the same file torn off by a bad line.
    made = form("SNV")
    made.save(path("SNV"))
    whole = path("SNV").read_bytes()
    path("SNV", "_hong").write_bytes(whole[: len(whole) * 3 // 5])
    # A slow copy: at 10:52 half of the file is there, at 10:58 all of it.
    made = form("P-BACHONGLINH")
    made.save(path("P-BACHONGLINH"))
    whole = path("P-BACHONGLINH").read_bytes()
    path("P-BACHONGLINH", "_dang-chep").write_bytes(whole[: len(whole) // 2])
    # Changed after the cutoff.
    made = form("SCT")
    made.save(path("SCT"))
    made.task("TB15-027", percent=90, result="Đã khảo sát xong 36/36 điểm thiếu điện.")
    made.info("Lần nộp", 1)
    made.info("Lý do sửa", "Có thêm số liệu khảo sát trong buổi sáng")
    made.save(path("SCT", "_sua-sau-han"))
    form("CAT").save(path("CAT"))
    encrypted(path("CAT"), "diễn tập")
    web_page(out / "BC_X-CANLOC_T28_2025.xls")
    signed_document(out / "BC_TTT_T28_2025_ky.pdf")
    # Next week's number in the cell.
    made = form("TDHHT")
    made.info("Kỳ báo cáo", "29/2025")
    made.save(path("TDHHT", "_ghi-tuan-29"))
    form("VIETTEL").save(path("VIETTEL"))
    (out / "khoa-cua-Excel.bin").write_bytes(b"\x0fVan thu So Xay dung".ljust(165, b" "))


def mistakes_28(made, agency):
    """Ordinary mistakes, and what offices contradict each other in."""
    if agency == "SNNMT":
        made.task("CTR42-004", percent=120)
    if agency == "SGDDT":
        made.task("KH265-004", status="Hoàn thành", percent=100, completed="đầu tháng 7", evidence="Báo cáo số 61/BC-SGDDT ngày 07/7/2025")
    if agency == "SVHTTDL":
        made.task("CTR25-011", percent=30)
        row = made.codes("NhiemVu", "Mã nhiệm vụ")["CTR25-011"]
        made.put("NhiemVu", row, "Mã nhiệm vụ", "CTR25-111")
    if agency == "STC":
        # Says that it leads a task of Sở KH&CN, and writes statuses its own way.
        made.task("TB15-019", role="Chủ trì")
        made.task("TB15-013", status="đang triển khai", percent=50)
        made.task("TB15-020", status="Đang TH", percent="khoảng 30")
    if agency == "VPUB":
        made.task("KH11-004", status="Hoàn thành", percent=100, completed=dt.date(2025, 6, 30), evidence="Biên bản nghiệm thu ngày 30/6/2025",
                  result="Hệ thống đã nâng cấp, vận hành chính thức trên toàn tỉnh.", cause=None, expected=None)
        made.task("KH11-006", status="Cơ bản hoàn thành", percent=95)
    if agency == "VNPT":
        # Supports KH11-004, and is not through.
        made.task("KH11-004", status="Đang thực hiện", percent=80, result="Còn 2 phân hệ đang kiểm thử kết nối.", completed=None, evidence=None)
    if agency == "DUCQD":
        made.task("KH04-003", status="Hoàn thành", percent=100, completed=dt.date(2025, 6, 27), cause=None, expected=None,
                  result="Đã ban hành quy chế hoạt động của Tổ giúp việc.", evidence="Quyết định số 18-QĐ/BCĐ ngày 27/6/2025")
    if agency == "X-CAMXUYEN":
        made.task("TB15-008", status="Hoàn thành", percent=100, completed=dt.date(2025, 8, 20), evidence="Biên bản bàn giao phòng họp")
    if agency == "SKHCN":
        made.put("ChiTieu", made.codes("ChiTieu", "Mã chỉ tiêu")["CT-007"], "Kết quả đến kỳ báo cáo", "khoảng 52")


# ------------------------------------------------------------------------------------------------------- week 29


def week_29(forms, out, before):
    def form(agency):
        made = Form(forms / f"BC_{agency}_T29_2025.xlsx")
        refill(made, agency, 29)
        targets(made, agency, 29)
        return made

    def path(agency, suffix=""):
        return out / f"BC_{agency}_T29_2025{suffix}.xlsx"

    special = {"SVHTTDL", "SNNMT", "STC", "TDHHT", "BTCTU", "UBKT", "X-TIENDIEN", "VNPT", "SXD", "X-DUCTHO"}
    silent = {"BNCTU", "X-VUQUANG", "P-SONGTRI"}
    for file in sorted(forms.glob("BC_*.xlsx")):
        agency = file.name.split("_")[1]
        if agency in special or agency in silent:
            continue
        made = form(agency)
        mistakes_29(made, agency)
        made.save(path(agency), libreoffice=agency in {"SGDDT", "VPUB", "TINHDOAN", "X-CAMXUYEN"})

    # Last week's file as it was; the right one comes after the release.
    shutil.copy(before / "BC_SVHTTDL_T28_2025.xlsx", path("SVHTTDL", "_van-la-tuan-28"))
    form("SVHTTDL").save(path("SVHTTDL"))
    # Last week's file updated, the week forgotten: one office mends it in time, one does not.
    for agency in ["STC", "SNNMT"]:
        made = Form(before / f"BC_{agency}_T28_2025.xlsx")
        code = {"STC": "TB15-013", "SNNMT": "CTR42-004"}[agency]
        made.task(code, status="Đang thực hiện", percent=70, result="Đã hoàn thành rà soát vòng hai; đang tổng hợp kết quả.")
        made.save(path(agency, "_quen-doi-tuan"))
    form("STC").save(path("STC"))
    # Last week's content, only the week changed.
    made = Form(before / "BC_X-TIENDIEN_T28_2025.xlsx")
    week = WEEKS[29]
    made.info("Kỳ báo cáo", "29/2025")
    made.info("Từ ngày", week.monday)
    made.info("Đến ngày", week.monday + dt.timedelta(days=6))
    made.info("Số liệu tính đến", dt.datetime(2025, 7, 17, 16, 0))
    made.save(path("X-TIENDIEN"))
    # Nothing new.
    for agency in ["BTCTU", "UBKT"]:
        made = Form(forms / f"BC_{agency}_T29_2025.xlsx")
        made.info("Số liệu tính đến", dt.datetime(2025, 7, 17, 15, 0))
        made.info("Lãnh đạo duyệt", "Phó Trưởng ban" if agency == "BTCTU" else "Phó Chủ nhiệm")
        made.info("Không phát sinh?", "x")
        made.save(path(agency))
    # This week's report, and one that names the next week.
    form("VNPT").save(path("VNPT"))
    made = form("VNPT")
    made.info("Kỳ báo cáo", "30/2025")
    made.save(path("VNPT", "_ghi-tuan-30"))
    form("SXD").save(path("SXD"))
    # Two different files at once; "Lần nộp" decides.
    made = form("SXD")
    made.info("Lần nộp", 1)
    made.info("Lý do sửa", "Bổ sung kết quả số hóa của tuần")
    made.task("KL04-011.1", percent=45, result="Đã số hóa 1.610/3.500 hồ sơ.")
    made.save(path("SXD", "_sua-lan-1"))
    form("X-DUCTHO").save(path("X-DUCTHO"))
    some_list(out / "Danh sach du hop.xlsx")


def mistakes_29(made, agency):
    if agency == "DUCQD":
        # Taken back: it was done, it is not, and no reason is given.
        made.task("KH04-003", status="Đang thực hiện", percent=90, completed=None, note=None,
                  result="Phải bổ sung phân công nhiệm vụ thành viên Tổ giúp việc theo mô hình mới.")
        made.task("KH04-003", cause="Thay đổi thành viên sau sắp xếp tổ chức", expected=dt.date(2025, 7, 31))
    if agency == "SGDDT":
        made.task("KH265-004", completed=dt.date(2025, 7, 4))
    if agency == "X-HUONGKHE":
        made.task("TB15-026.1", status="cơ bản xong", percent=95)
    if agency == "STP":
        made.task("CT07-002", percent=-5)


# ------------------------------------------------------------------------------------------------------ the whole


def write_csv(path, headings, rows):
    with open(path, "w", encoding="utf-8", newline="") as target:
        out = csv.writer(target, lineterminator="\n")
        out.writerow(headings)
        out.writerows(rows)


def write_scenario(target, until=None):
    chosen = [s for s in steps() if until is None or s[0] <= until]
    write_csv(target, ["at", "action", "file", "to", "note"], chosen)


def main():
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        shutil.rmtree(REPORTS, ignore_errors=True)
        for week in ("T28", "T29"):
            (REPORTS / week).mkdir(parents=True)
        # (a) the forms of week 28, from an empty workspace.
        empty = scratch / "trong"
        (empty / "nop").mkdir(parents=True)
        shutil.copy(HERE / "danh-muc.xlsx", empty)
        (empty / "tonghop.toml").write_text("rehearsal = true\n" + (HERE / "tonghop.toml").read_text("utf-8"), "utf-8")
        tonghop("-C", empty, "--now", "2025-07-07T08:00:00+07:00", "forms", "--period", "2025-W28")
        week_28(empty / "mau" / "2025-W28", REPORTS / "T28")
        # (b) week 28 played; the forms of week 29 are filled with its values.
        half = scratch / "kich-ban"
        half.mkdir()
        for name in ("danh-muc.xlsx", "tonghop.toml"):
            shutil.copy(HERE / name, half)
        shutil.copytree(REPORTS, half / "bao-cao")
        write_scenario(half / "scenario.csv", until="2025-07-13")
        played = scratch / "tuan-28"
        tonghop("rehearse", half, "--out", played)
        tonghop("-C", played, "--now", "2025-07-14T08:00:00+07:00", "forms", "--period", "2025-W29")
        week_29(played / "mau" / "2025-W29", REPORTS / "T29", REPORTS / "T28")
        # (c)
        write_scenario(HERE / "scenario.csv")
        write_csv(HERE / "ket-qua-mong-doi.csv", ["period", "code", "standing", "evidence", "findings", "why"], expectations())
    size = sum(f.stat().st_size for f in REPORTS.rglob("*") if f.is_file())
    print(f"Đã làm {sum(1 for f in REPORTS.rglob('*') if f.is_file())} tệp báo cáo, {size // 1024} KB.")


if __name__ == "__main__":
    main()

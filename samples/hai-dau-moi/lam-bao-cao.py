#!/usr/bin/env python3
"""Makes the reports of tuần 28 và 29/2025 for two desks, scenario.csv and ket-qua-mong-doi.csv.

    TONGHOP=target/release/tonghop python3 samples/hai-dau-moi/lam-bao-cao.py

The program writes the forms (`tonghop forms`), each office's by the desk that chases it; this script fills them by heading and
saves. The forms of week 29 come from workspaces in which week 28 was played. What is known of forms is in
samples/ha-tinh/lam-bao-cao.py, and is used from there. Needs openpyxl. Two runs with the same versions give the same bytes.
"""

import csv
import datetime as dt
import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

from kich_ban_hai_dau_moi import WEEKS, expectations, name, steps  # noqa: E402


def neighbour(script):
    """A script of another sample, as a module."""
    spec = importlib.util.spec_from_file_location("forms_of_offices", HERE.parent / "ha-tinh" / script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


offices = neighbour("lam-bao-cao.py")
REPORTS = HERE / "bao-cao"
DESKS = ("skhcn", "vptu")
# The desk that chases each office makes its form.
with open(HERE / "danh-muc" / "DonVi.csv", encoding="utf-8", newline="") as source:
    FORMS_OF = {row["Mã đơn vị"]: row["Cơ quan đôn đốc"].lower() for row in csv.DictReader(source)}

GOING, DONE, REGULAR = "Đang thực hiện", "Hoàn thành", "Thường xuyên"
D = dt.date
# What who leads a task says of it, in week 28 and what it changes in week 29.
LEADS = {
    "TB15-013": (dict(status=GOING, percent=70, result="Đã rà soát 41/58 dự án, đề nghị dừng 06 dự án."),
                 dict(percent=85, result="Đã rà soát 52/58 dự án, đề nghị dừng 08 dự án.")),
    "TB15-016": (dict(status=GOING, percent=60, result="Đã hoàn thành dự thảo kế hoạch công tác điều chỉnh, gửi lấy ý kiến các ban Đảng."),
                 dict(percent=80, result="Đã tiếp thu ý kiến 05/05 ban Đảng.")),
    "TB15-024": (dict(status=REGULAR, result="Đã tổng hợp, báo cáo tuần 28."), dict(result="Đã tổng hợp, báo cáo tuần 29.")),
    "KH11-002": (dict(status=GOING, percent=55, result="Đã hoàn thành dự thảo khung kiến trúc số cấp tỉnh, phiên bản 4.0."),
                 dict(percent=65, result="Đã gửi lấy ý kiến 26 cơ quan, nhận 11 ý kiến.")),
    "KH02-004": (dict(status=GOING, percent=89, result="Đã hoàn thành 16/18 nhiệm vụ cấp tỉnh.", cause="Chờ thẩm định 02 hồ sơ mua sắm",
                      expected=D(2025, 7, 25)),
                 dict(percent=94, result="Đã hoàn thành 17/18 nhiệm vụ cấp tỉnh.")),
    "KH02-005": (dict(status=GOING, percent=42, result="Đã tổ chức 05/12 lớp tập huấn cho 612 cán bộ, công chức cấp xã.",
                      obstacle="Chưa bố trí được kinh phí thuê hạ tầng học trực tuyến", proposal="Bổ sung kinh phí trong dự toán năm 2025",
                      level="UBND tỉnh"),
                 dict(percent=75, result="Đã tổ chức 09/12 lớp, 1.085 lượt người tham gia.")),
    "KH04-002": (dict(status=GOING, percent=90, result="Đã trình dự thảo quy chế lần 2.", cause="Chờ phân công thành viên Ban Chỉ đạo",
                      expected=D(2025, 7, 31)), {}),
    "KH04-005": (dict(status=DONE, percent=100, completed=D(2025, 7, 8), result="Đã tổ chức khóa bồi dưỡng cho 210 cán bộ, đảng viên.",
                      evidence="Báo cáo số 41-BC/BTCTU ngày 08/7/2025"),
                 dict(status=GOING, percent=80, completed=None, result="Còn lớp thứ hai cho cấp xã trong tháng 8/2025.",
                      note="Kỳ trước báo nhầm: mới hoàn thành lớp thứ nhất")),
    "KH265-004": (dict(status=GOING, percent=45, result="Đã triển khai đến 190/415 trường."),
                  dict(percent=50, result="Đã triển khai đến 214/415 trường.")),
    "CTR25-009": (dict(status=GOING, percent=70, result="Đã hoàn thành dự thảo Đề án, lấy ý kiến 12/12 tổ chức thành viên.",
                       obstacle="Phần mềm nội bộ của khối Đảng chưa kết nối với trục liên thông",
                       proposal="Thống nhất nền tảng dùng chung cho cơ quan Đảng, Mặt trận", level="Thường trực Tỉnh ủy"),
                  dict(percent=75, result="Đã tiếp thu ý kiến, hoàn thiện Đề án.")),
    "CTR25-013": (dict(status=GOING, percent=60, result="Đã trình dự thảo chính sách hỗ trợ.", cause="Chờ ý kiến thẩm định",
                       expected=D(2025, 8, 15)),
                  dict(percent=70, result="Đã thẩm định xong, đang hoàn thiện hồ sơ trình.")),
    "KL04-009": (dict(status=GOING, percent=40, result="Đã triển khai hồ sơ sức khỏe điện tử tại 8/13 bệnh viện."),
                 dict(percent=60, result="Đã triển khai tại 10/13 bệnh viện.")),
    "KL04-011.2": (dict(status=DONE, percent=100, completed=D(2025, 7, 10), result="Đã hoàn thành cơ sở dữ liệu ngành giáo dục.",
                        evidence="Quyết định số 318/QĐ-SGDĐT ngày 10/7/2025"), {}),
    "KL04-011.3": (dict(status=GOING, percent=30, result="Đã chuẩn hóa 1.240 nghìn hồ sơ."), dict(percent=35, result="Đã chuẩn hóa 1.395 nghìn hồ sơ.")),
    "KL04-012": (dict(status=GOING, percent=50, result="Đã thử nghiệm công cụ tại 10 cơ quan."), dict(percent=60, result="Đã thử nghiệm tại 18 cơ quan.")),
}
SUPPORT = (dict(status=GOING, result="Đã gửi ý kiến theo đề nghị của cơ quan chủ trì."), dict(result="Đã cung cấp số liệu theo phạm vi quản lý."))
PART = (dict(status=GOING, percent=50, result="Đã triển khai phần việc của đơn vị được một nửa khối lượng."),
        dict(percent=60, result="Đã hoàn thành 60% phần việc của đơn vị."))
# Where an office says something else in the version for the other desk: code → values.
OTHERWISE = {
    ("MTTQ", "_gui-So"): {"CTR25-009": dict(percent=50, result="Đang hoàn thiện dự thảo Đề án.")},
    ("SYT", "_gui-VPTU"): {"KL04-009": dict(percent=60, result="Đã triển khai tại 10/13 bệnh viện.")},
}
# Numerator, denominator or result, and source; of week 28 and 29.
TARGETS = {
    ("CT-001", "SKHCN"): ((None, None, 52), (None, None, 54)),
    ("CT-019", "VPTU"): ((1840, 2000, None), (1930, 2070, None)),
    ("CT-020", "SNV"): ((45, 60, None), (48, 60, None)),
    ("CT-020", "STC"): ((70, 80, None), (74, 80, None)),
    ("CT-020", "SYT"): ((300, 400, None), (320, 400, None)),
    ("CT-020", "P-THANHSEN"): ((50, 75, None), (60, 75, None)),
}
POSITIONS = {"VPTU": "Phó Chánh Văn phòng", "BTCTU": "Phó Trưởng ban", "BNCTU": "Phó Trưởng ban", "MTTQ": "Phó Chủ tịch",
             "P-THANHSEN": "Phó Chủ tịch UBND phường", "X-DUCTHO": "Phó Chủ tịch UBND xã"}
with open(HERE / "danh-muc" / "NhiemVu.csv", encoding="utf-8", newline="") as source:
    REGISTER = {row["Mã nhiệm vụ"]: row for row in csv.DictReader(source)}


def put_tasks(form, agency, suffix, week):
    at = 0 if week == 28 else 1
    for code in form.codes("NhiemVu", "Mã nhiệm vụ"):
        task = REGISTER[code]
        if task["Đơn vị chủ trì"] == agency:
            values = LEADS[code][at]
        elif task["Loại nhiệm vụ"] == "Giao toàn khối":
            values = PART[at]
        else:
            values = SUPPORT[at]
        values = values | (OTHERWISE.get((agency, suffix), {}).get(code, {}) if week == 28 else {})
        if values:
            form.task(code, **values)


def put_targets(form, agency, week):
    for code, row in form.codes("ChiTieu", "Mã chỉ tiêu").items():
        numerator, denominator, result = TARGETS[code, agency][week - 28]
        headings = [("Tử số", numerator), ("Mẫu số", denominator), ("Kết quả đến kỳ báo cáo", result), ("Nguồn số liệu", "Báo cáo của phòng chuyên môn")]
        for heading, value in headings:
            if value is not None:
                form.put("ChiTieu", row, heading, value)


def put_criteria(form, agency, week):
    for number, (code, row) in enumerate(form.codes("TieuChi", "Mã tiêu chí").items()):
        # One criterion of the commune is met a week later.
        met = agency == "P-THANHSEN" or number < 3 or week == 29
        form.put("TieuChi", row, "Kết quả", "Đạt" if met else "Chưa đạt")
        if met:
            form.put("TieuChi", row, "Ngày đạt", D(2025, 7, 7) if number < 3 else D(2025, 7, 16))
            form.put("TieuChi", row, "Minh chứng", f"Báo cáo số {20 + number}/BC-UBND ngày 16/7/2025" if number >= 3 else f"Báo cáo số {20 + number}/BC-UBND ngày 07/7/2025")


def report(forms, agency, suffix, week):
    form = offices.Form(forms[FORMS_OF[agency]] / name(agency, week))
    thursday = dt.date.fromisoformat(WEEKS[week]["day"]) - dt.timedelta(days=1)
    form.info("Số liệu tính đến", dt.datetime.combine(thursday, dt.time(16, 0)))
    form.info("Lãnh đạo duyệt", POSITIONS.get(agency, "Phó Giám đốc"))
    if (agency, week) == ("BNCTU", 29):
        form.info("Không phát sinh?", "x")
        return form
    if form.has("NhiemVu"):
        put_tasks(form, agency, suffix, week)
    put_targets(form, agency, week)
    put_criteria(form, agency, week)
    return form


def write_scenario(target, until=None):
    chosen = [step for step in steps() if until is None or step[0] <= until]
    offices.write_csv(target, ["at", "desk", "action", "file", "to", "note"], chosen)


def main():
    shutil.rmtree(REPORTS, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        for desk in DESKS:
            (scratch / desk / "nop").mkdir(parents=True)
            shutil.copy(HERE / "danh-muc.xlsx", scratch / desk)
            (scratch / desk / "tonghop.toml").write_text("rehearsal = true\n" + (HERE / desk / "tonghop.toml").read_text("utf-8"), "utf-8")
        make(scratch, 28, "2025-07-07")
        half = scratch / "kich-ban"
        half.mkdir()
        shutil.copy(HERE / "danh-muc.xlsx", half)
        for desk in DESKS:
            shutil.copytree(HERE / desk, half / desk)
        shutil.copytree(REPORTS, half / "bao-cao")
        write_scenario(half / "scenario.csv", until="2025-07-13")
        offices.tonghop("rehearse", half, "--out", scratch / "tuan-28")
        make(scratch / "tuan-28", 29, "2025-07-14")
    write_scenario(HERE / "scenario.csv")
    headings = ["period", "desk", "code", "standing", "through", "findings", "why"]
    offices.write_csv(HERE / "ket-qua-mong-doi.csv", headings, expectations())
    size = sum(file.stat().st_size for file in REPORTS.rglob("*") if file.is_file())
    print(f"Đã làm {sum(1 for file in REPORTS.rglob('*') if file.is_file())} tệp báo cáo, {size // 1024} KB.")


def make(workspaces, week, monday):
    """The forms of a week from both desks, filled."""
    forms = {}
    for desk in DESKS:
        offices.tonghop("-C", workspaces / desk, "--now", f"{monday}T08:00:00+07:00", "forms", "--period", f"2025-W{week}")
        forms[desk] = workspaces / desk / "mau" / f"2025-W{week}"
    for agency, suffix, _, _ in WEEKS[week]["sent"]:
        report(forms, agency, suffix, week).save(REPORTS / f"T{week}" / name(agency, week, suffix))


if __name__ == "__main__":
    main()

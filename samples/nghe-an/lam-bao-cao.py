#!/usr/bin/env python3
"""Makes the reports of 146 offices for tuần 38 và 39/2025, and scenario.csv.

    TONGHOP=target/release/tonghop python3 samples/nghe-an/lam-bao-cao.py

The program writes the forms (`tonghop forms`); this script fills them from noi-dung/*.csv, by heading. The forms of week
39 come from a workspace in which week 38 was played. What is known of forms is in samples/ha-tinh/lam-bao-cao.py, and is
used from there. The workbooks of communes keep only the sheets that a commune fills, without lists for choosing: 260 of
them have to stay small. Needs openpyxl. Two runs with the same versions give the same bytes.
"""

import csv
import datetime as dt
import importlib.util
import random
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

from kich_ban_nghe_an import MONDAYS, TORN, LATE, steps  # noqa: E402


def neighbour(name):
    """A script of the other sample, as a module."""
    spec = importlib.util.spec_from_file_location("forms_of_offices", HERE.parent / "ha-tinh" / name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


offices = neighbour("lam-bao-cao.py")
REPORTS = HERE / "bao-cao"


def rows(name):
    with open(HERE / name, encoding="utf-8", newline="") as source:
        return {row.pop(key): row for row in csv.DictReader(source) for key in [next(iter(row))]}


REGISTER, TASKS, MOVED = rows("danh-muc/NhiemVu.csv"), rows("noi-dung/NhiemVu.csv"), rows("noi-dung/tuan-39.csv")
GOALS, TARGETS = rows("danh-muc/ChiTieu.csv"), rows("noi-dung/ChiTieu.csv")
DATES = {"Ngày hoàn thành", "Dự kiến hoàn thành"}
SUPPORT = ["Đã gửi ý kiến theo đề nghị của cơ quan chủ trì.", "Đã cử cán bộ tham gia nhóm thực hiện.", "Đã cung cấp số liệu theo phạm vi quản lý."]
POSITIONS = {"X": "Phó Chủ tịch UBND xã", "P": "Phó Chủ tịch UBND phường", "S": "Phó Giám đốc", "V": "Phó Chánh Văn phòng", "D": "Phó Bí thư"}
POSITION = {"CAT": "Phó Giám đốc", "MTTQ": "Phó Chủ tịch", "UBKT": "Phó Chủ nhiệm", "BQLKKT": "Phó Trưởng ban", "BTCTU": "Phó Trưởng ban",
            "BTGDV": "Phó Trưởng ban", "BNCTU": "Phó Trưởng ban"}


def draw(*of):
    return random.Random("/".join(map(str, of)))


def commune(agency):
    return agency.startswith(("X-", "P-"))


def day(text):
    date, month, year = map(int, text.split("/"))
    return dt.date(year, month, date)


def number(text):
    """A figure, or words such as "Đạt"."""
    plain = text.replace(".", "").replace(",", ".")
    return (float(plain) if "." in plain else int(plain)) if plain.replace(".", "", 1).isdigit() else text


def value(heading, text):
    if text == "":
        return None
    if heading in DATES:
        return day(text)
    return int(text) if heading == "Tỷ lệ hoàn thành (%)" else text


def head(form, agency, week):
    thursday = MONDAYS[week] + dt.timedelta(days=3)
    form.info("Số liệu tính đến", dt.datetime.combine(thursday, dt.time(14, 0)))
    form.info("Lãnh đạo duyệt", POSITION.get(agency) or POSITIONS[agency[0]])


def put_tasks(form, agency, week):
    for code, row in form.codes("NhiemVu", "Mã nhiệm vụ").items():
        lead = REGISTER[code]["Đơn vị chủ trì"] == agency
        content = dict(TASKS[code]) if week == 38 else dict(MOVED.get(code, {}))
        if not content:
            continue
        if not lead:
            content = {heading: content.get(heading, "") for heading in ("Trạng thái đơn vị báo", "Tỷ lệ hoàn thành (%)", "Ngày hoàn thành",
                                                                 "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)")}
            content["Kết quả thực hiện trong kỳ"] = draw(agency, code, week).choice(SUPPORT)
        for heading, text in content.items():
            # In week 39 a blank leaves what the form came with.
            if week == 38 or text:
                form.put("NhiemVu", row, heading, value(heading, text))
        if week == 39 and content["Trạng thái đơn vị báo"] == "Hoàn thành":
            form.put("NhiemVu", row, "Nhiệm vụ tuần tới", None)


def put_targets(form, week):
    for code, row in form.codes("ChiTieu", "Mã chỉ tiêu").items():
        content, goal = TARGETS[code], GOALS[code]
        def put(heading, text):
            form.put("ChiTieu", row, heading, text or None)
        if content["Lý do chưa đánh giá được"]:
            put("Đơn vị tự đánh giá", "Chưa đánh giá được")
            put("Lý do chưa đánh giá được", content["Lý do chưa đánh giá được"])
            put("Phương pháp đề xuất", content["Phương pháp đề xuất"])
            continue
        result = number(content[f"Kết quả tuần {week}"])
        form.put("ChiTieu", row, "Kết quả đến kỳ báo cáo", result)
        put("Ước tính?", content["Ước tính?"])
        put("Nguồn số liệu", "Báo cáo của phòng chuyên môn")
        put("Đơn vị tự đánh giá", assessment(goal, result))


def assessment(goal, result):
    wanted = number(goal["Mục tiêu"])
    if result == wanted:
        return "Đạt"
    better = result < wanted if goal["Phép so sánh"] == "≤" else not isinstance(result, str) and result > wanted
    return "Vượt" if better else "Chưa đạt"


def put_criteria(form, agency):
    for code, row in form.codes("TieuChi", "Mã tiêu chí").items():
        r = draw(agency, code)
        met = dt.date(2025, 7, 7) + dt.timedelta(days=r.randint(0, 50))
        form.put("TieuChi", row, "Kết quả", "Đạt")
        form.put("TieuChi", row, "Ngày đạt", met)
        form.put("TieuChi", row, "Minh chứng", f"Báo cáo số {r.randint(10, 240)}/BC-UBND ngày {met.day:02}/{met.month if met.month > 2 else f'{met.month:02}'}/2025")


def lean(form):
    """Only what a commune fills, and what says whose form it is."""
    for name in ("HuongDan", "NhiemVuPhatSinh", "_DM"):
        if form.has(name):
            del form.book[name]
    for page in form.book.worksheets:
        page.data_validations.dataValidation = []
        page.conditional_formatting = type(page.conditional_formatting)()
    form.book.defined_names.clear()
    form.book.loaded_theme = None


def report(forms, agency, week):
    form = offices.Form(forms / f"BC_{agency}_T{week}_2025.xlsx")
    head(form, agency, week)
    if commune(agency):
        if week == 38:
            put_criteria(form, agency)
        else:
            form.info("Không phát sinh?", "x")
        lean(form)
    else:
        put_tasks(form, agency, week)
        put_targets(form, week)
    return form


def make(forms, week):
    out = REPORTS / f"T{week}"
    for file in sorted(forms.glob("BC_*.xlsx")):
        agency = file.name.split("_")[1]
        if LATE[week].get(agency, ("", ""))[0] is None:
            continue
        path = out / file.name
        report(forms, agency, week).save(path)
        if agency in TORN[week]:
            whole = path.read_bytes()
            path.write_bytes(whole[: len(whole) * 3 // 5])


def write_scenario(target, until=None):
    chosen = [step for step in steps() if until is None or step[0] <= until]
    offices.write_csv(target, ["at", "action", "file", "to", "note"], chosen)


def workspace(folder):
    """A workspace of the sample in which nothing was played."""
    (folder / "nop").mkdir(parents=True)
    shutil.copy(HERE / "danh-muc.xlsx", folder)
    (folder / "tonghop.toml").write_text("rehearsal = true\n" + (HERE / "tonghop.toml").read_text("utf-8"), "utf-8")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        shutil.rmtree(REPORTS, ignore_errors=True)
        workspace(scratch / "trong")
        offices.tonghop("-C", scratch / "trong", "--now", "2025-09-15T08:00:00+07:00", "forms", "--period", "2025-W38")
        make(scratch / "trong" / "mau" / "2025-W38", 38)
        half = scratch / "kich-ban"
        half.mkdir()
        for name in ("danh-muc.xlsx", "tonghop.toml"):
            shutil.copy(HERE / name, half)
        shutil.copytree(REPORTS, half / "bao-cao")
        write_scenario(half / "scenario.csv", until="2025-09-21")
        played = scratch / "tuan-38"
        offices.tonghop("rehearse", half, "--out", played)
        offices.tonghop("-C", played, "--now", "2025-09-22T08:00:00+07:00", "forms", "--period", "2025-W39")
        make(played / "mau" / "2025-W39", 39)
        write_scenario(HERE / "scenario.csv")
    size = sum(file.stat().st_size for file in REPORTS.rglob("*") if file.is_file())
    print(f"Đã làm {sum(1 for file in REPORTS.rglob('*') if file.is_file())} tệp báo cáo, {size // 1024} KB.")


if __name__ == "__main__":
    main()

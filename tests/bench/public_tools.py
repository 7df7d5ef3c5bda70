#!/usr/bin/env python3
"""The same week with public tools, and the work below which no tool can go.

    tests/bench/public_tools.py lean WORKSPACE OUT      python-calamine reads, XlsxWriter writes
    tests/bench/public_tools.py pandas WORKSPACE OUT    pandas with openpyxl does both
    tests/bench/public_tools.py limit WORKSPACE         reads and inflates each report, visits each "<", deflates each member of what was
                                                 written, writes the texts, takes the SHA-256 of all, copies the reports
    tests/bench/public_tools.py compare WORKSPACE OUT   classes of tasks and numbers of errors: theirs against ours; 1 if one differs

Each prints the cpu seconds of its work, without the start of Python. They read the reports of a made-up province
(`cargo bench --bench week`), merge them by the register, write one workbook, one answer to each office and the figures as
JSON. What they know of the rules stands below and comes from nowhere else, so equal figures are a second opinion. They do
less than the program does (no receipts, no history, no evidence, some 5 of its checks), which is to their favour.

Needs python-calamine and XlsxWriter; pandas and openpyxl; libdeflate's Python module `deflate`.
"""

import collections
import datetime
import glob
import hashlib
import json
import os
import re
import resource
import shutil
import sys
import zipfile

# The hour at which a week is judged, and the days before a deadline that is near.
DAY = datetime.date(2025, 7, 11)
NEAR = 7
STATES = {
    "Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Thường xuyên", "Chưa đến kỳ", "Tạm dừng", "Đề nghị điều chỉnh",
}
QUARTERS = {"I": 1, "II": 4, "III": 7, "IV": 10}
SHEETS = {"NhiemVu": "Mã nhiệm vụ", "ChiTieu": "Mã chỉ tiêu", "TieuChi": "Mã tiêu chí"}


def cpu():
    """Of this process and of the children it waited for, in seconds."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def reports(root):
    return sorted(glob.glob(f"{root}/nop/*/*.xlsx"))


# --- what a week is, apart from who reads and writes ---


def table(rows, code):
    """The rows below the heading row as dictionaries, each with its row number; what comes before them is left out."""
    heading = None
    for number, row in enumerate(rows, 1):
        if heading is None:
            texts = [str(cell).strip() if cell is not None else "" for cell in row]
            if code in texts:
                heading = texts
            continue
        values = dict(zip(heading, row))
        if values.get(code) not in (None, ""):
            yield number, values


def text(value):
    return "" if value is None else str(value).strip()


def date(value):
    """A day as people write it; None if it is none."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text(value))
    return datetime.date(int(found[3]), int(found[2]), int(found[1])) if found else None


def deadline(kind, written):
    """From and to of a deadline; None if there is none."""
    if kind == "Thường xuyên":
        return None
    if day := date(written):
        return day, day
    if found := re.fullmatch(r"Quý ([IV]+)/(\d{4})", written):
        year, month = int(found[2]), QUARTERS[found[1]]
        end = datetime.date(year + (month + 3) // 13, (month + 2) % 12 + 1, 1) - datetime.timedelta(1)
        return datetime.date(year, month, 1), end
    if found := re.fullmatch(r"năm (\d{4})", written):
        return datetime.date(int(found[1]), 1, 1), datetime.date(int(found[1]), 12, 31)
    raise ValueError(written)


def class_of(task, row):
    """The class of a task by its register row and the row of its lead."""
    if task["Loại thời hạn"] == "Thường xuyên":
        return "regular"
    start, end = deadline(task["Loại thời hạn"], text(task["Thời hạn (theo văn bản)"]))
    state = text(row["Trạng thái đơn vị báo"])
    if state == "Hoàn thành":
        done = date(row["Ngày hoàn thành"])
        if done is None:
            return "done_undated"
        first = start if start != end else end
        return "done_early" if done < first else "done_on_time" if done <= end else "done_late"
    # That nobody began it is told beside these two.
    if end < DAY:
        return "overdue"
    if (end - DAY).days <= NEAR:
        return "due_soon"
    return "not_started" if state == "Chưa thực hiện" else "in_progress"


# What people write for a listed state: it is understood and no error.
UNDERSTOOD = {"đang lam"}


def faults(row):
    """What an office has to mend in a row: heading and sentence."""
    state, percent = text(row["Trạng thái đơn vị báo"]), row["Tỷ lệ hoàn thành (%)"]
    if state not in STATES and state not in UNDERSTOOD:
        yield "Trạng thái đơn vị báo", f"Trạng thái “{state}” không có trong danh mục."
    if percent not in (None, "") and not 0 <= float(percent) <= 100:
        yield "Tỷ lệ hoàn thành (%)", f"Tỷ lệ {percent} ngoài khoảng 0 - 100."
    expected = row["Dự kiến hoàn thành"]
    if expected not in (None, "") and date(expected) is None:
        yield "Dự kiến hoàn thành", f"“{expected}” không phải là ngày."


def merged(register, files):
    """One office's rows after the other, then each task by its register row."""
    tasks = {row["Mã nhiệm vụ"]: row for _, row in register["NhiemVu"]}
    offices, units = [], collections.defaultdict(list)
    for path, sha256, sheets in files:
        code = os.path.basename(os.path.dirname(path))
        wrong = []
        for number, row in sheets["NhiemVu"]:
            wrong.extend((number, heading, said) for heading, said in faults(row))
            units[row["Mã nhiệm vụ"]].append((code, number, row))
        offices.append({"code": code, "path": path, "sha256": sha256, "errors": wrong, "sheets": sheets})
    lines = []
    for code, task in tasks.items():
        told = units[code]
        lead = next((unit for unit in told if unit[0] == text(task["Đơn vị chủ trì"])), None)
        kind = text(task["Loại nhiệm vụ"])
        whole = kind == "Giao toàn khối"
        parts = collections.Counter(class_of(task, row) for _, _, row in told) if whole else None
        lines.append({"code": code, "task": task, "units": told, "parts": parts, "class": None if whole else class_of(task, lead[2])})
    return offices, lines


def body(offices, lines):
    """The long sheets: names, headings and rows."""
    of_tasks = (
        [line["code"], line["task"]["Nội dung nhiệm vụ"], line["task"]["Văn bản giao"], line["task"]["Thời hạn (theo văn bản)"],
         text(line["task"]["Đơn vị chủ trì"]), text(line["task"]["Đơn vị phối hợp"]), line["class"] or json.dumps(line["parts"]),
         "\n".join(f"{code}: {text(row['Kết quả thực hiện trong kỳ'])}" for code, _, row in line["units"])]
        for line in lines
    )
    of_units = (
        [line["code"], code, number, *(text(row[heading]) for heading in
         ["Trạng thái đơn vị báo", "Tỷ lệ hoàn thành (%)", "Ngày hoàn thành", "Kết quả thực hiện trong kỳ",
          "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)", "Khó khăn, vướng mắc", "Nguyên nhân chậm", "Kiến nghị, đề xuất",
          "Cấp giải quyết", "Dự kiến hoàn thành"])]
        for line in lines for code, number, row in line["units"]
    )
    others = {
        sheet: ([office["code"], number, *(text(value) for value in row.values())]
                for office in offices for number, row in office["sheets"].get(sheet, []))
        for sheet in ("ChiTieu", "TieuChi")
    }
    of_offices = (
        [office["code"], len(office["sheets"]["NhiemVu"]), len(office["errors"]), office["path"], office["sha256"]] for office in offices
    )
    return [("DonVi", of_offices), ("NhiemVu", of_tasks), ("ChiTiet", of_units), *others.items()]


def figures(offices, lines):
    return {
        "tasks": [{key: line[key] for key in ("code", "class", "parts")} for line in lines],
        "agencies": [{"code": office["code"], "sha256": office["sha256"], "errors": len(office["errors"])} for office in offices],
        "rows": [{"task": line["code"], "agency": code, "row": number, **{key: text(value) for key, value in row.items()}}
                 for line in lines for code, number, row in line["units"]],
    }


def week(root, out, read, write):
    os.makedirs(f"{out}/luu", exist_ok=True)
    os.makedirs(f"{out}/phan-hoi", exist_ok=True)
    files = []
    for path in reports(root):
        with open(path, "rb") as file:
            data = file.read()
        sha256 = hashlib.sha256(data).hexdigest()
        with open(f"{out}/luu/{sha256}", "wb") as file:
            file.write(data)
        files.append((path, sha256, {sheet: list(rows) for sheet, rows in read(path, SHEETS).items()}))
    offices, lines = merged({name: list(rows) for name, rows in read(f"{root}/danh-muc.xlsx", SHEETS).items()}, files)
    write(f"{out}/TongHop.xlsx", body(offices, lines))
    for office in offices:
        answer = [("PhanHoi", ([f"NhiemVu, dòng {number}", heading, said] for number, heading, said in office["errors"]))]
        write(f"{out}/phan-hoi/{office['code']}.xlsx", answer)
    with open(f"{out}/TongHop.json", "w", encoding="utf-8") as file:
        json.dump(figures(offices, lines), file, ensure_ascii=False)


# --- the two tools ---


def lean(root, out):
    import python_calamine
    import xlsxwriter

    def read(path, sheets):
        book = python_calamine.CalamineWorkbook.from_path(path)
        names = [name for name in sheets if name in book.sheet_names]
        return {name: table(book.get_sheet_by_name(name).to_python(skip_empty_area=False), sheets[name]) for name in names}

    def write(path, sheets):
        book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(number, column, value, wrapped)
        book.close()

    return lambda: week(root, out, read, write)


def pandas(root, out):
    import pandas as pd

    def read(path, sheets):
        # Two of the three sheets are missing in some reports, so all are read by one opening and picked.
        book = pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
        frames = {name: book[name].astype(object) for name in sheets if name in book}
        plain = {name: frame.where(frame.notna(), None).itertuples(index=False, name=None) for name, frame in frames.items()}
        return {name: table(rows, sheets[name]) for name, rows in plain.items()}

    def write(path, sheets):
        with pd.ExcelWriter(path, engine="openpyxl") as book:
            for name, rows in sheets:
                pd.DataFrame(list(rows)).to_excel(book, sheet_name=name, header=False, index=False)

    return lambda: week(root, out, read, write)


# --- the limit, and the second opinion ---


def limit(root):
    """What a cold run cannot do without: its inputs read and inflated, its outputs deflated, digested and written once."""
    import deflate
    import tempfile

    written = [path for folder in ("ket-qua", "phan-hoi") for path in glob.glob(f"{root}/{folder}/**/*", recursive=True) if os.path.isfile(path)]
    members = []
    for path in written:
        with open(path, "rb") as file:
            data = file.read()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as book:
                members.append((path, [book.read(name) for name in book.namelist()]))
        else:
            members.append((path, data))

    def work():
        tags = 0
        with tempfile.TemporaryDirectory(dir=root) as folder:
            for number, path in enumerate(reports(root)):
                with open(path, "rb") as file:
                    data = file.read()
                hashlib.sha256(data).digest()
                shutil.copyfile(path, f"{folder}/{number}")
                with zipfile.ZipFile(path) as book:
                    for info in book.infolist():
                        at = info.header_offset
                        start = at + 30 + int.from_bytes(data[at + 26:at + 28], "little") + int.from_bytes(data[at + 28:at + 30], "little")
                        raw = data[start:start + info.compress_size]
                        plain = deflate.deflate_decompress(raw, info.file_size) if info.compress_type else raw
                        tags += plain.count(b"<")
            for number, (path, content) in enumerate(members):
                parts = [content] if isinstance(content, bytes) else [deflate.deflate_compress(part, 6) for part in content]
                digest = hashlib.sha256()
                with open(f"{folder}/out{number}", "wb") as file:
                    for part in parts:
                        digest.update(part)
                        file.write(part)
        assert tags

    return work


def compare(root, out):
    """Theirs against the draft's JSON; prints what differs."""
    with open(f"{out}/TongHop.json", encoding="utf-8") as file:
        theirs = json.load(file)
    (path,) = glob.glob(f"{root}/ket-qua/*/*_du-thao.json")
    with open(path, encoding="utf-8") as file:
        ours = json.load(file)
    wrong = []
    our_tasks = {task["code"]: task for task in ours["tasks"]}
    for task in theirs["tasks"]:
        if task["class"] and task["class"] != our_tasks[task["code"]]["class"]:
            wrong.append((task["code"], task["class"], our_tasks[task["code"]]["class"]))
    our_offices = {office["code"]: office for office in ours["agencies"]}
    for office in theirs["agencies"]:
        mine = our_offices[office["code"]]
        if (office["errors"], office["sha256"]) != (mine["errors"], mine["sha256"]):
            wrong.append((office["code"], office["errors"], mine["errors"]))
    for line in wrong[:20]:
        print(*line)
    told = sum(1 for task in theirs["tasks"] if task["class"])
    errors = sum(office["errors"] for office in theirs["agencies"])
    print(f"{told} tasks and {len(our_offices)} offices with {errors} errors compared: {len(wrong)} differ")
    sys.exit(1 if wrong or not told else 0)


def main():
    what, *where = sys.argv[1:] or [""]
    if what == "compare":
        compare(*where)
    works = {"lean": lean, "pandas": pandas, "limit": limit}
    if what not in works:
        sys.exit(__doc__)
    work = works[what](*where)
    before = cpu()
    work()
    print(f"{cpu() - before:.3f}")


main()

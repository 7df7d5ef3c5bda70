"""An officer's hand: fills a form as its prompts say, spoils it as tired people do, and tells what stands in it.

    hand.py fill FORM OUT           every yellow cell that the prompts ask for
    hand.py spoil HOW FILLED OUT    one slip
    hand.py read FORM               what stands in it, as JSON
"""

import datetime
import json
import sys

import openpyxl

HEADING_ROW = 4
FIRST_ROW = 5


def columns(sheet):
    return {cell.value: cell.column for cell in sheet[HEADING_ROW] if cell.value}


def info(book, label):
    for row in book["ThongTin"].iter_rows(min_row=1, max_row=40):
        if row[0].value == label:
            return row[1]
    raise SystemExit(f"no label {label}")


def rows(sheet, code):
    head = columns(sheet)
    for number in range(FIRST_ROW, sheet.max_row + 1):
        if sheet.cell(number, head[code]).value:
            yield number, lambda heading, number=number: sheet.cell(number, head[heading])


def fill_tasks(sheet, friday):
    open_rows = 0
    for number, cell in rows(sheet, "Mã nhiệm vụ"):
        if cell("Trạng thái đơn vị báo").protection.locked:
            continue
        open_rows += 1
        cell("Kết quả thực hiện trong kỳ").value = f"Đã số hóa 1.250/2.000 hồ sơ, đạt 62,5% (dòng {number})"
        deadline = str(cell("Thời hạn").value)
        if any(word in deadline for word in ("thường xuyên", "hàng tuần", "hằng", "liên tục", "định kỳ")):
            cell("Trạng thái đơn vị báo").value = "Thường xuyên"
            continue
        # Overdue rows come first; which ones are overdue only the register knows, so all of the first ones explain.
        if open_rows <= 2:
            cell("Trạng thái đơn vị báo").value = "Đang thực hiện"
            cell("Tỷ lệ hoàn thành (%)").value = 60
            cell("Nguyên nhân chậm").value = "Chờ cấp bổ sung thiết bị"
            cell("Dự kiến hoàn thành").value = friday + datetime.timedelta(days=40)
            continue
        kind = open_rows % 4
        if kind == 0:
            cell("Trạng thái đơn vị báo").value = "Hoàn thành"
            cell("Tỷ lệ hoàn thành (%)").value = 100
            cell("Ngày hoàn thành").value = friday - datetime.timedelta(days=1)
            cell("Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)").value = "Kế hoạch số 45/KH-SYT ngày 10/7/2025"
        elif kind == 1:
            cell("Trạng thái đơn vị báo").value = "Chưa thực hiện"
            cell("Tỷ lệ hoàn thành (%)").value = 0
            cell("Khó khăn, vướng mắc").value = "Chưa có hướng dẫn của bộ"
            cell("Kiến nghị, đề xuất").value = "Đề nghị có văn bản hướng dẫn"
            cell("Cấp giải quyết").value = "UBND tỉnh"
        elif kind == 2:
            cell("Trạng thái đơn vị báo").value = "Tạm dừng"
            cell("Tỷ lệ hoàn thành (%)").value = 20
            cell("Dự kiến hoàn thành").value = friday + datetime.timedelta(days=80)
        else:
            cell("Trạng thái đơn vị báo").value = "Đang thực hiện"
            cell("Tỷ lệ hoàn thành (%)").value = 35.5
            cell("Nhiệm vụ tuần tới").value = "Tiếp tục số hóa"


def fill_targets(sheet):
    for number, cell in rows(sheet, "Mã chỉ tiêu"):
        rate = cell("ĐVT").value == "%"
        if number % 3 == 0:
            cell("Đơn vị tự đánh giá").value = "Chưa đánh giá được"
            cell("Lý do chưa đánh giá được").value = "Chưa có hướng dẫn phương pháp tính"
            continue
        # A percentage of several offices is added up from its parts.
        if rate:
            cell("Tử số").value = 1
            cell("Mẫu số").value = 200
        else:
            cell("Kết quả đến kỳ báo cáo").value = 1
        cell("Nguồn số liệu").value = "Hệ thống báo cáo của tỉnh"
        cell("Đơn vị tự đánh giá").value = "Chưa đạt"


def fill(source, out):
    book = openpyxl.load_workbook(source)
    friday = info(book, "Đến ngày").value - datetime.timedelta(days=2)
    info(book, "Số liệu tính đến").value = friday - datetime.timedelta(days=1) + datetime.timedelta(hours=11)
    info(book, "Số, ký hiệu văn bản báo cáo").value = "125/BC-SYT"
    info(book, "Ngày ký").value = friday - datetime.timedelta(days=1)
    info(book, "Lãnh đạo duyệt").value = "Phó Giám đốc"
    if "NhiemVu" in book.sheetnames:
        fill_tasks(book["NhiemVu"], friday)
    if "ChiTieu" in book.sheetnames:
        fill_targets(book["ChiTieu"])
    if "TieuChi" in book.sheetnames:
        for number, cell in rows(book["TieuChi"], "Mã tiêu chí"):
            cell("Kết quả").value = ["Đạt", "Chưa đạt", "Không áp dụng"][number % 3]
            if number % 3 == 0:
                cell("Ngày đạt").value = friday - datetime.timedelta(days=3)
                cell("Minh chứng").value = "Biên bản ngày 08/7/2025"
            elif number % 3 == 2:
                # A mandatory criterion is left out only by a document.
                cell("Minh chứng").value = "Công văn 12/UBND-CNTT"
    extra = book["NhiemVuPhatSinh"]
    values = ["Xây dựng báo cáo chuyên đề", "1234/UBND-KGVX", friday - datetime.timedelta(days=7), "Quý III/2025"]
    for column, value in enumerate(values, start=1):
        extra.cell(FIRST_ROW, column).value = value
    book.save(out)


def spoil(how, source, out):
    book = openpyxl.load_workbook(source)
    tasks, targets = book["NhiemVu"], book["ChiTieu"]
    status, percent = columns(tasks)["Trạng thái đơn vị báo"], columns(tasks)["Tỷ lệ hoàn thành (%)"]
    if how == "tasks-deleted":
        del book["NhiemVu"]
    elif how == "targets-deleted":
        del book["ChiTieu"]
    elif how == "target-row-deleted":
        targets.delete_rows(FIRST_ROW)
    elif how == "formula-uncomputed":
        tasks.cell(FIRST_ROW, percent).value = "=10+5"
        tasks.cell(FIRST_ROW, columns(tasks)["Kết quả thực hiện trong kỳ"]).value = '="Đã "&"xong"'
    elif how == "last-week":
        info(book, "Kỳ báo cáo").value = "27/2025"
    elif how == "next-week":
        info(book, "Kỳ báo cáo").value = "29/2025"
    elif how == "statuses-cleared":
        for number, _ in rows(tasks, "Mã nhiệm vụ"):
            tasks.cell(number, status).value = None
    elif how == "sorted":
        lines = [[cell.value for cell in row] for row in tasks.iter_rows(min_row=FIRST_ROW)]
        lines.sort(key=lambda line: str(line[columns(tasks)["Mã nhiệm vụ"] - 1]), reverse=True)
        for number, line in enumerate(lines, start=FIRST_ROW):
            for column, value in enumerate(line, start=1):
                tasks.cell(number, column).value = value
    elif how == "rows-inserted":
        tasks.insert_rows(FIRST_ROW + 2, 2)
        tasks.cell(FIRST_ROW + 2, columns(tasks)["Nội dung nhiệm vụ"]).value = "II. Nhóm nhiệm vụ phối hợp"
    else:
        raise SystemExit(f"unknown slip {how}")
    book.save(out)


def shown(value):
    return value.strftime("%Y-%m-%d") if isinstance(value, datetime.datetime) else value


def read(source):
    book = openpyxl.load_workbook(source, data_only=True)
    told = {"status": info(book, "Tình trạng biểu mẫu").value, "tasks": {}}
    if "NhiemVu" in book.sheetnames:
        for _, cell in rows(book["NhiemVu"], "Mã nhiệm vụ"):
            kept = [cell(h).value for h in ("Trạng thái đơn vị báo", "Tỷ lệ hoàn thành (%)", "Ngày hoàn thành")]
            kept.append(cell("Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)").value)
            told["tasks"][cell("Mã nhiệm vụ").value] = {
                "kept": [shown(value) for value in kept],
                "result": cell("Kết quả thực hiện trong kỳ").value,
                "before": cell("Kết quả kỳ trước").value,
            }
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    {"fill": fill, "spoil": spoil, "read": read}[sys.argv[1]](*sys.argv[2:])

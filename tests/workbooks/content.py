"""What the workbooks of this folder say: the report of a department for week 28/2025, and one sheet of odd cells.

A cell is None, a text, a number, or one of the pairs below; `plain()` gives the whole as JSON for writers in other
languages.
"""

import datetime
import json


def percent(value):
    return {"percent": value}


def day(text):
    return {"day": text}


def moment(text):
    return {"moment": text}


def formula(text, result):
    return {"formula": text, "result": result}


def date_of(cell):
    """The date or moment of a cell, without a zone."""
    if "day" in cell:
        return datetime.date.fromisoformat(cell["day"])
    return datetime.datetime.fromisoformat(cell["moment"])


INFO = [
    ["THÔNG TIN BÁO CÁO"],
    [],
    ["Mã đơn vị", "SYT"],
    ["Tên đơn vị", "Sở Y tế"],
    ["Kỳ báo cáo", "28/2025"],
    ["Từ ngày", day("2025-07-07")],
    ["Đến ngày", day("2025-07-13")],
    ["Số liệu tính đến", moment("2025-07-11T09:30:00")],
    ["Lần nộp", 1],
    ["Số, ký hiệu văn bản báo cáo", "215/BC-SYT"],
    ["Ngày ký", day("2025-07-11")],
    ["Người lập", "Nguyễn Thị Hường"],
    ["Số điện thoại", "0912 000 028"],
    ["Lãnh đạo duyệt", "Trần Quốc Đạt"],
]

TASKS = [
    ["BÁO CÁO KẾT QUẢ THỰC HIỆN NHIỆM VỤ"],
    ["Kỳ báo cáo: tuần 28/2025"],
    [],
    [
        "STT",
        "Mã nhiệm vụ",
        "Nội dung nhiệm vụ",
        "Vai trò",
        "Thời hạn",
        "Trạng thái đơn vị báo",
        "Tỷ lệ hoàn thành (%)",
        "Ngày hoàn thành",
        "Kết quả thực hiện trong kỳ",
        "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)",
        "Khó khăn, vướng mắc",
        "Dự kiến hoàn thành",
    ],
    [1, "KH11-001", "Số hóa hồ sơ bệnh án", "Chủ trì", "30/9/2025", "Đang thực hiện", 62.5, None,
     "Đã số hóa 1.250/2.000 hồ sơ,\nđạt 62,5 %", None, "Thiếu máy quét ở 3 trạm", day("2025-09-25")],
    [2, "KH11-002", "Triển khai sổ sức khỏe điện tử", "Chủ trì", "15/7/2025", "Hoàn thành", 100, day("2025-07-10"),
     "Đã triển khai ở 100% cơ sở & tổng kết", "Kế hoạch số 45/KH-SYT ngày 10/7/2025", None, None],
    [3, "KH11-004", "Xây dựng trung tâm <hành chính công> cấp xã", "Phối hợp", "Quý III/2025", "Chưa thực hiện", 0, None,
     "Chưa đến kỳ giao", None, "Chờ văn bản “hướng dẫn”", day("2025-09-30")],
    [4, "TB15-001", "Đẩy mạnh tuyên truyền", "Thực hiện phần việc", "thường xuyên", "Thường xuyên", None, None,
     "Đăng 12 tin, bài", "Báo cáo số 9/BC-SYT", None, None],
]

TARGETS = [
    ["KẾT QUẢ THỰC HIỆN CHỈ TIÊU"],
    [],
    ["Mã chỉ tiêu", "Tên", "ĐVT", "Mục tiêu", "Tử số", "Mẫu số", "Kết quả đến kỳ báo cáo", "Nguồn số liệu",
     "Đơn vị tự đánh giá"],
    ["CT-002", "Tỷ lệ hồ sơ sức khỏe điện tử", "%", "≥ 70", 1250, 2000, formula("=E4/F4*100", 62.5), "Phần mềm V20",
     "Chưa đạt"],
    ["CT-009", "Số trạm y tế có chữ ký số", "trạm", "≥ 200", None, None, 187, "Báo cáo của các xã", "Chưa đạt"],
]

ODD = [
    ["Mục", "Giá trị"],
    ["số lớn", 123456789012],
    ["số lẻ", 0.1],
    ["số âm", -17.25],
    ["phần trăm", percent(0.625)],
    ["ngày", day("2024-02-29")],
    ["giờ", moment("2025-07-11T11:00:00")],
    ["đúng", True],
    ["sai", False],
    ["khoảng trắng", "  hai đầu  "],
    ["nhiều dòng", "dòng một\ndòng hai"],
    ["số dạng chữ", "0062"],
    ["chữ công thức", "=1+1 là hai"],
    ["công thức chữ", formula('="Còn "&3', "Còn 3")],
    ["ngoài BMP", "văn 𠀀 bản 😀"],
    ["dài", "Đề nghị bổ sung số liệu. " * 40],
]

# In the order of the book. The last one says nothing and is hidden where a writer can hide sheets.
SHEETS = [("ThongTin", INFO), ("NhiemVu", TASKS), ("ChiTieu", TARGETS), ("Ô lạ", ODD), ("Nháp", [["nháp"]])]
HIDDEN = "Nháp"
# Rows of titles, merged over the columns A to D where a writer can merge.
MERGED = [("NhiemVu", 0), ("NhiemVu", 1), ("ChiTieu", 0)]


def plain():
    return json.dumps({"sheets": SHEETS, "hidden": HIDDEN, "merged": MERGED}, ensure_ascii=False)


if __name__ == "__main__":
    print(plain())

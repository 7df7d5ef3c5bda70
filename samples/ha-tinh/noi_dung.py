"""What the offices of the sample write: plausible, varied, the same every time (drawn from fixed seeds). No names of
persons; titles only. Used by lam-bao-cao.py."""

import csv
import datetime as dt
import random
import re

from kich_ban import HERE, WEEKS

# Results of the tasks that leaders ask about, by task: week 28, week 29.
LEADS = {
    "TB15-001": ("Đã đăng 47 tin, bài, 09 phóng sự; tổ chức 02 hội nghị quán triệt cho 420 cán bộ, đảng viên.",
                 "Đã đăng thêm 38 tin, bài; phát hành 12.000 tờ gấp tuyên truyền đến các xã, phường."),
    "TB15-002": ("Đã hướng dẫn 3.150 lượt người dân cài đặt VNeID mức 2 và sử dụng Cổng Dịch vụ công quốc gia.",
                 "Đã hướng dẫn thêm 2.840 lượt người dân; bố trí 69 điểm hỗ trợ tại các xã, phường."),
    "TB15-009": ("Đã dự thảo văn bản hướng dẫn, lấy ý kiến 12/12 xã, phường.", "Đã trình UBND tỉnh dự thảo lần 2."),
    "TB15-010": ("Đã hoàn thành khung chương trình đào tạo trí tuệ nhân tạo (24 tiết) và an ninh mạng (16 tiết).",
                 "Đã thẩm định 2/3 chương trình; dự kiến mở lớp đầu tiên trong tháng 8/2025."),
    "TB15-011": ("Đã tổng hợp nhu cầu đào tạo của 38/38 cơ quan; dự kiến kinh phí 4,2 tỷ đồng.",
                 "Đã hoàn thành phương án bố trí 4,2 tỷ đồng, đang lấy ý kiến Sở Nội vụ."),
    "TB15-013": ("Đã rà soát 41/58 dự án, đề nghị dừng 06 dự án.", "Đã rà soát 58/58 dự án, đề nghị dừng 09 dự án."),
    "TB15-016": ("Đã hoàn thành dự thảo kế hoạch công tác điều chỉnh, gửi lấy ý kiến các ban Đảng.",
                 "Đã ban hành kế hoạch công tác năm 2025 điều chỉnh."),
    "TB15-018": ("Đã rà soát 34 nhiệm vụ có thể phân cấp cho cấp xã.", "Đã thống nhất 21/34 nhiệm vụ đề xuất phân cấp."),
    "TB15-019": ("Đã thu thập hồ sơ 73/112 dự án công nghệ thông tin.", "Đã thu thập hồ sơ 96/112 dự án; đang đánh giá hiệu quả."),
    "TB15-027": ("Đã khảo sát 31/36 điểm thiếu điện.", "Đã khảo sát 36/36 điểm; hoàn thành dự thảo phương án cấp điện."),
    "KH11-002": ("Đã hoàn thành dự thảo khung kiến trúc số cấp tỉnh, phiên bản 4.0.", "Đã gửi lấy ý kiến 26 cơ quan, nhận 11 ý kiến."),
    "KH11-005": ("Đã cấu hình 1.124/1.180 quy trình điện tử cho cấp xã.", "Đã cấu hình 1.180/1.180 quy trình điện tử cho cấp xã."),
    "KH11-006": ("Đã đồng bộ 1.842 thủ tục, còn lỗi kết nối ở 2 nhóm dịch vụ liên thông.", "Đã đồng bộ 1.868/1.868 thủ tục."),
    "KH11-007": ("Đã chỉnh lý, số hóa 118/240 mét giá tài liệu.", "Đã chỉnh lý, số hóa 139/240 mét giá tài liệu."),
    "KH02-004": ("Đã hoàn thành 16/18 nhiệm vụ cấp tỉnh.", "Đã hoàn thành 18/18 nhiệm vụ cấp tỉnh."),
    "KH02-005": ("Đã tổ chức 05/12 lớp tập huấn cho 612 cán bộ, công chức cấp xã.", "Đã tổ chức 09/12 lớp, 1.085 lượt người tham gia."),
    "KH04-007": ("Đã phê duyệt chủ trương đầu tư; đang lập hồ sơ mời thầu.", "Đã phát hành hồ sơ mời thầu."),
    "KH265-001": ("Đã tổ chức Lễ phát động ngày 27/5/2025 với 1.200 người tham dự.", ""),
    "CT07-002": ("Đã số hóa 63% dữ liệu thuộc phần việc được giao.", "Đã số hóa 68% dữ liệu thuộc phần việc được giao."),
    "CTR25-001": ("Đã đưa 1.702/1.868 thủ tục đủ điều kiện lên toàn trình.", "Đã đưa 1.744/1.868 thủ tục đủ điều kiện lên toàn trình."),
    "CTR25-003": ("Đã trình dự thảo nghị quyết miễn, giảm 22 loại phí, lệ phí.", "Đang tiếp thu ý kiến thẩm tra về 22 loại phí, lệ phí."),
    "CTR25-008": ("Đã kết nối 14/23 hệ thống nguồn vào nền tảng thử nghiệm.", "Đã kết nối 16/23 hệ thống nguồn vào nền tảng thử nghiệm."),
    "KL04-002": ("Đã thử nghiệm công cụ báo cáo tại 10 cơ quan.", "Đã mở tài khoản cho 38/38 cơ quan báo cáo."),
    "KL04-016": ("Đã lập danh sách 84 cán bộ hỗ trợ trực tuyến cho 69 xã, phường.", "Đã ban hành danh sách phân công; đã hỗ trợ 412 lượt."),
}

GENERIC = {
    "Thể chế": "Đã hoàn thành dự thảo lần {a}, lấy ý kiến {k}/{t} cơ quan, đơn vị; đang tiếp thu, hoàn thiện.",
    "Hạ tầng số": "Đã khảo sát {k}/{t} điểm; hoàn thành {p}% khối lượng thi công theo kế hoạch.",
    "Dữ liệu": "Đã chuẩn hóa, làm sạch {n} bản ghi; kết nối {k}/{t} cơ sở dữ liệu.",
    "Dịch vụ công": "Đã rà soát {k}/{t} thủ tục; tiếp nhận {n} hồ sơ trực tuyến trong kỳ.",
    "Nhân lực": "Đã tổ chức {a} lớp, {n} lượt cán bộ, công chức tham gia.",
    "Kinh tế số": "Đã làm việc với {k} doanh nghiệp; hoàn thành đề cương chi tiết.",
    "KHCN và ĐMST": "Đã xét duyệt {k}/{t} đề xuất; đang ký hợp đồng {a} nhiệm vụ.",
    "CĐS trong cơ quan Đảng": "Đã triển khai đến {k}/{t} tổ chức đảng trực thuộc.",
    "An toàn thông tin": "Đã rà soát {k}/{t} hệ thống thông tin theo cấp độ; khắc phục {a} điểm yếu.",
    "Khác": "Đã ban hành văn bản chỉ đạo; đôn đốc {k}/{t} đơn vị trực thuộc thực hiện.",
}
SUPPORTS = [
    "Đã cử cán bộ tham gia; gửi ý kiến góp ý theo yêu cầu của cơ quan chủ trì.",
    "Đã cung cấp {n} bản ghi dữ liệu cho cơ quan chủ trì.",
    "Đã tham gia {a} cuộc họp, hoàn thành {p}% phần việc phối hợp.",
    "Đã rà soát trong phạm vi đơn vị, báo cáo cơ quan chủ trì.",
]
COMMUNES = [
    "Đã triển khai đến {k}/{t} thôn, tổ dân phố; hỗ trợ {n} lượt người dân.",
    "Đã bố trí phòng họp, máy tính; hoàn thành {p}% khối lượng.",
    "Đã tiếp nhận {n} hồ sơ, số hóa {p}% kết quả giải quyết.",
]
OBSTACLES = [
    ("Chưa bố trí được kinh phí thuê hạ tầng năm 2025", "Đề nghị UBND tỉnh bổ sung kinh phí trong dự toán năm 2025", "UBND tỉnh"),
    ("Kho lưu trữ cấp huyện cũ chưa bàn giao xong", "Đề nghị UBND tỉnh chỉ đạo bàn giao dứt điểm trong tháng 7/2025", "UBND tỉnh"),
    ("Một số thôn chưa có điện lưới ổn định cho trạm phát sóng", "Đề nghị UBND tỉnh giao ngành công thương đầu tư đường điện", "UBND tỉnh"),
    ("Mặt bằng đặt trạm 5G tại trụ sở công chưa được chấp thuận", "Đề nghị UBND tỉnh cho phép dùng trụ sở công đặt trạm phát sóng", "UBND tỉnh"),
    ("Phần mềm nội bộ của khối Đảng chưa kết nối với trục liên thông", "Đề nghị Thường trực Tỉnh ủy thống nhất nền tảng dùng chung", "Thường trực Tỉnh ủy"),
    ("Biên chế chuyên trách chuyển đổi số chưa được giao", "Đề nghị Thường trực Tỉnh ủy cho chủ trương bổ sung biên chế", "Thường trực Tỉnh ủy"),
    ("Tài khoản công vụ của cán bộ sau sắp xếp chưa cấp lại đủ", "Đề nghị Sở Khoa học và Công nghệ cấp lại trong tuần tới", "Sở KH&CN"),
    ("Cổng Dịch vụ công quốc gia chưa mở danh mục mới của cấp xã", "Đề nghị bộ, ngành Trung ương cập nhật danh mục", "Trung ương"),
    ("Máy quét, máy in của bộ phận lưu trữ hư hỏng", "Đơn vị tự sửa chữa, thay thế trong tháng 8/2025", "Đơn vị"),
    ("Chưa có hướng dẫn thống nhất của bộ, ngành về cấu trúc cơ sở dữ liệu", "Đề nghị Thường trực Tỉnh ủy có ý kiến với Ban Chỉ đạo Trung ương", "Thường trực Tỉnh ủy"),
    ("Thiếu cán bộ chuyên trách công nghệ thông tin ở cấp xã", "Đề nghị UBND tỉnh cho phép biệt phái cán bộ cấp tỉnh trong quý III/2025", "UBND tỉnh"),
    ("Kết nối với hệ thống của bộ, ngành chưa ổn định", "Đề nghị Sở Khoa học và Công nghệ làm đầu mối làm việc với bộ, ngành", "Sở KH&CN"),
    ("Máy tính, đường truyền của bộ phận một cửa chưa đáp ứng", "Đơn vị cân đối kinh phí sửa chữa trong tháng 7/2025", "Đơn vị"),
    ("Quy định mức chi thuê dịch vụ công nghệ thông tin chưa rõ", "Đề nghị Thường trực Tỉnh ủy cho chủ trương thí điểm cơ chế đặt hàng", "Thường trực Tỉnh ủy"),
]
CAUSES = [
    "Sắp xếp bộ máy, thay đổi đơn vị thực hiện", "Chờ ý kiến thẩm định của cơ quan chuyên môn",
    "Khối lượng hồ sơ phát sinh lớn hơn dự kiến", "Nhà thầu bàn giao thiết bị chậm",
]
NEXT = [
    "Hoàn thiện dự thảo, trình cấp có thẩm quyền", "Tiếp tục đôn đốc các đơn vị còn lại", "Tổ chức kiểm tra tại 3 đơn vị",
    "Nghiệm thu khối lượng hoàn thành", "",
]
APPROVERS = {
    "S": "Phó Giám đốc", "P": "Phó Chủ tịch UBND phường", "X": "Phó Chủ tịch UBND xã", "VPTU": "Phó Chánh Văn phòng",
    "VPUB": "Phó Chánh Văn phòng", "BTCTU": "Phó Trưởng ban", "BTGDV": "Phó Trưởng ban", "UBKT": "Phó Chủ nhiệm", "MTTQ": "Phó Chủ tịch",
    "TINHDOAN": "Phó Bí thư", "TTT": "Phó Chánh Thanh tra", "CAT": "Phó Giám đốc", "BQLKKT": "Phó Trưởng ban", "TDHHT": "Phó Hiệu trưởng",
    "VNPT": "Phó Giám đốc", "VIETTEL": "Phó Giám đốc", "DUUBND": "Phó Bí thư", "DUHDND": "Phó Bí thư", "DUCQD": "Phó Bí thư",
}
MONTH_ENDS = {"30/5": (5, 30), "30/6": (6, 30), "31/12": (12, 31), "30/8": (8, 30)}


def draw(*of):
    return random.Random("/".join(map(str, of)))


def number(value):
    """A figure as people write it: a dot for thousands."""
    return f"{value:,}".replace(",", ".")


def date(day):
    return f"{day.day:02}/{day.month if day.month > 2 else f'{day.month:02}'}/{day.year}"


def commune(agency):
    return agency.startswith(("X-", "P-"))


def office(agency):
    """The ending of document numbers."""
    return "UBND" if commune(agency) else agency


def approver(agency):
    return APPROVERS.get(agency) or APPROVERS[agency[0]]


def due(text):
    """The day a printed deadline ends, roughly: enough to know what is overdue."""
    text = str(text or "").lower()
    found = re.findall(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?", text)
    if found and "10 ngày" not in text and "ngày kể từ" not in text:
        day, month, year = found[-1]
        if int(month) <= 12:
            return dt.date(int(year or 2025), int(month), int(day))
    if "6 tháng đầu năm 2025" in text or "quý ii/2025" in text or "tháng 6/2025" in text:
        return dt.date(2025, 6, 30)
    if "tháng 7/2025" in text:
        return dt.date(2025, 7, 31)
    if "tháng 8/2025" in text:
        return dt.date(2025, 8, 31)
    return dt.date(2025, 12, 31)


REGULAR = ("thường xuyên", "liên tục", "hàng tuần", "hàng ngày", "định kỳ", "hàng quý")
CONDITIONAL = ("sau khi có", "theo chỉ đạo")
# Tasks whose deadline runs from the day of the document.
COUNTED = {"KH11-006": dt.date(2025, 7, 14), "TB15-016": dt.date(2025, 7, 20), "TB15-020": dt.date(2025, 8, 9), "KL04-006": dt.date(2025, 7, 19)}
NOT_DUE_YET = {"TB15-012", "KH02-002", "CTR42-002", "KL04-010", "CTR25-011"}
with open(HERE / "danh-muc" / "NhiemVu.csv", encoding="utf-8", newline="") as source:
    TASKS = {row["Mã nhiệm vụ"]: row for row in csv.DictReader(source)}


def group(code):
    """"Nhóm nhiệm vụ" of a task, from the register's source."""
    return TASKS[code]["Nhóm nhiệm vụ"] if code in TASKS else "Khác"


def issued(code):
    """The day of the document that gave the task; long ago where the register has none."""
    text = TASKS.get(code, {}).get("Ngày ban hành văn bản")
    if not text:
        return dt.date(2025, 1, 1)
    day, month, year = map(int, text.split("/"))
    return dt.date(year, month, day)


def sentence(r, text):
    t = r.randint(9, 40)
    return text.format(a=r.randint(2, 6), k=r.randint(t // 2, t - 1), t=t, n=number(r.randint(180, 4800)), p=r.randint(35, 90))


def result(agency, code, role, week):
    r = draw(agency, code, week, "result")
    if role != "Phối hợp" and code in LEADS:
        return LEADS[code][week - 28]
    if role == "Phối hợp":
        return sentence(r, r.choice(SUPPORTS))
    if commune(agency):
        return sentence(r, r.choice(COMMUNES))
    return sentence(r, GENERIC[group(code)])


def evidence(agency, code, day):
    r = draw(agency, code, "evidence")
    kind, sign = r.choice([("Công văn", ""), ("Kế hoạch", "KH-"), ("Báo cáo", "BC-"), ("Quyết định", "QĐ-")])
    return f"{kind} số {r.randint(40, 1900)}/{sign}{office(agency)} ngày {date(day)}"


def header(form, agency, week):
    r = draw(agency, week, "header")
    monday = WEEKS[week].monday
    thursday = monday + dt.timedelta(days=3)
    form.info("Số liệu tính đến", dt.datetime.combine(thursday, dt.time(r.choice([11, 14, 15, 16]), 0)))
    if r.random() < 0.7:
        form.info("Số, ký hiệu văn bản báo cáo", f"{r.randint(60, 900)}/BC-{office(agency)}")
        form.info("Ngày ký", thursday)
    form.info("Lãnh đạo duyệt", approver(agency))


def fill(form, agency, week):
    """The first week: every row from nothing."""
    header(form, agency, week)
    friday = WEEKS[week].monday + dt.timedelta(days=4)
    for code, row in form.codes("NhiemVu", "Mã nhiệm vụ").items():
        put_task(form, agency, week, friday, code, row)
    for code, row in form.codes("TieuChi", "Mã tiêu chí").items():
        put_criterion(form, agency, week, code, row)
    if agency in {"SKHCN", "SYT", "P-TRANPHU"}:
        extra_task(form, agency)


def put_task(form, agency, week, friday, code, row):
    deadline = str(form.get("NhiemVu", row, "Thời hạn") or "")
    role = form.get("NhiemVu", row, "Vai trò")
    r = draw(agency, code)
    last = COUNTED.get(code, due(deadline))
    values = {"result": result(agency, code, role, week)}
    if any(word in deadline for word in REGULAR):
        form.task(code, status="Thường xuyên", **values)
        return
    if any(word in deadline for word in CONDITIONAL):
        form.task(code, status="Tạm dừng", percent=r.choice([0, 10, 20]), expected=dt.date(2025, 10, 31), result="Chờ hướng dẫn của Trung ương.")
        return
    if code in NOT_DUE_YET and role != "Phối hợp":
        form.task(code, status="Chưa đến kỳ", percent=0)
        return
    chance = r.random()
    overdue = last < friday
    finished = chance < (0.55 if overdue else 0.2 if role == "Chủ trì" else 0.06)
    if finished and overdue:
        early, late = last - dt.timedelta(days=r.randint(1, 20)), last + dt.timedelta(days=r.randint(1, 25))
        day = max(issued(code), early if r.random() < 0.7 else min(late, friday - dt.timedelta(days=2)))
        values |= {"status": "Hoàn thành", "percent": 100, "completed": day, "evidence": evidence(agency, code, day)}
    elif finished:
        day = max(issued(code), friday - dt.timedelta(days=r.randint(2, 8)))
        values |= {"status": "Hoàn thành", "percent": 100, "completed": day, "evidence": evidence(agency, code, day)}
    elif chance > 0.92 and not overdue:
        values = {"status": "Chưa thực hiện", "percent": 0, "next": "Ban hành kế hoạch triển khai"}
    else:
        values |= {"status": "Đang thực hiện", "percent": 5 * r.randint(12, 18) if overdue else 5 * r.randint(3, 14), "next": r.choice(NEXT) or None}
        if overdue and role != "Phối hợp":
            values |= {"cause": r.choice(CAUSES), "expected": dt.date(2025, r.choice([7, 8]), 31)}
        if r.random() < (0.5 if overdue else 0.12):
            obstacle, proposal, level = r.choice(OBSTACLES)
            values |= {"obstacle": obstacle, "proposal": proposal, "level": level}
    form.task(code, **values)


def refill(form, agency, week):
    """The second week: the form holds last week's values; offices change what changed."""
    header(form, agency, week)
    friday = WEEKS[week].monday + dt.timedelta(days=4)
    for code, row in form.codes("NhiemVu", "Mã nhiệm vụ").items():
        status = form.get("NhiemVu", row, "Trạng thái đơn vị báo")
        role = form.get("NhiemVu", row, "Vai trò")
        r = draw(agency, code, week)
        if status is None:
            put_task(form, agency, week, friday, code, row)
            continue
        if status == "Hoàn thành":
            continue
        fresh = r.random() < 0.7
        values = {"result": result(agency, code, role, week) or None} if fresh else {}
        if status == "Đang thực hiện":
            percent = form.get("NhiemVu", row, "Tỷ lệ hoàn thành (%)") or 0
            last = COUNTED.get(code, due(form.get("NhiemVu", row, "Thời hạn")))
            overdue = last < friday
            if fresh and r.random() < (0.22 if last < dt.date(2025, 8, 1) else 0.08 if role == "Chủ trì" else 0.03):
                day = friday - dt.timedelta(days=r.randint(1, 4))
                values |= {"status": "Hoàn thành", "percent": 100, "completed": day, "evidence": evidence(agency, code, day)}
            else:
                if fresh:
                    values["percent"] = min(95, int(percent) + 5 * r.randint(0, 3))
                if overdue and role != "Phối hợp" and r.random() < 0.85:
                    values |= {"cause": r.choice(CAUSES), "expected": dt.date(2025, 8, r.choice([15, 31]))}
                if r.random() < (0.45 if overdue else 0.08):
                    obstacle, proposal, level = r.choice(OBSTACLES)
                    values |= {"obstacle": obstacle, "proposal": proposal, "level": level}
        elif status == "Chưa thực hiện" and fresh:
            values |= {"status": "Đang thực hiện", "percent": 10}
        elif status == "Tạm dừng":
            values = {"expected": dt.date(2025, 10, 31)}
        elif status == "Chưa đến kỳ":
            values = {}
        if values:
            form.task(code, **values)
    for code, row in form.codes("TieuChi", "Mã tiêu chí").items():
        put_criterion(form, agency, week, code, row)


# Criteria met, of sixteen: week 28, week 29.
CRITERIA_MET = {
    "P-THANHSEN": (16, 16), "P-TRANPHU": (13, 14), "P-BACHONGLINH": (12, 13), "P-SONGTRI": (11, 11), "P-VUNGANG": (0, 12), "X-THACHHA": (7, 8),
    "X-CAMXUYEN": (10, 12), "X-CANLOC": (9, 10), "X-DUCTHO": (9, 10), "X-TIENDIEN": (12, 12), "X-HUONGKHE": (8, 9), "X-VUQUANG": (6, 6),
}


def put_criterion(form, agency, week, code, row):
    order = list(range(1, 17))
    draw(agency, "criteria").shuffle(order)
    met = order[: CRITERIA_MET[agency][week - 28]]
    index = int(code[2:])
    if form.get("TieuChi", row, "Kết quả") == "Đạt":
        return
    if index in met:
        day = dt.date(2025, 7, 1) + dt.timedelta(days=draw(agency, code).randint(0, 8))
        form.put("TieuChi", row, "Kết quả", "Đạt")
        form.put("TieuChi", row, "Ngày đạt", day if week == 28 else dt.date(2025, 7, 15))
        form.put("TieuChi", row, "Minh chứng", evidence(agency, code, day if week == 28 else dt.date(2025, 7, 15)))
    else:
        form.put("TieuChi", row, "Kết quả", "Chưa đạt")
        if draw(agency, code, "obstacle").random() < 0.3:
            form.put("TieuChi", row, "Khó khăn", "Chưa được trang bị đủ thiết bị, đường truyền")


def extra_task(form, agency):
    row = form.columns("NhiemVuPhatSinh")[0] + 1
    for heading, value in [
        ("Nội dung", "Rà soát máy tính, đường truyền của bộ phận một cửa sau sắp xếp đơn vị hành chính"),
        ("Văn bản giao", "Công văn số 2116/UBND-NC"), ("Ngày giao", dt.date(2025, 7, 4)), ("Thời hạn", "25/7/2025"),
        ("Trạng thái", "Đang thực hiện"), ("Kết quả", f"{approver(agency)} đã giao phòng chuyên môn thực hiện."),
    ]:
        form.put("NhiemVuPhatSinh", row, heading, value)


# Targets: (least denominator, greatest, least share, greatest share), or a figure for week 28 and week 29.
SHARES = {
    "CT-002": (60, 240, 0.78, 0.97), "CT-003": (900, 8600, 0.55, 0.83), "CT-010": (40, 60, 0.36, 0.41), "CT-012": (80, 320, 0.09, 0.17),
    "CT-015": (70, 260, 0.62, 0.86), "CT-019": (300, 2400, 0.86, 0.97), "CT-020": (40, 260, 0.9, 0.99), "CT-024": (40, 90, 0.18, 0.35),
}
FIXED_SHARES = {"CT-013": ((148, 13920), (151, 13920)), "CT-018": ((97, 97), (97, 97))}
FIGURES = {
    ("SKHCN", "CT-001"): (84.6, 85.2), ("VNPT", "CT-004"): (96, 99), ("VIETTEL", "CT-004"): (131, 134), ("SKHCN", "CT-005"): (26, 26),
    ("SKHCN", "CT-006"): (212, 214), ("TDHHT", "CT-006"): (61, 61), ("SKHCN", "CT-007"): (52, 53), ("SKHCN", "CT-008"): (25, 25),
    ("SKHCN", "CT-009"): (11, 12), ("SKHCN", "CT-014"): (99.61, 99.65), ("CAT", "CT-017"): (12, 9), ("X-HUONGKHE", "CT-022"): (2, 3),
    ("X-VUQUANG", "CT-022"): (1, 1), ("SKHCN", "CT-021"): ("Không đạt", "Không đạt"),
}
GOALS = {
    "CT-001": 90.0001, "CT-002": 100, "CT-003": 70, "CT-004": 250, "CT-005": 31, "CT-006": 300, "CT-007": 50, "CT-008": 25, "CT-009": 20,
    "CT-010": 40.0001, "CT-012": 15, "CT-013": 1, "CT-014": 99.74, "CT-015": 80, "CT-018": 100, "CT-019": 90.0001, "CT-020": 100,
    "CT-022": 5, "CT-024": 100,
}
SOURCES = ["Hệ thống thông tin giải quyết thủ tục hành chính", "Báo cáo của phòng chuyên môn", "Cổng giám sát nq57.vn", "Số liệu thống kê của đơn vị"]


def assessment(code, value):
    if isinstance(value, str):
        return "Đạt" if value == "Đạt" else "Chưa đạt"
    if code == "CT-017":
        return "Vượt" if value < 10 else "Đạt" if value == 10 else "Chưa đạt"
    if code == "CT-023":
        return "Đạt" if value == 0 else "Chưa đạt"
    goal = GOALS[code]
    return "Vượt" if value > goal else "Đạt" if value == goal else "Chưa đạt"


def targets(form, agency, week):
    """Figures of the week, drawn anew for it: cumulative ones only grow."""
    later = week - 28
    for code, row in form.codes("ChiTieu", "Mã chỉ tiêu").items():
        r = draw(agency, code)
        put = lambda heading, value: form.put("ChiTieu", row, heading, value)  # noqa: E731
        if code == "CT-011":
            put("Đơn vị tự đánh giá", "Chưa đánh giá được")
            put("Lý do chưa đánh giá được", "Chưa có phương pháp đánh giá của Trung ương")
            put("Phương pháp đề xuất", "Điều tra mẫu 200 doanh nghiệp")
            continue
        if code in SHARES or code in FIXED_SHARES:
            if code in FIXED_SHARES:
                top, bottom = FIXED_SHARES[code][later]
            else:
                least, greatest, low, high = SHARES[code]
                bottom = r.randint(least, greatest)
                share = min(1, r.uniform(low, high) + later * r.uniform(0, 0.02))
                top = int(bottom * share)
            put("Tử số", top)
            put("Mẫu số", bottom)
            value = 100 * top / bottom
        elif code == "CT-016":
            value = "Đạt" if CRITERIA_MET[agency][later] == 16 else "Không đạt"
            put("Kết quả đến kỳ báo cáo", value)
        elif code == "CT-023":
            value = max(0, r.randint(0, 7) - later * r.randint(0, 1))
            put("Kết quả đến kỳ báo cáo", value)
        else:
            value = FIGURES[agency, code][later]
            put("Kết quả đến kỳ báo cáo", value)
        put("Nguồn số liệu", r.choice(SOURCES))
        put("Đơn vị tự đánh giá", assessment(code, value))
        if r.random() < 0.1 and code not in {"CT-016", "CT-018", "CT-021"}:
            put("Ước tính?", "x")

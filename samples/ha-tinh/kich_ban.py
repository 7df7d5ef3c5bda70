"""The fortnight: what happens when, and the standing each agency must have when its week is released. Used by
lam-bao-cao.py, which writes scenario.csv and ket-qua-mong-doi.csv from here."""

import csv
import datetime as dt
import random
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent


class Week(NamedTuple):
    monday: dt.date
    period: str


WEEKS = {28: Week(dt.date(2025, 7, 7), "2025-W28"), 29: Week(dt.date(2025, 7, 14), "2025-W29")}


def agencies():
    """Codes in effect in July 2025, in print order."""
    with open(HERE / "danh-muc" / "DonVi.csv", encoding="utf-8", newline="") as source:
        return [row["Mã đơn vị"] for row in csv.DictReader(source) if not row["Hiệu lực đến"]]


def at(day, time):
    """`10 16:00` of July 2025."""
    time = time if time.count(":") == 2 else f"{time}:00"
    return f"2025-07-{day:02}T{time}+07:00"


# ------------------------------------------------------------------------------------------- the ordinary reports

# Agencies whose only file comes in good time, by week; when exactly is drawn.
PLAIN = {
    28: [
        "VPTU", "BTCTU", "UBKT", "DUUBND", "DUCQD", "TINHDOAN", "VPUB", "SKHCN", "STC", "SNNMT", "SGDDT", "SVHTTDL", "P-THANHSEN",
        "P-TRANPHU", "P-SONGTRI", "X-THACHHA", "X-CAMXUYEN", "X-DUCTHO", "X-TIENDIEN", "X-VUQUANG",
    ],
    29: [
        "VPTU", "BTCTU", "BTGDV", "DUUBND", "DUHDND", "DUCQD", "TINHDOAN", "VPUB", "SKHCN", "SNV", "SCT", "SYT", "STP", "CAT", "VNPT",
        "VIETTEL", "P-THANHSEN", "P-TRANPHU", "P-BACHONGLINH", "X-THACHHA", "X-CAMXUYEN", "X-CANLOC", "X-TIENDIEN", "UBKT",
    ],
}
SLOTS = {
    28: [(10, 14, 16), (11, 7, 8), (11, 8, 9), (11, 9, 10), (11, 10, 11)],
    29: [(17, 14, 16), (17, 15, 16), (18, 7, 8), (18, 8, 9), (18, 10, 11)],
}
# Why an ordinary report is worth a look.
NOTES = {
    (28, "STC"): "ghi trạng thái bằng chữ riêng (N10), tỷ lệ “khoảng 30” (N12), tự khai Chủ trì nhiệm vụ TB15-019 (K02)",
    (28, "SNNMT"): "tỷ lệ 120 (N12)",
    (28, "SGDDT"): "ngày hoàn thành “đầu tháng 7” (N20)",
    (28, "SVHTTDL"): "mã nhiệm vụ CTR25-111 không có trong danh mục (N02)",
    (28, "VPUB"): "“Cơ bản hoàn thành” (N36); báo Hoàn thành KH11-004",
    (28, "X-CAMXUYEN"): "ngày hoàn thành ở tương lai (N18)",
    (28, "SKHCN"): "chỉ tiêu ghi “khoảng 52” (C02)",
    (28, "P-THANHSEN"): "16/16 tiêu chí: XANH",
    (28, "P-TRANPHU"): "13/16 tiêu chí: VÀNG",
    (28, "X-THACHHA"): "7/16 tiêu chí: ĐỎ",
    (29, "DUCQD"): "KH04-003 tuần trước Hoàn thành, nay Đang thực hiện (N24)",
    (29, "STP"): "tỷ lệ -5 (N12)",
    (29, "BTCTU"): "đánh dấu “Không phát sinh”",
    (29, "UBKT"): "đánh dấu “Không phát sinh”",
    (29, "X-TIENDIEN"): "nội dung y nguyên tuần trước, chỉ sửa kỳ (T16)",
    (29, "DUHDND"): "tuần trước không nộp, tuần này nộp",
    (29, "CAT"): "tuần trước đặt mật khẩu, tuần này gửi lại được",
}


def ordinary(week):
    for agency in PLAIN[week]:
        draw = random.Random(f"{agency}/{week}/nộp")
        day, low, high = draw.choice(SLOTS[week])
        minute = draw.randint(0, 49 if high == 11 else 59)
        moment = at(day, f"{low if high - low == 1 else draw.randint(low, high - 1):02}:{minute:02}:{draw.randint(0, 59):02}")
        name = f"BC_{agency}_T{week}_2025.xlsx"
        note = NOTES.get((week, agency))
        yield moment, "submit", f"bao-cao/T{week}/{name}", f"{agency}/{name}", f"{agency}: đúng hạn" + (f"; {note}" if note else "")


# -------------------------------------------------------------------------------------------------- the scenario


def steps():
    """Every line of scenario.csv, in order of time."""
    lines = [*ordinary(28), *ordinary(29), *WEEK_28, *WEEK_29]
    # A run at the same second comes after what was saved then.
    return sorted(lines, key=lambda line: (line[0], line[1] in ("run", "release")))


def submit(moment, file, to, note):
    return moment, "submit", f"bao-cao/{file}", to, note


def run(moment, note):
    return moment, "run", "", "", note


WEEK_28 = [
    run(at(10, "16:00"), "Chiều thứ Năm: những báo cáo đầu tiên"),
    run(at(11, "08:00"), "Sáng thứ Sáu"),
    run(at(11, "09:30"), "Phiếu phản hồi đầu giờ"),
    run(at(11, "10:30"), "Tin nhắn đôn đốc để dán vào nhóm"),
    run(at(11, "10:55"), "Lần quét cuối trước hạn"),
    run(at(11, "11:00"), "Đúng 11 giờ 00: chốt danh sách đúng hạn"),
    run(at(11, "11:05"), "Lần quét đầu sau khi chốt"),
    run(at(11, "14:00"), "Nhận các báo cáo muộn"),
    run(at(11, "15:20"), "Mười phút trước hạn tổng hợp: tự phát hành"),
    run(at(11, "16:00"), "Sau phát hành: không thay đổi gì"),
    submit(at(10, "15:10"), "T28/BC_TDHHT_T28_2025_ghi-tuan-29.xlsx", "TDHHT/BC_TDHHT_T28_2025.xlsx",
           "TDHHT: ghi nhầm kỳ 29/2025, được giữ chờ tuần sau (T34); tuần 28 chưa nộp (missing)"),
    submit(at(10, "15:40"), "T28/BC_SXD_T28_2025.xlsx", "SXD/Báo cáo tuần 28 - Sở Xây dựng.xlsx", "SXD: bản thứ nhất, hợp lệ"),
    submit(at(11, "08:40"), "T28/BC_SXD_T28_2025_moi.xlsx", "SXD/Báo cáo tuần 28 - Sở Xây dựng.xlsx",
           "SXD: chép đè bản mới trước hạn; bản sau được tính (on_time)"),
    submit(at(11, "08:41"), "T28/khoa-cua-Excel.bin", "SXD/~$Báo cáo tuần 28 - Sở Xây dựng.xlsx", "SXD: tệp khóa của Excel, bỏ qua theo tên"),
    (at(11, "10:05"), "remove", "", "SXD/~$Báo cáo tuần 28 - Sở Xây dựng.xlsx", "SXD: đóng Excel, tệp khóa tự mất"),
    submit(at(11, "07:45"), "T28/BC_MTTQ_T28_2025.xlsx", "_chung/Bao cao MTTQ gui qua Zalo.xlsx",
           "MTTQ: gửi qua Zalo, văn thư chép vào _chung; đơn vị lấy theo mã ghi trong tệp (on_time)"),
    submit(at(11, "08:20"), "T28/BC_BTGDV_T28_2025.xlsx", "BTGDV/BC_BTGDV_T28_2025.xlsx", "BTGDV: bản thứ nhất, hợp lệ"),
    submit(at(11, "10:12"), "T28/BC_BTGDV_T28_2025_sua-lan-1.xlsx", "BTGDV/BC_BTGDV_T28_2025_sua-lan-1.xlsx",
           "BTGDV: bản tốt hơn, Lần nộp 1; bản sau được tính (on_time, version 2)"),
    submit(at(11, "09:00"), "T28/BC_SNV_T28_2025.xlsx", "SNV/BC_SNV_T28_2025.xlsx", "SNV: bản tốt"),
    submit(at(11, "10:40"), "T28/BC_SNV_T28_2025_hong.xlsx", "SNV/BC_SNV_T28_2025.xlsx",
           "SNV: chép đè bằng tệp đứt nửa chừng; bản tốt vẫn được tính (on_time)"),
    submit(at(11, "07:50"), "T28/BC_VNPT_T28_2025.xlsx", "VNPT/BC_VNPT_T28_2025.xlsx",
           "VNPT: đúng hạn; phối hợp KH11-004, báo Đang thực hiện trong khi chủ trì báo Hoàn thành (K03)"),
    submit(at(11, "09:05"), "T28/BC_VIETTEL_T28_2025.xlsx", "VNPT/BC_VIETTEL_T28_2025.xlsx",
           "VIETTEL: chép nhầm vào thư mục của VNPT, bị trả lại (T12); không ảnh hưởng báo cáo của VNPT"),
    submit(at(11, "10:15"), "T28/BC_VIETTEL_T28_2025.xlsx", "VIETTEL/BC_VIETTEL_T28_2025.xlsx",
           "VIETTEL: đọc phản hồi, chép lại đúng thư mục (on_time)"),
    (at(11, "10:16"), "remove", "", "VNPT/BC_VIETTEL_T28_2025.xlsx", "VIETTEL: xóa tệp để nhầm"),
    submit(at(11, "09:10"), "T28/BC_CAT_T28_2025.xlsx", "CAT/BC_CAT_T28_2025.xlsx", "CAT: tệp đặt mật khẩu (T03), không gửi lại (returned)"),
    submit(at(11, "09:20"), "T28/BC_X-CANLOC_T28_2025.xls", "X-CANLOC/BC_X-CANLOC_T28_2025.xls",
           "X-CANLOC: trang web đặt đuôi .xls (T05), không gửi lại (returned)"),
    submit(at(11, "10:20"), "T28/BC_TTT_T28_2025_ky.pdf", "TTT/BC_TTT_T28_2025 (ky).pdf",
           "TTT: chỉ có bản ký PDF (T06): returned, ghi “Đã có văn bản”"),
    submit(at(11, "09:40"), "T28/BC_SCT_T28_2025.xlsx", "SCT/BC_SCT_T28_2025.xlsx", "SCT: đúng hạn"),
    submit(at(11, "10:52"), "T28/BC_P-BACHONGLINH_T28_2025_dang-chep.xlsx", "P-BACHONGLINH/BC_P-BACHONGLINH_T28_2025.xlsx",
           "P-BACHONGLINH: mạng chậm, lúc 10:55 mới chép được một nửa (arriving)"),
    submit(at(11, "10:58"), "T28/BC_P-BACHONGLINH_T28_2025.xlsx", "P-BACHONGLINH/BC_P-BACHONGLINH_T28_2025.xlsx",
           "P-BACHONGLINH: chép xong 10:58, thấy lúc 11:00; giờ máy chủ chứng minh đúng hạn (on_time, server_time)"),
    submit(at(11, "10:59:59"), "T28/BC_SYT_T28_2025.xlsx", "SYT/BC_SYT_T28_2025.xlsx",
           "SYT: lưu lúc 10:59:59, thấy lúc 11:00; đúng hạn đúng một giây (on_time, server_time)"),
    submit(at(11, "11:00:01"), "T28/BC_X-HUONGKHE_T28_2025.xlsx", "X-HUONGKHE/BC_X-HUONGKHE_T28_2025.xlsx",
           "X-HUONGKHE: lưu lúc 11:00:01; muộn một giây (late)"),
    submit(at(11, "11:03"), "T28/BC_STP_T28_2025.xlsx", "STP/BC_STP_T28_2025.xlsx", "STP: muộn"),
    submit(at(11, "13:55"), "T28/BC_BQLKKT_T28_2025.xlsx", "BQLKKT/BC_BQLKKT_T28_2025.xlsx", "BQLKKT: muộn, không được tiếp nhận thêm (late)"),
    submit(at(11, "13:20"), "T28/BC_SCT_T28_2025_sua-sau-han.xlsx", "SCT/BC_SCT_T28_2025.xlsx",
           "SCT: sửa sau hạn; tổng hợp theo bản trước hạn, thay đổi liệt kê riêng (on_time, changed_after_cutoff, T26)"),
    (at(11, "14:05"), "admit", "", "STP", "Mất điện toàn khu vực từ 10 giờ 30 đến 11 giờ 15, có xác nhận của đơn vị"),
]

# In week 29 the desk's machine has no power from shortly before 10:00 until after the cutoff.
WEEK_29 = [
    run(at(14, "08:00"), "Đầu tuần 29: nhận báo cáo của TDHHT đã giữ chờ từ tuần trước"),
    run(at(17, "16:00"), "Chiều thứ Năm"),
    run(at(18, "08:00"), "Sáng thứ Sáu"),
    run(at(18, "09:30"), "Phiếu phản hồi đầu giờ"),
    run(at(18, "09:55"), "Lần quét cuối trước khi máy của đầu mối mất điện"),
    run(at(18, "11:10"), "Có điện lại: chốt theo chứng cứ; không cơ quan nào muộn vì máy của ta"),
    run(at(18, "11:30"), "Lần quét kế tiếp"),
    run(at(18, "14:00"), "Nhận các báo cáo muộn"),
    (at(18, "15:05"), "release", "", "", "Phát hành bằng tay, không đợi 15:20"),
    run(at(18, "15:20"), "Đã phát hành: không thay đổi gì"),
    run(at(18, "16:00"), "Báo cáo đến sau phát hành: lưu, trả lời, không tổng hợp"),
    submit(at(16, "10:00"), "T29/BC_SVHTTDL_T29_2025_van-la-tuan-28.xlsx", "SVHTTDL/BC_SVHTTDL_T29_2025.xlsx",
           "SVHTTDL: gửi lại nguyên tệp tuần 28 (T33); tuần 29 chưa nộp (missing)"),
    submit(at(17, "14:30"), "T29/BC_STC_T29_2025_quen-doi-tuan.xlsx", "STC/BC_STC_T29_2025.xlsx",
           "STC: sửa tệp tuần trước, quên đổi kỳ (T14)"),
    submit(at(18, "09:50"), "T29/BC_STC_T29_2025.xlsx", "STC/BC_STC_T29_2025.xlsx", "STC: đọc phản hồi, gửi đúng tệp tuần 29 (on_time)"),
    submit(at(18, "08:30"), "T29/BC_SNNMT_T29_2025_quen-doi-tuan.xlsx", "SNNMT/BC_SNNMT_T29_2025.xlsx",
           "SNNMT: sửa tệp tuần trước, quên đổi kỳ (T14), không gửi lại (returned)"),
    submit(at(17, "15:30"), "T29/BC_VNPT_T29_2025_ghi-tuan-30.xlsx", "VNPT/BC_VNPT_T30_2025.xlsx",
           "VNPT: thêm một tệp ghi kỳ 30/2025, được giữ chờ (T34)"),
    submit(at(18, "08:10"), "T29/BC_SXD_T29_2025.xlsx", "SXD/BC_SXD_T29_2025.xlsx", "SXD: bản thứ nhất"),
    submit(at(18, "08:12"), "T29/BC_SXD_T29_2025_sua-lan-1.xlsx", "SXD/BC_SXD_T29_2025_sua-lan-1.xlsx",
           "SXD: hai tệp khác nhau trong một lần quét; bản ghi Lần nộp 1 được tính (on_time, T18)"),
    submit(at(18, "09:15"), "T29/BC_X-DUCTHO_T29_2025.xlsx", "X-CANLOC/BC_X-DUCTHO_T29_2025.xlsx",
           "X-DUCTHO: để nhầm thư mục X-CANLOC (T12), không gửi lại (missing); báo cáo của X-CANLOC không bị ảnh hưởng"),
    submit(at(17, "14:50"), "T29/BC_MTTQ_T29_2025.xlsx", "_chung/Bao cao MTTQ tuan 29.xlsx", "MTTQ: gửi qua Zalo, chép vào _chung (on_time)"),
    submit(at(18, "09:00"), "T29/Danh sach du hop.xlsx", "_chung/Danh sach du hop.xlsx", "Một danh sách để nhầm vào _chung: trả lại, không của ai"),
    (at(18, "09:58"), "admit", "", "P-VUNGANG", "Phường báo mất mạng do bão, xin nộp trong buổi sáng; cho phép trước khi báo cáo đến"),
    submit(at(18, "10:59:59"), "T29/BC_SGDDT_T29_2025.xlsx", "SGDDT/BC_SGDDT_T29_2025.xlsx",
           "SGDDT: lưu lúc 10:59:59, thấy lúc 11:10; giờ máy chủ chứng minh đúng hạn (on_time, server_time)"),
    submit(at(18, "11:04"), "T29/BC_X-HUONGKHE_T29_2025.xlsx", "X-HUONGKHE/BC_X-HUONGKHE_T29_2025.xlsx",
           "X-HUONGKHE: đến trong lúc máy của ta mất điện; không có gì chứng minh muộn (on_time, unproven: “chưa xác minh”)"),
    submit(at(18, "11:25"), "T29/BC_P-VUNGANG_T29_2025.xlsx", "P-VUNGANG/BC_P-VUNGANG_T29_2025.xlsx",
           "P-VUNGANG: đến sau hạn, đã được cho phép từ trước (admitted)"),
    submit(at(18, "11:28"), "T29/BC_TTT_T29_2025.xlsx", "TTT/BC_TTT_T29_2025.xlsx", "TTT: muộn (late)"),
    submit(at(18, "13:55"), "T29/BC_BQLKKT_T29_2025.xlsx", "BQLKKT/BC_BQLKKT_T29_2025.xlsx", "BQLKKT: muộn tuần thứ hai liên tiếp (late)"),
    submit(at(18, "15:45"), "T29/BC_SVHTTDL_T29_2025.xlsx", "SVHTTDL/BC_SVHTTDL_T29_2025_dung-tuan.xlsx",
           "SVHTTDL: gửi đúng tệp tuần 29 sau phát hành; được lưu, không tổng hợp (T33)"),
]

# -------------------------------------------------------------------------------------------- what must come of it

# standing, evidence, codes of findings that the feedback names, why; for agencies that are not plainly on time.
EXPECTED = {
    28: {
        "BNCTU": ("exempt", "", "", "chỉ nộp về Văn phòng Tỉnh ủy"),
        "BCHQS": ("exempt", "", "", "không nộp báo cáo tuần"),
        "DUHDND": ("missing", "", "T20", "không gửi gì"),
        "P-VUNGANG": ("missing", "", "T20", "không gửi gì"),
        "TDHHT": ("missing", "", "T34", "tệp ghi kỳ 29/2025, được giữ chờ"),
        "TTT": ("returned", "", "T06", "chỉ có bản ký PDF"),
        "CAT": ("returned", "scan", "T03", "tệp đặt mật khẩu"),
        "X-CANLOC": ("returned", "scan", "T05", "trang web đặt đuôi .xls"),
        "X-HUONGKHE": ("late", "scan", "T19", "lưu lúc 11:00:01"),
        "BQLKKT": ("late", "scan", "T19", "lưu lúc 13:55"),
        "STP": ("admitted", "scan", "", "lưu lúc 11:03, được tiếp nhận lúc 14:05"),
        "SYT": ("on_time", "server_time", "", "lưu lúc 10:59:59, lần quét trước lúc 10:55"),
        "P-BACHONGLINH": ("on_time", "server_time", "", "chép xong 10:58, lần quét trước lúc 10:55 chỉ thấy một nửa"),
        "SNV": ("on_time", "scan", "T02", "bản hỏng không thay bản tốt"),
        "SXD": ("on_time", "scan", "T18", "bản sau chép đè bản trước"),
        "BTGDV": ("on_time", "scan", "T18", "bản Lần nộp 1 thay bản đầu"),
        "SCT": ("on_time", "scan", "T26", "bản sửa sau hạn không thay bản đúng hạn"),
        "MTTQ": ("on_time", "scan", "", "nộp qua _chung"),
        "VIETTEL": ("on_time", "scan", "", "để nhầm thư mục VNPT, sau chép lại"),
        "VNPT": ("on_time", "scan", "T12 K03", "tệp của Viettel để nhầm không ảnh hưởng báo cáo của VNPT"),
        "STC": ("on_time", "scan", "N10 N12 K02", "sai sót thường gặp; tự khai chủ trì nhiệm vụ của Sở KH&CN"),
        "SNNMT": ("on_time", "scan", "N12", "tỷ lệ 120"),
        "SGDDT": ("on_time", "scan", "N20", "ngày không đọc được"),
        "SVHTTDL": ("on_time", "scan", "N02", "mã không có trong danh mục; dòng có đúng nội dung nên không nêu thêm là thiếu nhiệm vụ"),
        "VPUB": ("on_time", "scan", "N36", "“Cơ bản hoàn thành”"),
        "X-CAMXUYEN": ("on_time", "scan", "N18", "ngày hoàn thành ở tương lai"),
        "SKHCN": ("on_time", "scan", "C02", "chỉ tiêu ghi “khoảng 52”"),
    },
    29: {
        "BNCTU": ("exempt", "", "", "chỉ nộp về Văn phòng Tỉnh ủy"),
        "BCHQS": ("exempt", "", "", "không nộp báo cáo tuần"),
        "SVHTTDL": ("missing", "", "T33", "gửi lại nguyên tệp tuần 28"),
        "P-SONGTRI": ("missing", "", "T20", "không gửi gì"),
        "X-VUQUANG": ("missing", "", "T20", "không gửi gì"),
        "X-DUCTHO": ("missing", "", "T20", "để nhầm thư mục X-CANLOC"),
        "SNNMT": ("returned", "scan", "T14", "sửa tệp tuần trước, quên đổi kỳ"),
        "STC": ("on_time", "scan", "", "gửi lại đúng tuần trước hạn"),
        "TDHHT": ("on_time", "scan", "", "tệp giữ chờ từ tuần trước"),
        "MTTQ": ("on_time", "scan", "", "nộp qua _chung"),
        "SXD": ("on_time", "scan", "T18", "hai tệp cùng lần quét, Lần nộp 1 được tính"),
        "VNPT": ("on_time", "scan", "T34", "thêm một tệp của tuần 30"),
        "SGDDT": ("on_time", "server_time", "", "lưu lúc 10:59:59, lần quét trước lúc 09:55"),
        "X-HUONGKHE": ("on_time", "unproven", "", "đến lúc 11:04 khi máy của đầu mối mất điện"),
        "P-VUNGANG": ("admitted", "scan", "", "được cho phép trước khi báo cáo đến"),
        "TTT": ("late", "scan", "T19", "lưu lúc 11:28"),
        "BQLKKT": ("late", "scan", "T19", "lưu lúc 13:55"),
        "DUCQD": ("on_time", "scan", "N24", "nhiệm vụ đã hoàn thành mở lại"),
        "X-TIENDIEN": ("on_time", "scan", "T16", "nội dung trùng tuần trước"),
        "X-CANLOC": ("on_time", "scan", "T12", "tệp của X-DUCTHO để nhầm không ảnh hưởng"),
        "STP": ("on_time", "scan", "N12", "tỷ lệ -5"),
        "UBKT": ("on_time", "scan", "", "không phát sinh"),
        "BTCTU": ("on_time", "scan", "", "không phát sinh"),
    },
}


def expectations():
    """Every agency of both weeks."""
    seen = {(line[0][:10], line[3].split("/")[0]): line[0] for line in steps() if line[1] == "submit"}
    for week, (monday, period) in WEEKS.items():
        friday = monday + dt.timedelta(days=4)
        for agency in agencies():
            if agency in EXPECTED[week]:
                standing, evidence, codes, why = EXPECTED[week][agency]
            else:
                standing, evidence, codes, why = "on_time", "scan", "", "đúng hạn"
            # In week 29 nobody scanned between 09:55 and 11:10: what came then has the file server's time.
            moment = seen.get((str(friday), agency), "")
            if week == 29 and (standing, evidence) == ("on_time", "scan") and at(18, "09:55") < moment < at(18, "11:00"):
                evidence, why = "server_time", f"{why}; máy của đầu mối mất điện, giờ máy chủ chứng minh"
            yield period, agency, standing, evidence, codes, why

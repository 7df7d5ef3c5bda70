"""Who sends what to which desk when. Used by lam-bao-cao.py, which writes scenario.csv from here."""

# File of an office, the desks it goes to with the hour of each, and why. Reports of Thursday have a time with a day.
WEEKS = {
    28: {
        "day": "2025-07-11",
        "sent": [
            ("VPTU", "", {"vptu": "08:05", "skhcn": "08:06"}, "gửi cả hai nơi"),
            ("BTCTU", "", {"vptu": "08:20", "skhcn": "08:21"}, "gửi cả hai nơi; báo Hoàn thành KH04-005"),
            ("BNCTU", "", {"vptu": "08:40"}, "chỉ gửi Văn phòng Tỉnh ủy (Nơi nộp: Chỉ VPTU)"),
            ("MTTQ", "", {"vptu": "09:02"}, "bản gửi Văn phòng Tỉnh ủy: CTR25-009 đạt 70%"),
            ("MTTQ", "_gui-So", {"skhcn": "09:10"}, "bản gửi Sở KH&CN ghi 50%, khác bản trên (T22); số liệu của Sở vì thế khác bản gửi trực tiếp"),
            ("SKHCN", "", {"skhcn": "09:30"}, "Sở báo cáo phần việc của mình cho chính đầu mối của Sở"),
            ("STC", "", {"skhcn": "09:40"}, "chỉ gửi Sở KH&CN, danh mục ghi Cả hai (T21)"),
            ("SNV", "", {"skhcn": "09:50", "vptu": "09:51"}, "gửi cả hai nơi cùng một bản"),
            ("SYT", "", {"skhcn": "10:01"}, "bản gửi Sở KH&CN: KL04-009 đạt 40%"),
            ("SYT", "_gui-VPTU", {"vptu": "10:04"}, "bản gửi Văn phòng Tỉnh ủy ghi 60%, khác bản trên (T22)"),
            ("SGDDT", "", {"vptu": "10:20", "skhcn": "11:20"}, "đúng hạn ở Văn phòng Tỉnh ủy, muộn ở Sở KH&CN: bản tổng hợp của Sở chưa có việc đã xong"),
            ("P-THANHSEN", "", {"skhcn": "10:30", "vptu": "10:31"}, "gửi cả hai nơi"),
            ("X-DUCTHO", "", {"skhcn": "10:40"}, "chỉ gửi Sở KH&CN (Nơi nộp: Chỉ Sở)"),
        ],
        "commands": [
            ("10:45", "skhcn", "run", "", "", "Trước hạn"),
            ("10:46", "vptu", "run", "", "", "Trước hạn"),
            ("11:00", "skhcn", "run", "", "", "Sở KH&CN chốt số liệu"),
            ("11:01", "vptu", "run", "", "", "Văn phòng Tỉnh ủy chốt các báo cáo gửi trực tiếp"),
            ("11:25", "skhcn", "run", "", "", "Báo cáo muộn của SGDDT"),
            ("15:20", "skhcn", "run", "", "", "Sở KH&CN chốt bản tổng hợp"),
            ("15:24", "vptu", "forward", "skhcn/ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx", "SKHCN/TongHop_SKHCN_T28_2025.xlsx",
             "Sở KH&CN gửi bản tổng hợp đến Văn phòng Tỉnh ủy, đúng hạn"),
            ("15:26", "vptu", "run", "", "", "Nhận bản tổng hợp của Sở KH&CN"),
            ("16:20", "vptu", "run", "", "", "Văn phòng Tỉnh ủy chốt bản tổng hợp"),
        ],
    },
    29: {
        "day": "2025-07-18",
        "sent": [
            ("VPTU", "", {"vptu": "08:05", "skhcn": "08:06"}, "gửi cả hai nơi"),
            ("BTCTU", "", {"vptu": "08:20", "skhcn": "08:21"}, "rút KH04-005 đã báo Hoàn thành, có lý do (H02 ở Văn phòng Tỉnh ủy)"),
            ("BNCTU", "", {"vptu": "08:40"}, "không phát sinh"),
            ("MTTQ", "", {"vptu": "09:02", "skhcn": "09:10"}, "hai nơi cùng một bản"),
            ("SKHCN", "", {"skhcn": "09:30"}, "phần việc của Sở"),
            ("STC", "", {"skhcn": "09:40"}, "lại chỉ gửi Sở KH&CN: khi Sở gửi muộn, Văn phòng Tỉnh ủy chưa có số liệu tuần này"),
            ("SNV", "", {"skhcn": "09:50", "vptu": "09:51"}, "gửi cả hai nơi"),
            ("SYT", "", {"skhcn": "10:01", "vptu": "10:04"}, "hai nơi cùng một bản"),
            ("SGDDT", "", {"vptu": "10:20", "skhcn": "10:21"}, "đúng hạn cả hai nơi"),
            ("P-THANHSEN", "", {"skhcn": "10:30", "vptu": "10:31"}, "gửi cả hai nơi"),
            ("X-DUCTHO", "", {"skhcn": "10:40"}, "chỉ gửi Sở KH&CN"),
        ],
        "commands": [
            ("10:45", "skhcn", "run", "", "", "Trước hạn"),
            ("10:46", "vptu", "run", "", "", "Trước hạn"),
            ("11:00", "skhcn", "run", "", "", "Sở KH&CN chốt số liệu"),
            ("11:01", "vptu", "run", "", "", "Văn phòng Tỉnh ủy chốt các báo cáo gửi trực tiếp"),
            ("15:29", "vptu", "run", "", "", "Chưa có bản tổng hợp của Sở KH&CN"),
            ("15:37", "skhcn", "run", "", "", "Máy của Sở KH&CN mất điện đến 15 giờ 35: bản tổng hợp lập sau hạn"),
            ("15:41", "vptu", "forward", "skhcn/ket-qua/2025-W29/TongHop_SKHCN_T29_2025.xlsx", "SKHCN/TongHop_SKHCN_T29_2025.xlsx",
             "Sở KH&CN gửi bản tổng hợp muộn (H03)"),
            ("15:42", "vptu", "run", "", "", "Nhận bản gửi muộn, chưa đưa vào số liệu"),
            ("16:20", "vptu", "run", "", "", "Văn phòng Tỉnh ủy vẫn chốt: các cơ quan gửi trực tiếp tính theo bản gửi trực tiếp, còn lại theo tuần 28"),
        ],
    },
}

# What must come out, written down before the script was played for the first time: period, desk, office, standing, through which
# desk, findings of T21 and T22, why. A line without an office holds what is found about the whole.
EXPECTED = [
    (28, "skhcn", "VPTU", "on_time", "", "", ""),
    (28, "skhcn", "BTCTU", "on_time", "", "", ""),
    (28, "skhcn", "BNCTU", "exempt", "", "", "chỉ nộp về Văn phòng Tỉnh ủy"),
    (28, "skhcn", "MTTQ", "on_time", "", "", ""),
    (28, "skhcn", "SKHCN", "on_time", "", "", "với chính mình Sở là một đơn vị báo cáo"),
    (28, "skhcn", "STC", "on_time", "", "", ""),
    (28, "skhcn", "SNV", "on_time", "", "", ""),
    (28, "skhcn", "SYT", "on_time", "", "", ""),
    (28, "skhcn", "SGDDT", "late", "", "", "nhận 11:20"),
    (28, "skhcn", "P-THANHSEN", "on_time", "", "", ""),
    (28, "skhcn", "X-DUCTHO", "on_time", "", "", ""),
    (28, "skhcn", "", "", "", "", ""),
    (28, "vptu", "VPTU", "on_time", "", "", "đôn đốc bởi Văn phòng Tỉnh ủy: tính theo bản gửi trực tiếp"),
    (28, "vptu", "BTCTU", "on_time", "", "", "như trên"),
    (28, "vptu", "BNCTU", "on_time", "", "", ""),
    (28, "vptu", "MTTQ", "on_time", "", "T22", "hai bản khác nhau; tính bản gửi trực tiếp"),
    (28, "vptu", "SKHCN", "on_time", "", "", "bản tổng hợp gửi 15:24, hạn 15:30"),
    (28, "vptu", "STC", "on_time", "SKHCN", "T21", "chỉ gửi Sở"),
    (28, "vptu", "SNV", "on_time", "SKHCN", "", "hai bản giống nhau; đôn đốc bởi Sở"),
    (28, "vptu", "SYT", "on_time", "SKHCN", "T22", "hai bản khác nhau; tính bản gửi cơ quan đôn đốc"),
    (28, "vptu", "SGDDT", "on_time", "", "", "bản gửi Sở muộn, chưa tính ở Sở: tính bản gửi trực tiếp"),
    (28, "vptu", "P-THANHSEN", "on_time", "SKHCN", "", ""),
    (28, "vptu", "X-DUCTHO", "on_time", "SKHCN", "", "Nơi nộp: Chỉ Sở"),
    (28, "vptu", "", "", "", "", ""),
    (29, "skhcn", "VPTU", "on_time", "", "", ""),
    (29, "skhcn", "BTCTU", "on_time", "", "", ""),
    (29, "skhcn", "BNCTU", "exempt", "", "", ""),
    (29, "skhcn", "MTTQ", "on_time", "", "", ""),
    (29, "skhcn", "SKHCN", "on_time", "", "", ""),
    (29, "skhcn", "STC", "on_time", "", "", ""),
    (29, "skhcn", "SNV", "on_time", "", "", ""),
    (29, "skhcn", "SYT", "on_time", "", "", ""),
    (29, "skhcn", "SGDDT", "on_time", "", "", ""),
    (29, "skhcn", "P-THANHSEN", "on_time", "", "", ""),
    (29, "skhcn", "X-DUCTHO", "on_time", "", "", ""),
    (29, "skhcn", "", "", "", "", "KH04-005 rút lại, KL04-011.2 của báo cáo muộn tuần 28 tính từ tuần này: số hoàn thành không giảm"),
    (29, "vptu", "VPTU", "on_time", "", "", ""),
    (29, "vptu", "BTCTU", "on_time", "", "", ""),
    (29, "vptu", "BNCTU", "on_time", "", "", "không phát sinh"),
    (29, "vptu", "MTTQ", "on_time", "", "", ""),
    (29, "vptu", "SKHCN", "late", "", "", "bản tổng hợp gửi 15:41 (H03)"),
    (29, "vptu", "STC", "missing", "", "", "chỉ có ở bản tổng hợp của Sở, đến muộn"),
    (29, "vptu", "SNV", "on_time", "", "", "bản tổng hợp của Sở không tính được: tính bản gửi trực tiếp"),
    (29, "vptu", "SYT", "on_time", "", "", "như trên"),
    (29, "vptu", "SGDDT", "on_time", "", "", "như trên"),
    (29, "vptu", "P-THANHSEN", "on_time", "", "", "như trên"),
    (29, "vptu", "X-DUCTHO", "exempt", "", "", "không phải gửi trực tiếp; bản tổng hợp của Sở đến muộn"),
    (29, "vptu", "", "", "", "H02", "hoàn thành giảm vì KH04-005"),
]


def name(agency, week, suffix=""):
    return f"BC_{agency}_T{week}_2025{suffix}.xlsx"


def steps():
    """Every line of scenario.csv, in order of time; a command at the same second comes after what was saved then."""
    lines = []
    for week, story in WEEKS.items():
        for agency, suffix, desks, why in story["sent"]:
            for desk, hour in desks.items():
                file = f"bao-cao/T{week}/{name(agency, week, suffix)}"
                lines.append((f"{story['day']}T{hour}:00+07:00", desk, "submit", file, f"{agency}/{name(agency, week)}", f"{agency}: {why}"))
        for hour, *command in story["commands"]:
            lines.append((f"{story['day']}T{hour}:00+07:00", *command))
    return sorted(lines, key=lambda line: (line[0], line[2] not in ("submit", "forward")))


def expectations():
    for week, *rest in EXPECTED:
        yield (f"2025-W{week}", *rest)

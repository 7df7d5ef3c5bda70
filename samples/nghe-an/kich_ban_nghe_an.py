"""The fortnight of Nghệ An: which office sends what when. Used by lam-bao-cao.py, which writes scenario.csv from here."""

import csv
import datetime as dt
import random
from pathlib import Path

HERE = Path(__file__).resolve().parent
MONDAYS = {38: dt.date(2025, 9, 15), 39: dt.date(2025, 9, 22)}

# Offices whose report does not plainly come in time, by week: hour of Friday (None: nothing is sent) and why.
LATE = {
    38: {
        "X-KENGDU": ("11:35", "mất liên lạc do thiên tai; được tiếp nhận"),
        "X-MYLY": ("13:10", "mất liên lạc do thiên tai; được tiếp nhận"),
        "BNCTU": ("13:40", "muộn, không được tiếp nhận"),
    },
    39: {
        "X-NAMCAN": ("11:20", "muộn"),
        "P-CUALO": ("13:05", "muộn"),
        "X-BINHCHUAN": ("14:30", "muộn"),
        "X-NHONMAI": (None, "không gửi gì"),
    },
}
# The file of this office breaks off halfway, and nobody sends another.
TORN = {38: {"DUUBND"}, 39: set()}
RUNS = ["11:00", "11:05", "14:00"]


def agencies():
    """Codes of the offices, in print order."""
    with open(HERE / "danh-muc" / "DonVi.csv", encoding="utf-8", newline="") as source:
        return [row["Mã đơn vị"] for row in csv.DictReader(source)]


def at(day, time):
    time = time if time.count(":") == 2 else f"{time}:00"
    return f"{day.isoformat()}T{time}+07:00"


def steps():
    """Every line of scenario.csv, in order of time; a run at the same second comes after what was saved then."""
    lines = [line for week in MONDAYS for line in of_week(week)]
    return sorted(lines, key=lambda line: (line[0], line[1] != "submit"))


def of_week(week):
    thursday, friday = (MONDAYS[week] + dt.timedelta(days=days) for days in (3, 4))
    for agency in agencies():
        file = f"BC_{agency}_T{week}_2025.xlsx"
        hour, why = LATE[week].get(agency, ("", "tệp đứt nửa chừng, bị trả lại" if agency in TORN[week] else "đúng hạn"))
        if hour is None:
            continue
        draw = random.Random(f"{agency}/{week}/gửi")
        day = friday if hour or draw.random() < 0.6 else thursday
        hour = hour or f"{draw.randint(7, 9) if day == friday else draw.randint(14, 16):02}:{draw.randint(0, 59):02}:{draw.randint(0, 59):02}"
        yield at(day, hour), "submit", f"bao-cao/T{week}/{file}", f"{agency}/{file}", f"{agency}: {why}"
    yield at(thursday, "17:00"), "run", "", "", "Chiều thứ Năm"
    yield at(friday, "10:30"), "run", "", "", "Nhắc các cơ quan chưa gửi"
    for hour in RUNS:
        yield at(friday, hour), "run", "", "", "Chốt lúc 11 giờ 00" if hour == "11:00" else "Nhận các báo cáo muộn"
    for agency, (hour, why) in LATE[week].items():
        if "được tiếp nhận" in why and "không được" not in why:
            yield at(friday, "14:05"), "admit", "", agency, "Mất liên lạc do thiên tai, đã điện báo trước hạn"
    yield at(friday, "14:35"), "run", "", "", "Lần quét cuối trước khi lập bản tổng hợp"
    yield at(friday, "15:20"), "run", "", "", "Mười phút trước hạn tổng hợp: tự lập bản chính thức"

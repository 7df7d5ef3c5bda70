//! The offices that nearly every province has, with the names by which lists call them. A name that is written in one of these ways
//! means that office; codes are proposals in the usual way.

use crate::model::agency::AgencyKind;
use crate::text::normalise::{key, unaccented};

/// An office that nearly every province has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsualOffice {
    /// The usual code.
    pub code: &'static str,
    /// Full name.
    pub name: &'static str,
    /// Short name.
    pub short: &'static str,
    /// What it is.
    pub kind: AgencyKind,
    /// Other names for the same office.
    pub others: &'static [&'static str],
}

const fn office(
    code: &'static str,
    name: &'static str,
    short: &'static str,
    kind: AgencyKind,
    others: &'static [&'static str],
) -> UsualOffice {
    UsualOffice { code, name, short, kind, others }
}

/// All of them, in the order in which lists have them.
pub const ALL: [UsualOffice; 43] = {
    use AgencyKind::{Department, Enterprise, Front, PartyBoard, PartyCommittee};
    [
        office("VPTU", "Văn phòng Tỉnh ủy", "VP Tỉnh ủy", PartyBoard, &["VPTU", "Văn phòng TU"]),
        office("BTCTU", "Ban Tổ chức Tỉnh ủy", "Ban Tổ chức TU", PartyBoard, &["Ban Tổ chức", "BTC Tỉnh ủy", "BTCTU"]),
        office(
            "BTGDV",
            "Ban Tuyên giáo và Dân vận Tỉnh ủy",
            "Ban TG&DV TU",
            PartyBoard,
            &["Ban Tuyên giáo và Dân vận", "Ban TGDV Tỉnh ủy", "Ban TG&DV Tỉnh ủy", "BTGDV", "BTGDVTU"],
        ),
        office("UBKT", "Ủy ban Kiểm tra Tỉnh ủy", "UBKT Tỉnh ủy", PartyBoard, &["Ủy ban Kiểm tra", "UBKT", "UBKTTU"]),
        office("BNCTU", "Ban Nội chính Tỉnh ủy", "Ban Nội chính TU", PartyBoard, &["Ban Nội chính", "BNC Tỉnh ủy", "BNCTU"]),
        office("DUUBND", "Đảng ủy Ủy ban nhân dân tỉnh", "Đảng ủy UBND tỉnh", PartyCommittee, &["ĐU UBND tỉnh", "Đảng ủy UBND"]),
        office("DUHDND", "Đảng ủy Hội đồng nhân dân tỉnh", "Đảng ủy HĐND tỉnh", PartyCommittee, &["ĐU HĐND tỉnh", "Đảng ủy HĐND"]),
        office(
            "DUCQD",
            "Đảng ủy các cơ quan Đảng tỉnh",
            "Đảng ủy CCQ Đảng",
            PartyCommittee,
            &["ĐU các cơ quan Đảng", "Đảng ủy các cơ quan Đảng"],
        ),
        office(
            "MTTQ",
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
            "UBMTTQ tỉnh",
            Front,
            &[
                "UBMTTQ",
                "MTTQ",
                "UBMTTQVN tỉnh",
                "Ủy ban MTTQ tỉnh",
                "UBMTTQ Việt Nam tỉnh",
                "Ủy ban MTTQ Việt Nam tỉnh",
                "Mặt trận Tổ quốc tỉnh",
                "MTTQ tỉnh",
            ],
        ),
        office("TINHDOAN", "Tỉnh đoàn", "Tỉnh đoàn", Front, &["Đoàn Thanh niên", "Đoàn TNCS Hồ Chí Minh tỉnh", "Đoàn Thanh niên tỉnh"]),
        office("LDLD", "Liên đoàn Lao động tỉnh", "LĐLĐ tỉnh", Front, &["LĐLĐ", "Liên đoàn Lao động"]),
        office("HLHPN", "Hội Liên hiệp Phụ nữ tỉnh", "Hội LHPN tỉnh", Front, &["Hội LHPN", "Hội Liên hiệp Phụ nữ", "Hội Phụ nữ tỉnh"]),
        office("HND", "Hội Nông dân tỉnh", "Hội Nông dân tỉnh", Front, &["Hội Nông dân", "HND tỉnh"]),
        office("HCCB", "Hội Cựu chiến binh tỉnh", "Hội CCB tỉnh", Front, &["Hội CCB", "Hội Cựu chiến binh"]),
        office(
            "VPUB",
            "Văn phòng Ủy ban nhân dân tỉnh",
            "VP UBND tỉnh",
            Department,
            &["VP UBND", "VPUBND", "VPUB", "Văn phòng UBND tỉnh", "Văn phòng UBND", "VPUBND tỉnh"],
        ),
        office(
            "SKHCN",
            "Sở Khoa học và Công nghệ",
            "Sở KH&CN",
            Department,
            &["Sở KHCN", "Sở KH-CN", "SKHCN", "KHCN", "KH&CN", "Sở Khoa học & Công nghệ", "Sở Khoa học Công nghệ", "Sở KH và CN"],
        ),
        office("STC", "Sở Tài chính", "Sở Tài chính", Department, &["Sở TC", "STC"]),
        office("SNV", "Sở Nội vụ", "Sở Nội vụ", Department, &["Sở NV", "SNV"]),
        office("SXD", "Sở Xây dựng", "Sở Xây dựng", Department, &["Sở XD", "SXD"]),
        office("SCT", "Sở Công Thương", "Sở Công Thương", Department, &["Sở CT", "SCT"]),
        office(
            "SNNMT",
            "Sở Nông nghiệp và Môi trường",
            "Sở NN&MT",
            Department,
            &["Sở NNMT", "Sở NN-MT", "SNNMT", "NNMT", "Sở Nông nghiệp & Môi trường", "Sở NN và MT"],
        ),
        office("SYT", "Sở Y tế", "Sở Y tế", Department, &["SYT"]),
        office(
            "SGDDT",
            "Sở Giáo dục và Đào tạo",
            "Sở GD&ĐT",
            Department,
            &["Sở GDĐT", "Sở GD-ĐT", "SGDĐT", "GD&ĐT", "GDĐT", "Sở Giáo dục & Đào tạo", "Sở GD và ĐT"],
        ),
        office(
            "SVHTTDL",
            "Sở Văn hóa, Thể thao và Du lịch",
            "Sở VHTT&DL",
            Department,
            &["Sở VHTTDL", "Sở VH-TT-DL", "Sở VH,TT&DL", "VHTT&DL", "SVHTTDL", "Sở VH, TT và DL", "Sở Văn hóa, Thể thao & Du lịch"],
        ),
        office("STP", "Sở Tư pháp", "Sở Tư pháp", Department, &["Sở TP", "STP"]),
        office("SNG", "Sở Ngoại vụ", "Sở Ngoại vụ", Department, &["SNgV"]),
        office("SDTTG", "Sở Dân tộc và Tôn giáo", "Sở DT&TG", Department, &["Sở DTTG", "Sở Dân tộc & Tôn giáo"]),
        office("TTT", "Thanh tra tỉnh", "Thanh tra tỉnh", Department, &["Thanh tra", "TTT"]),
        office("CAT", "Công an tỉnh", "Công an tỉnh", Department, &["CA tỉnh", "CAT", "Công an"]),
        office("BCHQS", "Bộ Chỉ huy Quân sự tỉnh", "Bộ CHQS tỉnh", Department, &["Bộ CHQS", "BCHQS tỉnh", "Bộ Chỉ huy Quân sự"]),
        office(
            "BDBP",
            "Bộ đội Biên phòng tỉnh",
            "BĐBP tỉnh",
            Department,
            &["BĐBP", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh", "Bộ CH BĐBP tỉnh"],
        ),
        office(
            "BQLKKT",
            "Ban Quản lý Khu kinh tế tỉnh",
            "BQL KKT tỉnh",
            Department,
            &["BQL KKT", "BQL Khu kinh tế tỉnh", "Ban Quản lý Khu kinh tế", "Ban Quản lý KKT tỉnh"],
        ),
        office("THUE", "Thuế tỉnh", "Thuế tỉnh", Department, &["Cục Thuế tỉnh", "Cục Thuế"]),
        office("TKE", "Thống kê tỉnh", "Thống kê tỉnh", Department, &["Cục Thống kê tỉnh", "Chi cục Thống kê tỉnh"]),
        office("BHXH", "Bảo hiểm xã hội tỉnh", "BHXH tỉnh", Department, &["BHXH", "Bảo hiểm xã hội"]),
        office("KBNN", "Kho bạc Nhà nước khu vực", "Kho bạc Nhà nước", Department, &["KBNN", "Kho bạc Nhà nước tỉnh", "Kho bạc Nhà nước"]),
        office(
            "NHNN",
            "Ngân hàng Nhà nước khu vực",
            "NHNN khu vực",
            Department,
            &["NHNN", "Ngân hàng Nhà nước chi nhánh tỉnh", "Ngân hàng Nhà nước"],
        ),
        office("TAND", "Tòa án nhân dân tỉnh", "TAND tỉnh", Department, &["TAND", "Tòa án nhân dân"]),
        office("VKSND", "Viện kiểm sát nhân dân tỉnh", "VKSND tỉnh", Department, &["VKSND", "Viện Kiểm sát nhân dân"]),
        office("VNPT", "VNPT", "VNPT", Enterprise, &["Viễn thông tỉnh", "VNPT tỉnh"]),
        office("VIETTEL", "Viettel", "Viettel", Enterprise, &["Viettel tỉnh"]),
        office("MOBIFONE", "MobiFone", "MobiFone", Enterprise, &["MobiFone tỉnh"]),
        office("BDT", "Bưu điện tỉnh", "Bưu điện tỉnh", Enterprise, &["Bưu điện"]),
    ]
};

/// The office that a name means: exactly one of its names, whatever its case and its marks; `None` if it is none of these.
pub fn named(name: &str) -> Option<&'static UsualOffice> {
    let wanted = key(name);
    let spelled = |office: &UsualOffice, same: &dyn Fn(&str) -> bool| {
        same(office.name) || same(office.short) || same(office.code) || office.others.iter().any(|other| same(other))
    };
    let exact = ALL.iter().find(|office| spelled(office, &|spelling| key(spelling) == wanted));
    exact.or_else(|| {
        let wanted = unaccented(name);
        let mut alike = ALL.iter().filter(|office| spelled(office, &|spelling| unaccented(spelling) == wanted));
        alike.next().filter(|_| alike.next().is_none())
    })
}

/// The office that has this code.
pub fn coded(code: &str) -> Option<&'static UsualOffice> {
    ALL.iter().find(|office| office.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::agency::AgencyCode;
    use std::collections::BTreeMap;

    #[test]
    fn no_name_means_two_offices_and_every_code_is_one() {
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for office in &ALL {
            assert_eq!(AgencyCode::parse(office.code).map(String::from).as_deref(), Some(office.code));
            for spelling in [office.code, office.name, office.short].iter().chain(office.others) {
                let other = names.insert(key(spelling), office.code);
                assert!(other.is_none_or(|other| other == office.code), "{spelling}: {other:?}");
            }
        }
    }

    #[test]
    fn names_in_use_are_understood_and_others_are_not() {
        for (name, code) in [
            ("sở khoa học & công nghệ", "SKHCN"),
            ("Sở KH&CN", "SKHCN"),
            ("Sở VH,TT&DL", "SVHTTDL"),
            ("So Tai chinh", "STC"),
            ("VP Tỉnh uỷ", "VPTU"),
            ("Ủy ban MTTQ Việt Nam tỉnh", "MTTQ"),
        ] {
            assert_eq!(named(name).map(|office| office.code), Some(code), "{name}");
        }
        for name in ["Sở Thông tin và Truyền thông", "Tài chính", "xã Thạch Hà", ""] {
            assert_eq!(named(name), None, "{name}");
        }
    }
}

//! What a column of a desk's own list is, and the words by which its heading says so.

/// What a column of a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// STT: orders the rows of a group, and is no identity.
    Ordinal,
    /// A code of the list itself.
    Code,
    /// The name of an office.
    Office,
    /// Its short name.
    Short,
    /// Who leads it.
    Leader,
    /// Who makes its reports.
    Officer,
    /// Telephone.
    Phone,
    /// Where official mail goes.
    Mail,
    /// What a task is.
    Content,
    /// Who leads the task or target.
    Lead,
    /// Who carries it out: the lead, if no other column says who that is.
    Doer,
    /// Who supports.
    Support,
    /// By when.
    Deadline,
    /// By when, or how far it is: what stands below says which.
    Progress,
    /// From when.
    Start,
    /// The document that assigned it.
    Document,
    /// Day of that document.
    IssuedOn,
    /// Group or field of work.
    Group,
    /// What has to come out.
    Output,
    /// What somebody remarked.
    Note,
    /// The name of a target.
    Target,
    /// In what the target is counted.
    Unit,
    /// What has to be reached.
    Goal,
    /// To the plan of which year it belongs.
    PlanYear,
    /// Said in reports and not in a register: status, results, obstacles.
    Reported,
}

/// The words of headings, without marks, signs and brackets.
const WORDS: &[(Field, &[&str])] = &[
    (Field::Ordinal, &["stt", "tt", "so tt", "so thu tu", "no"]),
    (
        Field::Code,
        &[
            "ma",
            "ma nv",
            "ma nhiem vu",
            "ma so",
            "ma chi tieu",
            "ma don vi",
            "ma co quan",
            "ma dv",
            "ma co quan don vi",
            "ma dinh danh",
            "ma px",
            "ma xa",
            "ma xa phuong",
            "ma phuong xa",
        ],
    ),
    (
        Field::Office,
        &[
            "ten don vi",
            "ten co quan",
            "ten co quan don vi",
            "co quan don vi",
            "don vi",
            "co quan",
            "ten day du",
            "ten xa phuong",
            "xa phuong",
            "ten dia phuong",
            "dia phuong",
            "ten xa",
            "ten phuong",
            "phuong xa",
            "ten phuong xa",
            "xa phuong thi tran",
            "xa",
            "phuong",
            "ten cac don vi",
            "danh sach don vi",
            "co quan don vi dia phuong",
            "ten co quan don vi dia phuong",
            "don vi bao cao",
            "ten don vi hanh chinh",
            "ten",
        ],
    ),
    (Field::Short, &["ten viet tat", "viet tat", "ten ngan", "ten goi tat"]),
    (Field::Leader, &["lanh dao phu trach", "lanh dao", "thu truong", "thu truong don vi"]),
    (
        Field::Officer,
        &[
            "can bo dau moi",
            "dau moi",
            "nguoi phu trach",
            "can bo phu trach",
            "ho ten can bo dau moi",
            "ho va ten",
            "ho ten",
            "ho va ten can bo dau moi",
            "dau moi lien he",
            "can bo dau moi lien he",
            "nguoi lien he",
            "chuyen vien theo doi",
            "can bo theo doi",
        ],
    ),
    (
        Field::Phone,
        &[
            "dien thoai",
            "so dien thoai",
            "sdt",
            "dt",
            "di dong",
            "dien thoai lien he",
            "dien thoai di dong",
            "so di dong",
            "dien thoai co quan",
            "dien thoai ban",
            "so dt",
            "so dien thoai lien he",
            "so dt lien he",
            "sdt lien he",
            "dt lien he",
            "dien thoai zalo",
            "so zalo",
        ],
    ),
    (Field::Mail, &["thu cong vu", "email", "e mail", "thu dien tu", "hop thu", "dia chi thu dien tu"]),
    (
        Field::Content,
        &[
            "noi dung nhiem vu",
            "nhiem vu",
            "ten nhiem vu",
            "noi dung cong viec",
            "nhiem vu cu the",
            "noi dung",
            "nhiem vu giai phap",
            "noi dung thuc hien",
            "cong viec",
            "ten cong viec",
            "nhiem vu duoc giao",
            "noi dung nhiem vu giai phap",
            "nhiem vu trong tam",
            "noi dung nhiem vu duoc giao",
            "noi dung chi dao",
            "nhiem vu va giai phap",
            "noi dung cong viec nhiem vu",
        ],
    ),
    (
        Field::Lead,
        &[
            "co quan chu tri",
            "don vi chu tri",
            "cq chu tri",
            "dv chu tri",
            "chu tri",
            "co quan don vi chu tri",
            "cq dv chu tri",
            "don vi duoc giao",
            "don vi chu tri thuc hien",
            "co quan chu tri thuc hien",
            "chu tri thuc hien",
            "ma dv chu tri",
            "ma don vi chu tri",
            "don vi chu tri tham muu",
            "co quan chu tri tham muu",
            "phan cong chu tri",
        ],
    ),
    (
        Field::Doer,
        &["don vi thuc hien", "co quan thuc hien", "co quan don vi thuc hien", "phan cong thuc hien", "trach nhiem thuc hien", "phan cong"],
    ),
    (
        Field::Support,
        &[
            "co quan phoi hop",
            "don vi phoi hop",
            "phoi hop",
            "cq phoi hop",
            "dv phoi hop",
            "co quan don vi phoi hop",
            "cq dv phoi hop",
            "phoi hop thuc hien",
            "don vi phoi hop thuc hien",
            "co quan phoi hop thuc hien",
        ],
    ),
    (
        Field::Deadline,
        &[
            "thoi han",
            "thoi han hoan thanh",
            "han hoan thanh",
            "han xu ly",
            "thoi han thuc hien",
            "han cuoi",
            "ngay ket thuc",
            "ket thuc",
            "den ngay",
            "thoi gian thuc hien hoan thanh",
            "thoi gian hoan thanh",
            "thoi gian ket thuc",
            "han dat",
            "thoi han theo van ban",
            "moc thoi gian",
        ],
    ),
    (
        Field::Progress,
        &[
            "thoi gian thuc hien",
            "thoi gian",
            "tien do hoan thanh",
            "tien do",
            "lo trinh",
            "tien do thuc hien",
            "lo trinh thuc hien",
            "ket qua hoan thanh",
        ],
    ),
    (Field::Start, &["bat dau", "ngay bat dau", "tu ngay", "thoi gian bat dau"]),
    (
        Field::Document,
        &[
            "van ban giao",
            "van ban",
            "so ky hieu",
            "can cu",
            "so van ban",
            "van ban giao nhiem vu",
            "van ban chi dao",
            "so ky hieu van ban",
            "nguon giao",
            "van ban giao viec",
            "so hieu van ban",
            "so ky hieu van ban giao",
        ],
    ),
    (Field::IssuedOn, &["ngay ban hanh", "ngay giao", "ngay van ban", "ngay ban hanh van ban", "ngay thang van ban", "ngay giao nhiem vu"]),
    (Field::Group, &["nhom nhiem vu", "linh vuc", "nhom", "nhom chi tieu", "khoi nhiem vu"]),
    (
        Field::Output,
        &[
            "san pham",
            "ket qua dau ra",
            "san pham ket qua",
            "du kien san pham",
            "san pham du kien",
            "hinh thuc van ban",
            "san pham dau ra",
            "san pham ket qua dau ra",
            "ket qua san pham",
            "san pham hoan thanh",
            "dau ra",
            "san pham can dat",
        ],
    ),
    (Field::Note, &["ghi chu", "ghi chu khac", "note"]),
    (Field::Target, &["ten chi tieu", "chi tieu", "noi dung chi tieu", "ten muc tieu chi tieu", "chi tieu muc tieu", "muc tieu chi tieu"]),
    (Field::Unit, &["don vi tinh", "dvt"]),
    (
        Field::Goal,
        &[
            "muc tieu",
            "chi tieu giao",
            "chi tieu cu the",
            "ke hoach",
            "ke hoach giao",
            "ti le duoc giao",
            "ty le duoc giao",
            "gia tri muc tieu",
            "chi tieu duoc giao",
        ],
    ),
    (Field::PlanYear, &["nam ke hoach", "nam"]),
    (
        Field::Reported,
        &[
            "trang thai",
            "tinh trang",
            "ket qua",
            "ket qua thuc hien",
            "danh gia",
            "muc do hoan thanh",
            "tinh hinh thuc hien",
            "ket qua trong ky",
            "noi dung da thuc hien",
            "ty le",
            "ti le",
            "ty le hoan thanh",
            "ti le hoan thanh",
            "hoan thanh",
            "da hoan thanh",
            "dang thuc hien",
            "chua thuc hien",
            "chua hoan thanh",
            "trong han",
            "qua han",
            "dung han",
            "ngay hoan thanh",
            "thoi gian hoan thanh thuc te",
            "kho khan vuong mac",
            "ton tai han che",
            "kho khan",
            "nguyen nhan",
            "kien nghi de xuat",
            "de xuat",
            "kien nghi",
            "minh chung",
            "de xuat kien nghi",
            "kho khan",
            "ton tai",
            "so ngay qua han",
            "trang thai don vi bao",
        ],
    ),
];

/// What the words of a heading mean; `None` if they are not known.
pub(super) fn meaning(words: &str) -> Option<Field> {
    let exact = WORDS.iter().find(|(_, spellings)| spellings.contains(&words)).map(|(field, _)| *field);
    // "Mục tiêu năm 2025", "Kế hoạch 2025", "Mục tiêu đến 2025", "Chỉ tiêu đến năm 2025".
    exact.or_else(|| {
        let named = ["muc tieu", "ke hoach", "chi tieu"].iter().find_map(|word| words.strip_prefix(word))?.trim();
        let by = named.strip_prefix("den").map_or(named, str::trim);
        let year = by.strip_prefix("nam").map_or(by, str::trim);
        (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())).then_some(Field::Goal)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_and_who_answers_it_are_known_by_the_usual_words() {
        for words in ["so dt", "sdt", "so dien thoai lien he", "so zalo"] {
            assert_eq!(meaning(words), Some(Field::Phone), "{words}");
        }
        for words in ["ho ten", "nguoi lien he", "dau moi lien he"] {
            assert_eq!(meaning(words), Some(Field::Officer), "{words}");
        }
        let mut seen = std::collections::BTreeMap::new();
        for (field, words) in WORDS.iter().flat_map(|(field, spellings)| spellings.iter().map(move |words| (field, words))) {
            assert!(*seen.entry(words).or_insert(field) == field, "{words} means two things");
        }
    }

    #[test]
    fn a_goal_may_name_its_year_in_any_of_the_usual_ways() {
        for words in ["muc tieu", "muc tieu 2025", "muc tieu nam 2025", "muc tieu den 2025", "chi tieu den nam 2030", "ke hoach 2026"] {
            assert_eq!(meaning(words), Some(Field::Goal), "{words}");
        }
        for words in ["muc tieu den", "muc tieu den nam", "ke hoach nam 25", "muc tieu den 2025 2030"] {
            assert_eq!(meaning(words), None, "{words}");
        }
    }
}

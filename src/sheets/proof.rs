//! The proof of a receipt: one page of plain text that answers a complaint. What arrived when, by which evidence, what
//! was decided, what was released with it, and whether the records still hold.

use crate::model::agency::AgencyCode;
use crate::model::cutoff::Cutoffs;
use crate::model::inbox::Receipt;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::receipt_book::{BOOKED_LATE, BookEntry, BookUse};
use crate::model::submission::{Admission, Evidence, Standing};
use crate::sheets::{journal, submissions};
use crate::text::format;
use serde::Serialize;

/// Everything the records say about a receipt.
#[derive(Debug, Clone, Serialize)]
pub struct Proof {
    /// The code that was asked about.
    pub code: String,
    /// Whose report it is.
    pub agency: AgencyCode,
    /// Full name of that agency.
    pub agency_name: String,
    /// For whose report it counts, where that is another agency: the one that took this one over.
    pub counts_for: Option<CountsFor>,
    /// Name of the desk that received it.
    pub desk: String,
    /// The period the report is for.
    pub period: Period,
    /// Its cutoffs; none in a week without report.
    pub cutoffs: Option<Cutoffs>,
    /// The row of the ledger.
    pub receipt: Receipt,
    /// The hash of the row before it.
    pub previous_hash: String,
    /// Looks at its folder around the cutoff and around its own time.
    pub looks: Vec<Look>,
    /// What the period makes of it; `None` if it is no version of this agency's report today.
    pub version: Option<VersionProof>,
    /// What the first run decided that judged it.
    pub decided: Option<Decision>,
    /// Everything the clerk wrote about the agency and the period, with every change.
    pub book: Vec<BookEntry>,
    /// What the rows that hold speak of.
    pub book_uses: Vec<BookUse>,
    /// The freeze of the period.
    pub freeze: Option<FreezeProof>,
    /// Every release of the period, first version first.
    pub releases: Vec<ReleaseProof>,
    /// Exceptions that concern it.
    pub admissions: Vec<Admission>,
    /// What is wrong with the chain of the ledger; `None` if it is whole.
    pub chain_broken: Option<String>,
    /// What is wrong with the archived original; `None` if it is what its SHA-256 says.
    pub original_broken: Option<String>,
}

/// The agency for whose report a file counts that came under the code of one that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountsFor {
    /// Under which it stands in the register.
    pub code: AgencyCode,
    /// Its short name.
    pub name: String,
}

impl Proof {
    /// Do the records hold?
    pub fn holds(&self) -> bool {
        self.chain_broken.is_none() && self.original_broken.is_none()
    }
}

/// A successful look at the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Look {
    /// Number of the scan in the ledger.
    pub scan: i64,
    /// When the run of this scan started.
    pub at: Moment,
    /// What it says about the file.
    pub saw: Saw,
}

/// What a look says about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Saw {
    /// It was not there.
    NotYet,
    /// It saw it first.
    First,
    /// The file had been received before; whether it still lay there is not recorded.
    Received,
}

impl Saw {
    fn label(self) -> &'static str {
        match self {
            Self::NotYet => "chưa thấy",
            Self::First => "thấy lần đầu",
            Self::Received => "đã nhận trước đó",
        }
    }
}

/// The receipt as a version of the agency's report.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "each is the field of the same name of the submission or its version")]
pub struct VersionProof {
    pub number: u32,
    pub valid: bool,
    pub received_at: Moment,
    pub on_time: bool,
    pub evidence: Evidence,
    pub booked_late: bool,
    /// It is the version that counts.
    pub counted: bool,
    /// Its content is in the figures.
    pub merged: bool,
    /// Standing of the agency.
    pub standing: Standing,
    /// The same in words.
    pub standing_text: String,
    /// Findings about this file: code, place and sentence.
    pub findings: Vec<String>,
}

/// What a run decided.
#[derive(Debug, Clone, Serialize)]
pub struct Decision {
    /// When that run started.
    pub at: Option<Moment>,
    /// As in `files` of the JSON.
    pub outcome: &'static str,
    /// The outcome in Vietnamese.
    pub text: &'static str,
}

/// The freeze of the period, as far as it concerns the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FreezeProof {
    /// When it was made.
    pub at: Moment,
    /// The receipt it holds for the agency, if any.
    pub receipt: Option<i64>,
    /// Evidence, or an exception, added it after the freeze.
    pub added: bool,
}

/// A release of the period, as far as it concerns the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReleaseProof {
    /// 1, or more after a withdrawal or a reopening.
    pub version: u32,
    /// The instant at which its command started.
    pub at: Moment,
    /// When it was withdrawn; `None` if it is in force.
    pub withdrawn_at: Option<Moment>,
    /// The receipt was in the ledger then.
    pub known: bool,
    /// Its content is in the figures of this release; `None` if the release cannot be made again.
    pub merged: Option<bool>,
}

/// Findings that are printed; the others are counted.
const FINDINGS_MAX: usize = 8;

/// The page in Vietnamese, without a line end at its end.
pub fn text(proof: &Proof) -> String {
    let mut page = vec![
        format!("XÁC NHẬN TIẾP NHẬN {}", proof.code),
        format!("Đơn vị: {} ({}). Nơi nhận: {}.", proof.agency_name, proof.agency, proof.desk),
        format!("Kỳ báo cáo: {}.{}", format::period_long(proof.period), proof.cutoffs.map_or_else(String::new, deadlines)),
    ];
    for (title, lines) in [
        ("1. Tệp đã nhận", arrival(proof)),
        ("2. Thời điểm được tính", timing(proof)),
        ("3. Sổ tiếp nhận của văn thư (tiep-nhan.xlsx)", book(proof)),
        ("4. Kết luận", verdict(proof)),
        ("5. Chốt số liệu, bản trình ký, ngoại lệ", releases(proof)),
        ("6. Tính toàn vẹn của sổ và kho lưu", integrity(proof)),
    ] {
        page.push(title.to_owned());
        page.extend(lines.into_iter().map(|line| format!("   {line}")));
    }
    page.join("\n")
}

fn deadlines(cutoffs: Cutoffs) -> String {
    format!(" Hạn nộp: trước {}. Hạn tổng hợp: trước {}.", format::moment(cutoffs.submit), format::moment(cutoffs.release))
}

fn arrival(proof: &Proof) -> Vec<String> {
    let receipt = &proof.receipt;
    let time = |at: Option<Moment>| at.map_or_else(|| "không có".to_owned(), format::instant);
    vec![
        format!("Số tiếp nhận {}: tệp {}, {} byte.", receipt.seq, format::quote(&receipt.file.path), format::count(receipt.file.size)),
        format!("SHA-256: {}", receipt.sha256),
        format!("Thấy lần đầu: {} (lần quét số {}); {}.", format::instant(receipt.first_seen), receipt.scan, journal::looks(receipt)),
        format!("Giờ máy chủ tệp: {}.", time(receipt.file.server_time)),
        format!("Giờ sửa ghi trên tệp: {} (do máy soạn thảo đặt, không dùng để xét).", time(receipt.file.modified_at)),
    ]
}

fn timing(proof: &Proof) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(version) = &proof.version {
        let mark = if version.booked_late { format!(" ({})", BOOKED_LATE.to_lowercase()) } else { String::new() };
        let on_time = if version.on_time { "trước hạn nộp" } else { "sau hạn nộp" };
        lines.push(format!(
            "Nhận lúc {}, căn cứ: {}{mark}; tính là {on_time}.",
            format::instant(version.received_at),
            version.evidence.label()
        ));
        if version.evidence == Evidence::Unproven {
            lines.push("Không có lần quét nào quanh giờ hạn nộp nên đơn vị được tính đúng hạn.".to_owned());
        }
    }
    let looks: Vec<String> = proof.looks.iter().map(|look| format!("{} {}", format::instant(look.at), look.saw.label())).collect();
    lines.push(if looks.is_empty() {
        "Không có lần quét thành công nào của thư mục này.".to_owned()
    } else {
        format!("Các lần quét thư mục quanh hạn nộp và quanh lúc thấy tệp: {}.", looks.join("; "))
    });
    lines
}

fn book(proof: &Proof) -> Vec<String> {
    if proof.book.is_empty() {
        return vec!["Không có dòng nào về đơn vị trong kỳ này.".to_owned()];
    }
    let entry = |entry: &BookEntry| {
        let said = &entry.said;
        let part = |name: &str, text: &str| if text.is_empty() { String::new() } else { format!(", {name} {}", format::quote(text)) };
        format!(
            "Dòng {} ({}, chương trình thấy lúc {}): nhận lúc {}{}{}{}{}{}.",
            entry.line,
            entry.change.label(),
            format::instant(entry.seen_at),
            format::instant(said.received_at),
            part("tệp", said.file.as_deref().unwrap_or_default()),
            part("kênh", &said.channel),
            part("số đến", &said.number),
            part("người nhận", &said.receiver),
            part("ghi chú", &said.note),
        )
    };
    let used = |used: &BookUse| {
        let mark = if used.booked_late { format!(" ({})", BOOKED_LATE.to_lowercase()) } else { String::new() };
        format!("Dòng {} được hiểu là: {}{mark}.", used.row.line, journal::meaning(used.means))
    };
    proof.book.iter().map(entry).chain(proof.book_uses.iter().map(used)).collect()
}

fn verdict(proof: &Proof) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(decided) = &proof.decided {
        let at = decided.at.map_or_else(String::new, |at| format!(" ({})", format::instant(at)));
        lines.push(format!("Lần xét đầu tiên{at}: {}.", decided.text));
    }
    if let (Some(other), Some(_)) = (&proof.counts_for, &proof.version) {
        lines.push(format!("Tệp được tính vào báo cáo của {} ({}), đơn vị kế thừa của {}.", other.name, other.code, proof.agency_name));
    }
    match &proof.version {
        Some(version) => {
            let valid = if version.valid { "hợp lệ" } else { "chưa sử dụng được" };
            let used = match (version.counted, version.merged) {
                (true, true) => "là bản được đưa vào số liệu",
                (true, false) => "là bản được xét, chưa đưa vào số liệu",
                (false, _) => "không phải bản được dùng",
            };
            lines.push(format!("Bản thứ {} của đơn vị trong kỳ: {valid}; {used}.", version.number));
            lines.push(format!("Kết quả nộp báo cáo của đơn vị: {}.", version.standing_text));
            let rest = version.findings.len().saturating_sub(FINDINGS_MAX);
            lines.push(format!("Phát hiện về tệp này: {}.", version.findings.len()));
            lines.extend(version.findings.iter().take(FINDINGS_MAX).map(|finding| format!("- {finding}")));
            if rest > 0 {
                lines.push(format!("- và {rest} phát hiện khác"));
            }
        }
        None => lines.push("Tệp này không được tính là một bản báo cáo của đơn vị trong kỳ.".to_owned()),
    }
    lines
}

fn releases(proof: &Proof) -> Vec<String> {
    let seq = proof.receipt.seq;
    let mut lines = vec![match proof.freeze {
        None => "Kỳ này chưa chốt.".to_owned(),
        Some(freeze) => {
            let holds = match freeze.receipt {
                Some(receipt) if receipt == seq => "ghi bản này là bản đúng hạn".to_owned(),
                Some(receipt) => format!("ghi bản đúng hạn của đơn vị là số tiếp nhận {receipt}"),
                None => "không ghi bản nào của đơn vị là đúng hạn".to_owned(),
            };
            let when = if freeze.added { ", bổ sung sau đó theo chứng cứ" } else { "" };
            format!("Chốt lúc {}{when}: {holds}.", format::instant(freeze.at))
        }
    }];
    if proof.releases.is_empty() {
        lines.push("Kỳ này chưa chốt bản tổng hợp.".to_owned());
    }
    for release in &proof.releases {
        let used = match (release.known, release.merged) {
            (false, _) => "tệp này nhận sau đó, không có trong bản trình ký",
            (true, Some(true)) => "số liệu của tệp này có trong bản trình ký",
            (true, Some(false)) => "số liệu của tệp này không có trong bản trình ký",
            (true, None) => "không lập lại được bản trình ký để đối chiếu",
        };
        let withdrawn = release.withdrawn_at.map(|at| format!(", đã hủy lúc {}", format::instant(at))).unwrap_or_default();
        lines.push(format!("Chốt bản tổng hợp lần {} lúc {}{withdrawn}: {used}.", release.version, format::instant(release.at)));
    }
    for admission in &proof.admissions {
        let file = admission.file.as_deref().map_or_else(String::new, |file| format!(", tệp {}", format::quote(file)));
        lines.push(format!(
            "Ngoại lệ lúc {}, do {} quyết định{file}: {}.",
            format::instant(admission.at),
            format::quote(&admission.by),
            format::quote(&admission.reason).trim_end_matches('.')
        ));
    }
    if proof.admissions.is_empty() {
        lines.push("Không có ngoại lệ nào.".to_owned());
    }
    lines
}

fn integrity(proof: &Proof) -> Vec<String> {
    vec![
        format!("Mã băm của dòng: {}", proof.receipt.hash),
        format!("Mã băm dòng trước: {}", proof.previous_hash),
        match &proof.chain_broken {
            None => "Chuỗi sổ tiếp nhận: còn nguyên vẹn.".to_owned(),
            Some(broken) => format!("Chuỗi sổ tiếp nhận: KHÔNG khớp. {broken}"),
        },
        match &proof.original_broken {
            None => "Bản gốc trong kho lưu: đúng SHA-256 ghi trên.".to_owned(),
            Some(broken) => format!("Bản gốc trong kho lưu: KHÔNG khớp. {broken}"),
        },
    ]
}

/// The standing of a submission in words, as the feedback prints it.
pub fn standing(submission: &crate::model::submission::Submission, cutoffs: Cutoffs) -> String {
    submissions::standing(submission, cutoffs)
}

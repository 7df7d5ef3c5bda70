//! A file with a mark of secrecy beside a report that counts: the report stays, the file has to go. Once it is gone nothing is asked of
//! anybody, and what was found stays as history.

use crate::model::finding::Finding;
use crate::model::submission::Submission;
use crate::rules::file::marked_secret;
use crate::sheets::feedback::answer_input::{FeedbackInput, one_line};
use crate::text::format;

/// What has to be done with a file that bears a mark of secrecy, whatever counts.
pub(crate) const TAKE_OUT: &str = "Trong thư mục báo cáo còn tệp có dấu chỉ độ mật: đề nghị lấy ngay tệp này ra khỏi thư mục và gửi tài liệu mật theo quy \
                                   định về bảo vệ bí mật nhà nước.";

/// What is said of a file with a mark of secrecy that was taken out.
pub(super) const TAKEN_OUT: &str = "Tệp có dấu chỉ độ mật đã được lấy ra khỏi thư mục; đơn vị không phải làm gì thêm với tệp này.";

/// Files that are named.
const FILES_MAX: usize = 10;

/// Does a file with a mark of secrecy lie beside the report that counts, whichever of them came first?
pub(crate) fn secret_beside(submission: &Submission) -> bool {
    submission.counted.is_some() && submission.secrets_lying().next().is_some()
}

/// Does a file with a mark of secrecy lie there of which no cause that asks to mend something speaks?
pub(crate) fn secret_unsaid(input: &FeedbackInput<'_>) -> bool {
    let asked = |finding: &Finding| finding.code == marked_secret::RULE.code && input.asks_to_mend(finding);
    input.submission.secrets_lying().next().is_some() && !input.submission.findings.iter().any(asked)
}

/// Names the files that lie there still and of which no finding speaks, because a report that came later counts; `None` if there are
/// none.
pub(super) fn lying_unnamed(submission: &Submission) -> Option<String> {
    let is_named = |path: &str| submission.findings.iter().any(|f| f.code == marked_secret::RULE.code && f.file == path);
    let mut paths: Vec<String> = submission.secrets_lying().filter(|path| !is_named(path)).map(one_line).collect();
    paths.dedup();
    (!paths.is_empty()).then(|| format!("Tệp có dấu chỉ độ mật còn trong thư mục: {}.", format::list(&paths, FILES_MAX)))
}

//! A file with a mark of secrecy beside a report that counts: the report stays, the file has to go.

use crate::model::submission::Submission;
use crate::rules::file::marked_secret;

/// What has to be done with a file that bears a mark of secrecy, whatever counts.
pub(crate) const TAKE_OUT: &str = "Trong thư mục báo cáo còn tệp có dấu chỉ độ mật: đề nghị lấy ngay tệp này ra khỏi thư mục và gửi tài liệu mật theo quy \
                                   định về bảo vệ bí mật nhà nước.";

/// Does a file with a mark of secrecy lie beside the report that counts?
pub(crate) fn secret_beside(submission: &Submission) -> bool {
    submission.counted.is_some() && submission.findings.iter().any(|finding| finding.code == marked_secret::RULE.code)
}

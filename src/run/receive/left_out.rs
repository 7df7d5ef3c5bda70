//! Files of the inbox that a run leaves out and tells of, because who put them there, or for what, is not known here.

use crate::io::failure::Failure;
use crate::io::inbox::ANSWERS;
use crate::io::ledger::Ledger;
use crate::model::agency::AgencyCode;
use crate::model::desk_report::DeskFault;
use crate::rules::totals::consolidation_unreadable;
use crate::text::{areas, format};
use std::collections::BTreeMap;

/// That consolidated workbooks are left out because the register does not say that their agency hands one on.
pub(super) fn of_no_desk(agency: &AgencyCode, paths: &[String]) -> String {
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    format!(
        "Bản tổng hợp của {agency}, chưa nhận: {}. Danh mục chưa ghi cơ quan này là Đầu mối (trang DonVi, cột Vai trò). Nếu đúng là đầu \
         mối thì ghi vào danh mục, lần chạy sau sẽ nhận.",
        format::list(&paths, 3)
    )
}

/// That what lies there is no release of a desk below that could be used.
pub(super) fn of_some_desk(path: &str, fault: &DeskFault) -> String {
    let cause = consolidation_unreadable::message(fault);
    format!(
        "Tệp {path} chưa nhận, không rõ của cơ quan đầu mối nào. {cause} Đề nghị cơ quan đầu mối gửi tệp TongHop_….xlsx đã chốt, vào thư mục \
         của cơ quan."
    )
}

/// That files among the answers bear the name of a form, and nobody here can tell whether they are reports; `None` if there are none.
pub fn among_answers(paths: &[String]) -> Option<String> {
    (!paths.is_empty()).then(|| {
        format!(
            "Tệp trong thư mục phiếu phản hồi mang tên biểu mẫu đã cấp, chưa được nhận là báo cáo: {}. Nếu là báo cáo của đơn vị, đề nghị chuyển \
             ra thư mục của đơn vị, ngoài thư mục {ANSWERS}.",
            format::list(paths, 10)
        )
    })
}

/// Forms that this desk put among answers: SHA-256 of what stands there or was to, by folded path.
///
/// # Errors
///
/// The ledger cannot be read.
pub fn answer_forms(ledger: &Ledger) -> Result<BTreeMap<String, Vec<String>>, Failure> {
    let forms = ledger.forms_among_answers()?.into_iter();
    Ok(forms.map(|output| (areas::folded(&output.path), output.published.into_iter().chain(output.prepared).collect())).collect())
}

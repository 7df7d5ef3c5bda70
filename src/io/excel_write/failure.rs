//! Why a book could not become a file.

use crate::model::place::CellRef;

/// Why a book could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteFailure {
    /// Excel would not accept the sheet's name.
    #[error("Tên trang “{name}” không dùng được trong Excel: {why}")]
    SheetName {
        /// The name that was asked for.
        name: String,
        /// What is wrong with it, in Vietnamese.
        why: &'static str,
    },
    /// No sheet is visible: Excel cannot open such a file.
    #[error("Tệp kết quả không có trang nào hiển thị")]
    NothingVisible,
    /// A number that is infinite or none at all.
    #[error("Ô {cell} của trang “{sheet}” có giá trị không phải là số hữu hạn")]
    NotFinite {
        /// Name of the sheet that holds the number.
        sheet: String,
        /// Where on the sheet the number stands.
        cell: CellRef,
    },
    /// The library refused something.
    #[error("Không ghi được trang “{sheet}”: {detail}")]
    Refused {
        /// The sheet, or blank for the workbook as a whole.
        sheet: String,
        /// What the library said, in its own words.
        detail: String,
    },
}

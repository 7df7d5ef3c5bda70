//! A form definition: sheets, their columns or labels, lists and instructions. Read from TOML; a definition that
//! contradicts itself is refused with a sentence for the technician who edits it.

use crate::forms::column::{Column, Kind};
use crate::forms::heading::{self, HeadingIndex};
use crate::model::criterion::CriterionResult;
use crate::model::fields;
use crate::model::report::{FieldId, SheetId};
use crate::model::target::Assessment;
use crate::model::task::{Role, Status};
use chrono::NaiveDate;
use serde::Deserialize;

/// One version of a form, as its definition in `templates/` says: sheets, headings, lists, instructions.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Code of the form, such as `BM-01`; written into each workbook made of it.
    pub code: String,
    /// Version of the definition, such as `1.0`; written beside the code.
    pub version: String,
    /// First day on which it is the version in force.
    pub valid_from: NaiveDate,
    /// Title printed on the first sheet.
    pub title: String,
    /// Named lists of words.
    pub lists: Vec<WordList>,
    /// Sheets in the order of the workbook.
    pub sheets: Vec<SheetForm>,
    /// The items of the instruction sheet.
    #[serde(default)]
    pub guide: Vec<GuideItem>,
    /// Examples of good entries on the instruction sheet.
    #[serde(default)]
    pub examples: Vec<GuideItem>,
    /// The definition as it was read: what is read from a report is as good as these words.
    #[serde(skip)]
    pub definition: String,
}

/// A list that cells choose from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordList {
    /// Name used by columns.
    pub name: String,
    /// Title on the instruction sheet.
    pub title: String,
    /// Its words in order.
    pub words: Vec<Word>,
}

/// A word of a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// What the cell holds.
    pub word: String,
    /// What it means, for the instruction sheet.
    #[serde(default)]
    pub means: String,
}

/// A paragraph of the instruction sheet.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideItem {
    /// Heading that stands left of its text.
    pub heading: String,
    /// Its text; words in braces are filled in by the writer.
    pub text: String,
}

/// How a sheet is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetKind {
    /// A label with its value to the right, one below the other.
    Labels,
    /// One heading row, then one row an item.
    Table,
}

/// How one sheet of a form is called, laid out and found again.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetForm {
    /// Which sheet of the report it is, whatever its name.
    pub id: SheetId,
    /// Its name in the workbook.
    pub name: String,
    /// Other names accepted in a returned workbook.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Labels one below the other, or a table.
    pub kind: SheetKind,
    /// Title printed above the labels or the table.
    pub title: String,
    /// Columns, or labels from the top.
    pub columns: Vec<Column>,
    /// What each writing of a heading means; made by [`Form::parse`].
    #[serde(skip)]
    index: HeadingIndex,
    /// Keys of its name and synonyms; made by [`Form::parse`].
    #[serde(skip)]
    names: Vec<String>,
}

/// Why a definition is refused, in a sentence for whoever edits it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormMistake {
    /// No TOML, an unknown key, a wrong type.
    #[error("định nghĩa biểu mẫu sai cú pháp: {0}")]
    Syntax(String),
    /// A sheet that stands twice, has a bad name or no column.
    #[error("trang “{0}”: {1}")]
    Sheet(String, String),
    /// A column that does not fit.
    #[error("trang “{0}”, cột “{1}”: {2}")]
    Column(String, String, String),
    /// A list that does not fit.
    #[error("danh mục “{0}”: {1}")]
    List(String, String),
}

impl Form {
    /// Reads a definition and checks that it agrees with itself and with the words the program knows.
    pub fn parse(text: &str) -> Result<Self, FormMistake> {
        let mut form: Self = toml::from_str(text).map_err(|e| FormMistake::Syntax(e.to_string()))?;
        for (index, list) in form.lists.iter().enumerate() {
            if form.lists.iter().take(index).any(|l| l.name == list.name) {
                return Err(FormMistake::List(list.name.clone(), "khai hai lần".into()));
            }
        }
        for (index, sheet) in form.sheets.iter().enumerate() {
            form.check_sheet(sheet, form.sheets.get(..index).unwrap_or(&[]))?;
        }
        if form.sheet(SheetId::Info).is_none() {
            return Err(FormMistake::Sheet("ThongTin".into(), "thiếu trang id = \"info\"".into()));
        }
        for sheet in &mut form.sheets {
            sheet.index = HeadingIndex::new(&sheet.columns);
            sheet.names = std::iter::once(&sheet.name).chain(&sheet.synonyms).map(|name| heading::sheet_key(name)).collect();
        }
        text.clone_into(&mut form.definition);
        Ok(form)
    }

    /// A sheet by what it is.
    pub fn sheet(&self, id: SheetId) -> Option<&SheetForm> {
        self.sheets.iter().find(|s| s.id == id)
    }

    /// A list by name.
    pub fn list(&self, name: &str) -> Option<&WordList> {
        self.lists.iter().find(|l| l.name == name)
    }

    fn check_sheet(&self, sheet: &SheetForm, before: &[SheetForm]) -> Result<(), FormMistake> {
        let wrong = |what: &str| Err(FormMistake::Sheet(sheet.name.clone(), what.to_owned()));
        if sheet.name.is_empty() || sheet.name.chars().count() > 31 || !sheet.name.chars().all(|c| c.is_ascii_alphanumeric()) {
            return wrong("tên trang chỉ gồm chữ cái không dấu và chữ số, không quá 31 ký tự");
        }
        if before.iter().any(|s| s.id == sheet.id || s.name.eq_ignore_ascii_case(&sheet.name)) {
            return wrong("khai hai lần");
        }
        if (sheet.id == SheetId::Info) != (sheet.kind == SheetKind::Labels) {
            return wrong("chỉ trang ThongTin có kind = \"labels\", các trang khác là \"table\"");
        }
        if !sheet.columns.iter().any(|c| c.essential) {
            return wrong("cần ít nhất một cột essential = true");
        }
        for (index, column) in sheet.columns.iter().enumerate() {
            let mistake = |what: &str| Err(FormMistake::Column(sheet.name.clone(), column.heading.clone(), what.to_owned()));
            let earlier = sheet.columns.get(..index).unwrap_or(&[]);
            if !fields::of_sheet(sheet.id).contains(&column.field) {
                return mistake("trường này không thuộc trang");
            }
            if earlier.iter().any(|c| c.field == column.field) {
                return mistake("trường khai hai lần");
            }
            if earlier.iter().any(|c| heading::key(&c.heading) == heading::key(&column.heading)) {
                return mistake("tiêu đề trùng với cột khác");
            }
            if !(1.0..=100.0).contains(&column.width) {
                return mistake("width từ 1 đến 100");
            }
            if let Err(what) = self.check_list(column) {
                return mistake(&what);
            }
        }
        Ok(())
    }

    fn check_list(&self, column: &Column) -> Result<(), String> {
        let Some(name) = &column.list else {
            return if column.kind == Kind::List { Err("kind = \"list\" cần có list = \"…\"".into()) } else { Ok(()) };
        };
        let list = self.list(name).ok_or_else(|| format!("không có danh mục “{name}”"))?;
        let known: Option<Vec<&str>> = match column.field {
            FieldId::Status => Some(Status::ALL.iter().map(|s| s.label()).collect()),
            FieldId::Role => Some(Role::ALL.iter().map(|r| r.label()).collect()),
            FieldId::Assessment => Some(Assessment::ALL.iter().map(|a| a.label()).collect()),
            FieldId::CriterionResult => Some(CriterionResult::ALL.iter().map(|r| r.label()).collect()),
            _ => None,
        };
        let Some(known) = known else { return Ok(()) };
        match list.words.iter().find(|w| !known.contains(&w.word.as_str())) {
            Some(word) => Err(format!("chương trình không biết từ “{}”; các từ dùng được: {}", word.word, known.join(", "))),
            None => Ok(()),
        }
    }
}

impl SheetForm {
    /// A column by what it means.
    pub fn column(&self, field: FieldId) -> Option<&Column> {
        self.columns.iter().find(|c| c.field == field)
    }

    /// Is this the key of its name or of a synonym?
    pub fn is_called(&self, key: &str) -> bool {
        self.names.iter().any(|name| name == key)
    }

    /// The index of its headings.
    pub fn index(&self) -> &HeadingIndex {
        &self.index
    }

    /// The column that identifies a row: code, or content for tasks outside the register.
    pub fn key_field(&self) -> FieldId {
        fields::key(self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::{CriterionRow, ExtraTaskRow, Info, TargetRow, TaskRow};

    const SOURCE: &str = include_str!("../../templates/BM-01/1.0.toml");

    #[test]
    fn bm_01_has_every_field_of_every_sheet() {
        let form = Form::parse(SOURCE).unwrap();
        for id in [SheetId::Info, SheetId::Tasks, SheetId::Targets, SheetId::Criteria, SheetId::ExtraTasks] {
            let sheet = form.sheet(id).unwrap();
            let listed: Vec<FieldId> = sheet.columns.iter().map(|c| c.field).collect();
            assert_eq!(listed, fields::of_sheet(id), "{}", sheet.name);
        }
        fn agree<R: fields::Record>(sheet: &SheetForm) {
            for spec in R::FIELDS.iter().filter(|spec| spec.access.is_some()) {
                assert_eq!(sheet.column(spec.id).map(|column| column.input), Some(spec.filled), "who fills {:?}?", spec.id);
            }
        }
        agree::<Info>(form.sheet(SheetId::Info).unwrap());
        agree::<TaskRow>(form.sheet(SheetId::Tasks).unwrap());
        agree::<TargetRow>(form.sheet(SheetId::Targets).unwrap());
        agree::<CriterionRow>(form.sheet(SheetId::Criteria).unwrap());
        agree::<ExtraTaskRow>(form.sheet(SheetId::ExtraTasks).unwrap());
        assert_eq!(form.guide.len(), 11, "the eleven items of a report regime");
    }

    #[test]
    fn headings_never_change_unseen() {
        let form = Form::parse(SOURCE).unwrap();
        let headings = |id| form.sheet(id).unwrap().columns.iter().map(|c| c.heading.as_str()).collect::<Vec<_>>().join(" · ");
        assert_eq!(
            headings(SheetId::Tasks),
            "STT · Mã nhiệm vụ · Nội dung nhiệm vụ · Vai trò · Thời hạn · Trạng thái đơn vị báo · Tỷ lệ hoàn thành (%) · \
             Ngày hoàn thành · Kết quả kỳ trước · Kết quả thực hiện trong kỳ · Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản) · \
             Khó khăn, vướng mắc · Nguyên nhân chậm · Kiến nghị, đề xuất · Cấp giải quyết · Dự kiến hoàn thành · Nhiệm vụ tuần tới · Ghi chú"
        );
        assert_eq!(
            headings(SheetId::Info),
            "Mã đơn vị · Tên đơn vị · Kỳ báo cáo · Từ ngày · Đến ngày · Số liệu tính đến · Lần nộp · Lý do sửa · \
             Số, ký hiệu văn bản báo cáo · Ngày ký · Người lập · Số điện thoại · Lãnh đạo duyệt · Không phát sinh? · Ghi chú"
        );
        assert_eq!(
            headings(SheetId::Criteria),
            "STT · Mã tiêu chí · Tên tiêu chí · Giai đoạn · Yêu cầu · Kết quả · Giá trị · Ngày đạt · Minh chứng · Khó khăn · Ghi chú"
        );
        assert_eq!(
            headings(SheetId::Targets),
            "Mã chỉ tiêu · Tên · ĐVT · Mục tiêu · Số liệu kỳ trước · Tử số · Mẫu số · Kết quả đến kỳ báo cáo · Ước tính? · \
             Nguồn số liệu · Đơn vị tự đánh giá · Lý do chưa đánh giá được · Phương pháp đề xuất · Ghi chú"
        );
        assert_eq!(
            headings(SheetId::ExtraTasks),
            "Nội dung · Văn bản giao · Ngày giao · Thời hạn · Đơn vị phối hợp · Trạng thái · Kết quả"
        );
    }

    #[test]
    fn lists_offer_every_word_the_program_knows() {
        let form = Form::parse(SOURCE).unwrap();
        let words = |name| form.list(name).unwrap().words.iter().map(|w| w.word.as_str()).collect::<Vec<_>>();
        assert_eq!(words("trang_thai"), Status::ALL.map(Status::label));
        assert_eq!(words("tu_danh_gia"), Assessment::ALL.map(Assessment::label));
        assert_eq!(words("ket_qua_tieu_chi"), CriterionResult::ALL.map(CriterionResult::label));
    }

    #[test]
    fn mistakes_of_an_edited_definition_are_named() {
        let edited = |from: &str, to: &str| {
            assert!(SOURCE.contains(from), "{from}");
            Form::parse(&SOURCE.replacen(from, to, 1)).unwrap_err().to_string()
        };
        assert!(edited("essential = true\n", "esential = true\n").contains("esential"));
        assert!(edited("word = \"Tạm dừng\"", "word = \"Tạm nghỉ\"").contains("Tạm nghỉ"));
        assert!(edited("list = \"vai_tro\"", "list = \"vaitro\"").contains("vaitro"));
        assert!(edited("name = \"NhiemVu\"", "name = \"Nhiệm vụ\"").contains("Nhiệm vụ"));
        assert!(edited("name = \"ChiTieu\"", "name = \"NhiemVu\"").contains("hai lần"));
        assert!(edited("field = \"task_code\"", "field = \"met_on\"").contains("không thuộc trang"));
        assert!(edited("heading = \"Nguyên nhân chậm\"", "heading = \"Ghi chú\"").contains("trùng"));
        assert!(edited("id = \"info\"", "id = \"tasks\"").contains("labels"));
    }
}

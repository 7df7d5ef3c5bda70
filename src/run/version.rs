//! Which program this is, for whoever compares two machines: its build, what it writes, how it reads, for which forms.

use crate::forms::{self, desk_report::definition};
use crate::io::ledger;
use crate::io::platform::{Here, System};
use crate::model::build::Build;
use crate::reader;
use serde::Serialize;

/// A form that the program knows by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownForm {
    /// `BM-01` or `BM-TH`.
    pub code: String,
    /// As its definition says: `1.0`.
    pub version: String,
}

/// What `--version -v` tells.
#[derive(Debug, Clone, Serialize)]
pub struct VersionAnswer {
    /// Version, commit and digest of the sources.
    #[serde(flatten)]
    pub build: Build,
    /// The system it was built for, and its processor.
    pub system: String,
    /// The schema of the ledgers that it writes; it reads this one and all before.
    pub ledger_schema: usize,
    /// Raised whenever the same bytes are read otherwise.
    pub reader_revision: u32,
    /// The licence of the program itself, by its usual short name.
    pub license: &'static str,
    /// The crates that parse reports, with their versions.
    pub parsers: String,
    /// The forms that it knows without a file of the desk.
    pub forms: Vec<KnownForm>,
}

/// The program that is running.
pub fn version() -> VersionAnswer {
    let own = forms::builtin().iter().map(|form| KnownForm { code: form.code.clone(), version: form.version.clone() });
    let desk = definition::DeskForm::current();
    let desk = KnownForm { code: desk.code.clone(), version: desk.version.clone() };
    VersionAnswer {
        build: Build::this(),
        system: format!("{} {}", Here::NAME, std::env::consts::ARCH),
        ledger_schema: ledger::SCHEMA,
        reader_revision: reader::READER_REVISION,
        license: env!("CARGO_PKG_LICENSE"),
        parsers: reader::PARSERS.to_owned(),
        forms: own.chain([desk]).collect(),
    }
}

impl VersionAnswer {
    /// The answer in words, with all of it or in one line.
    pub fn lines(&self, whole: bool) -> Vec<String> {
        let mut lines = vec![format!("tonghop {}", self.build.version)];
        if whole {
            let forms: Vec<String> = self.forms.iter().map(|form| format!("{} {}", form.code, form.version)).collect();
            lines.push(format!("Bản dựng: {}, mã nguồn {}", self.build.commit.as_deref().unwrap_or("không rõ"), self.build.source));
            lines.push(format!("Hệ điều hành: {}", self.system));
            lines.push(format!("Sổ tiếp nhận: ghi đời {0}, đọc được các đời đến {0}", self.ledger_schema));
            lines.push(format!("Cách đọc báo cáo: lần sửa {}; thư viện đọc: {}", self.reader_revision, self.parsers));
            lines.push(format!("Biểu mẫu: {}", forms.join(", ")));
            lines.push(format!("Giấy phép: {}; của các thư viện: tệp GIAY-PHEP.txt trong gói cài đặt", self.license));
        }
        lines
    }
}

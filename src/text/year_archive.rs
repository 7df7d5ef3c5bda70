//! The page that opens the archive of a year: what is in it, week by week, and how anybody checks it without this program.

use crate::model::period::Period;
use crate::model::year_archive::{CHAIN, INDEX, SEAL, YearEntry, YearSeal};
use crate::text::format;
use std::collections::BTreeMap;

/// What the page says of one period.
#[derive(Debug, Clone, Default)]
pub struct YearWeek {
    /// What left, one line each: a freeze, the versions of the release, withdrawn ones.
    pub left: Vec<String>,
    /// How many files were received for it.
    pub received: usize,
}

/// The page, in HTML without script or anything from outside. The desk stands there by its code: its name may change, and the same year gives
/// the same bytes.
pub fn page(seal: &YearSeal, weeks: &BTreeMap<Period, YearWeek>, entries: &[YearEntry]) -> String {
    let title = format!("Lưu trữ năm {} - {}", seal.year, escaped(&seal.desk));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>{title}</title>\n<style>body{{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em}}\
         table{{border-collapse:collapse}}td,th{{border:1px solid #999;padding:.2em .5em;text-align:left;vertical-align:top}}code{{word-break:break-all}}</style></head><body>\n<h1>{title}</h1>\n"
    );
    let bytes: u64 = entries.iter().map(|entry| entry.size).sum();
    out.push_str(&format!(
        "<p>{} tuần có bản tổng hợp; {} tệp, {} byte. Tài liệu lưu trữ nội bộ, có cả bản gốc báo cáo của các cơ quan.</p>\n",
        weeks.len(),
        format::count(u64::try_from(entries.len()).unwrap_or(u64::MAX)),
        format::count(bytes)
    ));
    out.push_str("<h2>Các phần</h2>\n<ul>\n");
    for (path, what) in [
        (INDEX, "mục lục: mọi tệp, dung lượng, mã SHA-256 (mở bằng Excel)"),
        ("so/phat-hanh.csv", "các bản chốt, bản trình ký trong năm"),
        ("so/tiep-nhan.csv", "mọi lần tiếp nhận trong năm: tệp, giờ, mã tiếp nhận, kết luận"),
        (CHAIN, "trích sổ tiếp nhận: từng mục của chuỗi ghi nhận, mỗi dòng một mục (JSON)"),
        (SEAL, "niêm phong: sổ nào, từ mục nào đến mục nào, mã của mục lục"),
    ] {
        out.push_str(&format!("<li><a href=\"{path}\">{path}</a>: {what}</li>\n"));
    }
    out.push_str("<li><code>san-pham/</code>: các bản đã ra, đúng từng byte; <code>goc/</code>: báo cáo gốc của các cơ quan; <code>niem-phong/</code>: danh mục, cấu hình, biểu mẫu, số liệu đã niêm phong</li>\n</ul>\n");
    out.push_str("<h2>Theo tuần</h2>\n<table><tr><th>Tuần</th><th>Đã ra</th><th>Tệp nhận</th></tr>\n");
    for (period, week) in weeks {
        let left: Vec<String> = week.left.iter().map(|line| escaped(line)).collect();
        out.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            format::period_long(*period),
            left.join("<br>"),
            week.received
        ));
    }
    out.push_str("</table>\n<h2>Kiểm tra</h2>\n<p>Bằng chương trình: <code>tonghop verify --archive TỆP.zip</code>; gõ trong thư mục làm việc thì đối chiếu cả với sổ tiếp nhận.</p>\n");
    out.push_str(&format!(
        "<p>Không cần chương trình: giải nén, tính <code>sha256sum {INDEX}</code> và so với <code>index_sha256</code> trong <code>{SEAL}</code>; rồi tính \
         SHA-256 của từng tệp và so với mục lục. Mã của mục cuối trích từ sổ (mục {}): <code>{}</code>.</p>\n</body></html>\n",
        seal.to, seal.head
    ));
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

//! The sentence of a rule that a desk wrote: words, and fields of the row in braces.

use super::condition::Value;
use crate::text::format;

/// A sentence with places for values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Message {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Words(String),
    Field(String),
}

impl Message {
    /// Reads it, or says in Vietnamese what is wrong: a brace alone, or a field that there is none of.
    pub(super) fn read(text: &str, is_field: impl Fn(&str) -> bool) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((words, behind)) = rest.split_once('{') {
            let Some((name, behind)) = behind.split_once('}') else { return Err("thiếu dấu } sau dấu {".to_owned()) };
            let name = name.trim();
            if !is_field(name) {
                return Err(format!("không có trường “{}” để ghi vào câu", format::quote(name)));
            }
            parts.extend([Part::Words(words.to_owned()), Part::Field(name.to_owned())]);
            rest = behind;
        }
        parts.push(Part::Words(rest.to_owned()));
        Ok(Self { parts })
    }

    /// The sentence of a row.
    pub(super) fn fill(&self, value: &dyn Fn(&str) -> Value) -> String {
        let written = |part: &Part| match part {
            Part::Words(words) => words.clone(),
            Part::Field(name) => shown(&value(name)),
        };
        self.parts.iter().map(written).collect()
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Blank => "(trống)".to_owned(),
        Value::Text(text) if text.is_empty() => "(trống)".to_owned(),
        Value::Text(text) | Value::Other(text) => format::quote(text),
        Value::Number(number) => format::decimal(*number),
        Value::Day(day) => format::date(*day),
        Value::Flag(yes) => if *yes { "có" } else { "không" }.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, decimal};

    #[test]
    fn fields_are_filled_in_as_people_write_them() {
        let value = |name: &str| match name {
            "ty_le" => Value::Number(decimal("12.5")),
            "han" => Value::Day(day(2025, 9, 30)),
            "ket_qua" => Value::Text("Đã trình".into()),
            "ket_qua_ct" => Value::Other("Đạt".into()),
            _ => Value::Blank,
        };
        let message = Message::read("Tỷ lệ {ty_le}, hạn { han }, “{ket_qua}”, {du_kien}, {ket_qua_ct}.", |_| true).unwrap();
        assert_eq!(message.fill(&value), "Tỷ lệ 12,5, hạn 30/9/2025, “Đã trình”, (trống), Đạt.");
    }

    #[test]
    fn a_foreign_field_and_a_brace_alone_are_told() {
        assert_eq!(Message::read("{tyle}", |name| name == "ty_le").unwrap_err(), "không có trường “tyle” để ghi vào câu");
        assert_eq!(Message::read("{ty_le", |_| true).unwrap_err(), "thiếu dấu } sau dấu {");
    }
}

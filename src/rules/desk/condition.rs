//! A condition over one row, in CEL. The library's language is wider than what a row needs: it has fractions that are not
//! exact, and no limit of its own. So what was parsed is checked before it is ever asked, and made exact:
//!
//! - every number, written or of the row, is a whole number of millionths; a product has one written factor, which stays as
//!   it is, and so has a quotient;
//! - a day is a count of days in the same measure, so days can be compared and subtracted, and `ngay("30/9/2025")` is one;
//! - texts compare without regard to capitals, and no text is ever made longer;
//! - one macro at most, over a list that is written out;
//! - `null` is asked of a field alone, and becomes a name of its own: the library finds a blank unequal to every number and equal
//!   to every other blank. A field of which nothing can be said is not bound, so that what compares it has no answer.
//!
//! So no answer costs more than a fixed number of looks at the row: 500 letters hold at most 250 items and 250 operations.

use crate::text::{dates, format, normalise};
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, operators as op};
use cel::common::types::CelInt;
use cel::parser::Parser;
use cel::{Context, Env};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::sync::{Arc, LazyLock};

/// Letters of a condition.
const LETTERS_MAX: usize = 500;
/// One, in the measure of all numbers.
const ONE: i64 = 1_000_000;
/// What `null` is for.
const NULL_USE: &str = "null chỉ so với một trường số hoặc ngày, ví dụ ty_le == null; chữ trống ghi là \"\"";

/// What an expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number, exact to the millionth.
    Number,
    /// A calendar day.
    Day,
    /// Words, compared without regard to capitals.
    Text,
    /// Yes or no.
    Flag,
    /// A list of words.
    Texts,
    /// A list of numbers.
    Numbers,
}

impl Kind {
    fn label(self) -> &'static str {
        match self {
            Self::Number => "số",
            Self::Day => "ngày",
            Self::Text => "chữ",
            Self::Flag => "đúng/sai",
            Self::Texts => "danh sách chữ",
            Self::Numbers => "danh sách số",
        }
    }
}

/// What a field of a row holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// As it is written; a blank text is empty.
    Text(String),
    /// Percentages from 0 to 100, as they are shown.
    Number(Decimal),
    /// A calendar day.
    Day(NaiveDate),
    /// A cross or nothing.
    Flag(bool),
    /// There is no number or day.
    Blank,
    /// Something else than the field holds, as it is typed: an answer in words, or what cannot be read. No condition is
    /// answered by it.
    Other(String),
}

/// A condition that can be asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    expression: IdedExpr,
    names: Vec<String>,
}

/// The functions of the standard, made once.
static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

impl Condition {
    /// Reads and checks it, or says in Vietnamese why it cannot be asked.
    pub(super) fn read(text: &str, kind_of: &dyn Fn(&str) -> Option<Kind>) -> Result<Self, String> {
        let letters = text.chars().count();
        if letters > LETTERS_MAX {
            return Err(format!("dài {letters} chữ, chỉ nhận đến {LETTERS_MAX}"));
        }
        // Excel and telephones turn straight marks of quotation into curly ones.
        let straight = text.replace(['“', '”', '„'], "\"").replace(['‘', '’'], "'");
        // A condition is read in the process that must never stop: a fault of the library is a fault of the condition.
        let parsed = std::panic::catch_unwind(|| Parser::new().parse(&straight)).map_err(|_| "không đọc được".to_owned())?;
        let mut expression = parsed.map_err(|errors| match errors.errors.first() {
            Some(error) => format!("sai cú pháp ở chữ thứ {}", error.pos.1.max(1)),
            None => "sai cú pháp".to_owned(),
        })?;
        let mut checker = Checker { kind_of, bound: Vec::new(), macros: 0, names: Vec::new() };
        match checker.check(&mut expression)? {
            Kind::Flag => Ok(Self { expression, names: checker.names }),
            kind => Err(format!("phải cho kết quả đúng/sai, đang cho {}", kind.label())),
        }
    }

    /// The fields it speaks of, in its order.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Is it so? Not where it cannot be said, because a number or day that it compares is not there.
    pub(super) fn holds(&self, value: &dyn Fn(&str) -> Value) -> bool {
        let mut context = Context::with_env(Arc::clone(&ENV));
        for name in &self.names {
            let value = value(name);
            if let Some(exact) = exact(&value) {
                context.add_variable_from_value(name.as_str(), exact);
            }
            if !matches!(value, Value::Other(_)) {
                context.add_variable_from_value(is_blank(name), cel::Value::Bool(value == Value::Blank));
            }
        }
        matches!(context.resolve(&self.expression), Ok(cel::Value::Bool(true)))
    }
}

/// A value in the measure of the condition; `None` if there is nothing to compare.
fn exact(value: &Value) -> Option<cel::Value> {
    Some(match value {
        Value::Text(text) => cel::Value::String(Arc::new(folded(text))),
        Value::Number(decimal) => cel::Value::Int(millionths(*decimal)?),
        Value::Day(day) => cel::Value::Int(days(*day)),
        Value::Flag(yes) => cel::Value::Bool(*yes),
        Value::Blank | Value::Other(_) => return None,
    })
}

/// The name under which a field says whether it is blank. No field can be called so.
fn is_blank(name: &str) -> String {
    format!("{name} == null")
}

fn millionths(number: Decimal) -> Option<i64> {
    number.checked_mul(Decimal::from(ONE))?.round().to_i64()
}

fn days(day: NaiveDate) -> i64 {
    i64::from(day.to_epoch_days()) * ONE
}

/// Words as they are compared: no capitals, single spaces.
fn folded(text: &str) -> String {
    normalise::display(text).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Checker<'a> {
    kind_of: &'a dyn Fn(&str) -> Option<Kind>,
    /// Names that a macro gives, with what they are.
    bound: Vec<(String, Kind)>,
    macros: usize,
    names: Vec<String>,
}

impl Checker<'_> {
    /// What an expression gives, its numbers made exact on the way.
    fn check(&mut self, expression: &mut IdedExpr) -> Result<Kind, String> {
        match &mut expression.expr {
            Expr::Literal(literal) => make_exact(literal),
            Expr::Ident(name) => self.name(name),
            Expr::List(list) => {
                let kinds = list.elements.iter_mut().map(|element| self.check(element)).collect::<Result<Vec<_>, _>>()?;
                match kinds.as_slice() {
                    kinds if kinds.iter().all(|kind| *kind == Kind::Text) => Ok(Kind::Texts),
                    kinds if kinds.iter().all(|kind| *kind == Kind::Number) => Ok(Kind::Numbers),
                    _ => Err("danh sách chỉ gồm chữ, hoặc chỉ gồm số".to_owned()),
                }
            }
            Expr::Call(_) => self.call(&mut expression.expr),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
            Expr::Select(select) => Err(format!("“.{}” không dùng được; chỉ dùng tên trường của dòng", select.field)),
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => Err("chỉ dùng trường của dòng, số, chữ và danh sách".to_owned()),
        }
    }

    fn name(&mut self, name: &str) -> Result<Kind, String> {
        if let Some((_, kind)) = self.bound.iter().rev().find(|(bound, _)| bound == name) {
            return Ok(*kind);
        }
        let kind = (self.kind_of)(name).ok_or_else(|| format!("không có trường “{}” ở trang này", format::quote(name)))?;
        if !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
        Ok(kind)
    }

    fn call(&mut self, expression: &mut Expr) -> Result<Kind, String> {
        let Expr::Call(call) = expression else { return Err("không đọc được".to_owned()) };
        match call.func_name.as_str() {
            "ngay" => {
                let day = written_day(call).ok_or("ghi ngay(\"30/9/2025\"): một ngày đầy đủ trong dấu nháy")?;
                *expression = Expr::Literal(LiteralValue::Int(CelInt::from(days(day))));
                return Ok(Kind::Day);
            }
            "size" => {
                match self.operands(call)?.as_slice() {
                    [Kind::Text | Kind::Texts | Kind::Numbers] => {}
                    _ => return Err("size chỉ đếm chữ của một trường".to_owned()),
                }
                // The library counts in ones.
                let counted = IdedExpr { id: 0, expr: Expr::Call(call.clone()) };
                let args = vec![counted, IdedExpr { id: 0, expr: Expr::Literal(LiteralValue::Int(CelInt::from(ONE))) }];
                *expression = Expr::Call(CallExpr { func_name: op::MULTIPLY.to_owned(), target: None, args });
                return Ok(Kind::Number);
            }
            op::MULTIPLY | op::DIVIDE => return self.scale(call),
            op::EQUALS | op::NOT_EQUALS if call.args.iter().any(is_null) => {
                let asked = self.blankness(call)?;
                *expression = asked;
                return Ok(Kind::Flag);
            }
            _ => {}
        }
        let kinds = self.operands(call)?;
        let wrong = || {
            let of: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
            let name = call.func_name.trim_matches(['_', '@']);
            Err(format!("“{name}” không dùng được với {}", of.join(" và ")))
        };
        match (call.func_name.as_str(), kinds.as_slice()) {
            (op::LOGICAL_AND | op::LOGICAL_OR, [Kind::Flag, Kind::Flag]) => Ok(Kind::Flag),
            (op::LOGICAL_NOT | op::NOT_STRICTLY_FALSE, [Kind::Flag]) => Ok(Kind::Flag),
            (op::CONDITIONAL, [Kind::Flag, one, other]) if one == other => Ok(*one),
            (op::EQUALS | op::NOT_EQUALS, [one, other]) if one == other => Ok(Kind::Flag),
            (op::LESS | op::LESS_EQUALS | op::GREATER | op::GREATER_EQUALS, [Kind::Number, Kind::Number] | [Kind::Day, Kind::Day]) => {
                Ok(Kind::Flag)
            }
            (op::ADD | op::SUBSTRACT, [Kind::Number, Kind::Number]) | (op::SUBSTRACT, [Kind::Day, Kind::Day]) => Ok(Kind::Number),
            (op::ADD | op::SUBSTRACT, [Kind::Day, Kind::Number]) => Ok(Kind::Day),
            (op::NEGATE, [Kind::Number]) => Ok(Kind::Number),
            (op::IN, [Kind::Text, Kind::Texts] | [Kind::Number, Kind::Numbers]) => Ok(Kind::Flag),
            ("contains" | "startsWith" | "endsWith", [Kind::Text, Kind::Text]) if call.target.is_some() => Ok(Kind::Flag),
            _ => wrong(),
        }
    }

    /// What the target, if there is one, and the arguments of a call give.
    fn operands(&mut self, call: &mut CallExpr) -> Result<Vec<Kind>, String> {
        let target = call.target.as_deref_mut().into_iter();
        target.chain(&mut call.args).map(|operand| self.check(operand)).collect()
    }

    /// `field == null` or `field != null`, as it is asked.
    fn blankness(&mut self, call: &CallExpr) -> Result<Expr, String> {
        let of_field = call.args.iter().find(|operand| !is_null(operand)).and_then(|operand| match &operand.expr {
            Expr::Ident(name) if !self.bound.iter().any(|(bound, _)| bound == name) => Some(name),
            _ => None,
        });
        let name = of_field.ok_or(NULL_USE)?;
        if !matches!(self.name(name)?, Kind::Number | Kind::Day) {
            return Err(NULL_USE.to_owned());
        }
        let blank = Expr::Ident(is_blank(name));
        if call.func_name == op::EQUALS {
            return Ok(blank);
        }
        let args = vec![IdedExpr { id: 0, expr: blank }];
        Ok(Expr::Call(CallExpr { func_name: op::LOGICAL_NOT.to_owned(), target: None, args }))
    }

    /// A product or quotient: one factor, or the divisor, is a whole number that is written there, and stays as it is.
    fn scale(&mut self, call: &mut CallExpr) -> Result<Kind, String> {
        let is_written = |operand: &IdedExpr| matches!(&operand.expr, Expr::Literal(LiteralValue::Int(number)) if **number != 0);
        let divides = call.func_name == op::DIVIDE;
        let other = match call.args.as_mut_slice() {
            [other, written] if is_written(written) => other,
            [written, other] if !divides && is_written(written) => other,
            _ => return Err("phép nhân, chia cần một số nguyên khác 0 ghi sẵn, ví dụ mau_so * 2".to_owned()),
        };
        match self.check(other)? {
            Kind::Number => Ok(Kind::Number),
            kind => Err(format!("không nhân, chia được {}", kind.label())),
        }
    }

    /// `exists`, `all` or `exists_one`, as the library writes them out.
    fn comprehension(&mut self, macro_: &mut ComprehensionExpr) -> Result<Kind, String> {
        self.macros += 1;
        if self.macros > 1 {
            return Err("chỉ dùng một trong exists, all, exists_one, và một lần".to_owned());
        }
        let item = match self.check(&mut macro_.iter_range)? {
            Kind::Texts => Kind::Text,
            Kind::Numbers => Kind::Number,
            kind => return Err(format!("exists, all, exists_one chỉ dùng với danh sách, không dùng với {}", kind.label())),
        };
        let gathered = self.check(&mut macro_.accu_init)?;
        if !matches!(gathered, Kind::Flag | Kind::Number) {
            return Err("chỉ dùng exists, all, exists_one; không dùng map, filter".to_owned());
        }
        let before = self.bound.len();
        self.bound.extend([(macro_.iter_var.clone(), item), (macro_.accu_var.clone(), gathered)]);
        let parts = [&mut macro_.loop_cond, &mut macro_.loop_step, &mut macro_.result];
        let kinds = parts.into_iter().map(|part| self.check(part)).collect::<Result<Vec<_>, _>>();
        self.bound.truncate(before);
        match kinds?.as_slice() {
            [Kind::Flag, step, Kind::Flag] if *step == gathered => Ok(Kind::Flag),
            _ => Err("trong exists, all, exists_one cần một điều kiện đúng/sai".to_owned()),
        }
    }
}

fn is_null(operand: &IdedExpr) -> bool {
    matches!(operand.expr, Expr::Literal(LiteralValue::Null))
}

/// A written value in the measure of the condition.
fn make_exact(literal: &mut LiteralValue) -> Result<Kind, String> {
    let number = match literal {
        LiteralValue::Boolean(_) => return Ok(Kind::Flag),
        LiteralValue::Null => return Err(NULL_USE.to_owned()),
        LiteralValue::String(text) => {
            *literal = LiteralValue::String(folded(text.inner()).into());
            return Ok(Kind::Text);
        }
        LiteralValue::Int(number) => Decimal::from(**number),
        // As short as it can be written is as it was written.
        LiteralValue::Double(number) => number.inner().to_string().parse().map_err(|_| "số quá lớn".to_owned())?,
        LiteralValue::Bytes(_) | LiteralValue::UInt(_) => return Err("chỉ dùng số và chữ thường".to_owned()),
    };
    if number.normalize().scale() > 6 {
        return Err("số có nhiều hơn 6 chữ số thập phân".to_owned());
    }
    *literal = LiteralValue::Int(CelInt::from(millionths(number).ok_or("số quá lớn")?));
    Ok(Kind::Number)
}

fn written_day(call: &CallExpr) -> Option<NaiveDate> {
    match (call.target.is_none(), call.args.as_slice()) {
        (true, [IdedExpr { expr: Expr::Literal(LiteralValue::String(text)), .. }]) => dates::date(text.inner()),
        _ => None,
    }
}

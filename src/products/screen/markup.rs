//! The page between head and foot. Every text goes through [`escaped`]; what is copied stands in the page as a text, so that it can be
//! read, and taken by hand, without the script.

use crate::model::agency::Contact;
use crate::model::cutoff::Phase;
use crate::model::proposal::ProposalLine;
use crate::model::to_do::{Concern, Matter, Section, ToDo};
use crate::products::page::escaped;
use crate::products::screen::input::{ScreenInput, ScreenWeek};
use crate::sheets::to_do::{self, ToDoInput};
use crate::sheets::{difficulties, frame};
use crate::text::{format, party};
use std::fmt::Write;

/// Stands in a text for the moment of the page, which the script fills in; where an office writes it, a moment stands there too.
const MOMENT: &str = "\u{e000}";
/// Longest piece of an office's own words, characters.
const WORDS_MAX: usize = 300;

/// The word of a phase in the page.
pub(super) fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Collecting => "collecting",
        Phase::Consolidating => "consolidating",
        Phase::Released => "released",
    }
}

pub(super) fn page(input: &ScreenInput<'_>) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "<h1>Tình hình báo cáo <span>{}</span></h1>", words(input.period));
    match &input.week {
        Some(week) => whole_week(&mut out, week),
        None => out.push_str("<p class=\"dem\" id=\"dem\">Không có kỳ báo cáo.</p>\n"),
    }
    for sentence in input.calendar {
        let _ = writeln!(out, "<p>{}</p>", words(sentence));
    }
    out
}

fn whole_week(out: &mut String, week: &ScreenWeek<'_>) {
    let ScreenWeek { input, to_do, files, .. } = week;
    let received = format::counter(to_do.received, to_do.must_report);
    let _ = writeln!(
        out,
        "<p class=\"dem\"><span id=\"dem\"></span> Đã nhận <b>{received}</b>. <span id=\"cap-nhat\"></span> <span id=\"moi\"></span></p>"
    );
    if let Some(step) = to_do.steps.first() {
        let _ = writeln!(out, "<p class=\"viec\">Việc nên làm bây giờ: <b>{}</b> {}</p>", step.menu, words(&step.what));
    }
    for section in [Section::TakeOut, Section::SentNotCounted, Section::Late, Section::NotReceived, Section::Waiting] {
        put_section(out, input, to_do, section);
        if section == Section::Late {
            put_files(out, to_do.phase, files);
        }
    }
    put_messages(out, input, to_do);
    put_section(out, input, to_do, Section::Mend);
    put_proposals(out, &difficulties::untouched(input.consolidation), input);
    put_bars(out, to_do);
    let received: Vec<&str> = received_codes(input, to_do);
    let _ = writeln!(out, "<p hidden id=\"da-nhan\">{}</p>", words(&received.join(" ")));
}

/// Codes and short names of those whose report can be used, for "new since the last look".
fn received_codes<'a>(input: &ToDoInput<'a>, to_do: &ToDo) -> Vec<&'a str> {
    let missing = |code: &str| {
        to_do
            .concerns
            .iter()
            .any(|one| one.agency.as_str() == code && !matches!(one.matter, Matter::Mend | Matter::LateLeftOut | Matter::SecretBeside))
    };
    let offices = input.consolidation.agencies.iter().zip(&input.consolidation.submissions);
    let must = offices.filter(|(_, submission)| submission.standing != crate::model::standing::Standing::Exempt);
    must.map(|(agency, _)| agency.code.as_str()).filter(|code| !missing(code)).collect()
}

fn put_section(out: &mut String, input: &ToDoInput<'_>, to_do: &ToDo, section: Section) {
    let concerns: Vec<&Concern> = to_do.of(section).collect();
    if concerns.is_empty() {
        return;
    }
    let heading = match section {
        Section::Late => "Gửi muộn: đưa vào số liệu? (menu 6)".to_owned(),
        _ => party::said(input.layout, section.heading()),
    };
    let id = section_id(section);
    let _ = writeln!(out, "<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{} <b>({})</b></h2>", words(&heading), concerns.len());
    if section == Section::SentNotCounted {
        out.push_str("<p class=\"phu\">Các đơn vị này nghĩ đã gửi xong; chưa ai báo cho họ.</p>\n");
    }
    let (ours, others): (Vec<&Concern>, Vec<&Concern>) = concerns.into_iter().partition(|concern| concern.chased_here);
    put_list(out, section, &ours);
    if !others.is_empty() {
        let _ = writeln!(out, "<h3>Cơ quan khác đôn đốc ({})</h3>", others.len());
        put_list(out, section, &others);
    }
    out.push_str("</section>\n");
}

fn section_id(section: Section) -> &'static str {
    match section {
        Section::TakeOut => "lay-ra",
        Section::SentNotCounted => "chua-tinh",
        Section::Late => "muon",
        Section::NotReceived => "chua-nhan",
        Section::Waiting => "cho",
        Section::Mend => "can-sua",
    }
}

fn put_list(out: &mut String, section: Section, concerns: &[&Concern]) {
    if concerns.is_empty() {
        return;
    }
    out.push_str("<ul>\n");
    for concern in concerns {
        put_concern(out, section, concern);
    }
    out.push_str("</ul>\n");
}

fn put_concern(out: &mut String, section: Section, concern: &Concern) {
    let code = concern.agency.as_str();
    let _ = write!(out, "<li><div class=\"ten\"><b>{}</b>", words(&concern.short));
    let mut notes = Vec::new();
    if section == Section::NotReceived {
        let counts = [(concern.overdue, "nhiệm vụ quá hạn"), (concern.due_soon, "nhiệm vụ sắp đến hạn")];
        notes.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    }
    notes.extend(concern.record.filter(|record| record.late > 0).map(|record| format!("muộn {}/{} tuần", record.late, record.of)));
    if !notes.is_empty() {
        let _ = write!(out, " <span class=\"phu\">{}</span>", words(&notes.join(" · ")));
    }
    if !concern.cause.is_empty() {
        let _ = write!(out, "<p>{}</p>", words(&format::on_one_line(&concern.cause, WORDS_MAX)));
    }
    out.push_str("</div>");
    if concern.matter.is_told() {
        put_contact(out, &concern.contact);
        let _ = write!(
            out,
            "<div class=\"nut\"><label><input type=\"checkbox\" data-goi=\"{code}\"> đã gọi</label><button type=\"button\" \
             data-chep=\"tin-{code}\" aria-label=\"Chép tin riêng cho {}\">Chép tin riêng</button></div>",
            words(&concern.short)
        );
        put_text(out, &format!("tin-{code}"), "Xem tin", &concern.message);
    }
    out.push_str("</li>\n");
}

/// Whom to call; links for a telephone and a mail program where what is written can be one.
fn put_contact(out: &mut String, contact: &Contact) {
    out.push_str("<p class=\"goi\">");
    let person = if contact.officer.is_empty() { &contact.leader } else { &contact.officer };
    if !person.is_empty() {
        let _ = write!(out, "{} ", words(person));
    }
    for number in contact.phone.split([';', ',', '/']).map(str::trim).filter(|number| !number.is_empty()) {
        let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        match digits.len() {
            8..=15 => drop(write!(out, "<a href=\"tel:{digits}\">{}</a> ", words(number))),
            _ => drop(write!(out, "{} ", words(number))),
        }
    }
    let mail = contact.mail.trim();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "@.-_+".contains(c);
    match mail.matches('@').count() {
        1 if mail.chars().all(is_plain) => drop(write!(out, "<a href=\"mailto:{mail}\">{mail}</a>")),
        _ => out.push_str(&words(mail)),
    }
    if person.is_empty() && contact.phone.is_empty() && mail.is_empty() {
        out.push_str("<span class=\"phu\">Danh mục chưa có người liên hệ.</span>");
    }
    out.push_str("</p>");
}

/// A text that can be read and copied.
fn put_text(out: &mut String, id: &str, summary: &str, text: &str) {
    let shown = escaped(text.trim_end()).replace("<br>", "\n").replace(MOMENT, "<time class=\"luc\"></time>");
    let _ = write!(out, "<details><summary>{summary}</summary><pre id=\"{id}\">{shown}</pre></details>");
}

fn put_messages(out: &mut String, input: &ToDoInput<'_>, to_do: &ToDo) {
    out.push_str("<section aria-labelledby=\"tin\"><h2 id=\"tin\">Tin nhắn để dán</h2>\n<ul>\n");
    let group = ("nhom".to_owned(), "nhóm chung".to_owned(), to_do::group_text(&input.group(), Some(MOMENT)));
    let of_group = input.group();
    let of_block = |(at, count): (usize, &crate::model::to_do::BlockCount)| {
        let text = to_do::to_block(&of_group, MOMENT, count.block)?;
        Some((format!("khoi-{at}"), format!("khối {}", count.block.label()), text))
    };
    for (id, whom, text) in std::iter::once(group).chain(to_do.blocks.iter().enumerate().filter_map(of_block)) {
        let _ = write!(
            out,
            "<li><div class=\"ten\"><b>{}</b></div><div class=\"nut\"><button type=\"button\" data-chep=\"{id}\" aria-label=\"Chép tin cho \
             {whom}\">Chép tin</button></div>",
            words(&format::capital(&whom))
        );
        put_text(out, &id, "Xem tin", &text);
        out.push_str("</li>\n");
    }
    out.push_str("</ul></section>\n");
}

fn put_files(out: &mut String, phase: Phase, files: &[(String, String)]) {
    if files.is_empty() {
        return;
    }
    let heading = if phase == Phase::Released { "Bản trình ký" } else { "Bản đã chốt số liệu" };
    let _ = writeln!(out, "<section aria-labelledby=\"ban\"><h2 id=\"ban\">{heading}</h2>\n<ul class=\"tep\">");
    for (what, path) in files {
        let address: String = path.replace('\\', "/").split('/').map(encoded).collect::<Vec<_>>().join("/");
        let _ = writeln!(out, "<li><a href=\"{}\">{}</a></li>", escaped(&address), words(what));
    }
    out.push_str("</ul></section>\n");
}

/// A part of a path as an address writes it.
fn encoded(part: &str) -> String {
    let letter = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    part.bytes().map(letter).collect()
}

fn put_proposals(out: &mut String, proposals: &[&ProposalLine], input: &ToDoInput<'_>) {
    if proposals.is_empty() {
        return;
    }
    let heading = format!("Kiến nghị mới chưa xử lý <b>({})</b>", proposals.len());
    let _ = writeln!(out, "<section aria-labelledby=\"kien-nghi\"><h2 id=\"kien-nghi\">{heading}</h2>");
    out.push_str("<p class=\"phu\">Ghi cách xử lý vào kien-nghi.xlsx (menu 7).</p>\n<ul>\n");
    for line in proposals {
        let name = input.consolidation.short_name(&line.agency);
        let level = if line.level.is_empty() { "chưa ghi cấp".to_owned() } else { format::on_one_line(&line.level, WORDS_MAX) };
        let (since, text) = (format::period(line.since), frame::shorten(&format::on_one_line(&line.text, WORDS_MAX), 90.0, 3));
        let _ = writeln!(
            out,
            "<li><div class=\"ten\"><b>{}</b> <span class=\"phu\">{} · từ tuần {since} · {}</span><p>{}</p></div></li>",
            words(&name),
            line.number,
            words(&level),
            words(&text)
        );
    }
    out.push_str("</ul></section>\n");
}

fn put_bars(out: &mut String, to_do: &ToDo) {
    out.push_str("<section aria-labelledby=\"khoi\"><h2 id=\"khoi\">Theo khối</h2>\n<ul class=\"thanh\">\n");
    for count in &to_do.blocks {
        let (name, received, must) = (words(count.block.label()), count.received, count.must_report);
        let _ = writeln!(
            out,
            "<li><span>{name}</span><progress aria-label=\"{name}\" max=\"{must}\" value=\"{received}\"></progress><b>{received}/{must}</b></li>"
        );
    }
    out.push_str("</ul></section>\n");
}

fn words(text: &str) -> String {
    escaped(&format::clean(text))
}

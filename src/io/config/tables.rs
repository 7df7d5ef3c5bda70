//! Each table of the file: which keys it has, what they may say, what must fit together.

use super::defaults::defaults;
use super::reading::Reading;
use crate::model::agency::AgencyCode;
use crate::model::config::{Config, Desk, Folders, LateReports, Layout, Lights, Limits, Notify, Policy, Smtp, SmtpSecurity, Tile};
use crate::model::cutoff::{Cadence, HolidayRule, Schedule, WeekTime};
use crate::model::notification::Event;
use crate::model::period::Period;

use crate::text;

impl Reading<'_> {
    pub(super) fn config(&mut self) -> Option<Config> {
        let code = self.code();
        // Reading goes on without a code, so that the other mistakes are told in the same breath.
        let mut config = defaults(code.clone().or_else(|| AgencyCode::parse("XX"))?);
        self.flag("", "rehearsal", &mut config.rehearsal);
        self.desk(&mut config.desk);
        self.folders(&mut config.folders);
        self.schedule(&mut config.schedule);
        self.policy(&mut config.policy);
        self.number("keeping", "backup_days", 0..=365, &mut config.keeping.backup_days);
        self.number("keeping", "draft_weeks", 0..=1040, &mut config.keeping.draft_weeks);
        self.texts("rules", "off", &mut config.rules.off);
        self.rule_codes(&config.rules.off);
        config.rules.changes = self.rule_changes();
        self.texts("proof", "command", &mut config.proof_command);
        self.no_control("proof", "command");
        self.no_control("notify", "command");
        self.notify(&mut config.notify);
        config.known_doubts = self.known_doubts();
        // What a body of the Party sends on leaves as a file of its own only if the desk wants it to.
        config.html = config.desk.layout == Layout::State;
        self.flag("products", "html", &mut config.html);
        self.limits(&mut config.limits);
        self.lights(&mut config.lights);
        code.map(|_| config)
    }

    fn code(&mut self) -> Option<AgencyCode> {
        let Some(value) = self.get("desk", "code") else {
            let text =
                format!("{}: thiếu khóa bắt buộc [desk] code (mã của đầu mối trong danh mục DonVi), ví dụ code = \"SKHCN\"", self.file);
            self.problems.push((0, text));
            return None;
        };
        let code = value.get_ref().as_str().and_then(AgencyCode::parse);
        if code.is_none() {
            self.wrong("desk", "code", value, "phải là mã đơn vị trong dấu \"…\": 2 đến 20 chữ cái không dấu, chữ số, dấu gạch ngang");
        }
        code
    }

    fn desk(&mut self, desk: &mut Desk) {
        self.text("desk", "name", &mut desk.name);
        self.choice("desk", "layout", &[("state", Layout::State), ("party", Layout::Party)], &mut desk.layout);
        self.text("desk", "place", &mut desk.place);
        self.texts("desk", "heading", &mut desk.heading);
        self.texts("desk", "signature", &mut desk.signature);
        self.texts("desk", "addressees", &mut desk.addressees);
        self.texts("desk", "recipients", &mut desk.recipients);
        self.texts("desk", "decides", &mut desk.decides);
        self.text("desk", "decides_heading", &mut desk.decides_heading);
        self.tiles(&mut desk.tiles);
        self.texts("desk", "admitters", &mut desk.admitters);
    }

    /// The key figures of the first page: each at most once, and as many as there is room for.
    fn tiles(&mut self, tiles: &mut Vec<Tile>) {
        let mut words: Vec<String> = Vec::new();
        self.texts("desk", "tiles", &mut words);
        if words.is_empty() {
            return;
        }
        let known = |word: &String| Tile::ALL.iter().find(|(known, _)| known == word).map(|(_, tile)| *tile);
        let chosen: Option<Vec<Tile>> = words.iter().map(known).collect();
        let once = |list: &[Tile]| list.iter().enumerate().all(|(at, tile)| !list.iter().take(at).any(|other| other == tile));
        match chosen.filter(|list| list.len() <= Tile::ROOM && once(list)) {
            Some(list) => *tiles = list,
            None => {
                let words: Vec<String> = Tile::ALL.iter().map(|(word, _)| format!("\"{word}\"")).collect();
                let expected = format!("chỉ nhận nhiều nhất {} từ khác nhau trong số {}", Tile::ROOM, words.join(", "));
                if let Some(value) = self.get("desk", "tiles") {
                    self.wrong("desk", "tiles", value, &expected);
                }
            }
        }
    }

    fn folders(&mut self, folders: &mut Folders) {
        for (key, folder) in [
            ("inbox", &mut folders.inbox),
            ("forms", &mut folders.forms),
            ("feedback", &mut folders.feedback),
            ("products", &mut folders.products),
            ("records", &mut folders.records),
        ] {
            self.text("folders", key, folder);
            self.no_control("folders", key);
            if folder.is_empty()
                && let Some(value) = self.get("folders", key)
            {
                self.wrong("folders", key, value, "không được để trống");
            }
        }
        self.flag("folders", "mounts", &mut folders.mounts);
        let all = [&folders.inbox, &folders.forms, &folders.feedback, &folders.products, &folders.records];
        for (index, folder) in all.iter().enumerate() {
            if all.iter().take(index).any(|other| other == folder) {
                let text = format!("{}: [folders] có hai khóa cùng trỏ tới “{folder}”; mỗi khóa cần một thư mục riêng", self.file);
                self.problems.push((usize::MAX, text));
            }
        }
    }

    fn schedule(&mut self, schedule: &mut Schedule) {
        self.cadence(&mut schedule.cadence);
        self.week_time("submit", &mut schedule.submit);
        self.week_time("desks", &mut schedule.desks);
        self.week_time("release", &mut schedule.release);
        self.number("schedule", "release_auto_minutes", 0..=1440, &mut schedule.release_auto_minutes);
        let rules = [("earlier", HolidayRule::Earlier), ("later", HolidayRule::Later), ("skip", HolidayRule::Skip)];
        self.choice("schedule", "holiday_rule", &rules, &mut schedule.holiday_rule);
        self.from(&mut schedule.from);
        let order = |at: WeekTime| (at.day.num_days_from_monday(), at.time);
        if order(schedule.submit) >= order(schedule.release) {
            let text = format!("{}: [schedule] submit (hạn nộp) phải trước release (hạn tổng hợp) trong cùng tuần", self.file);
            self.problems.push((usize::MAX, text));
        }
    }

    /// The first week that is consolidated here.
    fn from(&mut self, from: &mut Option<Period>) {
        let mut typed = String::new();
        self.text("schedule", "from", &mut typed);
        *from = text::period::read(&typed);
        if !typed.is_empty() && from.is_none() {
            self.no_week("schedule", "from");
        }
    }

    fn no_week(&mut self, table: &'static str, key: &str) {
        if let Some(value) = self.get(table, key) {
            self.wrong(table, key, value, "phải là một tuần có báo cáo, ví dụ \"2025-W28\" hoặc \"28/2025\"");
        }
    }

    /// A fortnight needs a week to count from; any other cadence has no use for one.
    fn cadence(&mut self, cadence: &mut Cadence) {
        let mut anchor = String::new();
        self.text("schedule", "anchor", &mut anchor);
        let week = text::period::read(&anchor);
        if !anchor.is_empty() && week.is_none() {
            self.no_week("schedule", "anchor");
            return;
        }
        // Without an anchor the mistake is told below, and this value is never used.
        let biweekly = week.map(|anchor| Cadence::Biweekly { anchor });
        let choices = [
            ("weekly", Some(Cadence::Weekly)),
            ("biweekly", biweekly),
            ("monthly", Some(Cadence::Monthly)),
            ("quarterly", Some(Cadence::Quarterly)),
            ("adhoc", Some(Cadence::AdHoc)),
        ];
        let mut chosen = Some(*cadence);
        self.choice("schedule", "cadence", &choices, &mut chosen);
        match (chosen, week, self.get("schedule", "cadence"), self.get("schedule", "anchor")) {
            (None, _, Some(value), _) => {
                let expected = "cần thêm khóa anchor: một tuần có báo cáo để đếm hai tuần một lần, ví dụ anchor = \"2025-W28\"";
                self.wrong("schedule", "cadence", value, expected);
            }
            (Some(cadence), Some(_), _, Some(value)) if !matches!(cadence, Cadence::Biweekly { .. }) => {
                self.wrong("schedule", "anchor", value, "chỉ dùng với cadence = \"biweekly\"; đề nghị bỏ khóa này hoặc sửa cadence");
            }
            (Some(chosen), ..) => *cadence = chosen,
            (None, ..) => {}
        }
    }

    fn policy(&mut self, policy: &mut Policy) {
        let late = [("exclude", LateReports::Exclude), ("include", LateReports::Include)];
        self.choice("policy", "late_reports", &late, &mut policy.late_reports);
        self.number("policy", "settle_seconds", 0..=600, &mut policy.settle_seconds);
        self.number("policy", "settle_seconds_remote", 0..=600, &mut policy.settle_seconds_remote);
        self.number("policy", "unproven_gap_minutes", 1..=10_080, &mut policy.unproven_gap_minutes);
        self.number("policy", "due_soon_days", 0..=365, &mut policy.due_soon_days);
        self.number("policy", "log_weeks", 1..=1040, &mut policy.log_weeks);
        let mut typed = String::new();
        self.text("policy", "compare_with", &mut typed);
        policy.compare_with = text::period::read(&typed);
        if !typed.is_empty() && policy.compare_with.is_none() {
            self.no_week("policy", "compare_with");
        }
    }

    fn notify(&mut self, notify: &mut Notify) {
        self.texts("notify", "command", &mut notify.command);
        let (mut server, mut smtp) = (String::new(), Smtp { port: 587, ..Smtp::default() });
        self.text("notify", "smtp", &mut server);
        let security = [("starttls", SmtpSecurity::StartTls), ("tls", SmtpSecurity::Tls), ("none", SmtpSecurity::None)];
        self.choice("notify", "smtp_security", &security, &mut smtp.security);
        self.text("notify", "smtp_user", &mut smtp.user);
        self.text("notify", "from", &mut smtp.from);
        self.texts("notify", "to", &mut smtp.to);
        if let Some(value) = self.get("notify", "smtp").filter(|_| !server.is_empty()) {
            let at = value.span().start;
            match server.rsplit_once(':').map(|(host, port)| (host, port.parse())) {
                Some((host, Ok(port))) if !host.is_empty() => (smtp.host, smtp.port) = (host.to_owned(), port),
                _ => self.wrong("notify", "smtp", value, "cần dạng \"mail.tinh.gov.vn:587\": tên máy chủ và cổng"),
            }
            let addresses = |texts: &[String]| !texts.is_empty() && texts.iter().all(|text| text.contains('@'));
            if !addresses(std::slice::from_ref(&smtp.from)) || !addresses(&smtp.to) {
                self.problem(
                    at,
                    "khóa [notify] smtp cần thêm from (địa chỉ gửi) và to (các địa chỉ nhận), ví dụ to = [\"to@tinh.gov.vn\"]".to_owned(),
                );
            }
            if smtp.security == SmtpSecurity::None && !smtp.user.is_empty() {
                let text = "khóa [notify] smtp_security = \"none\" không dùng với smtp_user: mật khẩu sẽ đi không được bảo vệ";
                self.problem(at, text.to_owned());
            }
            notify.smtp = Some(smtp);
        }
        let mut events: Vec<String> = notify.events.iter().map(|event| event.word().to_owned()).collect();
        self.texts("notify", "events", &mut events);
        let word = |text: &String| Event::ALL.iter().find(|(word, _)| word == text).map(|(_, event)| *event);
        if let (Some(unknown), Some(value)) = (events.iter().find(|text| word(text).is_none()), self.get("notify", "events")) {
            let words: Vec<&str> = Event::ALL.iter().map(|(word, _)| *word).collect();
            let text = format!("khóa [notify] events: không có việc “{unknown}”; các việc: {}", words.join(", "));
            self.problem(value.span().start, text);
        }
        notify.events = events.iter().filter_map(word).collect();
        self.number("notify", "list_minutes", 0..=1440, &mut notify.leads.list_minutes);
        self.number("notify", "unreleased_minutes", 0..=1440, &mut notify.leads.unreleased_minutes);
    }

    fn rule_codes(&mut self, codes: &[String]) {
        for code in codes {
            if !is_rule_code(code)
                && let Some(value) = self.get("rules", "off")
            {
                self.problem(value.span().start, format!("khóa [rules] off: “{code}” không phải mã quy tắc; mã có dạng \"N30\""));
            }
        }
    }

    fn limits(&mut self, limits: &mut Limits) {
        const TERA: u64 = 1 << 40;
        self.number("limits", "file_bytes_max", 1024..=TERA, &mut limits.file_bytes_max);
        self.number("limits", "child_memory_bytes", 64 << 20..=TERA, &mut limits.child_memory_bytes);
        self.number("limits", "file_seconds_max", 1..=3600, &mut limits.file_seconds_max);
        self.number("limits", "slow_files_seconds_max", 0..=3600, &mut limits.slow_files_seconds_max);
        self.number("limits", "cells_max", 1..=TERA, &mut limits.cells_max);
        self.number("limits", "text_bytes_max", 1024..=TERA, &mut limits.text_bytes_max);
        self.number("limits", "rows_max", 1..=1_048_576, &mut limits.rows_max);
        self.number("limits", "columns_max", 1..=16_384, &mut limits.columns_max);
        self.number("limits", "zip_entries_max", 1..=1_000_000, &mut limits.zip_entries_max);
        self.number("limits", "zip_part_bytes_max", 1024..=TERA, &mut limits.zip_part_bytes_max);
        self.number("limits", "zip_total_bytes_max", 1024..=TERA, &mut limits.zip_total_bytes_max);
        self.number("limits", "operation_seconds_max", 1..=3600, &mut limits.operation_seconds_max);
        self.number("limits", "folder_entries_max", 10..=1_000_000, &mut limits.folder_entries_max);
        self.number("limits", "findings_rule_max", 1..=100_000, &mut limits.findings.rule_max);
        self.number("limits", "findings_report_max", 10..=100_000, &mut limits.findings.report_max);
        self.number("limits", "message_bytes_max", 200..=32_000, &mut limits.findings.message_bytes_max);
    }

    fn lights(&mut self, lights: &mut Lights) {
        self.number("lights", "task_lag_points", 0..=100, &mut lights.task_lag_points);
        self.number("lights", "commune_yellow_from", 0..=1000, &mut lights.commune_yellow_from);
        self.number("lights", "target_yellow_percent", 0..=100, &mut lights.target_yellow_percent);
        self.number("lights", "agency_in_time_percent", 0..=100, &mut lights.agency_in_time_percent);
        self.number("lights", "agency_overdue_red", 1..=1000, &mut lights.agency_overdue_red);
        self.number("lights", "agency_overdue_days_red", 0..=3650, &mut lights.agency_overdue_days_red);
    }
}

/// A letter and two figures. Whether there is such a rule is the matter of the rules.
pub(super) fn is_rule_code(code: &str) -> bool {
    let mut chars = code.chars();
    chars.next().is_some_and(|c| c.is_ascii_uppercase()) && code.len() == 3 && chars.all(|c| c.is_ascii_digit())
}

//! Doubts that the desk knows and lives with: they are printed with the reason, and ask nobody any more.

use super::answer::{Health, Line, Question, line};
use crate::model::config::KnownDoubt;
use crate::text::format;
use chrono::NaiveDate;

/// Characters of a reason that are printed.
const REASON: usize = 300;

/// The lines, each doubt that is known on `today` marked so; then what is to be said of the list of known doubts itself: an
/// entry that names no question, has ended, or waits for a doubt that is not there any more. What is broken stays broken.
pub(super) fn sorted_out(lines: Vec<Line>, known: &[KnownDoubt], today: NaiveDate) -> Vec<Line> {
    let mut used = vec![false; known.len()];
    let mut lines: Vec<Line> = lines
        .into_iter()
        .map(|line| {
            let meant = |entry: &KnownDoubt| entry.code == line.code.word() && line.text.contains(&entry.contains);
            let entry = known.iter().zip(&mut used).find(|(entry, _)| line.health == Health::Doubt && meant(entry));
            let Some((entry, used)) = entry else { return line };
            *used = true;
            match entry.until {
                // Ended: the doubt asks again, and says what was known.
                Some(until) if until < today => {
                    let text = format!("{} (Đã biết đến hết {}: {})", line.text, format::date(until), reason(entry));
                    Line { text, ..line }
                }
                _ => Line { health: Health::Known, text: format!("{} (Đã biết: {})", line.text, reason(entry)), ..line },
            }
        })
        .collect();
    for (entry, used) in known.iter().zip(used) {
        let code = format::quote(&entry.code);
        if !Question::ALL.iter().any(|question| question.word() == entry.code) {
            let text = format!("[[doctor.known]] trong tonghop.toml: không có mã “{code}”; mã đúng in trong ngoặc ở cuối dòng cần xem.");
            lines.push(line(Question::KnownDoubts, Health::Doubt, text));
        } else if !used {
            let text = format!("[[doctor.known]] mã “{code}” ({}): nay không còn điều này, đề nghị bỏ mục đó.", reason(entry));
            lines.push(line(Question::KnownDoubts, Health::Good, text));
        }
    }
    lines
}

/// Why a doubt may stay, on one line: it is printed on a terminal.
fn reason(entry: &KnownDoubt) -> String {
    format::on_one_line(&entry.reason, REASON)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::doctor::answer::DoctorAnswer;

    fn entry(code: &str, contains: &str, until: Option<&str>) -> KnownDoubt {
        KnownDoubt {
            code: code.to_owned(),
            contains: contains.to_owned(),
            until: until.and_then(|day| day.parse().ok()),
            reason: "nộp qua văn thư".to_owned(),
        }
    }

    fn judged(known: &[KnownDoubt]) -> (u8, Vec<(Health, String)>, String) {
        let lines = vec![
            line(Question::InboxFolders, Health::Doubt, "SNV chưa có thư mục nộp."),
            line(Question::Ledger, Health::Good, "Tốt."),
            line(Question::FolderWrite, Health::Good, "Ghi được."),
        ];
        let answer = DoctorAnswer::of(sorted_out(lines, known, "2026-07-10".parse().unwrap()));
        let sentence = answer.sentence();
        (answer.exit_code(), answer.lines.into_iter().map(|line| (line.health, line.text)).collect(), sentence)
    }

    #[test]
    fn a_reason_sends_the_terminal_no_commands() {
        let spoken = KnownDoubt { reason: "nộp qua\u{1b}[2J văn\nthư".to_owned(), ..entry("inbox_folders", "", None) };
        let (_, lines, _) = judged(&[spoken]);
        assert!(lines.iter().any(|(_, text)| text.contains("Đã biết: nộp qua")), "{lines:?}");
        assert!(lines.iter().all(|(_, text)| !text.contains(char::is_control)), "{lines:?}");
    }

    #[test]
    fn a_known_doubt_is_printed_and_asks_nobody() {
        let (code, lines, sentence) = judged(&[entry("inbox_folders", "SNV", Some("2026-07-10"))]);
        assert_eq!((code, lines.len()), (0, 3));
        assert_eq!(lines[0], (Health::Known, "SNV chưa có thư mục nộp. (Đã biết: nộp qua văn thư)".to_owned()));
        assert_eq!(sentence, "Kết luận: mọi điều kiện đều tốt; 1 điều đã biết.");
        assert_eq!(judged(&[]).2, "Kết luận: chạy được, 1 điều cần xem.");
    }

    #[test]
    fn other_words_an_end_or_another_question_leave_the_doubt() {
        for known in [entry("inbox_folders", "SYT", None), entry("system", "", None), entry("inbox_folders", "", Some("2026-07-09"))] {
            let (code, lines, _) = judged(std::slice::from_ref(&known));
            assert_eq!((code, lines[0].0), (1, Health::Doubt), "{known:?}");
        }
        let ended = judged(&[entry("inbox_folders", "", Some("2026-07-09"))]);
        assert!(ended.1[0].1.ends_with("(Đã biết đến hết 09/7/2026: nộp qua văn thư)"), "{ended:?}");
    }

    #[test]
    fn a_list_that_means_nothing_is_told() {
        let (code, lines, _) = judged(&[entry("inbox_folders", "", None), entry("inbox_folder", "", None), entry("system", "", None)]);
        assert_eq!(code, 1);
        assert!(lines[3].1.contains("không có mã “inbox_folder”") && lines[3].0 == Health::Doubt, "{lines:?}");
        assert!(lines[4].1.contains("không còn điều này") && lines[4].0 == Health::Good, "{lines:?}");
    }

    #[test]
    fn what_is_broken_cannot_be_known_away() {
        let broken = vec![line(Question::Inbox, Health::Bad, "Không truy cập được.")];
        let answer = DoctorAnswer::of(sorted_out(broken, &[entry("inbox", "", None)], "2026-07-10".parse().unwrap()));
        assert_eq!((answer.exit_code(), answer.sentence()), (2, "Kết luận: 1 lỗi phải xử lý trước kỳ tới.".to_owned()));
    }
}

//! Lines for `crontab`: five fields and a command. No two of them fall on one minute of one day, because cron starts both.

use super::lines::{Started, by_days, by_hours, list, made};
use crate::model::look_plan::{LookPlan, Minutes};
use chrono::Datelike;

/// All of the file.
pub(super) fn text(plan: &LookPlan, watch: &LookPlan, started: &Started) -> String {
    let Started { program, workspace, user } = started;
    let command = format!("{} -C {}", quoted(program), quoted(workspace));
    let mut text = format!(
        "# {}\n\
         # Dán vào \"crontab -e\" của tài khoản {user}, thay các dòng cũ. Giờ ghi ở đây là giờ Việt Nam; cron của Debian, Ubuntu bỏ qua dòng\n\
         # CRON_TZ: nếu máy không đặt giờ Việt Nam (xem lệnh \"timedatectl\"), đề nghị dùng tonghop.timer.\n\
         # Lần chạy thừa hay trễ không làm sai kết luận. Ngày nghỉ vẫn chạy, không ảnh hưởng gì.\n\
         CRON_TZ=Asia/Ho_Chi_Minh\n",
        made(plan)
    );
    text.push_str("# Chạy\n");
    lines(plan, &format!("{command} run -q"), &mut text);
    text.push_str("# Trông: báo khi lịch chạy ở trên ngừng. Nên đặt ở một bộ lịch khác, hoặc máy khác cùng thấy thư mục làm việc này.\n");
    lines(watch, &format!("{command} doctor --watch -q"), &mut text);
    text
}

fn lines(plan: &LookPlan, command: &str, text: &mut String) {
    let number = |n: u16| n.to_string();
    let mut line = |(hours, minutes): (Minutes, Minutes), days: &str| {
        let minutes = match list(&minutes, "-", number).as_str() {
            "0-55/5" => "*/5".to_owned(),
            "0-59" => "*".to_owned(),
            some => some.to_owned(),
        };
        text.push_str(&format!("{minutes} {} {days}  {command}\n", list(&hours, "-", number)));
    };
    for (days, minutes) in by_days(&plan.weekly) {
        // Monday is 1 there.
        let days = days.iter().map(|day| day + 1).collect();
        by_hours(&minutes).into_iter().for_each(|group| line(group, &format!("* * {}", list(&days, "-", number))));
    }
    for (day, minutes) in &plan.dated {
        by_hours(minutes).into_iter().for_each(|group| line(group, &format!("{} {} *", day.day(), day.month())));
    }
}

/// A path for the shell, in a line in which `%` would begin the input of the command.
fn quoted(path: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in path.chars() {
        if matches!(letter, '"' | '$' | '`' | '\\' | '%') {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}

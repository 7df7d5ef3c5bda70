//! Where there is no workspace yet: what a new one needs is asked, one question a line, and it is made. An answer that cannot be used
//! is told and asked for again at once: at the end it would cost all the others.

use super::super::console::yes_or_no;
use super::super::context::Context;
use super::super::init;
use super::prompt::dragged;
use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::files;
use crate::model::agency::AgencyKind;
use crate::run::init::{desk_code, readable};
use crate::text::usual_offices;
use std::path::{Path, PathBuf};

/// The folder that is proposed.
const FOLDER: &str = "tong-hop-57";

/// What came of it.
pub(super) enum Begun {
    /// The folder of the new workspace.
    Made(PathBuf),
    /// The person did not want one.
    Declined,
    /// It was tried, and what kept it from being made was said; the exit code of that.
    Failed(u8),
}

/// Asks for what a workspace needs and makes it, in `home` or where the person says.
pub(super) fn workspace(context: &Context, home: Option<&Path>) -> Begun {
    asked(context, home).unwrap_or(Begun::Declined)
}

/// The same; `None` if nobody answers any more, or not with yes.
fn asked(context: &Context, home: Option<&Path>) -> Option<Begun> {
    let say = |text: &str| context.console.result(text);
    let ask = |question: &str| context.console.answer(question).filter(|answer| !answer.is_empty());
    let is_yes = |question: &str| context.console.answer(question).as_deref().and_then(yes_or_no) == Some(true);
    say("Ở đây chưa có nơi làm việc (thư mục có tonghop.toml).");
    if !is_yes("Tạo nơi làm việc mới? Gõ c rồi Enter để tạo; chỉ Enter để thôi:") {
        return None;
    }
    let disk = Disk::default();
    if let Some(failure) = home.and_then(|home| files::refuse_filled(&disk, home).err()) {
        return Some(Begun::Failed(context.failed(&failure, None)));
    }
    say("Câu nào chưa biết thì chỉ Enter: sửa được sau trong tonghop.toml.");
    let folder = match home {
        Some(home) => home.display().to_string(),
        None => loop {
            let typed = context.console.answer(&format!("Thư mục mới, trên đĩa của máy này (chỉ Enter: {FOLDER} ở đây):"))?;
            let folder = if typed.is_empty() { FOLDER } else { dragged(&typed) };
            match files::refuse_filled(&disk, Path::new(folder)) {
                Ok(()) => break folder.to_owned(),
                Err(failure) => context.console.failure(&failure),
            }
        },
    };
    let code = usable(context, "Mã cơ quan tổng hợp (chỉ Enter: SKHCN; Văn phòng Tỉnh ủy: VPTU):", desk_code);
    let code = code.map_or_else(|| "SKHCN".to_owned(), String::from);
    let usual = usual_offices::coded(&code);
    let name = match usual {
        Some(usual) => ask(&format!("Tên đầy đủ (chỉ Enter: {}):", usual.name)).unwrap_or_else(|| usual.name.to_owned()),
        None => ask("Tên đầy đủ:").unwrap_or_default(),
    };
    let of_party = usual.is_some_and(|usual| matches!(usual.kind, AgencyKind::PartyBoard | AgencyKind::PartyCommittee));
    let question = if of_party {
        "Thể thức văn bản: 1 cơ quan nhà nước (Nghị định 30), 2 cơ quan Đảng (Hướng dẫn 36) (chỉ Enter: 2):"
    } else {
        "Thể thức văn bản: 1 cơ quan nhà nước (Nghị định 30), 2 cơ quan Đảng (Hướng dẫn 36) (chỉ Enter: 1):"
    };
    let party = usable(context, question, |typed| match typed {
        "1" => Ok(false),
        "2" => Ok(true),
        _ => Err(Failure::usage(format!("Không hiểu “{typed}”."), "Đề nghị gõ 1 (cơ quan nhà nước) hoặc 2 (cơ quan Đảng).")),
    });
    let party = party.unwrap_or(of_party);
    let place = ask("Địa danh ghi trước ngày tháng, ví dụ Hà Tĩnh:");
    let superior = ask(&format!(
        "Cơ quan cấp trên, dòng đầu ở góc trái văn bản, ví dụ {}:",
        if party { "TỈNH ỦY HÀ TĨNH" } else { "UBND TỈNH HÀ TĨNH" }
    ));
    let printed = Some(name.to_uppercase()).filter(|printed| !printed.is_empty());
    let otherwise = printed.as_deref().map_or(String::new(), |printed| format!(" (chỉ Enter: {printed})"));
    let own = ask(&format!("Tên cơ quan ở dòng dưới{otherwise}:"))
        // A head of which nothing was typed is printed like this too, and is named as blank until somebody fills it in.
        .or_else(|| printed.filter(|_| superior.is_some()));
    let addressee = ask("Kính gửi, ví dụ Văn phòng Tỉnh ủy:");
    let signature = lines(context, "Khối chữ ký, mỗi lần một dòng, ví dụ KT. GIÁM ĐỐC (chỉ Enter khi hết):");
    let recipients = lines(context, "Nơi nhận, mỗi lần một dòng, ví dụ - Như trên; (chỉ Enter khi hết):");
    let question = "Danh sách nhiệm vụ, cơ quan đang có, .xlsx, .xls hoặc .ods (kéo tệp vào đây; chỉ Enter nếu chưa có):";
    let list = usable(context, question, |typed| {
        let file = dragged(typed);
        readable(Path::new(file)).map(|()| file.to_owned())
    });
    let of_list = list.is_some();
    let document = of_list.then(|| ask("Văn bản giao của danh sách, số và ký hiệu (chỉ Enter: lấy ở phần đầu danh sách):")).flatten();
    let year = of_list.then(|| usable(context, "Năm kế hoạch (chỉ Enter: lấy ở phần đầu danh sách):", init::year)).flatten();
    let year = year.map(|year| year.to_string());

    let mut command: Vec<&str> = vec!["init", &folder, "--desk", &code, "--name", &name];
    let options = [
        ("--place", &place),
        ("--heading", &superior),
        ("--heading", &own),
        ("--addressee", &addressee),
        ("--from", &list),
        ("--document", &document),
        ("--year", &year),
    ];
    for (option, value) in options.iter().filter_map(|(option, value)| value.as_ref().map(|value| (*option, value.as_str()))) {
        command.extend([option, value]);
    }
    command.extend(signature.iter().flat_map(|line| ["--signature", line.as_str()]));
    command.extend(recipients.iter().flat_map(|line| ["--recipient", line.as_str()]));
    command.extend(party.then_some("--party"));
    let from = list.as_ref().map_or_else(|| "danh mục trống".to_owned(), |list| format!("danh mục lập từ {list}"));
    say(&format!(
        "Sẽ làm: tạo nơi làm việc {folder} của {code}{}, {from}.",
        if name.is_empty() { String::new() } else { format!(" ({name})") }
    ));
    if !is_yes("Gõ c rồi Enter để làm; chỉ Enter để thôi:") {
        say("Không làm.");
        return None;
    }
    // What is made is said by the command; a folder that holds anything is left as it is.
    Some(match (context.does)(context, &command) {
        0 => Begun::Made(PathBuf::from(&folder)),
        exit_code => Begun::Failed(exit_code),
    })
}

/// Asks until the answer can be used; `None` if nothing was typed.
fn usable<T>(context: &Context, question: &str, read: impl Fn(&str) -> Result<T, Failure>) -> Option<T> {
    loop {
        let typed = context.console.answer(question).filter(|answer| !answer.is_empty())?;
        match read(&typed) {
            Ok(value) => return Some(value),
            Err(failure) => context.console.failure(&failure),
        }
    }
}

fn lines(context: &Context, question: &str) -> Vec<String> {
    std::iter::from_fn(|| context.console.answer(question).filter(|line| !line.is_empty())).collect()
}

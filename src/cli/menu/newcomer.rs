//! Where there is no workspace yet: what a new one needs is asked, one question a line, and it is made.

use super::super::context::Context;
use crate::model::agency::{AgencyCode, AgencyKind};
use crate::text::usual_offices;
use std::path::{Path, PathBuf};

/// The folder that is proposed.
const FOLDER: &str = "tong-hop-57";

/// Asks for what a workspace needs and makes it, in `home` or where the person says; its folder, or `None` if nothing was made.
pub(super) fn workspace(context: &Context, home: Option<&Path>) -> Option<PathBuf> {
    let say = |text: &str| context.console.result(text);
    let ask = |question: &str| context.console.answer(question).filter(|answer| !answer.is_empty());
    say("Ở đây chưa có nơi làm việc (thư mục có tonghop.toml).");
    if !is_yes(&context.console.answer("Tạo nơi làm việc mới? Gõ c rồi Enter để tạo; chỉ Enter để thôi:")?) {
        return None;
    }
    say("Câu nào chưa biết thì chỉ Enter: sửa được sau trong tonghop.toml.");
    let folder = match home {
        Some(home) => home.display().to_string(),
        None => ask(&format!("Thư mục mới, trên đĩa của máy này (chỉ Enter: {FOLDER} ở đây):")).unwrap_or_else(|| FOLDER.to_owned()),
    };
    let folder = unquoted(&folder);
    let code = ask("Mã cơ quan tổng hợp (chỉ Enter: SKHCN; Văn phòng Tỉnh ủy: VPTU):").unwrap_or_else(|| "SKHCN".to_owned());
    let usual = AgencyCode::parse(&code).and_then(|code| usual_offices::coded(code.as_str()));
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
    let party = ask(question).map_or(of_party, |answer| answer == "2");
    let place = ask("Địa danh ghi trước ngày tháng, ví dụ Hà Tĩnh:");
    let superior = ask(&format!(
        "Cơ quan cấp trên, dòng đầu ở góc trái văn bản, ví dụ {}:",
        if party { "TỈNH ỦY HÀ TĨNH" } else { "UBND TỈNH HÀ TĨNH" }
    ));
    let printed = name.to_uppercase();
    let own = ask(&format!("Tên cơ quan ở dòng dưới (chỉ Enter: {printed}):")).unwrap_or(printed);
    let addressee = ask("Kính gửi, ví dụ Văn phòng Tỉnh ủy:");
    let signature = lines(context, "Khối chữ ký, mỗi lần một dòng, ví dụ KT. GIÁM ĐỐC (chỉ Enter khi hết):");
    let recipients = lines(context, "Nơi nhận, mỗi lần một dòng, ví dụ - Như trên; (chỉ Enter khi hết):");
    let list = ask("Danh sách nhiệm vụ, cơ quan đang có, .xlsx, .xls hoặc .ods (kéo tệp vào đây; chỉ Enter nếu chưa có):")
        .map(|list| unquoted(&list));
    let of_list = |question: &str| list.as_ref().and_then(|_| ask(question));
    let document = of_list("Văn bản giao của danh sách, số và ký hiệu (chỉ Enter: lấy ở phần đầu danh sách):");
    let year = of_list("Năm kế hoạch (chỉ Enter: lấy ở phần đầu danh sách):");

    let mut command: Vec<&str> = vec!["init", &folder, "--desk", &code, "--name", &name];
    let options = [
        ("--place", &place),
        ("--heading", &superior),
        ("--addressee", &addressee),
        ("--from", &list),
        ("--document", &document),
        ("--year", &year),
    ];
    for (option, value) in options.iter().filter_map(|(option, value)| value.as_ref().map(|value| (*option, value.as_str()))) {
        command.extend([option, value]);
    }
    let heading = superior.is_some() && !own.is_empty();
    command.extend(heading.then_some(["--heading", &own]).into_iter().flatten());
    command.extend(signature.iter().flat_map(|line| ["--signature", line.as_str()]));
    command.extend(recipients.iter().flat_map(|line| ["--recipient", line.as_str()]));
    command.extend(party.then_some("--party"));
    let from = list.as_ref().map_or_else(|| "danh mục trống".to_owned(), |list| format!("danh mục lập từ {list}"));
    say(&format!(
        "Sẽ làm: tạo nơi làm việc {folder} của {code}{}, {from}.",
        if name.is_empty() { String::new() } else { format!(" ({name})") }
    ));
    if !is_yes(&context.console.answer("Gõ c rồi Enter để làm; chỉ Enter để thôi:")?) {
        say("Không làm.");
        return None;
    }
    // What is made is said by the command; a folder that holds anything is left as it is.
    ((context.does)(context, &command) == 0).then(|| Path::new(&folder).to_path_buf())
}

fn lines(context: &Context, question: &str) -> Vec<String> {
    std::iter::from_fn(|| context.console.answer(question).filter(|line| !line.is_empty())).collect()
}

fn is_yes(answer: &str) -> bool {
    ["c", "có", "co"].contains(&answer.to_lowercase().as_str())
}

/// A path as a file manager gives it when a file is dragged into the window.
fn unquoted(path: &str) -> String {
    path.trim().trim_matches(['"', '\'']).to_owned()
}

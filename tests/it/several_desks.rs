//! Several desks over one inbox: what one of them writes there is no report to the other.

use crate::desk::Desk;
use std::fs;

/// A desk whose answers lie in the folders of the offices.
fn desk_with_answers_in_the_inbox(code: &str) -> Desk {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap().replace("SKHCN", code);
    fs::write(desk.path("tonghop.toml"), format!("{config}\n[folders]\nfeedback = \"nop/{{folder}}/phan-hoi-{code}\"\n")).unwrap();
    desk
}

/// Puts what one desk wrote below its inbox into the inbox of the other, where it lies in one and the same folder.
fn share(from: &Desk, to: &Desk, time: &str) -> usize {
    let mut count = 0;
    for entry in walkdir::WalkDir::new(from.path("nop")).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file()) {
        let below = entry.path().strip_prefix(from.path("nop")).unwrap().to_string_lossy().into_owned();
        if below.contains("phan-hoi-") {
            to.put(&below, &fs::read(entry.path()).unwrap(), time);
            count += 1;
        }
    }
    count
}

#[test]
fn two_desks_do_not_feed_each_other() {
    let (state, party) = (desk_with_answers_in_the_inbox("SKHCN"), desk_with_answers_in_the_inbox("VPTU"));
    for desk in [&state, &party] {
        desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T10:00:00+07:00");
        desk.put("STC/BC_STC_T28_2025.xlsx", b"PK", "2025-07-11T10:00:00+07:00");
        assert_eq!(desk.run("2025-07-11T10:20:00+07:00").json["files"]["seen"], 2);
    }
    let shared = share(&state, &party, "2025-07-11T10:21:00+07:00");
    assert!(shared >= 4, "a workbook and a text for two offices: {shared}");
    for now in ["2025-07-11T10:30:00+07:00", "2025-07-11T10:40:00+07:00"] {
        let run = party.run(now);
        let files = &run.json["files"];
        assert_eq!((files["skipped"].as_u64(), files["received"].as_u64()), (Some(shared as u64), Some(0)), "{files}");
        assert_eq!(run.standing("SYT"), "on_time");
    }
    // Under another name, and in the folder of everybody, they are the same.
    let answer = walkdir::WalkDir::new(state.path("nop")).into_iter().map(Result::unwrap);
    let answer = answer.map(|e| e.path().to_owned()).find(|p| p.to_string_lossy().ends_with("PhanHoi_SYT_T28_2025.xlsx")).unwrap();
    party.put("_chung/bao cao.xlsx", &fs::read(answer).unwrap(), "2025-07-11T10:41:00+07:00");
    for name in ["TongHop_SKHCN_T28_2025_du-thao.xlsx", "TongHop_SKHCN_T28_2025_du-thao.json"] {
        let bytes = fs::read(state.path("ket-qua/2025-W28").join(name)).unwrap();
        party.put(&format!("VPTU/{}", name.replace("TongHop", "so lieu")), &bytes, "2025-07-11T10:41:00+07:00");
    }
    let internal = fs::read(state.path("ket-qua/2025-W28/NoiBo_SKHCN_T28_2025_du-thao.xlsx")).unwrap();
    party.put("SYT/chat luong.xlsx", &internal, "2025-07-11T10:41:00+07:00");
    let message = fs::read(state.path("ket-qua/2025-W28/_tin-nhan.txt")).unwrap();
    party.put("VPTU/tin.txt", &message, "2025-07-11T10:41:00+07:00");
    let files = party.run("2025-07-11T10:45:00+07:00").json["files"].clone();
    assert_eq!((files["skipped"].as_u64(), files["returned"].as_u64()), (Some(shared as u64 + 5), Some(0)), "{files}");
}

#[test]
fn a_form_that_comes_back_as_it_was_issued_is_no_report() {
    let desk = Desk::new();
    desk.run("2025-07-07T08:00:00+07:00");
    assert!(desk.json(&["forms", "--now", "2025-07-07T09:00:00+07:00"], &[]).code == 0);
    let form = fs::read(desk.path("mau/2025-W28/BC_SYT_T28_2025.xlsx")).unwrap();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &form, "2025-07-11T10:00:00+07:00");
    let run = desk.run("2025-07-11T10:50:00+07:00");
    assert_eq!((run.json["files"]["skipped"].as_u64(), run.standing("SYT")), (Some(1), "missing"), "{}", run.json["files"]);
    // Filled, it is one.
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T10:52:00+07:00");
    let run = desk.run("2025-07-11T10:55:00+07:00");
    assert_eq!((run.json["files"]["received"].as_u64(), run.standing("SYT")), (Some(1), "on_time"), "{}", run.json["files"]);
}

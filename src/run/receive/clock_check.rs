//! Does the file server's clock agree with ours? A probe is written into the feedback folder, never into the inbox, and
//! the time the server gives it is compared with our clock. A feedback folder on another file system than the inbox
//! says nothing about the inbox's server, and neither does one inside the inbox: then nothing is measured. What a
//! difference means for verdicts: [`clock_doubt`].

use crate::io::inbox::Terms;
use crate::io::surroundings;
use crate::judge::clock_doubt;
use crate::run::session::Work;

/// Server less own clock, in seconds; `None` if it was not measured. A failure to measure stops nothing: the folder
/// that cannot be written is told by what has to be written there.
pub fn measure(work: &Work) -> Option<i64> {
    let folder = work.workspace.shared_feedback()?;
    if work.workspace.config.rehearsal || work.dry {
        return None;
    }
    let (disk, inbox) = (work.workspace.disk.clone(), work.workspace.inbox());
    let limit = Terms::of(&work.workspace.config, work.now).limit;
    let measured = limit.within(move || {
        let together = surroundings::same_file_system(&disk, &folder, &inbox);
        if together { surroundings::skew_seconds(&disk, &folder).ok().flatten() } else { None }
    });
    work.workspace.disk.skew(measured.ok().flatten())
}

/// What a person is told of a difference.
pub fn message(skew_seconds: Option<i64>) -> Option<String> {
    let skew = skew_seconds.filter(|skew| skew.unsigned_abs() > clock_doubt::SECONDS_WARN.unsigned_abs())?;
    let (by, way) = (skew.unsigned_abs(), if skew > 0 { "nhanh" } else { "chậm" });
    let told = format!("Đồng hồ máy chủ tệp {way} hơn máy này {by} giây. Đề nghị chỉnh giờ một trong hai máy.");
    if !clock_doubt::is_doubtful(skew) {
        return Some(told);
    }
    Some(format!(
        "{told} Lệch quá 5 phút: chưa cơ quan nào bị tính nộp muộn theo một đồng hồ; báo cáo còn nghi vấn ghi “chưa xác minh”, việc chốt chờ đến khi cả hai đồng hồ qua hạn nộp, phát hành vẫn đúng giờ."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told() {
        for (skew, part) in [(90, "nhanh hơn máy này 90 giây"), (-90, "chậm hơn máy này 90 giây"), (-301, "chưa xác minh")] {
            let told = message(Some(skew)).unwrap();
            assert!(told.contains(part), "{told}");
        }
        for skew in [None, Some(0), Some(60), Some(-60)] {
            assert_eq!(message(skew), None);
        }
        assert!(!message(Some(300)).unwrap().contains("5 phút"));
    }
}

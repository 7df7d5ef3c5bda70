//! Which edition a product is: the end of its name and the words on its pages. No word here depends on the run's own
//! moment: a draft speaks of its latest receipt, everything else of the cutoffs.

use crate::forms::desk_report::read::RELEASED;
use crate::model::consolidation::{Consolidation, Edition};
use crate::model::cutoff::Cutoffs;
use crate::model::hindrances::Hindrances;
use crate::model::moment::{Moment, VIETNAM};
use crate::model::replacement::Replacement;
use crate::model::withdrawal::Withdrawal;
use crate::text::format;
use chrono::Timelike;
use std::path::Path;

/// How the name of a product begins that stays at the desk.
pub(crate) const INTERNAL: &str = "NoiBo";

/// Is it a product that stays at the desk, by its name?
pub(crate) fn is_internal(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(INTERNAL))
}

/// What the names of an edition's products end with: `_du-thao`, `_chot-11h00`, nothing, `_v2`.
pub(crate) fn suffix(edition: Edition, cutoffs: Cutoffs) -> String {
    match edition {
        Edition::Draft => "_du-thao".to_owned(),
        Edition::Frozen => {
            let local = cutoffs.submit.with_timezone(&VIETNAM);
            format!("_chot-{:02}h{:02}", local.hour(), local.minute())
        }
        Edition::Release { version: 0 | 1, .. } => String::new(),
        Edition::Release { version, .. } => format!("_v{version}"),
    }
}

/// The creation time written into a workbook: the submit cutoff, or for a release the release cutoff. The instant at
/// which a command ran must not show, or equal input would give different bytes.
pub(crate) fn created(edition: Edition, cutoffs: Cutoffs) -> Moment {
    match edition {
        Edition::Draft | Edition::Frozen => cutoffs.submit,
        Edition::Release { .. } => cutoffs.release,
    }
}

/// What the edition is: the bold line below the period.
pub(crate) fn line(consolidation: &Consolidation, edition: Edition) -> String {
    let cutoffs = consolidation.cutoffs;
    match edition {
        Edition::Draft => match consolidation.latest_receipt {
            Some(latest) => format!("BẢN DỰ THẢO, cập nhật đến báo cáo nhận lúc {}", format::moment(latest)),
            None => "BẢN DỰ THẢO, chưa nhận được báo cáo nào".to_owned(),
        },
        Edition::Frozen => format!("BẢN CHỐT lúc {}", format::moment(cutoffs.submit)),
        Edition::Release { version, late } => {
            let version = if version > 1 { format!(", phiên bản {version}") } else { String::new() };
            let late = if late { format!(" - LẬP SAU HẠN {}", format::moment(cutoffs.release)) } else { String::new() };
            format!("BẢN TRÌNH KÝ{version}{late}")
        }
    }
}

/// What the first page says of its edition: nothing of what is to be signed, but that it was made late.
pub(crate) fn first_page_line(consolidation: &Consolidation, edition: Edition) -> Option<String> {
    let cutoffs = consolidation.cutoffs;
    match edition {
        Edition::Draft => Some(match consolidation.latest_receipt {
            Some(latest) => format!("DỰ THẢO (cập nhật đến báo cáo nhận lúc {})", format::moment(latest)),
            None => "DỰ THẢO (chưa nhận được báo cáo nào)".to_owned(),
        }),
        Edition::Frozen => Some(format!("SỐ LIỆU CHỐT lúc {}", format::moment(cutoffs.submit))),
        Edition::Release { late: true, .. } => Some(format!("LẬP SAU HẠN {}", format::moment(cutoffs.release))),
        Edition::Release { late: false, .. } => None,
    }
}

/// What it replaces and why: below the edition on the first page. No person is named in what leaves.
pub(crate) fn replaces(replacement: &Replacement, edition: Edition) -> String {
    let Replacement { version, by_version, released_at, reason, .. } = replacement;
    let draft = if matches!(edition, Edition::Release { .. }) { "Bản" } else { "Dự thảo bản" };
    let reason = format::clean(reason).replace('\n', " ");
    let reason = reason.trim_end_matches('.');
    format!("{draft} số {by_version}, thay thế bản số {version} (chốt bản tổng hợp lúc {}); lý do: {reason}.", format::moment(*released_at))
}

/// Which withdrawn version it takes the place of, the last one if there are several: below the edition on the first page.
/// `None` if it is no release and no draft of one, or if nothing was withdrawn.
pub(crate) fn in_place_of(withdrawals: &[Withdrawal], edition: Edition) -> Option<String> {
    let (version, at) = withdrawals.iter().rev().find_map(|withdrawal| Some((withdrawal.version?, withdrawal.at)))?;
    // A number is never used twice: the next one follows the highest, not the one that was withdrawn last.
    let highest = withdrawals.iter().filter_map(|withdrawal| withdrawal.version).max().unwrap_or(version);
    let (what, number) = match edition {
        Edition::Draft => ("Dự thảo bản", highest + 1),
        Edition::Release { version, .. } => ("Bản", version),
        Edition::Frozen => return None,
    };
    Some(format!("{what} số {number}, thay bản số {version} đã hủy lúc {}.", format::moment(at)))
}

/// What was in the way while it was made: below the edition on the first page.
pub(crate) fn hindered(hindrances: &Hindrances, cutoffs: Cutoffs) -> Vec<String> {
    let inbox = hindrances.inbox_until.map(|until| {
        format!(
            "Tổng hợp từ báo cáo đã tiếp nhận đến {} (nơi nhận báo cáo gián đoạn do sự cố kỹ thuật). Báo cáo gửi trước {} được xem xét bổ \
             sung, không tính muộn.",
            format::moment(until),
            format::clock(cutoffs.submit)
        )
    });
    let config = hindrances.config_since.map(|since| format!("Lập theo cấu hình hợp lệ từ {}.", format::moment(since)));
    let register = hindrances.register_since.map(|since| format!("Lập theo danh mục nhiệm vụ bản {}.", format::moment(since)));
    let form = hindrances.form_since.map(|since| format!("Lập theo biểu mẫu dùng lúc {}.", format::moment(since)));
    let clock = hindrances.clock_doubted.then(|| "Giờ của máy tổng hợp chưa được xác nhận khi lập bản này.".to_owned());
    [inbox, config, register, form, clock].into_iter().flatten().collect()
}

/// The foot line: up to when the figures reach, and which edition this is.
pub(crate) fn foot(consolidation: &Consolidation, edition: Edition) -> String {
    let submit = format::moment(consolidation.cutoffs.submit);
    match edition {
        Edition::Draft => match consolidation.latest_receipt {
            Some(latest) => format!("Dự thảo; số liệu tính đến {}", format::moment(latest)),
            None => "Dự thảo; số liệu các kỳ trước".to_owned(),
        },
        Edition::Frozen => format!("Số liệu chốt lúc {submit}"),
        Edition::Release { version, late } => {
            let version = if version > 1 { format!("; bản số {version}") } else { String::new() };
            let late = if late { ", lập sau hạn" } else { "" };
            format!("Số liệu tính đến {submit}{version}{late}")
        }
    }
}

/// The path of a product after it was withdrawn, for the time of this number: the name says that it is not to be used.
pub fn withdrawn(path: &str, times: usize) -> String {
    let (stem, end) = path.rsplit_once('.').map_or((path, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let number = if times > 1 { times.to_string() } else { String::new() };
    format!("{stem}_huy{number}{end}")
}

/// Is this the name of the figures of a release, for programs?
pub fn is_release(name: &str) -> bool {
    let other = ["_du-thao", "_chot-", "_huy"].iter().any(|end| name.contains(end));
    name.starts_with("TongHop_") && name.ends_with(".json") && !other
}

/// The version that the figures of a release of this name are of, withdrawn or not; `None` if it is the name of something else.
pub fn version_named(name: &str) -> Option<u32> {
    let (stem, void) = name.strip_suffix(".json")?.split_once("_huy").map_or((name.strip_suffix(".json")?, ""), |(stem, end)| (stem, end));
    if !void.bytes().all(|byte| byte.is_ascii_digit()) || !is_release(&format!("{stem}.json")) {
        return None;
    }
    Some(stem.rsplit_once("_v").and_then(|(_, number)| number.parse().ok()).unwrap_or(1))
}

/// One word for machines: `du-thao`, `chot`, `phat-hanh`.
pub(crate) fn word(edition: Edition) -> &'static str {
    match edition {
        Edition::Draft => "du-thao",
        Edition::Frozen => "chot",
        Edition::Release { .. } => RELEASED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::testing;

    #[test]
    fn names_follow_the_edition() {
        let c = testing::consolidation();
        let of = |edition| suffix(edition, c.cutoffs);
        assert_eq!(of(Edition::Draft), "_du-thao");
        assert_eq!(of(Edition::Frozen), "_chot-11h00");
        assert_eq!(of(Edition::Release { version: 1, late: true }), "");
        assert_eq!(of(Edition::Release { version: 2, late: false }), "_v2");
    }

    #[test]
    fn a_withdrawn_product_says_so_in_its_name() {
        let path = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025_v2";
        assert!(is_release(&format!("{}.json", path.rsplit('/').next().unwrap())));
        assert_eq!(withdrawn(&format!("{path}.json"), 1), format!("{path}_huy.json"));
        assert_eq!(withdrawn(&format!("{path}.json"), 2), format!("{path}_huy2.json"));
        assert!(!is_release("TongHop_SKHCN_T28_2025_v2_huy.json"));
        for (name, version) in [
            ("TongHop_SKHCN_T28_2025.json", Some(1)),
            ("TongHop_SKHCN_T28_2025_huy.json", Some(1)),
            ("TongHop_SKHCN_T28_2025_v2_huy2.json", Some(2)),
            ("TongHop_SKHCN_T28_2025_v13.json", Some(13)),
            ("TongHop_SKHCN_T28_2025_v2.xlsx", None),
            ("TongHop_SKHCN_T28_2025_du-thao.json", None),
            ("TongHop_SKHCN_T28_2025_chot-11h00_huy.json", None),
            ("PhanHoi_SYT_T28_2025.json", None),
        ] {
            assert_eq!(version_named(name), version, "{name}");
        }
    }

    #[test]
    fn what_takes_the_place_of_a_withdrawn_version_says_so() {
        let c = testing::consolidation();
        let withdrawal = |version: u32| {
            let (period, reason, by) = (c.period, "sai số".to_owned(), "A".to_owned());
            Withdrawal {
                period,
                version: Some(version),
                freeze: None,
                reason,
                by,
                at: Moment::parse_from_rfc3339("2025-07-11T15:22:00+07:00").unwrap(),
            }
        };
        let (edition, both) = (Edition::Release { version: 3, late: false }, [withdrawal(1), withdrawal(2)]);
        let told = |edition| in_place_of(&both, edition);
        assert_eq!(told(edition).as_deref(), Some("Bản số 3, thay bản số 2 đã hủy lúc 15 giờ 22 ngày 11/7/2025."));
        assert!(told(Edition::Draft).is_some_and(|line| line.starts_with("Dự thảo bản số 3")));
        assert_eq!((told(Edition::Frozen), in_place_of(&[], edition)), (None, None));
    }

    #[test]
    fn the_frozen_edition_is_named_by_the_cutoffs_own_hour() {
        let mut c = testing::consolidation();
        c.cutoffs.submit = Moment::parse_from_rfc3339("2025-07-10T02:30:00+00:00").unwrap();
        assert_eq!(suffix(Edition::Frozen, c.cutoffs), "_chot-09h30");
        assert_eq!(line(&c, Edition::Frozen), "BẢN CHỐT lúc 9 giờ 30 ngày 10/7/2025");
    }

    #[test]
    fn a_late_release_says_so() {
        let c = testing::consolidation();
        assert_eq!(line(&c, Edition::Release { version: 1, late: true }), "BẢN TRÌNH KÝ - LẬP SAU HẠN 15 giờ 30 ngày 11/7/2025");
        assert_eq!(line(&c, Edition::Release { version: 2, late: false }), "BẢN TRÌNH KÝ, phiên bản 2");
        assert_eq!(line(&c, Edition::Draft), "BẢN DỰ THẢO, cập nhật đến báo cáo nhận lúc 11 giờ 20 ngày 11/7/2025");
    }
}

//! The weeks of a line whose rows are kept for who follows a figure down to a cell: the first and the last that know it, and each in
//! which it is not what it was. The rows of the others say the same again.

use crate::model::course::InWeek;

/// The rows of a line in these weeks. `each` is the line in each week, `None` where the release does not know it.
pub(super) fn rows<T, S: PartialEq, R>(each: &[Option<&T>], says: impl Fn(&T) -> S, rows: impl Fn(&T) -> Vec<R>) -> Vec<InWeek<R>> {
    let known: Vec<(usize, &T)> = each.iter().enumerate().filter_map(|(at, line)| Some((at, (*line)?))).collect();
    let mut kept = Vec::new();
    let mut before: Option<S> = None;
    for (place, (at, line)) in known.iter().enumerate() {
        let now = says(line);
        if place + 1 == known.len() || before.as_ref() != Some(&now) {
            kept.push(InWeek { at: *at, rows: rows(line) });
        }
        before = Some(now);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn first_last_and_what_changed() {
        let of = |each: &[Option<u32>]| -> Vec<usize> {
            let each: Vec<Option<&u32>> = each.iter().map(Option::as_ref).collect();
            rows(&each, |line| *line, |line| vec![*line]).into_iter().map(|week| week.at).collect()
        };
        assert_eq!(of(&[Some(1), Some(1), Some(1), Some(2), Some(2), Some(2)]), [0, 3, 5]);
        assert_eq!(of(&[None, Some(1), None, Some(1), Some(1), None]), [1, 4]);
        assert_eq!(of(&[Some(1)]), [0]);
        assert!(of(&[None]).is_empty());
    }
}

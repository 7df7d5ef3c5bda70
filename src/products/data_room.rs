//! How much room the `.json` product takes, before it is written: it is the largest single thing that a run makes, and a text that
//! grows takes twice its room.

use serde::Serialize;
use std::io::{self, Write};

/// Nearly all of the data are rows of one kind, and of so many one is counted.
const EACH: usize = 16;

/// Bytes that rows and others take together as JSON, about, and seldom less.
///
/// # Errors
///
/// As those of writing them.
pub(super) fn of<R: Serialize, O: Serialize>(rows: &[R], others: &O) -> Result<usize, serde_json::Error> {
    let (mut some, mut whole) = (Length(0), Length(0));
    rows.iter().step_by(EACH).try_for_each(|row| serde_json::to_writer(&mut some, row))?;
    serde_json::to_writer(&mut whole, others)?;
    // A tenth more for what is not counted, and for rows that are longer than those counted.
    Ok((some.0.saturating_mul(EACH) + whole.0) / 10 * 11 + (1 << 16))
}

/// Counts what is written.
struct Length(usize);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_is_enough_and_not_twice_of_what_is_needed() {
        let rows: Vec<(usize, String)> = (0..5_000).map(|number| (number, "Đạt".repeat(number % 37))).collect();
        let needed = serde_json::to_vec(&rows).unwrap().len();
        let room = of(&rows, &"others").unwrap();
        assert!((needed..needed * 3 / 2).contains(&room), "{room} for {needed}");
        assert_eq!(of::<u8, _>(&[], &()).unwrap(), 1 << 16, "of next to nothing what is not counted");
    }
}

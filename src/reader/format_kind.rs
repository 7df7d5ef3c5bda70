//! The kinds of what formats of numbers show.

/// What people see in a cell that holds a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum FormatKind {
    /// The number itself, with or without decimals.
    #[default]
    Number,
    /// A percentage: a hundred times the number, and a sign.
    Percent,
    /// A day, perhaps with a time.
    Date,
    /// A month of a year.
    Month,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
}

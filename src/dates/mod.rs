//! Parses dates as people and programs write them.
//!
//! Supported forms are ISO 8601 (`2025-05-31`, `2025-05-31T04:03:00+02:00`, `2025-05`, `20250531`, `2025-W22-6`), the
//! same with slashes, `31 May 2025`, `May 31, 2025`, `Saturday, May 31st, 2025`, `31 de mayo de 2025`, `2025. május
//! 31.`, `2025年5月31日` (with months and weekdays in the languages of [`names`]), numeric dates with the year last, a
//! time of day after any of these (`3:08:54 AM`, `04:03 GMT`), and the formats of `asctime`, Java and JavaScript. Years
//! are 1 to 9999. If day and month of a numeric date could be swapped, only its year is kept, with both readings.
//!
//! [`prefix`], [`whole`] and [`all`] read only unmistakable dates, in any text. [`stated()`] reads a text that is known
//! to give a date, such as a date field: timestamps, `c. 1890`, `Published: 31 May 2025`.

pub mod address;
mod calendar_months;
mod calendars;
mod clock;
mod coarse;
mod cursor;
mod digits;
mod folders;
mod found;
mod labels;
mod month_names;
pub mod names;
mod numeric;
mod order;
mod programs;
mod ranges;
mod stated;
mod written;
mod zones;

pub use digits::plain;
pub use folders::date_of_path;
pub use found::{Found, all, prefix, whole};
pub use labels::says_changed;
pub use names::{month, weekday};
pub use order::Orders;
pub use programs::of_pdf;
pub use stated::{Stated, orders, published_in, stated};

#[cfg(test)]
mod language_tests;
#[cfg(test)]
mod tests;

//! Dates as people and systems write them, read from the beginning of a text.
//!
//! Read: ISO 8601 (`2025-05-31`, `2025-05-31T04:03:00+02:00`, `2025-05`, `20250531`, `2025-W22-6`), the same
//! with slashes, `31 May 2025`, `May 31, 2025`, `Saturday, May 31st, 2025`, `31 de mayo de 2025`,
//! `2025. május 31.`, `2025年5月31日` (months and days of the week in the languages of [`names`]), numeric
//! dates with the year last, a clock behind any of them (`3:08:54 AM`, `04:03 GMT`), and the forms of `asctime`,
//! Java and JavaScript. Years 1 to 9999.
//! A numeric date whose day and month could change places is kept as its year, with both readings.
//!
//! [`prefix`], [`whole`] and [`all`] read only what is unmistakably a date, wherever it stands. [`stated`] reads a
//! text that is known to give a date, such as a field of that name: epochs, `c. 1890`, `Published: 31 May 2025`.

pub mod address;
mod clock;
mod coarse;
mod cursor;
mod digits;
mod found;
pub mod names;
mod numeric;
mod order;
mod stated;
mod written;
mod zones;

pub use found::{Found, all, all_in, prefix, whole};
pub use names::{month, weekday};
pub use order::Orders;
pub use stated::{Stated, orders, published_in, stated};

#[cfg(test)]
mod tests;

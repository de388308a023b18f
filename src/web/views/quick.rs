//! Ranges of dates that are one click away.

use super::address::Address;
use crate::web::held::Held;

/// A range of dates to choose.
pub struct Quick {
    /// Its name: `1987`, `1980s`.
    pub text: String,
    /// The page with these dates.
    pub link: String,
    /// Whether the page has these dates.
    pub is_current: bool,
}

/// The number of years offered.
const YEARS: usize = 5;

/// The number of decades offered, if the archive covers more years than are offered.
const DECADES: usize = 4;

/// Ranges of dates that are one click away: all, and the last years of the archive.
pub fn quick(address: &Address, held: &Held) -> Vec<Quick> {
    let current = (address.since.as_str(), address.until.as_str());
    let mut quick = vec![Quick {
        text: "all dates".into(),
        link: address.with_dates("", "").page(),
        is_current: current == ("", ""),
    }];
    let Some((first, last)) = &held.days else { return quick };
    let year = |day: &str| day.get(..4).and_then(|year| year.parse::<u32>().ok());
    let (Some(first), Some(last)) = (year(first), year(last)) else { return quick };
    let mut offer = |text: String, first: u32, last: u32| {
        let (since, until) = (format!("{first:04}"), format!("{last:04}"));
        // The timeline writes days.
        let days = (format!("{since}-01-01"), format!("{until}-12-31"));
        quick.push(Quick {
            text,
            link: address.with_dates(&since, &until).page(),
            is_current: current == (since.as_str(), until.as_str())
                || current == (days.0.as_str(), days.1.as_str()),
        });
    };
    for year in (first..=last).rev().take(YEARS) {
        offer(format!("{year:04}"), year, year);
    }
    if last.saturating_sub(first) as usize >= YEARS {
        for decade in (first / 10..=last / 10).rev().take(DECADES) {
            offer(format!("{decade:03}0s"), decade * 10, decade * 10 + 9);
        }
    }
    quick
}

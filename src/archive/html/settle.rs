//! Decides which of a page's dates comes first if they disagree.
//!
//! Machines write universal time, while readers are shown the publisher's local day: an evening in Denver is the next
//! day in Greenwich.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::address::host;
use crate::archive::Candidate;
use crate::article::{Date, Precision};
use crate::dates;

/// A candidate whose date was read.
struct Read {
    date: Date,
    zoned: bool,
}

impl Read {
    fn of(one: &Candidate) -> Option<Read> {
        let found = dates::whole(&one.written)?;
        Some(Read { date: found.date, zoned: found.zoned })
    }

    fn day(&self) -> NaiveDate {
        self.date.first_day()
    }

    /// Returns whether the date is a moment in universal time.
    fn is_universal(&self) -> bool {
        self.zoned && self.date.offset == 0 && self.date.precision > Precision::Day
    }
}

/// Places where a reader sees a date near the article.
const SHOWN: [&str; 9] = [
    "marked as published",
    "<time> beside the heading",
    "element beside the heading",
    "text beside the heading",
    "text after the heading",
    "<time> after the heading",
    "element named for a date",
    "element named for its details",
    "address",
];

/// Puts the best candidate first and sets the time zone of the publisher. Returns no candidates if all are guesses.
pub fn settle(mut candidates: Vec<Candidate>, url: Option<&str>) -> Vec<Candidate> {
    let zone = url.and_then(host).and_then(zone_of);
    let reads: Vec<Option<Read>> = candidates.iter().map(Read::of).collect();
    let Some(first) = reads.iter().position(Option::is_some) else { return candidates };
    let Some(top) = &reads[first] else { return candidates };
    let shown = |place: &str| {
        let at = candidates.iter().position(|one| one.place == place)?;
        reads[at].as_ref().map(|read| (at, read))
    };
    let mut best = None;
    if best.is_none() && top.is_universal() {
        best = same_moment(top, &reads);
        // A date shown for the same day confirms it.
        let agrees =
            SHOWN.iter().filter_map(|place| shown(place)).any(|(_, read)| read.day() == top.day());
        if best.is_none() && zone.is_none() && !agrees {
            best = SHOWN
                .iter()
                .rev()
                .filter_map(|place| shown(place))
                .find_map(|(at, read)| is_local_day(top, read).then_some(at));
        }
    }
    if best.is_none_or(|at| reads[at].as_ref().is_some_and(Read::is_universal)) {
        candidates.iter_mut().for_each(|one| one.zone = zone);
    }
    if is_guess(&candidates, &reads) {
        return Vec::new();
    }
    if let Some(at) = best {
        let one = candidates.remove(at);
        candidates.insert(0, one);
    }
    candidates
}

/// Places where a date may refer to anything that a page mentions.
const WEAK: [&str; 10] = [
    "element named for a date",
    "text after the heading",
    "text that says when it changed",
    "<time>",
    "element named for its details",
    "marked as published elsewhere",
    "text of the page",
    "address of its picture",
    "<meta og:description>",
    "<meta description>",
];

/// Returns whether all dates may refer to anything, and differ by more than a day.
fn is_guess(candidates: &[Candidate], reads: &[Option<Read>]) -> bool {
    let days = || reads.iter().flatten().map(Read::day);
    let read = || candidates.iter().zip(reads).filter(|(_, read)| read.is_some());
    read().all(|(one, _)| WEAK.contains(&one.place.as_str()))
        && days().max().zip(days().min()).is_some_and(|(last, first)| (last - first).num_days() > 1)
}

/// Finds the same moment in local time: with an offset, or without one but with the same minutes past the hour or half
/// hour.
fn same_moment(top: &Read, reads: &[Option<Read>]) -> Option<usize> {
    let seconds = top.date.seconds();
    let with_offset = |read: &Read| {
        read.zoned && read.date.offset != 0 && (read.date.seconds() - seconds).abs() < 120
    };
    let by_clock = |read: &Read| {
        let apart = read.date.seconds() - seconds;
        let near_hours = (apart + 60).rem_euclid(1_800) < 120;
        !read.zoned
            && read.date.precision > Precision::Day
            && apart.abs() <= 14 * 3_600
            && near_hours
    };
    let find = |holds: &dyn Fn(&Read) -> bool| {
        reads.iter().position(|read| read.as_ref().is_some_and(holds))
    };
    find(&with_offset).or_else(|| find(&by_clock))
}

/// Returns whether the shown day is the day of a moment in some time zone, but not in Greenwich.
fn is_local_day(top: &Read, shown: &Read) -> bool {
    let day = |hours: i64| (top.date.wall + chrono::TimeDelta::hours(hours)).date();
    shown.date.precision >= Precision::Day
        && shown.day() != top.day()
        && (shown.day() == day(-11) || shown.day() == day(13))
}

/// Returns the time zone of a country that has only one, by the top-level domain of a host.
fn zone_of(host: &str) -> Option<Tz> {
    Some(match host.rsplit('.').next()? {
        "at" => Tz::Europe__Vienna,
        "be" => Tz::Europe__Brussels,
        "bg" => Tz::Europe__Sofia,
        "ch" => Tz::Europe__Zurich,
        "cn" => Tz::Asia__Shanghai,
        "cz" => Tz::Europe__Prague,
        "de" => Tz::Europe__Berlin,
        "dk" => Tz::Europe__Copenhagen,
        "ee" => Tz::Europe__Tallinn,
        "fi" => Tz::Europe__Helsinki,
        "fr" => Tz::Europe__Paris,
        "gr" => Tz::Europe__Athens,
        "hk" => Tz::Asia__Hong_Kong,
        "hr" => Tz::Europe__Zagreb,
        "hu" => Tz::Europe__Budapest,
        "ie" => Tz::Europe__Dublin,
        "il" => Tz::Asia__Jerusalem,
        "in" => Tz::Asia__Kolkata,
        "it" => Tz::Europe__Rome,
        "jp" => Tz::Asia__Tokyo,
        "kr" => Tz::Asia__Seoul,
        "lt" => Tz::Europe__Vilnius,
        "lv" => Tz::Europe__Riga,
        "nl" => Tz::Europe__Amsterdam,
        "no" => Tz::Europe__Oslo,
        "ph" => Tz::Asia__Manila,
        "pk" => Tz::Asia__Karachi,
        "pl" => Tz::Europe__Warsaw,
        "ro" => Tz::Europe__Bucharest,
        "rs" => Tz::Europe__Belgrade,
        "se" => Tz::Europe__Stockholm,
        "sg" => Tz::Asia__Singapore,
        "si" => Tz::Europe__Ljubljana,
        "sk" => Tz::Europe__Bratislava,
        "th" => Tz::Asia__Bangkok,
        "tr" => Tz::Europe__Istanbul,
        "tw" => Tz::Asia__Taipei,
        "ua" => Tz::Europe__Kyiv,
        "uk" => Tz::Europe__London,
        "vn" => Tz::Asia__Ho_Chi_Minh,
        "za" => Tz::Africa__Johannesburg,
        _ => return None,
    })
}

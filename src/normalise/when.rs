//! When an article was published: of the dates it may be of, the first that can be trusted.

use super::{Facts, Surroundings};
use crate::archive::Candidate;
use crate::article::{Date, Precision, day_number};
use crate::dates::{self, address};

/// Two days: what a clock and a zone may be wrong by. Seconds.
const TWO_DAYS: i64 = 2 * 86_400;

/// What became of a candidate.
enum Reading {
    /// The date, and what is to be said of it.
    Clear(Date, String),
    /// The year, and both readings.
    Ambiguous(Date, String),
    /// Later than the file it stands in.
    Future,
    /// No date.
    None,
}

/// Chooses among an article's dates, says why, and where the others stood. Returns the date and how it
/// was written.
///
/// `stated` is the article's own header, which is taken at its word; candidates are what a page offers, and
/// the first that is clear and no later than the file is taken. A page of scripts may name any day.
pub fn choose<'a>(
    stated: Option<(&'a str, String)>,
    candidates: &'a [Candidate],
    day_first: Option<bool>,
    around: &Surroundings,
    facts: &mut Facts,
) -> Option<(Date, &'a str)> {
    let mut chosen: Option<(Date, &str, String)> = None;
    let mut unclear: Option<(Date, &str, String)> = None;
    let mut others: Vec<String> = Vec::new();
    let mut problem = None;
    let own = stated.into_iter().map(|(written, place)| (written, place, true));
    let offered = candidates.iter().map(|one| (one.written.as_str(), one.place.clone(), false));
    for (written, place, own) in own.chain(offered) {
        let said = format!("{place}: {written}");
        let zone = candidates.iter().find(|one| one.written == written).and_then(|one| one.zone);
        match read(written, &place, day_first, zone, around, !own) {
            Reading::Clear(date, why) if chosen.is_none() => chosen = Some((date, written, why)),
            Reading::Ambiguous(date, why) if unclear.is_none() => {
                unclear = Some((date, written, why));
            }
            Reading::Clear(date, _) => others.push(format!("{place}: {date}")),
            Reading::Ambiguous(..) => others.push(said),
            Reading::Future => others.push(format!("{said} (after the file's own time)")),
            Reading::None if own => {
                problem = Some(format!("{place}: {written:?} is no date that can be read"));
            }
            Reading::None => {}
        }
    }
    if let (Some(_), Some((_, written, _))) = (&chosen, &unclear) {
        others.push((*written).to_string());
    }
    let found = chosen.or(unclear);
    if !others.is_empty() {
        others.dedup();
        others.truncate(MOST);
        facts.say("date_candidates", others.join("; "));
    }
    match found {
        Some((date, written, why)) => {
            facts.say("date", why);
            Some((date, written))
        }
        None => {
            facts.say("date", problem.unwrap_or_else(|| "none stated".into()));
            None
        }
    }
}

/// What else may tell the date of an article that says none: its address, the path of the file that is all
/// its own, and that file's last change where that was asked for.
pub fn last_resorts(
    url: Option<&str>,
    path: Option<&str>,
    around: &Surroundings,
) -> Vec<Candidate> {
    let modified = (around.date_from_mtime && around.modified > 0)
        .then(|| chrono::DateTime::from_timestamp_nanos(around.modified))
        .map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
    let found = [
        ("address", url.and_then(address::day)),
        ("path", path.and_then(address::day_of_path)),
        ("the file's last change", modified),
    ];
    let candidate = |(place, written): (&str, Option<String>)| Some((place.to_string(), written?));
    found
        .into_iter()
        .filter_map(candidate)
        .map(|(place, written)| Candidate { place, written, zone: None })
        .collect()
}

/// Candidates that are kept besides the chosen one.
const MOST: usize = 60;

fn read(
    written: &str,
    place: &str,
    day_first: Option<bool>,
    zone: Option<chrono_tz::Tz>,
    around: &Surroundings,
    doubted: bool,
) -> Reading {
    let mut why = place.to_string();
    let found = dates::whole(written).or_else(|| {
        // A clock that cannot be read leaves the day.
        let day = dates::whole(written.split(['T', ' ']).next()?)?;
        why.push_str(&format!(", the day of {written:?}"));
        Some(day)
    });
    let Some(found) = found else { return Reading::None };
    let mut date = found.date;
    if let Some((a, b)) = found.readings {
        let Some(day_first) = day_first else {
            why.push_str(&format!(": {written:?} may be {a} or {b}, kept as its year"));
            return Reading::Ambiguous(date, why);
        };
        let day = if day_first { a } else { b };
        date.wall = day.and_time(date.wall.time());
        date.precision = Precision::Day;
        why.push_str(match day_first {
            true => ", the day first as its language has it",
            false => ", the month first as its language has it",
        });
    } else if !found.zoned {
        date.offset = around.zone.offset_at(date.wall);
        if date.precision > Precision::Day {
            why.push_str(&format!(", zone {}", around.zone));
        }
    }
    if let (true, 0, Some(zone)) = (found.zoned, date.offset, zone) {
        // The article's day is its publisher's, and machines write in universal time.
        let local = date.wall.and_utc().with_timezone(&zone);
        date.offset = chrono::Offset::fix(local.offset()).local_minus_utc();
        date.wall = local.naive_local();
        why.push_str(&format!(", in the time of {zone}"));
    }
    match doubted && after(&date, around.modified) {
        true => Reading::Future,
        false => Reading::Clear(date, why),
    }
}

/// Before 1600, or more than two days after the file's own time.
pub fn suspect(date: &Date, modified: i64) -> bool {
    let day_1600 = -135_140;
    day_number(date.first_day()) < day_1600 || after(date, modified)
}

fn after(date: &Date, modified: i64) -> bool {
    modified > 0 && date.seconds() > modified / 1_000_000_000 + TWO_DAYS
}

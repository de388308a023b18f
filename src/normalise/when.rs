//! Chooses when an article was published: the first of its possible dates that can be trusted.

use super::{Facts, Surroundings};
use crate::archive::{Candidate, Neighbours, RawArticle};
use crate::article::{Date, Precision, day_number};
use crate::dates::{self, Orders, address};

/// Two days in seconds: the maximum error of a clock and a time zone together.
const TWO_DAYS: i64 = 2 * 86_400;

/// The result of reading a candidate.
enum Reading {
    /// The date, and its provenance.
    Clear(Date, String),
    /// The year of an ambiguous date, and its provenance with both readings.
    Ambiguous(Date, String),
    /// A date after the modification time of its file.
    Future,
    /// Text that is not understood as a date.
    Unread,
}

/// The possible orders of day, month and year in an article's dates, and the reason.
pub struct Known {
    orders: Orders,
    why: String,
}

impl Known {
    /// Determines the orders for an article from the other dates in its column, or else from its format, or else from
    /// its language.
    pub fn of(raw: &RawArticle, lang: Option<&str>) -> Known {
        let order = |day_first| match day_first {
            true => (Orders::DAY_FIRST, "the day first"),
            false => (Orders::MONTH_FIRST, "the month first"),
        };
        if let Some(Neighbours { order, seen }) = &raw.neighbours {
            let first = match *order {
                Orders::DAY_FIRST => "the day first",
                Orders::MONTH_FIRST => "the month first",
                _ => "the year first",
            };
            let dates = if *seen == 1 { "date" } else { "dates" };
            let why = format!(", {first} as in {seen} other {dates} of its column");
            return Known { orders: *order, why };
        }
        if let Some(day_first) = raw.day_first {
            let (orders, first) = order(day_first);
            return Known { orders, why: format!(", {first} as its language has it") };
        }
        let orders = lang.map_or(Orders::ANY, Orders::of_language);
        Known { orders, why: ", in the order its language has".to_string() }
    }
}

/// The date of an article, or why it has none.
pub enum Choice {
    /// The date.
    Dated(Date),
    /// A date was found, but is not understood.
    Unread,
    /// Nothing that could be a date was found.
    Unstated,
}

/// The result of choosing an article's date.
pub struct Found<'a> {
    /// The date.
    pub date: Choice,
    /// The date as the article writes it, if it contains a date that is understood.
    pub own: Option<&'a str>,
    /// Whether the article contains no date, so that its location decides.
    pub inherited: bool,
}

/// Appended to the provenance of a date or a title that is not in the article.
const INHERITED: &str = " (inherited)";

/// Chooses among an article's dates, and records why, and where the others were found.
///
/// `stated` is the article's header, which is taken at face value. The candidates come from a page, whose scripts may
/// name any day. The first one that is clear and not later than the file is chosen.
pub fn choose<'a>(
    stated: Option<(&'a str, String)>,
    candidates: &'a [Candidate],
    known: &Known,
    around: &Surroundings,
    facts: &mut Facts,
) -> Found<'a> {
    let mut chosen: Option<(Date, &str, String)> = None;
    let mut unclear: Option<(Date, &str, String)> = None;
    let mut others: Vec<String> = Vec::new();
    let mut problem = None;
    // The dates as written in the article: the first clear one, or else the first.
    let (mut first, mut first_clear) = (None, None);
    // Whether no clear date comes from the article itself.
    let mut inherited = true;
    let own = stated.into_iter().map(|(written, place)| (written, place, true));
    let offered = candidates.iter().map(|one| (one.written.as_str(), one.place.clone(), false));
    for (written, place, own) in own.chain(offered) {
        let said = format!("{place}: {written}");
        let zone = candidates.iter().find(|one| one.written == written).and_then(|one| one.zone);
        let reading = read(written, &place, known, zone, around, !own);
        if !place.ends_with(INHERITED) {
            let clear = matches!(reading, Reading::Clear(..) | Reading::Future);
            if clear {
                first_clear.get_or_insert(written);
            } else if matches!(reading, Reading::Ambiguous(..)) {
                first.get_or_insert(written);
            }
            inherited &= !clear || place.starts_with(PROPERTIES);
        }
        match reading {
            Reading::Clear(date, why) if chosen.is_none() => chosen = Some((date, written, why)),
            Reading::Ambiguous(date, why) if unclear.is_none() => {
                unclear = Some((date, written, why));
            }
            Reading::Clear(date, _) => others.push(format!("{place}: {date}")),
            Reading::Ambiguous(..) => others.push(said),
            Reading::Future => others.push(format!("{said} (after the file's own time)")),
            Reading::Unread if problem.is_none() => {
                problem = Some(format!("{place}: {} is not a valid date", quoted(written)));
            }
            Reading::Unread => {}
        }
    }
    if let (Some(_), Some((_, written, _))) = (&chosen, &unclear) {
        others.push((*written).to_string());
    }
    let found = chosen.or(unclear);
    if found.is_some() {
        others.extend(problem.clone());
    }
    if !others.is_empty() {
        others.dedup();
        others.truncate(MOST);
        facts.say("date_candidates", others.join("; "));
    }
    let date = match (found, problem) {
        (Some((date, _, why)), _) => {
            facts.say("date", why);
            Choice::Dated(date)
        }
        (None, Some(problem)) => {
            facts.say("date", problem);
            Choice::Unread
        }
        (None, None) => {
            facts.say("date", "none stated");
            Choice::Unstated
        }
    };
    Found { date, own: first_clear.or(first), inherited }
}

/// The maximum length of a quoted date, in characters.
const QUOTED: usize = 80;

fn quoted(written: &str) -> String {
    match written.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{:?}", format!("{}…", &written[..end])),
        None => format!("{written:?}"),
    }
}

/// Returns whether a numeric date may have a two-digit year either first or last.
pub fn hides_its_year(written: &str) -> bool {
    let orders = dates::orders(written);
    orders.allow(Orders::YEAR_FIRST) && !orders.is_one()
}

/// Returns whether a header contains a date that is understood.
pub fn is_date(written: &str, known: &Known) -> bool {
    dates::stated(written, Orders::ANY).or_else(|| dates::stated(written, known.orders)).is_some()
}

/// The provenance of a date in the properties of a file.
pub const PROPERTIES: &str = "properties of the file";

/// Returns other possible dates of an article that states none: in its address, in the path of a file with no other
/// article, in the properties of that file, and, if enabled, the file's modification time. `day` is the month and the
/// day in a dateline, whose year may be in the path.
pub fn last_resorts(
    url: Option<&str>,
    path: Option<&str>,
    day: Option<(u32, u32)>,
    properties: Option<Candidate>,
    around: &Surroundings,
) -> Vec<Candidate> {
    let modified = (around.date_from_mtime && around.modified > 0)
        .then(|| chrono::DateTime::from_timestamp_nanos(around.modified))
        .map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
    let candidate = |place: &str, written: Option<String>| {
        Some(Candidate { place: place.to_string(), written: written?, zone: None })
    };
    let of_path = path.and_then(dates::date_of_path);
    let year = of_path.as_deref().filter(|date| date.len() == 4);
    let completed = year.zip(day).map(|(year, (month, day))| format!("{year}-{month:02}-{day:02}"));
    [
        candidate("address", url.and_then(address::day)),
        candidate("dateline, with the year of the path (inherited)", completed),
        candidate("path (inherited)", of_path),
        properties.map(|one| Candidate { place: PROPERTIES.into(), ..one }),
        candidate("the file's last change (inherited)", modified),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The maximum number of candidates that are recorded in addition to the chosen one.
const MOST: usize = 60;

fn read(
    written: &str,
    place: &str,
    known: &Known,
    zone: Option<chrono_tz::Tz>,
    around: &Surroundings,
    doubted: bool,
) -> Reading {
    let mut why = place.to_string();
    let mut stated = dates::stated(written, Orders::ANY);
    if known.orders != Orders::ANY
        && stated.as_ref().is_none_or(|one| one.found.readings.is_some())
        && let Some(ordered) = dates::stated(written, known.orders)
        && ordered.found.readings.is_none()
    {
        why.push_str(&known.why);
        stated = Some(ordered);
    }
    let Some(dates::Stated { found, part }) = stated else { return Reading::Unread };
    if part {
        why.push_str(&format!(", from {}", quoted(written)));
    }
    let mut date = found.date;
    if let Some((a, b)) = found.readings {
        why.push_str(&format!(": {} may be {a} or {b}, kept as its year", quoted(written)));
        return Reading::Ambiguous(date, why);
    }
    if !found.zoned {
        date.offset = around.zone.offset_at(date.wall);
        if date.precision > Precision::Day {
            why.push_str(&format!(", zone {}", around.zone));
        }
    }
    if let (true, 0, Some(zone)) = (found.zoned, date.offset, zone) {
        // An article's day is that of its publisher, while machines write universal time.
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

/// Returns whether a date is before 1600, or more than two days after the modification time of its file.
pub fn suspect(date: &Date, modified: i64) -> bool {
    let day_1600 = -135_140;
    day_number(date.first_day()) < day_1600 || after(date, modified)
}

fn after(date: &Date, modified: i64) -> bool {
    modified > 0 && date.seconds() > modified / 1_000_000_000 + TWO_DAYS
}

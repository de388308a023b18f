//! Names of time zones after a time of day: those of RFC 822, other common ones, and those of the IANA database.

use chrono::{NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;

/// A time zone as written in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Written {
    /// An offset in seconds east of Greenwich.
    Fixed(i32),
    /// A zone with daylight saving time.
    Named(Tz),
}

impl Written {
    /// Returns the offset at a local time in seconds east of Greenwich. A time that occurs twice because clocks were
    /// set back has the earlier offset.
    pub(super) fn offset_at(self, local: NaiveDateTime) -> i32 {
        match self {
            Written::Fixed(offset) => offset,
            Written::Named(zone) => zone
                .offset_from_local_datetime(&local)
                .earliest()
                .unwrap_or_else(|| zone.offset_from_utc_datetime(&local))
                .fix()
                .local_minus_utc(),
        }
    }
}

/// Names of zones, with their offsets in minutes east of Greenwich. If a name has several meanings, it is the most
/// common one in news: BST is British, IST is Indian, CST and EST are American.
const FIXED: [(&str, i32); 66] = [
    ("Z", 0),
    ("UT", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
    ("AST", -240),
    ("ADT", -180),
    ("NST", -210),
    ("NDT", -150),
    ("BRT", -180),
    ("BRST", -120),
    ("ART", -180),
    ("CLT", -240),
    ("CLST", -180),
    ("COT", -300),
    ("PET", -300),
    ("BST", 60),
    ("WEST", 60),
    ("CET", 60),
    ("MET", 60),
    ("MEZ", 60),
    ("WAT", 60),
    ("CEST", 120),
    ("MEST", 120),
    ("MESZ", 120),
    ("EET", 120),
    ("CAT", 120),
    ("SAST", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("EAT", 180),
    ("TRT", 180),
    ("AMT", 240),
    ("GST", 240),
    ("MSD", 240),
    ("IRST", 210),
    ("PKT", 300),
    ("UZT", 300),
    ("IST", 330),
    ("NPT", 345),
    ("ICT", 420),
    ("WIB", 420),
    ("AWST", 480),
    ("SGT", 480),
    ("HKT", 480),
    ("MYT", 480),
    ("PHT", 480),
    ("WITA", 480),
    ("JST", 540),
    ("KST", 540),
    ("WIT", 540),
    ("ACST", 570),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
];

/// Names of zones whose offset is not fixed.
const NAMED: [(&str, Tz); 6] = [
    ("ET", Tz::America__New_York),
    ("CT", Tz::America__Chicago),
    ("MT", Tz::America__Denver),
    ("PT", Tz::America__Los_Angeles),
    ("ACDT", Tz::Australia__Adelaide),
    ("NZDT", Tz::Pacific__Auckland),
];

/// Returns the zone with a name. Names are in capitals; `Z`, `UTC` and `GMT` may be in lower case.
pub(super) fn named(name: &str) -> Option<Written> {
    if name.contains('/') {
        return name.parse().ok().map(Written::Named);
    }
    let name = match name {
        "z" => "Z",
        "utc" | "Utc" => "UTC",
        "gmt" | "Gmt" => "GMT",
        name => name,
    };
    let fixed = FIXED.iter().find(|(known, _)| *known == name);
    fixed.map(|(_, minutes)| Written::Fixed(minutes * 60)).or_else(|| {
        let zone = NAMED.iter().find(|(known, _)| *known == name);
        zone.map(|(_, zone)| Written::Named(*zone))
    })
}

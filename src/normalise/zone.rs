//! The time zone of times without a zone: an IANA name or an offset.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDateTime, Offset, TimeZone};

/// A time zone as given to `--tz`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Zone {
    /// A zone of the IANA database, with daylight saving time.
    Named(chrono_tz::Tz),
    /// An offset in seconds east of Greenwich.
    Fixed(i32),
}

impl Zone {
    /// Universal time.
    pub const UTC: Zone = Zone::Fixed(0);

    /// Returns the offset at a local time in seconds east of Greenwich. A time that occurs twice because clocks were
    /// set back has the earlier offset.
    pub fn offset_at(self, local: NaiveDateTime) -> i32 {
        match self {
            Zone::Fixed(offset) => offset,
            Zone::Named(zone) => match zone.offset_from_local_datetime(&local).earliest() {
                Some(offset) => offset.fix().local_minus_utc(),
                None => zone.offset_from_utc_datetime(&local).fix().local_minus_utc(),
            },
        }
    }
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(name: &str) -> Result<Zone, String> {
        if matches!(name, "UTC" | "utc" | "Z" | "GMT") {
            return Ok(Zone::UTC);
        }
        if let Ok(offset) = name.parse::<chrono::FixedOffset>() {
            return Ok(Zone::Fixed(offset.local_minus_utc()));
        }
        name.parse::<chrono_tz::Tz>()
            .map(Zone::Named)
            .ok()
            .ok_or_else(|| format!("no time zone {name:?}; try Europe/Paris, +02:00 or UTC"))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Fixed(0) => f.write_str("UTC"),
            Zone::Fixed(seconds) => {
                let sign = if *seconds < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", seconds.abs() / 3600, seconds.abs() / 60 % 60)
            }
            Zone::Named(zone) => f.write_str(zone.name()),
        }
    }
}

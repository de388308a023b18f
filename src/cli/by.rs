//! The value of `--by`: a field of articles, a period length, or both.

use dateline::answers::crosstable::FIELDS;
use dateline::answers::timeline::Interval;
use dateline::engine::FacetKind;
use dateline::error::{Error, Result};
use dateline::searching::Counted;

/// What is counted: the value of `--count-by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum CountBy {
    Article,
    Story,
}

impl From<CountBy> for Counted {
    fn from(by: CountBy) -> Counted {
        match by {
            CountBy::Article => Counted::Articles,
            CountBy::Story => Counted::Stories,
        }
    }
}

/// The criteria by which articles are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct By {
    /// The field whose values are counted.
    pub field: Option<FacetKind>,
    /// The length of a period.
    pub interval: Option<Interval>,
}

/// Parses `source`, `month` or `source,month`.
pub fn by(text: &str) -> std::result::Result<By, String> {
    let mut by = By::default();
    for name in text.split(',').map(str::trim) {
        let field = FIELDS.into_iter().find(|field| field.name() == name);
        let interval = Interval::ALL.into_iter().find(|interval| interval.name() == name);
        let again = (field.is_some() && by.field.is_some())
            || (interval.is_some() && by.interval.is_some());
        if again || (field.is_none() && interval.is_none()) {
            let fields = FIELDS.map(FacetKind::name).join(", ");
            let periods = Interval::ALL.map(Interval::name).join(", ");
            return Err(format!(
                "not a field, a period, or both\nfields are {fields}; periods are {periods}; both: source,month"
            ));
        }
        by.field = by.field.or(field);
        by.interval = by.interval.or(interval);
    }
    Ok(by)
}

/// Returns the period length given with `--by` or `--interval`.
///
/// # Errors
///
/// Returns an error if the two differ.
pub fn one_interval(by: Option<Interval>, flag: Option<Interval>) -> Result<Option<Interval>> {
    match (by, flag) {
        (Some(by), Some(flag)) if by != flag => {
            Err(Error::usage(format!("--by {} and --interval {}", by.name(), flag.name()))
                .hint("give the length of a period once"))
        }
        (by, flag) => Ok(by.or(flag)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_a_period_or_both() {
        let (source, month) = (Some(FacetKind::Source), Some(Interval::Month));
        for (text, field, interval) in [
            ("source", source, None),
            ("month", None, month),
            ("source,month", source, month),
            ("month, source", source, month),
        ] {
            assert_eq!(by(text), Ok(By { field, interval }), "{text}");
        }
        for text in ["", "id", "source,lang", "month,year", "source,"] {
            assert!(by(text).is_err(), "{text}");
        }
    }
}

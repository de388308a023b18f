//! The tree: what a query means, free of how it was typed and of any engine.

use crate::article::{Date, day_number};

/// A query, read.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// Every article.
    All,
    /// No article.
    Nothing,
    /// A word or a phrase.
    Text(Text),
    /// All of these.
    And(Vec<Tree>),
    /// Any of these.
    Or(Vec<Tree>),
    /// Not this.
    Not(Box<Tree>),
    /// A header has this value.
    Filter(Filter),
    /// The date lies in this range.
    Date(DateRange),
    /// The date is unknown.
    Undated,
}

/// A word or a phrase: terms at relative positions.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// As typed, without quotes.
    pub text: String,
    /// Whether it was quoted.
    pub quoted: bool,
    /// Where it has to stand.
    pub zone: Zone,
    /// Analysed terms and their positions, the first at 0.
    pub terms: Vec<(u32, String)>,
}

/// A part of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Title or body.
    Any,
    /// The title.
    Title,
    /// The body.
    Body,
}

/// A header compared with a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// Which header.
    pub field: FilterField,
    /// The value as typed.
    pub value: String,
}

/// Headers a query may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterField {
    /// Source or agency.
    Source,
    /// The credited agency alone.
    Agency,
    /// The id of the article's own header.
    Id,
    /// The language's code.
    Lang,
    /// The place of the dateline.
    Dateline,
}

impl FilterField {
    /// Its name in queries.
    pub fn name(self) -> &'static str {
        match self {
            FilterField::Source => "source",
            FilterField::Agency => "agency",
            FilterField::Id => "id",
            FilterField::Lang => "lang",
            FilterField::Dateline => "dateline",
        }
    }
}

/// One end of a range of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// A day number (`article::day_number`), compared with the article's local days.
    Day(i64),
    /// Seconds since 1970, compared with the article's instant.
    Instant(i64),
}

/// A range of dates, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateRange {
    /// The first day or instant.
    pub since: Option<Bound>,
    /// The last day or instant.
    pub until: Option<Bound>,
    /// Whether articles match that only may lie in the range.
    pub inexact: bool,
}

/// How an article's date lies to a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// All the date may mean is in the range.
    Inside,
    /// Some of what the date may mean is in the range.
    Overlaps,
    /// Nothing of it.
    Outside,
}

/// What a date may mean: its first and last day, and its first and last second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Day numbers, local.
    pub days: (i64, i64),
    /// Seconds since 1970.
    pub seconds: (i64, i64),
}

impl Extent {
    /// The extent of a date.
    pub fn of(date: &Date) -> Extent {
        let days = (day_number(date.first_day()), day_number(date.last_day()));
        Extent::new(days, date.seconds(), date.precision as u64)
    }

    /// From columns: day numbers, first second, and the precision's rank (0 for the year).
    pub fn new(days: (i64, i64), first: i64, precision: u64) -> Extent {
        let length = match precision {
            0..=2 => (days.1 - days.0 + 1) * 86_400,
            3 => 60,
            _ => 1,
        };
        Extent { days, seconds: (first, first + length - 1) }
    }
}

impl DateRange {
    /// Whether nothing is asked.
    pub fn is_open(&self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// Whether an end carries a time.
    pub fn is_timed(&self) -> bool {
        let timed = |bound| matches!(bound, Some(Bound::Instant(_)));
        timed(self.since) || timed(self.until)
    }

    /// Whether the range ends before it begins.
    pub fn is_empty(&self) -> bool {
        match (self.since, self.until) {
            (Some(Bound::Day(since)), Some(Bound::Day(until)))
            | (Some(Bound::Instant(since)), Some(Bound::Instant(until))) => since > until,
            _ => false,
        }
    }

    /// What lies in both ranges; None where days and instants cannot be compared.
    pub fn both(&self, other: &DateRange) -> Option<DateRange> {
        let join = |a: Option<Bound>, b: Option<Bound>, pick: fn(i64, i64) -> i64| match (a, b) {
            (None, bound) | (bound, None) => Some(bound),
            (Some(Bound::Day(a)), Some(Bound::Day(b))) => Some(Some(Bound::Day(pick(a, b)))),
            (Some(Bound::Instant(a)), Some(Bound::Instant(b))) => {
                Some(Some(Bound::Instant(pick(a, b))))
            }
            _ => None,
        };
        let since = join(self.since, other.since, i64::max)?;
        let until = join(self.until, other.until, i64::min)?;
        Some(DateRange { since, until, inexact: self.inexact || other.inexact })
    }

    /// How an extent lies to the range.
    pub fn position(&self, extent: &Extent) -> Position {
        let (mut inside, mut outside) = (true, self.is_empty());
        inside &= !outside;
        match self.since {
            Some(Bound::Day(day)) => {
                inside &= extent.days.0 >= day;
                outside |= extent.days.1 < day;
            }
            Some(Bound::Instant(second)) => {
                inside &= extent.seconds.0 >= second;
                outside |= extent.seconds.1 < second;
            }
            None => {}
        }
        match self.until {
            Some(Bound::Day(day)) => {
                inside &= extent.days.1 <= day;
                outside |= extent.days.0 > day;
            }
            Some(Bound::Instant(second)) => {
                inside &= extent.seconds.1 <= second;
                outside |= extent.seconds.0 > second;
            }
            None => {}
        }
        match (inside, outside) {
            (true, _) => Position::Inside,
            (_, true) => Position::Outside,
            _ => Position::Overlaps,
        }
    }

    /// Whether an article of this extent matches.
    pub fn matches(&self, extent: &Extent) -> bool {
        match self.position(extent) {
            Position::Inside => true,
            Position::Overlaps => self.inexact,
            Position::Outside => false,
        }
    }
}

impl Tree {
    /// Takes the dates that all of the query is bound to out of the tree and adds them to a range.
    pub fn hoist_dates(self, when: &mut DateRange) -> Tree {
        let mut absorb = |tree: &Tree| match tree {
            Tree::Date(range) => when.both(range).map(|both| *when = both).is_some(),
            _ => false,
        };
        match self {
            Tree::And(trees) => {
                let rest: Vec<Tree> = trees.into_iter().filter(|tree| !absorb(tree)).collect();
                rest.into_iter().reduce(Tree::and).unwrap_or(Tree::All)
            }
            tree if absorb(&tree) => Tree::All,
            tree => tree,
        }
    }

    /// The conjunction of two trees, flat.
    pub fn and(self, other: Tree) -> Tree {
        match (self, other) {
            (Tree::All, tree) | (tree, Tree::All) => tree,
            (Tree::And(mut all), Tree::And(more)) => {
                all.extend(more);
                Tree::And(all)
            }
            (Tree::And(mut all), tree) => {
                all.push(tree);
                Tree::And(all)
            }
            (tree, Tree::And(mut all)) => {
                all.insert(0, tree);
                Tree::And(all)
            }
            (a, b) => Tree::And(vec![a, b]),
        }
    }

    /// The disjunction of trees; Nothing for none.
    pub fn any(mut trees: Vec<Tree>) -> Tree {
        match trees.len() {
            0 => Tree::Nothing,
            1 => trees.remove(0),
            _ => Tree::Or(trees),
        }
    }

    /// Whether a word or a phrase is asked for, not only headers and dates.
    pub fn has_text(&self) -> bool {
        match self {
            Tree::Text(_) => true,
            Tree::And(trees) | Tree::Or(trees) => trees.iter().any(Tree::has_text),
            _ => false,
        }
    }
}

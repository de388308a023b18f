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

    /// How an extent lies to the range.
    pub fn position(&self, extent: &Extent) -> Position {
        let (mut inside, mut outside) = (true, false);
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

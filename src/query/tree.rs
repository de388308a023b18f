//! The tree: what a query means, free of how it was typed and of any engine.
//!
//! Nodes are of two kinds. *Positional* ones ([`Tree::Text`], [`Tree::Near`], and [`Tree::Or`] of such) mean
//! stretches of an article; all others mean articles. What proximity joins is always positional:
//! [`super::shape`] sees to that while a tree is built.

pub use super::range::{Bound, DateRange, Extent, Position};
use crate::analysis::Stem;

/// A query, read.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// Every article.
    All,
    /// No article.
    Nothing,
    /// A word or a phrase.
    Text(Text),
    /// Two parts close to one another.
    Near(Near),
    /// At least so many stretches that share no word.
    AtLeast(u32, Box<Tree>),
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
    /// Something is said of the article.
    Flag(Flag),
    /// The body has at least and at most so many words.
    Length(u32, u32),
    /// One of these keys: what a `key:` or `path:` has been resolved to.
    Keys(Keys),
}

/// A word or a phrase.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// As typed, without quotes.
    pub text: String,
    /// Whether it was quoted.
    pub quoted: bool,
    /// Whether the words have to be printed as they were typed: case, accents, ending.
    pub exact: bool,
    /// How the words have to be printed.
    pub capitals: Option<Capitals>,
    /// Where it has to stand.
    pub zone: Zone,
    /// Lucene's slop: how many positions words may be moved to form the phrase.
    pub slop: u32,
    /// What its score is multiplied with.
    pub boost: f32,
    /// The words and their positions, the first at 0.
    pub slots: Vec<Slot>,
}

impl Text {
    /// Words that may stand anywhere, as typed.
    pub fn of(text: impl Into<String>, slots: Vec<Slot>) -> Text {
        Text {
            text: text.into(),
            quoted: false,
            exact: false,
            capitals: None,
            zone: Zone::ANY,
            slop: 0,
            boost: 1.0,
            slots,
        }
    }

    /// One word.
    pub fn of_word(text: impl Into<String>, word: Word) -> Text {
        Text::of(text, vec![Slot { at: 0, word }])
    }
}

/// A word of a phrase.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Its distance from the first word.
    pub at: u32,
    /// What has to stand there.
    pub word: Word,
}

/// What a printed word is held against.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Word {
    /// Any inflection: the word's stems, with the languages they hold in.
    Stems(Vec<Stem>),
    /// The form as printed (NFC, straight apostrophes), and its stems.
    Exact(String, Vec<Stem>),
    /// A pattern over the folded form.
    Pattern(Pattern),
}

/// Many words by one description; each holds of a word folded (case, accents), not stemmed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// `*` stands for any letters, `?` for one.
    Wild(String),
    /// A regular expression for the whole word.
    Regex(String),
    /// A word, and how many letters may differ (put in, left out, exchanged, swapped with the next).
    Fuzzy(String, u8),
}

/// How a word is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Capitals {
    /// A capital letter somewhere in it.
    Some,
    /// All of its letters are capitals.
    All,
    /// None of its letters is.
    None,
}

/// Parts of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone {
    /// Whether the title is one.
    pub title: bool,
    /// Whether the body is one.
    pub body: bool,
    /// Of the body, the first two paragraphs only.
    pub lead: bool,
    /// Of the body, so many words only.
    pub first: Option<u32>,
}

impl Zone {
    /// All of an article.
    pub const ANY: Zone = Zone { title: true, body: true, lead: false, first: None };
    /// The title.
    pub const TITLE: Zone = Zone { body: false, ..Zone::ANY };
    /// The body.
    pub const BODY: Zone = Zone { title: false, ..Zone::ANY };
    /// The title and the first two paragraphs of the body.
    pub const LEAD: Zone = Zone { lead: true, ..Zone::ANY };

    /// The first words of the body.
    pub fn first(words: u32) -> Zone {
        Zone { first: Some(words), ..Zone::BODY }
    }

    /// What lies in both.
    pub fn and(self, other: Zone) -> Zone {
        let first = match (self.first, other.first) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Zone {
            title: self.title && other.title,
            body: self.body && other.body,
            lead: self.lead || other.lead,
            first,
        }
    }
}

/// Two parts close to one another. Never across title and body, never by one word for both.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The part on the left of the operator.
    pub left: Box<Tree>,
    /// The part on its right.
    pub right: Box<Tree>,
    /// How close, and in which order.
    pub how: Proximity,
}

/// An operator of proximity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proximity {
    /// How close.
    pub reach: Reach,
    /// Whether the left part has to come first.
    pub ordered: bool,
    /// Whether the left part is asked for where the right is *not* so close.
    pub negated: bool,
}

/// How close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// So many positions between the nearest edges; neighbours are 1 apart.
    Words(u32),
    /// In one sentence; a title is one.
    Sentence,
    /// In one paragraph; a title is one.
    Paragraph,
}

/// A header compared with a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// Which header.
    pub field: FilterField,
    /// The value as typed.
    pub value: String,
    /// Whether `*` and `?` in it stand for other characters.
    pub wild: bool,
}

/// Headers a query may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterField {
    /// Source or agency.
    Source,
    /// The source alone. Only flags can ask for it.
    Publisher,
    /// The credited agency alone.
    Agency,
    /// The id of the article's own header.
    Id,
    /// The language's code.
    Lang,
    /// The place of the dateline.
    Dateline,
    /// An author: the whole name, or a word of it.
    Byline,
    /// The section.
    Section,
    /// A keyword, tag or subject.
    Topic,
    /// The key.
    Key,
    /// Any path the article lies at, below its root.
    Path,
}

impl FilterField {
    /// Returns whether an article may lack the header, so that a facet lists it as `none`.
    pub fn may_be_absent(self) -> bool {
        !matches!(self, FilterField::Id | FilterField::Key | FilterField::Path)
    }

    /// Returns a tree that matches articles without the header.
    pub fn absent(self) -> Tree {
        let present = Filter { field: self, value: "*".into(), wild: true };
        Tree::Not(Box::new(Tree::Filter(present)))
    }

    /// The field's name in a query.
    pub fn name(self) -> &'static str {
        match self {
            FilterField::Source => "source",
            FilterField::Publisher => "publisher",
            FilterField::Agency => "agency",
            FilterField::Id => "id",
            FilterField::Lang => "lang",
            FilterField::Dateline => "dateline",
            FilterField::Byline => "byline",
            FilterField::Section => "section",
            FilterField::Topic => "topic",
            FilterField::Key => "key",
            FilterField::Path => "path",
        }
    }
}

/// What may be said of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Its date is unknown.
    Undated,
    /// It states a date that is not understood.
    Unread,
    /// Its date is known to the month or the year only.
    Inexact,
    /// Its date is hard to believe.
    Suspect,
}

impl Flag {
    /// Its name after `date:`, and the flag's name in the index.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Flag::Undated => ("none", "undated"),
            Flag::Unread => ("unread", "unread"),
            Flag::Inexact => ("inexact", "inexact"),
            Flag::Suspect => ("suspect", "suspect"),
        }
    }
}

/// Keys with where the engine keeps their articles (`Article::order`), sorted by key.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Keys(pub std::sync::Arc<Vec<(String, i64)>>);

impl Keys {
    /// Whether a key is one of them.
    pub fn contains(&self, key: &str) -> bool {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(key)).is_ok()
    }
}

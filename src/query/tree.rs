//! The query tree: the meaning of a query, independent of its spelling and of any engine.
//!
//! There are two kinds of nodes. *Positional* nodes ([`Tree::Text`], [`Tree::Near`], and a [`Tree::Or`] of such nodes)
//! match spans of an article; all others match articles. The operands of a proximity operator are always positional:
//! `super::shape` ensures this while it builds a tree.

pub use super::range::{Bound, DateRange, Extent, Position};
use crate::analysis::Stem;

/// A parsed query.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// Every article.
    All,
    /// No article.
    Nothing,
    /// A word or a phrase.
    Text(Text),
    /// Two parts that are close to one another.
    Near(Near),
    /// At least this many spans that share no word.
    AtLeast(u32, Box<Tree>),
    /// All of these trees.
    And(Vec<Tree>),
    /// Any of these trees.
    Or(Vec<Tree>),
    /// The opposite of this tree.
    Not(Box<Tree>),
    /// A header has this value.
    Filter(Filter),
    /// The date is in this range.
    Date(DateRange),
    /// The article has this flag.
    Flag(Flag),
    /// The body has at least and at most this many words.
    Length(u32, u32),
    /// One of these keys. A `key:` or `path:` filter is resolved to keys.
    Keys(Keys),
}

/// A word or a phrase.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The text as typed, without quotes.
    pub text: String,
    /// Whether it was quoted.
    pub quoted: bool,
    /// Whether words have to be printed as typed, with the same case, accents and ending.
    pub exact: bool,
    /// How the words have to be capitalized.
    pub capitals: Option<Capitals>,
    /// The parts of an article to search.
    pub zone: Zone,
    /// The slop, as in Lucene: how many positions words may be moved to form the phrase.
    pub slop: u32,
    /// The factor by which the score is multiplied.
    pub boost: f32,
    /// The words and their positions. The first position is 0.
    pub slots: Vec<Slot>,
}

impl Text {
    /// Creates a text without conditions on how or where it is printed.
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

    /// Creates a text of one word.
    pub fn of_word(text: impl Into<String>, word: Word) -> Text {
        Text::of(text, vec![Slot { at: 0, word }])
    }
}

/// A word of a phrase.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Its distance from the first word.
    pub at: u32,
    /// The word to match at this position.
    pub word: Word,
}

/// What a printed word is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Word {
    /// Any inflection: the word's stems, with the languages of each.
    Stems(Vec<Stem>),
    /// The form as printed (NFC, straight apostrophes), and its stems.
    Exact(String, Vec<Stem>),
    /// A pattern over the folded form.
    Pattern(Pattern),
}

/// A pattern, which matches words after folding (case, accents) but before stemming.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// A pattern in which `*` matches any letters and `?` matches one.
    Wild(String),
    /// A regular expression for the whole word.
    Regex(String),
    /// A word and the maximum number of edits (insertions, deletions, substitutions, swaps of adjacent letters).
    Fuzzy(String, u8),
}

/// The capitalization of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Capitals {
    /// At least one letter is a capital.
    Some,
    /// All letters are capitals.
    All,
    /// No letter is a capital.
    None,
}

/// Parts of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone {
    /// Whether the title is included.
    pub title: bool,
    /// Whether the body is included.
    pub body: bool,
    /// Whether the body is limited to its first two paragraphs.
    pub lead: bool,
    /// The number of words to which the body is limited.
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

    /// Creates a zone of the first words of the body.
    pub fn first(words: u32) -> Zone {
        Zone { first: Some(words), ..Zone::BODY }
    }

    /// Returns the intersection of two zones.
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

/// Two parts that are close to one another. One part cannot be in the title and the other in the body, and the two
/// parts cannot share a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The part on the left of the operator.
    pub left: Box<Tree>,
    /// The part on the right of the operator.
    pub right: Box<Tree>,
    /// The required distance and order.
    pub how: Proximity,
}

/// A proximity operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proximity {
    /// The maximum distance.
    pub reach: Reach,
    /// Whether the left part has to come first.
    pub ordered: bool,
    /// Whether to match the left part only where the right part is *not* that close.
    pub negated: bool,
}

/// The maximum distance between two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// This many positions between the nearest edges; adjacent words are 1 apart.
    Words(u32),
    /// In the same sentence. A title is one sentence.
    Sentence,
    /// In the same paragraph. A title is one paragraph.
    Paragraph,
}

/// A header compared with a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// The header.
    pub field: FilterField,
    /// The value as typed.
    pub value: String,
    /// Whether `*` and `?` in the value are wildcards.
    pub wild: bool,
}

/// The headers that a query can search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterField {
    /// The source or the agency.
    Source,
    /// The source only. Query text cannot name it; command-line flags and web filters can.
    Publisher,
    /// The credited agency only.
    Agency,
    /// The id in the article's header.
    Id,
    /// The language code.
    Lang,
    /// The place of the dateline.
    Dateline,
    /// An author: the whole name, or one word of it.
    Byline,
    /// The section.
    Section,
    /// A keyword, tag or subject.
    Topic,
    /// The key.
    Key,
    /// Any path of the article, relative to its root.
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

    /// Returns the field's name in a query.
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

/// A property of an article's date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// The date is unknown.
    Undated,
    /// The article states a date that could not be parsed.
    Unread,
    /// The date is known only to the month or the year.
    Inexact,
    /// The date is implausible.
    Suspect,
}

impl Flag {
    /// Returns the flag's name after `date:` and its name in the index.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Flag::Undated => ("none", "undated"),
            Flag::Unread => ("unread", "unread"),
            Flag::Inexact => ("inexact", "inexact"),
            Flag::Suspect => ("suspect", "suspect"),
        }
    }
}

/// Keys, each with its article's `Article::order`, sorted by key.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Keys(pub std::sync::Arc<Vec<(String, i64)>>);

impl Keys {
    /// Returns whether it contains a key.
    pub fn contains(&self, key: &str) -> bool {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(key)).is_ok()
    }
}

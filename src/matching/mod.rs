//! Evaluates a tree against the tokens of one article: whether the article matches, and which spans satisfy the tree.
//! This performs no I/O.
//!
//! Highlights are made from the same spans, and engines that cannot decide a query themselves use this code. [`spans`]
//! implements words, phrases and proximity, and `words` single words. This module decides whole articles and converts
//! spans to byte ranges.

mod choosing;
mod clusters;
pub mod ground;
mod layout;
mod maximal_intervals;
mod minimal_intervals;
mod near;
pub mod nodes;
mod sequence;
pub mod span;
pub mod spans;
mod stretches;
mod words;

use std::cell::{Cell, RefCell};

use crate::analysis::{Analyzer, Beginnings, fold};
use crate::article::Article;
use crate::query::pattern;
use crate::query::tree::{DateRange, Extent, Filter, FilterField, Flag, Keys, Tree};
use ground::Work;
use layout::Layout;
pub(crate) use layout::TITLE_GAP;
pub use layout::Tokens;
use nodes::Node;
use span::{Span, apart};
pub(crate) use words::is_printed;
use words::{Memory, Words};

/// The number of spans that may be inspected for marks.
const MARKED: u32 = 200_000;

/// A byte range that matched, and the clause of the query that it satisfies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Mark {
    /// The position of the first byte.
    pub start: usize,
    /// The position after the last byte.
    pub end: usize,
    /// The number of the clause, in the order of the query.
    pub clause: usize,
}

/// The marks of an article, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Marks {
    /// The marks in the title.
    pub title: Vec<Mark>,
    /// The marks in the body.
    pub body: Vec<Mark>,
    /// Whether the article has more spans than could be inspected.
    pub incomplete: bool,
}

impl Marks {
    /// Returns the distinct marked places: whether the place is in the title, its first byte, and the position after
    /// its last byte. Marks of several clauses at the same place are one occurrence.
    pub fn occurrences(&self) -> impl Iterator<Item = (bool, usize, usize)> + '_ {
        let zones = [(true, &self.title), (false, &self.body)];
        zones.into_iter().flat_map(|(in_title, marks)| {
            let mut last = None;
            marks.iter().filter_map(move |mark| {
                let place = (mark.start, mark.end);
                let again = last.replace(place) == Some(place);
                (!again).then_some((in_title, mark.start, mark.end))
            })
        })
    }
}

/// A tree that is compiled to be evaluated against articles.
pub struct Matcher {
    rule: Rule,
    words: Words,
    beginnings: Beginnings,
    /// Whether it matters where sentences or paragraphs begin.
    boundaries: bool,
    memory: RefCell<Memory>,
    cut_short: Cell<bool>,
}

/// A tree whose words are replaced by numbers.
enum Rule {
    Always(bool),
    /// At least this many spans that share no position.
    Spans(Node, u32),
    And(Vec<Rule>),
    Or(Vec<Rule>),
    Not(Box<Rule>),
    Header(FilterField, Value),
    Date(DateRange),
    Flag(Flag),
    Length(u32, u32),
    Keys(Keys),
}

impl Rule {
    fn has_boundaries(&self) -> bool {
        match self {
            Rule::Spans(node, _) => node.has_boundaries(),
            Rule::And(rules) | Rule::Or(rules) => rules.iter().any(Rule::has_boundaries),
            Rule::Not(rule) => rule.has_boundaries(),
            _ => false,
        }
    }
}

/// Returns whether a rule depends on the key of an article.
fn depends_on_keys(rule: &Rule) -> bool {
    match rule {
        Rule::Keys(_) | Rule::Header(FilterField::Key, _) => true,
        Rule::And(rules) | Rule::Or(rules) => rules.iter().any(depends_on_keys),
        Rule::Not(rule) => depends_on_keys(rule),
        _ => false,
    }
}

enum Value {
    Folded(String),
    Verbatim(String),
    Wild(Vec<char>),
}

impl Matcher {
    /// Compiles a tree. An article does not contain its paths, so a `path:` filter that was not resolved to keys
    /// matches nothing.
    pub fn new(tree: &Tree) -> Self {
        let mut words = Words::default();
        let rule = rule(tree, &mut words);
        let (beginnings, boundaries) = (words.beginnings(), rule.has_boundaries());
        let (memory, cut_short) = (RefCell::default(), Cell::new(false));
        Matcher { rule, words, beginnings, boundaries, memory, cut_short }
    }

    /// Returns whether the result depends on the key of an article.
    pub fn depends_on_keys(&self) -> bool {
        depends_on_keys(&self.rule)
    }

    /// Returns whether an article satisfies the tree.
    pub fn matches(&self, analyzer: &mut Analyzer, article: &Article) -> bool {
        let layout = self.layout(analyzer, article, self.boundaries);
        self.evaluate(&layout, article, false).is_some()
    }

    /// Returns the marks of the spans that satisfy the tree, or `None` if the article does not satisfy it.
    pub fn marks(&self, analyzer: &mut Analyzer, article: &Article) -> Option<Marks> {
        let layout = self.layout(analyzer, article, self.boundaries);
        self.evaluate(&layout, article, true)
    }

    /// Like [`Matcher::marks`]. Also returns the first byte of each sentence of the body, for passages.
    pub(crate) fn marks_and_sentences(
        &self,
        analyzer: &mut Analyzer,
        article: &Article,
    ) -> (Option<Marks>, Vec<usize>) {
        let layout = self.layout(analyzer, article, true);
        (self.evaluate(&layout, article, true), layout.sentence_bytes)
    }

    /// Returns the marks of an article whose tokens were recorded, as [`Matcher::marks`] does.
    pub fn marks_of(&self, tokens: &Tokens, article: &Article) -> Option<Marks> {
        let layout = Layout::of_tokens(&self.words, tokens, &mut self.memory.borrow_mut());
        self.evaluate(&layout, article, true)
    }

    /// Returns whether an article had more spans than could be inspected, so that its result may be wrong.
    pub fn was_cut_short(&self) -> bool {
        self.cut_short.get()
    }

    fn layout(&self, analyzer: &mut Analyzer, article: &Article, boundaries: bool) -> Layout {
        let memory = &mut *self.memory.borrow_mut();
        Layout::of(&self.words, &self.beginnings, analyzer, article, memory, boundaries)
    }

    fn evaluate(&self, layout: &Layout, article: &Article, mark: bool) -> Option<Marks> {
        let mut evaluation = Evaluation {
            article,
            layout,
            clause: 0,
            work: if mark { Work::of(MARKED) } else { Work::default() },
            marks: Marks::default(),
            doubtful: false,
        };
        let holds = evaluation.satisfies(&self.rule, mark);
        if evaluation.doubtful {
            self.cut_short.set(true);
        }
        if !holds {
            return None;
        }
        let mut marks = evaluation.marks;
        marks.incomplete = evaluation.work.is_spent();
        for zone in [&mut marks.title, &mut marks.body] {
            zone.sort_unstable();
            zone.dedup();
        }
        Some(marks)
    }
}

fn rule(tree: &Tree, words: &mut Words) -> Rule {
    let mut node =
        |tree: &Tree| Node::of(tree, &mut |text, slot| words.number(&slot.word, text.capitals));
    match tree {
        Tree::All => Rule::Always(true),
        Tree::Nothing => Rule::Always(false),
        Tree::Text(_) | Tree::Near(_) => Rule::Spans(node(tree), 1),
        Tree::AtLeast(count, tree) => Rule::Spans(node(tree), *count),
        Tree::And(trees) => Rule::And(trees.iter().map(|tree| rule(tree, words)).collect()),
        Tree::Or(trees) => Rule::Or(trees.iter().map(|tree| rule(tree, words)).collect()),
        Tree::Not(tree) => Rule::Not(Box::new(rule(tree, words))),
        Tree::Filter(filter) => Rule::Header(filter.field, value(filter)),
        Tree::Date(range) => Rule::Date(*range),
        Tree::Flag(flag) => Rule::Flag(*flag),
        Tree::Length(least, most) => Rule::Length(*least, *most),
        Tree::Keys(keys) => Rule::Keys(keys.clone()),
    }
}

fn value(filter: &Filter) -> Value {
    let verbatim = matches!(filter.field, FilterField::Id | FilterField::Key | FilterField::Path);
    let text = if verbatim { filter.value.clone() } else { fold::name(&filter.value) };
    match (filter.wild, verbatim) {
        (true, _) => Value::Wild(text.chars().collect()),
        (false, true) => Value::Verbatim(text),
        (false, false) => Value::Folded(text),
    }
}

struct Evaluation<'a> {
    article: &'a Article,
    layout: &'a Layout,
    clause: usize,
    work: Work,
    marks: Marks,
    /// Whether a span that was not found may be among those that were not inspected.
    doubtful: bool,
}

impl Evaluation<'_> {
    /// Returns whether a rule holds. Marks are kept only if the rule holds and is `wanted`.
    fn satisfies(&mut self, rule: &Rule, wanted: bool) -> bool {
        match rule {
            Rule::Always(holds) => *holds,
            Rule::Spans(node, least) => self.spans(node, *least, wanted),
            Rule::Not(rule) => !self.satisfies(rule, false),
            Rule::And(rules) => {
                let before = (self.marks.title.len(), self.marks.body.len());
                // Every part is evaluated, so that clauses keep their numbers.
                let all = rules.iter().filter(|rule| !self.satisfies(rule, wanted)).count() == 0;
                if !all {
                    self.marks.title.truncate(before.0);
                    self.marks.body.truncate(before.1);
                }
                all
            }
            Rule::Or(rules) => rules.iter().filter(|rule| self.satisfies(rule, wanted)).count() > 0,
            Rule::Header(field, value) => self.header(*field, value),
            Rule::Date(range) => {
                self.article.date.is_some_and(|date| range.matches(&Extent::of(&date)))
            }
            Rule::Flag(Flag::Undated) => self.article.date.is_none(),
            Rule::Flag(Flag::Unread) => self.article.flags.date_unread,
            Rule::Flag(Flag::Inexact) => self.article.date.is_some_and(|date| date.is_inexact()),
            Rule::Flag(Flag::Suspect) => self.article.flags.suspect,
            Rule::Length(least, most) => (*least..=*most).contains(&self.layout.body_words),
            Rule::Keys(keys) => keys.contains(&self.article.key),
        }
    }

    fn spans(&mut self, node: &Node, least: u32, wanted: bool) -> bool {
        let clause = self.clause;
        self.clause += 1;
        let ground = self.layout.ground();
        if !wanted {
            let holds = spans::exist(node, least, &ground, &mut self.work);
            self.doubtful |= !holds && self.work.is_spent();
            return holds;
        }
        let found = spans::spans(node, &ground, &mut self.work);
        if found.is_empty() || (least > 1 && apart(spans::edges(&found)) < least) {
            return false;
        }
        for piece in found.iter().flat_map(Span::pieces) {
            let (first, last) = (self.layout.bytes_of(piece.0), self.layout.bytes_of(piece.1));
            if let (Some((start, _, in_title)), Some((_, end, _))) = (first, last) {
                let (text, marks) = match in_title {
                    true => (self.article.title.as_deref(), &mut self.marks.title),
                    false => (Some(self.article.body.as_str()), &mut self.marks.body),
                };
                let (start, end) = clusters::whole(text.unwrap_or_default(), start, end);
                marks.push(Mark { start, end, clause });
            }
        }
        true
    }

    fn header(&self, field: FilterField, wanted: &Value) -> bool {
        let article = self.article;
        let fits = |value: &str| match wanted {
            Value::Folded(wanted) | Value::Verbatim(wanted) => value == wanted,
            Value::Wild(wanted) => pattern::wild(wanted, value),
        };
        let is = |value: &Option<String>| {
            value.as_ref().is_some_and(|value| match field {
                FilterField::Id => fits(value),
                _ => fits(&fold::name(value)),
            })
        };
        match field {
            FilterField::Source => {
                // Whether an article has a source does not depend on the agency.
                let any = matches!(wanted, Value::Wild(wanted) if wanted == &['*']);
                is(&article.source) || (!any && is(&article.agency))
            }
            FilterField::Publisher => is(&article.source),
            FilterField::Agency => is(&article.agency),
            FilterField::Id => is(&article.id),
            FilterField::Lang => is(&article.lang),
            FilterField::Dateline => is(&article.dateline),
            FilterField::Byline => article.byline.iter().any(|author| {
                let name = fold::name(author);
                fits(&name) || fold::words_of_name(&name).any(fits)
            }),
            FilterField::Section => is(&article.section),
            FilterField::Topic => article.topics.iter().any(|topic| fits(&fold::name(topic))),
            FilterField::Key => match wanted {
                Value::Verbatim(key) | Value::Folded(key) => article.key == *key,
                Value::Wild(wanted) => pattern::wild(wanted, &article.key),
            },
            FilterField::Path => false,
        }
    }
}

#[cfg(test)]
mod tests;

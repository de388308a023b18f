//! What a tree means: a tree and one article's tokens, and the spans that satisfy it. Pure.
//!
//! Highlights are this function's spans, and engines that cannot decide a query themselves ask it.

use rustc_hash::FxHashMap;

use crate::analysis::{Analyzer, Event, fold};
use crate::article::Article;
use crate::query::tree::{Extent, Filter, FilterField, Text, Tree, Zone};

/// A byte range that matched, and which clause of the query it satisfies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// First byte.
    pub start: usize,
    /// Byte behind it.
    pub end: usize,
    /// The number of the clause, in the order of the query.
    pub clause: usize,
}

/// The marks of an article, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// In the title.
    pub title: Vec<Mark>,
    /// In the body.
    pub body: Vec<Mark>,
}

/// A tree made ready to be held against articles.
pub struct Matcher<'t> {
    tree: &'t Tree,
    terms: FxHashMap<&'t str, usize>,
}

/// Where a term stands: position, first byte, byte behind it.
type Occurrence = (u32, usize, usize);

/// Where each term stands in one zone.
type Occurrences = Vec<Vec<Occurrence>>;

impl<'t> Matcher<'t> {
    /// Prepares a tree.
    pub fn new(tree: &'t Tree) -> Self {
        let mut terms = FxHashMap::default();
        collect_terms(tree, &mut terms);
        Matcher { tree, terms }
    }

    /// Whether an article satisfies the tree.
    pub fn matches(&self, analyzer: &mut Analyzer, article: &Article) -> bool {
        self.marks(analyzer, article).is_some()
    }

    /// The spans of an article that satisfy the tree; None where it does not satisfy it.
    pub fn marks(&self, analyzer: &mut Analyzer, article: &Article) -> Option<Marks> {
        let title = self.occurrences(analyzer, article.title.as_deref().unwrap_or_default());
        let body = self.occurrences(analyzer, &article.body);
        let mut evaluation = Evaluation {
            terms: &self.terms,
            article,
            title,
            body,
            clause: 0,
            marks: Marks::default(),
        };
        if !evaluation.satisfies(self.tree, true) {
            return None;
        }
        let mut marks = evaluation.marks;
        for zone in [&mut marks.title, &mut marks.body] {
            zone.sort_unstable();
            zone.dedup();
        }
        Some(marks)
    }

    fn occurrences(&self, analyzer: &mut Analyzer, text: &str) -> Occurrences {
        let mut found: Occurrences = vec![Vec::new(); self.terms.len()];
        if self.terms.is_empty() {
            return found;
        }
        analyzer.analyse(text, |event| {
            if let Event::Token(token) = event
                && let Some(term) = self.terms.get(token.term)
            {
                // A word and its part may have one stem: a position counts once.
                let occurrences = &mut found[*term];
                if occurrences.last().is_none_or(|last| last.0 != token.position) {
                    occurrences.push((token.position, token.start, token.end));
                }
            }
        });
        found
    }
}

fn collect_terms<'t>(tree: &'t Tree, terms: &mut FxHashMap<&'t str, usize>) {
    match tree {
        Tree::Text(text) => {
            for (_, term) in &text.terms {
                let next = terms.len();
                terms.entry(term).or_insert(next);
            }
        }
        Tree::And(trees) | Tree::Or(trees) => {
            trees.iter().for_each(|tree| collect_terms(tree, terms))
        }
        Tree::Not(tree) => collect_terms(tree, terms),
        Tree::All | Tree::Nothing | Tree::Filter(_) | Tree::Date(_) | Tree::Undated => {}
    }
}

struct Evaluation<'a> {
    terms: &'a FxHashMap<&'a str, usize>,
    article: &'a Article,
    title: Occurrences,
    body: Occurrences,
    clause: usize,
    marks: Marks,
}

impl Evaluation<'_> {
    /// Whether a subtree holds. Marks are kept only of what holds and is `wanted`.
    fn satisfies(&mut self, tree: &Tree, wanted: bool) -> bool {
        match tree {
            Tree::All => true,
            Tree::Nothing => false,
            Tree::Text(text) => self.text(text, wanted),
            Tree::Not(tree) => !self.satisfies(tree, false),
            Tree::And(trees) => {
                let before = (self.marks.title.len(), self.marks.body.len());
                // Every part is looked at, so that clauses keep their numbers.
                let all = trees.iter().filter(|tree| !self.satisfies(tree, wanted)).count() == 0;
                if !all {
                    self.marks.title.truncate(before.0);
                    self.marks.body.truncate(before.1);
                }
                all
            }
            Tree::Or(trees) => trees.iter().filter(|tree| self.satisfies(tree, wanted)).count() > 0,
            Tree::Filter(filter) => self.filter(filter),
            Tree::Date(range) => {
                self.article.date.is_some_and(|date| range.matches(&Extent::of(&date)))
            }
            Tree::Undated => self.article.date.is_none(),
        }
    }

    fn text(&mut self, text: &Text, wanted: bool) -> bool {
        let clause = self.clause;
        self.clause += 1;
        let spans = |zone: &Occurrences| -> Vec<Mark> {
            let slots: Vec<(u32, &[Occurrence])> = text
                .terms
                .iter()
                .map(|(position, term)| (*position, zone[self.terms[term.as_str()]].as_slice()))
                .collect();
            sequences(&slots).map(|(start, end)| Mark { start, end, clause }).collect()
        };
        let title = if text.zone == Zone::Body { Vec::new() } else { spans(&self.title) };
        let body = if text.zone == Zone::Title { Vec::new() } else { spans(&self.body) };
        let found = !title.is_empty() || !body.is_empty();
        if wanted {
            self.marks.title.extend(title);
            self.marks.body.extend(body);
        }
        found
    }

    fn filter(&self, filter: &Filter) -> bool {
        let wanted = fold::name(&filter.value);
        let article = self.article;
        let is = |value: &Option<String>| {
            value.as_ref().is_some_and(|value| fold::name(value) == wanted)
        };
        match filter.field {
            FilterField::Source => is(&article.source) || is(&article.agency),
            FilterField::Agency => is(&article.agency),
            FilterField::Id => article.id.as_ref() == Some(&filter.value),
            FilterField::Lang => is(&article.lang),
            FilterField::Dateline => is(&article.dateline),
        }
    }
}

/// Byte ranges where every slot's term stands at its distance from the first.
fn sequences<'a>(
    slots: &'a [(u32, &'a [Occurrence])],
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let (first, rest) = match slots.split_first() {
        Some(((_, first), rest)) => (*first, rest),
        None => (&[][..], slots),
    };
    first.iter().filter_map(move |(position, start, end)| {
        let mut last = *end;
        for (distance, occurrences) in rest {
            let at =
                occurrences.binary_search_by_key(&(position + distance), |found| found.0).ok()?;
            last = last.max(occurrences[at].2);
        }
        Some((*start, last))
    })
}

#[cfg(test)]
mod tests;

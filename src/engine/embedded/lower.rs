//! A tree becomes tantivy's queries.
//!
//! Two bounds are made of every part: a query for at least what it asks for and one for at most
//! that. Where they are the same the part is exact; between them `matching/` looks at stored
//! articles. [`super::leaf`] lowers words and headers, [`super::clauses`] joins.

use tantivy::Term;
use tantivy::query::{AllQuery, EmptyQuery, Occur, PhraseQuery, Query};

use super::clauses::{all_of, boosted, one_or, silent, term};
use super::keys::DocsQuery;
use super::leaf::{any_stem, plain_word};
use super::length::LengthQuery;
use super::reader::Reader;
use super::span::{CutShort, SpanQuery};
use super::window::DateQuery;
use crate::analysis::{Analyzer, Stem};
use crate::query::tree::{Slot, Text, Tree, Word, Zone};

/// What an engine can say of a tree.
pub struct Lowered {
    /// Finds all that the tree asks for, or more.
    pub upper: Box<dyn Query>,
    /// Finds only what the tree asks for; None where `upper` does.
    pub lower: Option<Box<dyn Query>>,
}

impl Lowered {
    pub(super) fn exact(upper: Box<dyn Query>) -> Lowered {
        Lowered { upper, lower: None }
    }

    fn lower_or_upper(&self) -> Box<dyn Query> {
        self.lower.as_ref().unwrap_or(&self.upper).box_clone()
    }
}

/// Lowers a tree for the index of a reader.
pub fn lower(
    tree: &Tree,
    reader: &Reader,
    analyzer: &mut Analyzer,
    cut_short: &CutShort,
) -> tantivy::Result<Lowered> {
    Lowering { reader, analyzer, cut_short }.node(tree)
}

pub(super) struct Lowering<'a> {
    pub(super) reader: &'a Reader,
    pub(super) analyzer: &'a mut Analyzer,
    pub(super) cut_short: &'a CutShort,
}

impl Lowering<'_> {
    fn node(&mut self, tree: &Tree) -> tantivy::Result<Lowered> {
        let fields = &self.reader.fields;
        Ok(match tree {
            Tree::All => Lowered::exact(silent(Box::new(AllQuery))),
            Tree::Nothing => Lowered::exact(Box::new(EmptyQuery)),
            Tree::Text(text) => self.text(text)?,
            Tree::Near(_) => self.spans(tree, 1)?,
            Tree::AtLeast(count, tree) => self.spans(tree, *count)?,
            Tree::Filter(filter) => Lowered::exact(silent(self.header(filter)?)),
            Tree::Date(range) => Lowered::exact(Box::new(DateQuery(*range))),
            Tree::Flag(flag) => Lowered::exact(silent(term(fields.flag, flag.names().1))),
            Tree::Length(least, most) => Lowered::exact(Box::new(LengthQuery(*least, *most))),
            Tree::Keys(keys) => Lowered::exact(silent(Box::new(DocsQuery::of(self.reader, keys)?))),
            Tree::Not(_) => self.conjunction(std::slice::from_ref(tree))?,
            Tree::And(trees) => self.conjunction(trees)?,
            Tree::Or(trees) => match trees.iter().map(plain_word).collect::<Option<Vec<_>>>() {
                // One union, not a union of unions: it is searched without scoring all.
                Some(words) => {
                    let words = words.into_iter();
                    let words =
                        words.flat_map(|(stems, boost)| any_stem(fields.text, stems, boost));
                    Lowered::exact(one_or(words.collect()))
                }
                None => {
                    let parts =
                        trees.iter().map(|tree| self.node(tree)).collect::<tantivy::Result<_>>()?;
                    any_of(parts)
                }
            },
        })
    }

    fn conjunction(&mut self, trees: &[Tree]) -> tantivy::Result<Lowered> {
        let mut upper = Vec::with_capacity(trees.len() + 1);
        let mut lower = Vec::with_capacity(trees.len() + 1);
        let mut exact = true;
        for tree in trees {
            if let Tree::Not(excluded) = tree {
                let part = self.node(excluded)?;
                exact &= part.lower.is_none();
                upper.push((Occur::MustNot, part.lower_or_upper()));
                lower.push((Occur::MustNot, part.upper));
            } else {
                let part = self.node(tree)?;
                exact &= part.lower.is_none();
                lower.push((Occur::Must, part.lower_or_upper()));
                upper.push((Occur::Must, part.upper));
            }
        }
        Ok(Lowered { upper: all_of(upper), lower: (!exact).then(|| all_of(lower)) })
    }

    fn text(&mut self, text: &Text) -> tantivy::Result<Lowered> {
        let field = self.reader.fields.text;
        let plain = |slot: &Slot| match &slot.word {
            Word::Stems(stems) if text.capitals.is_none() => Some(stems.clone()),
            _ => None,
        };
        let anywhere = text.zone == Zone::ANY && text.slop == 0;
        let Some(stems) = text.slots.iter().map(plain).collect::<Option<Vec<_>>>() else {
            return match text.slots.as_slice() {
                [slot] if anywhere => self.word(slot, text),
                _ => self.some_words(text),
            };
        };
        let alone = stems.iter().map(|stems| Stem::alone(stems)).collect::<Option<Vec<_>>>();
        Ok(Lowered::exact(match (stems.as_slice(), alone) {
            ([], _) => Box::new(EmptyQuery),
            ([stems], _) if anywhere => one_or(any_stem(field, stems, text.boost).collect()),
            (_, Some(alone)) if anywhere => {
                let terms = text.slots.iter().zip(alone).map(|(slot, stem)| {
                    (slot.at as usize, Term::from_field_text(field, &stem.term))
                });
                boosted(Box::new(PhraseQuery::new_with_offset(terms.collect())), text.boost)
            }
            _ => match self.spanning(&Tree::Text(text.clone()), 1) {
                Some(spans) => Box::new(spans),
                None => Box::new(EmptyQuery),
            },
        }))
    }

    fn spanning(&self, tree: &Tree, least: u32) -> Option<SpanQuery> {
        SpanQuery::new(self.reader.fields.text, tree, least, self.cut_short)
    }

    /// Positional parts: exact from positions if all words are plain, else the documents that have
    /// the words at all.
    fn spans(&mut self, tree: &Tree, least: u32) -> tantivy::Result<Lowered> {
        match self.spanning(tree, least) {
            Some(spans) => Ok(Lowered::exact(Box::new(spans))),
            None => {
                let upper = self.candidates(tree)?;
                Ok(Lowered { upper, lower: Some(Box::new(EmptyQuery)) })
            }
        }
    }

    /// Documents outside of which a positional tree has no span.
    fn candidates(&mut self, tree: &Tree) -> tantivy::Result<Box<dyn Query>> {
        Ok(match tree {
            Tree::Near(near) if near.how.negated => self.candidates(&near.left)?,
            Tree::Near(near) => {
                if let Some(spans) = self.spanning(tree, 1) {
                    return Ok(Box::new(spans));
                }
                all_of(vec![
                    (Occur::Must, self.candidates(&near.left)?),
                    (Occur::Must, self.candidates(&near.right)?),
                ])
            }
            Tree::Or(trees) => {
                let mut any = Vec::with_capacity(trees.len());
                for tree in trees {
                    any.push((Occur::Should, self.candidates(tree)?));
                }
                one_or(any)
            }
            tree => self.node(tree)?.upper,
        })
    }

    /// A phrase of which a word depends on its printed form, or such a word in a part of the
    /// article.
    fn some_words(&mut self, text: &Text) -> tantivy::Result<Lowered> {
        let mut all = Vec::with_capacity(text.slots.len());
        for slot in &text.slots {
            all.push((Occur::Must, self.word(slot, text)?.upper));
        }
        Ok(Lowered { upper: all_of(all), lower: Some(Box::new(EmptyQuery)) })
    }
}

fn any_of(parts: Vec<Lowered>) -> Lowered {
    let exact = parts.iter().all(|part| part.lower.is_none());
    let lower = parts.iter().map(|part| (Occur::Should, part.lower_or_upper())).collect::<Vec<_>>();
    let upper = parts.into_iter().map(|part| (Occur::Should, part.upper)).collect();
    Lowered { upper: one_or(upper), lower: (!exact).then(|| one_or(lower)) }
}

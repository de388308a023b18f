//! A tree becomes tantivy's queries.
//!
//! Two bounds are made of every part: a query for at least what it asks for and one for at most
//! that. Where they are the same the part is exact; between them `matching/` looks at stored
//! articles. The rules are those tantivy's own parser breaks: a node of exclusions alone gets "every
//! document" to exclude from, a node with one child is its child, and clauses that only filter
//! score nothing, so that they change no ranking.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::expand::{self, Expansion};
use super::keys::DocsQuery;
use super::length::LengthQuery;
use super::reader::Reader;
use super::span::{CutShort, SpanQuery};
use super::tokens::CAPITALS;
use super::window::DateQuery;
use crate::analysis::{Analyzer, fold};
use crate::matching::is_printed;
use crate::query::tree::{Capitals, Filter, FilterField, Slot, Text, Tree, Word, Zone};

/// What an engine can say of a tree.
pub struct Lowered {
    /// Finds all that the tree asks for, or more.
    pub upper: Box<dyn Query>,
    /// Finds only what the tree asks for; None where `upper` does.
    pub lower: Option<Box<dyn Query>>,
}

impl Lowered {
    fn exact(upper: Box<dyn Query>) -> Lowered {
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

struct Lowering<'a> {
    reader: &'a Reader,
    analyzer: &'a mut Analyzer,
    cut_short: &'a CutShort,
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
            Tree::Or(trees) => {
                let parts =
                    trees.iter().map(|tree| self.node(tree)).collect::<tantivy::Result<_>>()?;
                any_of(parts)
            }
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
        let alone = |stems: &Vec<String>| stems.len() == 1;
        Ok(Lowered::exact(match stems.as_slice() {
            [] => Box::new(EmptyQuery),
            [stems] if anywhere => {
                let words = stems.iter().map(|stem| (Occur::Should, word(field, stem)));
                boosted(one_or(words.collect()), text.boost)
            }
            _ if anywhere && stems.iter().all(alone) => {
                let terms = text.slots.iter().zip(&stems).map(|(slot, stems)| {
                    (slot.at as usize, Term::from_field_text(field, &stems[0]))
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

    /// One word, anywhere in the article.
    fn word(&mut self, slot: &Slot, text: &Text) -> tantivy::Result<Lowered> {
        let fields = &self.reader.fields;
        let stems_in_capitals = |stems: &[String]| -> Box<dyn Query> {
            let slots = vec![Slot { at: 0, word: Word::Stems(stems.to_vec()) }];
            let in_title = Text { slots, zone: Zone::TITLE, capitals: None, ..text.clone() };
            match SpanQuery::new(fields.text, &Tree::Text(in_title), 1, self.cut_short) {
                Some(spans) => all_of(vec![
                    (Occur::Must, Box::new(spans)),
                    (Occur::Must, term(fields.forms, CAPITALS)),
                ]),
                None => Box::new(EmptyQuery),
            }
        };
        match (&slot.word, text.capitals) {
            (Word::Stems(stems), None) => {
                let words = stems.iter().map(|stem| (Occur::Should, word(fields.text, stem)));
                Ok(Lowered::exact(boosted(one_or(words.collect()), text.boost)))
            }
            (Word::Stems(stems), Some(capitals)) => {
                let mut found = expand::printed(self.reader, stems, capitals, self.analyzer)?;
                if capitals == Capitals::None {
                    return Ok(self.expanded(found, text.boost));
                }
                // What stands in a title all in capitals is printed in capitals; all else is listed.
                found.unsure.clear();
                let listed = self.expanded(found, text.boost);
                let letters = stems.iter().any(|stem| stem.contains(char::is_alphabetic));
                let titles = match letters {
                    true => stems_in_capitals(stems),
                    false => Box::new(EmptyQuery),
                };
                let any = vec![(Occur::Should, listed.upper), (Occur::Should, constant(titles))];
                Ok(Lowered::exact(one_or(any)))
            }
            (Word::Exact(form, _), Some(capitals)) if !is_printed(form, capitals) => {
                Ok(Lowered::exact(Box::new(EmptyQuery)))
            }
            (Word::Exact(form, stems), _) => {
                let lower = boosted(constant(term(fields.forms, form)), text.boost);
                let mut upper = vec![(Occur::Should, lower.box_clone())];
                if stems.contains(form) {
                    upper.push((Occur::Should, constant(term(fields.text, form))));
                }
                if is_printed(form, Capitals::All) {
                    upper.push((Occur::Should, constant(stems_in_capitals(stems))));
                }
                match upper.len() {
                    1 => Ok(Lowered::exact(lower)),
                    _ => Ok(Lowered { upper: one_or(upper), lower: Some(lower) }),
                }
            }
            (Word::Pattern(pattern), capitals) => {
                let found = expand::pattern(self.reader, pattern, capitals, self.analyzer)?;
                Ok(self.expanded(found, text.boost))
            }
        }
    }

    fn expanded(&self, found: Expansion, boost: f32) -> Lowered {
        let fields = &self.reader.fields;
        let in_field = |field: Field, words: &[String]| {
            words.iter().map(|word| Term::from_field_text(field, word)).collect::<Vec<_>>()
        };
        let mut sure = in_field(fields.forms, &found.forms);
        sure.extend(in_field(fields.text, &found.sure));
        let mut all = sure.clone();
        all.extend(in_field(fields.text, &found.unsure));
        let set = |terms: Vec<Term>| boosted(constant(Box::new(TermSetQuery::new(terms))), boost);
        match found.unsure.is_empty() {
            true => Lowered::exact(set(all)),
            false => Lowered { upper: set(all), lower: Some(set(sure)) },
        }
    }

    fn header(&self, filter: &Filter) -> tantivy::Result<Box<dyn Query>> {
        let fields = &self.reader.fields;
        let wanted: &[Field] = match filter.field {
            FilterField::Id => &[fields.id],
            FilterField::Agency => &[fields.agency],
            FilterField::Lang => &[fields.lang],
            FilterField::Dateline => &[fields.place],
            FilterField::Source => &[fields.source, fields.agency],
            // The catalogue knows keys and paths: they have been resolved before.
            FilterField::Key | FilterField::Path => &[],
        };
        let value = match filter.field {
            FilterField::Id => filter.value.clone(),
            _ => fold::name(&filter.value),
        };
        let mut any = Vec::new();
        for field in wanted {
            any.push((
                Occur::Should,
                match filter.wild {
                    false => term(*field, &value),
                    true => {
                        let wild: Vec<char> = value.chars().collect();
                        let values = expand::values(self.reader, *field, &wild)?;
                        let terms = values.iter().map(|value| Term::from_field_text(*field, value));
                        Box::new(TermSetQuery::new(terms)) as Box<dyn Query>
                    }
                },
            ));
        }
        Ok(one_or(any))
    }
}

fn any_of(parts: Vec<Lowered>) -> Lowered {
    let exact = parts.iter().all(|part| part.lower.is_none());
    let lower = parts.iter().map(|part| (Occur::Should, part.lower_or_upper())).collect::<Vec<_>>();
    let upper = parts.into_iter().map(|part| (Occur::Should, part.upper)).collect();
    Lowered { upper: one_or(upper), lower: (!exact).then(|| one_or(lower)) }
}

type Clauses = Vec<(Occur, Box<dyn Query>)>;

fn all_of(mut clauses: Clauses) -> Box<dyn Query> {
    if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
        clauses.push((Occur::Must, silent(Box::new(AllQuery))));
    }
    match clauses.len() {
        1 => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

fn one_or(mut clauses: Clauses) -> Box<dyn Query> {
    match clauses.len() {
        0 => Box::new(EmptyQuery),
        1 => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

fn word(field: Field, stem: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, stem);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn term(field: Field, value: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
}

fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    match boost == 1.0 {
        true => query,
        false => Box::new(BoostQuery::new(query, boost)),
    }
}

/// A clause that scores the same for every document.
fn constant(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 1.0))
}

/// A clause that filters and scores nothing.
fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

//! The ends of a tree as tantivy's queries: one word, in any of the ways it may be asked for, and headers.

use tantivy::Term;
use tantivy::query::{EmptyQuery, Occur, Query, TermSetQuery};
use tantivy::schema::Field;

use super::clauses::{all_of, boosted, constant, one_or, term, word};
use super::expand::{self, Expansion};
use super::lower::{Lowered, Lowering};
use super::span::SpanQuery;
use super::tokens::CAPITALS;
use crate::analysis::{MAX_WORD, fold};
use crate::matching::is_printed;
use crate::query::tree::{Capitals, Filter, FilterField, Slot, Text, Tree, Word, Zone};

/// The stems and the boost of a word that may stand anywhere and be printed in any way.
pub(super) fn plain_word(tree: &Tree) -> Option<(&[String], f32)> {
    let Tree::Text(text) = tree else { return None };
    let [Slot { word: Word::Stems(stems), .. }] = text.slots.as_slice() else { return None };
    let plain = text.zone == Zone::ANY && text.capitals.is_none() && !stems.is_empty();
    plain.then_some((stems, text.boost))
}

/// Any of some stems, each boosted by itself: a boost around them would have all be scored.
pub(super) fn any_stem(
    field: Field,
    stems: &[String],
    boost: f32,
) -> impl Iterator<Item = (Occur, Box<dyn Query>)> {
    stems.iter().map(move |stem| (Occur::Should, boosted(word(field, stem), boost)))
}

impl Lowering<'_> {
    /// One word, anywhere in the article.
    pub(super) fn word(&mut self, slot: &Slot, text: &Text) -> tantivy::Result<Lowered> {
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
                Ok(Lowered::exact(one_or(any_stem(fields.text, stems, text.boost).collect())))
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
            // A longer word is cut, and has the stem of all that begin so.
            (Word::Exact(form, stems), _) if stems.contains(form) && form.len() < MAX_WORD => {
                let titles = match form.to_uppercase() == *form {
                    // Neither does it differ in a title in capitals.
                    true => Box::new(EmptyQuery),
                    false => stems_in_capitals(std::slice::from_ref(form)),
                };
                self.own_stem(form, titles, text.boost)
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

    /// A form that is its own stem: listed where the stem is printed otherwise too, and else in the articles
    /// that have the stem and list no other form of it. `titles` finds those that have it in a title
    /// all in capitals, whose forms are not listed.
    fn own_stem(
        &mut self,
        form: &str,
        titles: Box<dyn Query>,
        boost: f32,
    ) -> tantivy::Result<Lowered> {
        let fields = &self.reader.fields;
        let others = expand::others(self.reader, form, self.analyzer)?;
        let found = |not: Vec<&String>| {
            let not = not.into_iter().map(|form| Term::from_field_text(fields.forms, form));
            let alone = all_of(vec![
                (Occur::Must, term(fields.text, form)),
                (Occur::MustNot, Box::new(TermSetQuery::new(not))),
                (Occur::MustNot, titles.box_clone()),
            ]);
            let any =
                one_or(vec![(Occur::Should, term(fields.forms, form)), (Occur::Should, alone)]);
            boosted(constant(any), boost)
        };
        let upper = found(others.always.iter().collect());
        let lower = match others.sometimes.is_empty() {
            true => None,
            false => Some(found(others.always.iter().chain(&others.sometimes).collect())),
        };
        Ok(Lowered { upper, lower })
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

    pub(super) fn header(&self, filter: &Filter) -> tantivy::Result<Box<dyn Query>> {
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

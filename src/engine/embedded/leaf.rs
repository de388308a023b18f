//! The ends of a tree as tantivy's queries: one word, in any of the ways it may be asked for, and headers.

use tantivy::Term;
use tantivy::query::{EmptyQuery, Occur, Query, TermSetQuery};
use tantivy::schema::Field;

use super::clauses::{boosted, constant, one_or, term, word};
use super::expand;
use super::lower::{Lowered, Lowering};
use super::printed::{Doubtful, Expansion, PrintedQuery, Titles};
use super::terms;
use super::tokens::CAPITALS;
use super::within::within;
use crate::analysis::{Languages, MAX_WORD, Stem, fold};
use crate::matching::is_printed;
use crate::query::tree::{Capitals, Filter, FilterField, Slot, Text, Tree, Word, Zone};

/// The stems and the boost of a word that may stand anywhere and be printed in any way.
pub(super) fn plain_word(tree: &Tree) -> Option<(&[Stem], f32)> {
    let Tree::Text(text) = tree else { return None };
    let [Slot { word: Word::Stems(stems), .. }] = text.slots.as_slice() else { return None };
    let plain = text.zone == Zone::ANY && text.capitals.is_none() && !stems.is_empty();
    plain.then_some((stems, text.boost))
}

/// Whether a tree is one such word, of one stem in whatever language.
pub(super) fn is_one_stem(tree: &Tree) -> bool {
    plain_word(tree).is_some_and(|(stems, _)| Stem::alone(stems).is_some())
}

/// A query for such a word, or any of some, in articles of whatever language: tantivy prunes it, and what it
/// finds too much has none of the words where it is scored again. None where nothing is too much, and for
/// other trees.
pub(super) fn in_any_language(field: Field, tree: &Tree) -> Option<Box<dyn Query>> {
    let trees = match tree {
        Tree::Or(trees) => trees.as_slice(),
        tree => std::slice::from_ref(tree),
    };
    let words = trees.iter().map(plain_word).collect::<Option<Vec<_>>>()?;
    let mut all = Vec::new();
    let mut depends = false;
    for (stems, boost) in words {
        depends |= !stems.iter().all(Stem::is_of_any);
        let stems: Vec<Stem> = stems.iter().map(|stem| Stem::of_any(&*stem.term)).collect();
        all.extend(any_stem(field, &stems, boost));
    }
    depends.then(|| one_or(all))
}

/// Any of some stems, each boosted by itself: a boost around them would have all be scored.
pub(super) fn any_stem(
    field: Field,
    stems: &[Stem],
    boost: f32,
) -> impl Iterator<Item = (Occur, Box<dyn Query>)> {
    stems.iter().map(move |stem| {
        (Occur::Should, within(boosted(word(field, &stem.term), boost), stem.languages))
    })
}

impl Lowering<'_> {
    /// One word, anywhere in the article.
    pub(super) fn word(&mut self, slot: &Slot, text: &Text) -> tantivy::Result<Lowered> {
        let fields = &self.reader.fields;
        let found = match (&slot.word, text.capitals) {
            (Word::Stems(stems), None) => {
                let stems = any_stem(fields.text, stems, text.boost);
                return Ok(Lowered::exact(one_or(stems.collect())));
            }
            (Word::Stems(stems), Some(capitals)) => {
                expand::printed(self.reader, stems, capitals, self.analyzer)?
            }
            (Word::Exact(form, _), Some(capitals)) if !is_printed(form, capitals) => {
                return Ok(Lowered::exact(Box::new(EmptyQuery)));
            }
            // A longer word is cut, and has the stem of all that begin so.
            (Word::Exact(form, stems), _)
                if Stem::is_among(form, stems) && form.len() < MAX_WORD =>
            {
                expand::own_stem(self.reader, form, self.analyzer)?
            }
            (Word::Exact(form, stems), _) => return self.listed(form, stems, text.boost),
            (Word::Pattern(pattern), capitals) => {
                expand::pattern(self.reader, pattern, capitals, self.analyzer)?
            }
        };
        self.expanded(found, text.boost)
    }

    /// A form that is not its own stem is listed, but in a title all in capitals.
    fn listed(&self, form: &str, stems: &[Stem], boost: f32) -> tantivy::Result<Lowered> {
        let in_capitals = is_printed(form, Capitals::All);
        let doubtful = stems.iter().filter(|_| in_capitals);
        let doubtful = doubtful.map(|stem| Doubtful { stem: stem.clone(), others: Vec::new() });
        let mut found = self.expanded(
            Expansion {
                forms: vec![(form.to_string(), Languages::ALL)],
                sure: Vec::new(),
                doubtful: doubtful.collect(),
                titles: Titles::Alone,
            },
            boost,
        )?;
        if Stem::is_among(form, stems) {
            let cut = constant(term(self.reader.fields.text, form));
            found.lower.get_or_insert_with(|| found.upper.box_clone());
            found.upper = one_or(vec![(Occur::Should, found.upper), (Occur::Should, cut)]);
        }
        Ok(found)
    }

    fn expanded(&self, found: Expansion, boost: f32) -> tantivy::Result<Lowered> {
        let capitals = Term::from_field_text(self.reader.fields.forms, CAPITALS);
        let decided = found.is_decided(|| Ok(self.reader.searcher.doc_freq(&capitals)? > 0))?;
        let (all, certain) = PrintedQuery::bounds(self.reader.fields, found);
        let scored = |query: PrintedQuery| boosted(Box::new(query), boost);
        Ok(match decided {
            true => Lowered::exact(scored(all)),
            false => Lowered { upper: scored(all), lower: Some(scored(certain)) },
        })
    }

    pub(super) fn header(&self, filter: &Filter) -> tantivy::Result<Box<dyn Query>> {
        let fields = &self.reader.fields;
        let wanted: &[Field] = match filter.field {
            FilterField::Id => &[fields.id],
            FilterField::Agency => &[fields.agency],
            FilterField::Lang => &[fields.lang],
            FilterField::Dateline => &[fields.place],
            FilterField::Byline => &[fields.byline],
            FilterField::Section => &[fields.section],
            FilterField::Topic => &[fields.topic],
            // Whether there is a source at all does not depend on the agency.
            FilterField::Source if filter.wild && filter.value == "*" => &[fields.source],
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
                        let values = terms::values(self.reader, *field, &wild)?;
                        let terms = values.iter().map(|value| Term::from_field_text(*field, value));
                        Box::new(TermSetQuery::new(terms)) as Box<dyn Query>
                    }
                },
            ));
        }
        Ok(one_or(any))
    }
}

//! Lowers the leaves of a tree: words, by stem or by surface form, and headers.

use super::bounds::{Lowered, Lowering};
use super::expand;
use super::plain::any_stem;
use crate::engine::embedded::queries::boolean::{boosted, constant, one_or, term};
use crate::engine::embedded::queries::surface_form::{
    Doubtful, Expansion, SurfaceFormQuery, Titles,
};
use crate::engine::embedded::schema::token_encoding::CAPITALS;
use crate::engine::embedded::snapshot::term_dictionary;
use tantivy::Term;
use tantivy::query::{EmptyQuery, Occur, Query, TermSetQuery};
use tantivy::schema::Field;

use crate::analysis::{Languages, MAX_WORD, Stem, fold};
use crate::matching::is_printed;
use crate::query::tree::{Capitals, Filter, FilterField, Slot, Text, Word};

impl Lowering<'_> {
    /// Lowers a word that may occur anywhere in the article.
    pub fn word(&mut self, slot: &Slot, text: &Text) -> tantivy::Result<Lowered> {
        let fields = &self.snapshot.fields;
        let found = match (&slot.word, text.capitals) {
            (Word::Stems(stems), None) => {
                let stems = any_stem(fields.text, stems, text.boost);
                return Ok(Lowered::exact(one_or(stems.collect())));
            }
            (Word::Stems(stems), Some(capitals)) => {
                expand::printed(self.snapshot, stems, capitals, self.analyzer)?
            }
            (Word::Exact(form, _), Some(capitals)) if !is_printed(form, capitals) => {
                return Ok(Lowered::exact(Box::new(EmptyQuery)));
            }
            // A longer word is truncated, so all words with the same beginning share its stem.
            (Word::Exact(form, stems), _)
                if Stem::is_among(form, stems) && form.len() < MAX_WORD =>
            {
                expand::own_stem(self.snapshot, form, self.analyzer)?
            }
            (Word::Exact(form, stems), _) => return self.listed(form, stems, text.boost),
            (Word::Pattern(pattern), capitals) => {
                expand::pattern(self.snapshot, pattern, capitals, self.analyzer)?
            }
        };
        self.expanded(found, text.boost)
    }

    /// Lowers a form that is not its own stem. Articles list such forms, except those in a title in capitals.
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
            let cut = constant(term(self.snapshot.fields.text, form));
            found.lower.get_or_insert_with(|| found.upper.box_clone());
            found.upper = one_or(vec![(Occur::Should, found.upper), (Occur::Should, cut)]);
        }
        Ok(found)
    }

    fn expanded(&self, found: Expansion, boost: f32) -> tantivy::Result<Lowered> {
        let capitals = Term::from_field_text(self.snapshot.fields.forms, CAPITALS);
        let decided = found.is_decided(|| Ok(self.snapshot.searcher.doc_freq(&capitals)? > 0))?;
        let (all, certain) = SurfaceFormQuery::bounds(self.snapshot.fields, found);
        let scored = |query: SurfaceFormQuery| boosted(Box::new(query), boost);
        Ok(match decided {
            true => Lowered::exact(scored(all)),
            false => Lowered { upper: scored(all), lower: Some(scored(certain)) },
        })
    }

    pub fn header(&self, filter: &Filter) -> tantivy::Result<Box<dyn Query>> {
        let fields = &self.snapshot.fields;
        let wanted: &[Field] = match filter.field {
            FilterField::Id => &[fields.id],
            FilterField::Publisher => &[fields.source],
            FilterField::Agency => &[fields.agency],
            FilterField::Lang => &[fields.lang],
            FilterField::Dateline => &[fields.place],
            FilterField::Byline => &[fields.byline],
            FilterField::Section => &[fields.section],
            FilterField::Topic => &[fields.topic],
            // Whether an article has a source does not depend on the agency.
            FilterField::Source if filter.wild && filter.value == "*" => &[fields.source],
            FilterField::Source => &[fields.source, fields.agency],
            // The catalogue has already resolved keys and paths.
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
                        let values = term_dictionary::values(self.snapshot, *field, &wild)?;
                        let terms = values.iter().map(|value| Term::from_field_text(*field, value));
                        Box::new(TermSetQuery::new(terms)) as Box<dyn Query>
                    }
                },
            ));
        }
        Ok(one_or(any))
    }
}

//! Queries for surface forms: words as they are printed.
//!
//! The field `forms` lists the surface forms of an article that differ from their stem. It also lists a stem that the
//! article prints both as it is and otherwise. So an article that has a stem and lists none of its forms prints the
//! stem as it is. The words of a title in capitals are listed only if the body does not print them. Otherwise, the
//! position of the stem shows that it occurs in the title.
//!
//! One pass over the posting lists computes both bounds: the articles that match for certain, and those that may. If
//! they differ, stored articles decide.

use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;
use tantivy::columnar::ColumnValues;
use tantivy::index::SegmentId;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    BitSet, DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, TantivyError,
    Term,
};

use crate::analysis::{Languages, Stem};
use crate::engine::embedded::schema::fields::Fields;
use crate::engine::embedded::schema::token_encoding::CAPITALS;
use crate::engine::embedded::snapshot::language_filter::DocLanguages;

/// A surface form as it is indexed, and the languages in which it counts.
pub type IndexedForm = (String, Languages);

/// A stem that also has forms that the query does not ask for.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubtful {
    /// The stem, and the languages that the query asks for it in.
    pub stem: Stem,
    /// Its other forms, with the languages in which they have the stem. An article that lists one of them and no form
    /// that the query asks for does not print the stem as it is.
    pub others: Vec<IndexedForm>,
}

/// What an occurrence in a title in capitals means. For a stem whose letters have no capital forms, it means nothing,
/// because such a stem is printed as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Titles {
    /// It may be a form that the query asks for. If `all_listed` is set, the listed forms distinguish all forms in such
    /// titles, so it is one unless another form is listed.
    Perhaps { all_listed: bool },
    /// It does not match, because the query asks for the stem as it is.
    #[default]
    Never,
    /// It matches, and nothing else does.
    Alone,
}

/// The words of the index that a query asks for, by surface form.
#[derive(Debug, Clone, Default)]
pub struct Expansion {
    /// Forms that match if an article lists them.
    pub forms: Vec<IndexedForm>,
    /// Stems all of whose forms match.
    pub sure: Vec<Stem>,
    /// Stems only some of whose forms match.
    pub doubtful: Vec<Doubtful>,
    /// What an occurrence in a title in capitals means.
    pub titles: Titles,
}

impl Expansion {
    /// Returns whether the index decides every article. Only titles in capitals can leave an article undecided.
    pub fn is_decided(
        &self,
        are_titles_in_capitals: impl FnOnce() -> tantivy::Result<bool>,
    ) -> tantivy::Result<bool> {
        if self.doubtful.is_empty() || self.titles == Titles::Never {
            return Ok(true);
        }
        Ok(!are_titles_in_capitals()?)
    }

    /// Returns whether an article with a doubtful stem matches for certain, and whether it may match.
    fn of_doubtful(&self, other: bool, in_title: bool) -> (bool, bool) {
        match self.titles {
            Titles::Perhaps { all_listed } => {
                (!other && (all_listed || !in_title), !other || in_title)
            }
            Titles::Never => (!other && !in_title, !other && !in_title),
            Titles::Alone => (false, in_title),
        }
    }

    /// Returns whether any of the words counts only in some languages.
    fn depends_on_languages(&self) -> bool {
        let listed =
            |forms: &[IndexedForm]| forms.iter().any(|(_, within)| *within != Languages::ALL);
        let doubtful = |doubtful: &Doubtful| !doubtful.stem.is_of_any() || listed(&doubtful.others);
        listed(&self.forms)
            || self.sure.iter().any(|stem| !stem.is_of_any())
            || self.doubtful.iter().any(doubtful)
    }
}

/// Matches the articles of an expansion.
#[derive(Debug, Clone)]
pub struct SurfaceFormQuery {
    fields: Fields,
    expansion: Arc<Expansion>,
    /// Whether to match only what is certain (the lower bound), or all that is possible (the upper bound).
    certain: bool,
    found: Arc<Mutex<FxHashMap<SegmentId, Arc<Found>>>>,
}

impl SurfaceFormQuery {
    /// Returns the queries for the upper and the lower bound, which share their work.
    pub fn bounds(fields: Fields, expansion: Expansion) -> (SurfaceFormQuery, SurfaceFormQuery) {
        let expansion = Arc::new(expansion);
        let all = SurfaceFormQuery { fields, expansion, certain: false, found: Arc::default() };
        (all.clone(), SurfaceFormQuery { certain: true, ..all })
    }

    fn found(&self, segment: &SegmentReader) -> tantivy::Result<Arc<Found>> {
        let id = segment.segment_id();
        let known = || self.found.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(found) = known().get(&id) {
            return Ok(Arc::clone(found));
        }
        let found = Arc::new(Finding::new(self.fields, &self.expansion, segment)?.found()?);
        known().insert(id, Arc::clone(&found));
        Ok(found)
    }
}

impl Query for SurfaceFormQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SurfaceFormWeight(self.clone())))
    }
}

struct SurfaceFormWeight(SurfaceFormQuery);

impl Weight for SurfaceFormWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let found = self.0.found(segment)?;
        let docs = if self.0.certain { &found.certain } else { &found.possible };
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs.clone()), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}

/// The documents of both bounds in a segment.
#[derive(Debug)]
struct Found {
    certain: BitSet,
    possible: BitSet,
}

/// The computation of both bounds in a segment.
struct Finding<'a> {
    fields: Fields,
    expansion: &'a Expansion,
    text: Arc<InvertedIndexReader>,
    forms: Arc<InvertedIndexReader>,
    /// The documents with a title in capitals, and the number of words of each title. `None` if no title is in
    /// capitals.
    titles: Option<(BitSet, Arc<dyn ColumnValues<i64>>)>,
    /// The languages of the documents, if the expansion depends on them.
    languages: Option<DocLanguages>,
    empty: BitSet,
    places: Vec<u32>,
}

impl<'a> Finding<'a> {
    fn new(
        fields: Fields,
        expansion: &'a Expansion,
        segment: &SegmentReader,
    ) -> tantivy::Result<Finding<'a>> {
        let text = segment.inverted_index(fields.text)?;
        let forms = segment.inverted_index(fields.forms)?;
        let empty = BitSet::with_max_value(segment.max_doc());
        let mut in_capitals = empty.clone();
        let mut titles = None;
        if let Some(postings) = listed(&forms, fields.forms, CAPITALS)? {
            add(postings, &mut in_capitals);
            let words = segment.fast_fields().i64("title_words")?.first_or_default_col(0);
            titles = Some((in_capitals, words));
        }
        let languages =
            expansion.depends_on_languages().then(|| DocLanguages::of(segment)).transpose()?;
        Ok(Finding { fields, expansion, text, forms, titles, languages, empty, places: Vec::new() })
    }

    fn found(mut self) -> tantivy::Result<Found> {
        let expansion = self.expansion;
        let mut certain = self.empty.clone();
        for form in &expansion.forms {
            self.with_form(form, |doc| certain.insert(doc))?;
        }
        for stem in &expansion.sure {
            let in_titles = expansion.titles == Titles::Alone;
            self.with_stem(stem, in_titles, |doc, in_title| {
                if in_title || !in_titles {
                    certain.insert(doc);
                }
            })?;
        }
        let mut possible = certain.clone();
        let mut others = self.empty.clone();
        for stem in &expansion.doubtful {
            let mut marked = Vec::new();
            for form in &stem.others {
                self.with_form(form, |doc| {
                    others.insert(doc);
                    marked.push(doc);
                })?;
            }
            self.with_stem(&stem.stem, true, |doc, in_title| {
                let (is_certain, is_possible) =
                    expansion.of_doubtful(others.contains(doc), in_title);
                if is_certain {
                    certain.insert(doc);
                }
                if is_possible {
                    possible.insert(doc);
                }
            })?;
            for doc in marked {
                others.remove(doc);
            }
        }
        Ok(Found { certain, possible })
    }

    fn is_in(&self, doc: DocId, languages: Languages) -> bool {
        languages == Languages::ALL
            || self.languages.as_ref().is_some_and(|known| known.is_in(doc, languages))
    }

    /// Visits the documents that list a form.
    fn with_form<T>(
        &self,
        (form, languages): &IndexedForm,
        mut visit: impl FnMut(DocId) -> T,
    ) -> tantivy::Result<()> {
        let Some(mut postings) = listed(&self.forms, self.fields.forms, form)? else {
            return Ok(());
        };
        while postings.doc() != TERMINATED {
            if self.is_in(postings.doc(), *languages) {
                visit(postings.doc());
            }
            postings.advance();
        }
        Ok(())
    }

    /// Visits the documents that have a stem. If `in_titles` is set, also reports whether it occurs in a title in
    /// capitals.
    fn with_stem(
        &mut self,
        Stem { term: stem, languages }: &Stem,
        in_titles: bool,
        mut visit: impl FnMut(DocId, bool),
    ) -> tantivy::Result<()> {
        let term = Term::from_field_text(self.fields.text, stem);
        let titles = self.titles.as_ref().filter(|_| in_titles && has_capitals(stem));
        let option = match titles {
            Some(_) => IndexRecordOption::WithFreqsAndPositions,
            None => IndexRecordOption::Basic,
        };
        let Some(mut postings) = self.text.read_postings(&term, option)? else { return Ok(()) };
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            let in_title = match titles {
                Some((in_capitals, words)) if in_capitals.contains(doc) => {
                    postings.positions(&mut self.places);
                    let first = self.places.first().copied().unwrap_or(u32::MAX);
                    i64::from(first) < words.get_val(doc)
                }
                _ => false,
            };
            if self.is_in(doc, *languages) {
                visit(doc, in_title);
            }
            postings.advance();
        }
        Ok(())
    }
}

/// Returns whether a stem looks different in capitals.
pub fn has_capitals(stem: &str) -> bool {
    stem.to_uppercase() != stem
}

/// Opens the list of the articles that list a form or have a marker. Returns `None` if no article of the segment does.
pub fn listed(
    index: &InvertedIndexReader,
    field: Field,
    word: &str,
) -> tantivy::Result<Option<SegmentPostings>> {
    let term = Term::from_field_text(field, word);
    Ok(index.read_postings(&term, IndexRecordOption::Basic)?)
}

fn add(mut postings: SegmentPostings, set: &mut BitSet) {
    while postings.doc() != TERMINATED {
        set.insert(postings.doc());
        postings.advance();
    }
}

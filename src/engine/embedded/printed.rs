//! Articles by how their words are printed.
//!
//! The field `forms` lists the printed forms of an article that are not their own stem, and a stem that is
//! printed both as it is and otherwise. So an article that has a stem and lists none of its forms prints it
//! as it is. Titles all in capitals list none, but those whose stem is printed nowhere else in such a form: what
//! stands there is known by its position. Both bounds of what is found are made in one pass over the
//! posting lists; where they differ stored articles are looked at.

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

use super::fields::Fields;
use super::tokens::CAPITALS;
use super::within::DocLanguages;
use crate::analysis::{Languages, Stem};

/// A printed form as it is listed, and the languages in which it counts.
pub type Listed = (String, Languages);

/// A stem of which other forms are printed too than those asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubtful {
    /// The stem, and the languages it is asked for in.
    pub stem: Stem,
    /// Its other forms, as they are listed, with the languages in which they have it: who lists one of them
    /// and no form that is asked for does not print the stem as it is.
    pub others: Vec<Listed>,
}

/// What it says that a stem stands in a title all in capitals. It says nothing of one that has no letter, or none
/// that has a capital: that is printed as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Titles {
    /// That it may be a form asked for; it is one where no other is listed, if `all_listed` says that all
    /// forms of such titles are told apart by what is listed.
    Perhaps { all_listed: bool },
    /// That it is none: the stem is asked for as it is.
    #[default]
    Never,
    /// Everything: only what stands there fits.
    Alone,
}

/// Words of the index, by how they are printed.
#[derive(Debug, Clone, Default)]
pub struct Expansion {
    /// Listed forms: an article that lists one of them matches.
    pub forms: Vec<Listed>,
    /// Stems all forms of which are asked for.
    pub sure: Vec<Stem>,
    /// Stems of which some are.
    pub doubtful: Vec<Doubtful>,
    /// What titles in capitals say of them.
    pub titles: Titles,
}

impl Expansion {
    /// Whether the index decides of every article. Titles in capitals leave doubts, where there are any.
    pub fn is_decided(
        &self,
        are_titles_in_capitals: impl FnOnce() -> tantivy::Result<bool>,
    ) -> tantivy::Result<bool> {
        if self.doubtful.is_empty() || self.titles == Titles::Never {
            return Ok(true);
        }
        Ok(!are_titles_in_capitals()?)
    }

    /// Of an article that has a doubtful stem: whether it matches for certain, and whether it may.
    fn of_doubtful(&self, other: bool, in_title: bool) -> (bool, bool) {
        match self.titles {
            Titles::Perhaps { all_listed } => {
                (!other && (all_listed || !in_title), !other || in_title)
            }
            Titles::Never => (!other && !in_title, !other && !in_title),
            Titles::Alone => (false, in_title),
        }
    }

    /// Whether anything of it counts in some languages only.
    fn depends_on_languages(&self) -> bool {
        let listed = |forms: &[Listed]| forms.iter().any(|(_, within)| *within != Languages::ALL);
        let doubtful = |doubtful: &Doubtful| !doubtful.stem.is_of_any() || listed(&doubtful.others);
        listed(&self.forms)
            || self.sure.iter().any(|stem| !stem.is_of_any())
            || self.doubtful.iter().any(doubtful)
    }
}

/// Finds the articles of an expansion.
#[derive(Debug, Clone)]
pub struct PrintedQuery {
    fields: Fields,
    expansion: Arc<Expansion>,
    /// Whether only those are wanted that match for certain, or all that may.
    certain: bool,
    found: Arc<Mutex<FxHashMap<SegmentId, Arc<Found>>>>,
}

impl PrintedQuery {
    /// A query for all that may match, and one for what matches for certain; they share their work.
    pub fn bounds(fields: Fields, expansion: Expansion) -> (PrintedQuery, PrintedQuery) {
        let expansion = Arc::new(expansion);
        let all = PrintedQuery { fields, expansion, certain: false, found: Arc::default() };
        (all.clone(), PrintedQuery { certain: true, ..all })
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

impl Query for PrintedQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(PrintedWeight(self.clone())))
    }
}

struct PrintedWeight(PrintedQuery);

impl Weight for PrintedWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let found = self.0.found(segment)?;
        let docs = if self.0.certain { &found.certain } else { &found.possible };
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs.clone()), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("not explained".into()))
    }
}

/// The documents of a segment that match for certain, and all that may.
#[derive(Debug)]
struct Found {
    certain: BitSet,
    possible: BitSet,
}

/// The work on one segment.
struct Finding<'a> {
    fields: Fields,
    expansion: &'a Expansion,
    text: Arc<InvertedIndexReader>,
    forms: Arc<InvertedIndexReader>,
    /// The documents whose titles are all in capitals, and the words of titles; None where there are none.
    titles: Option<(BitSet, Arc<dyn ColumnValues<i64>>)>,
    /// The languages of the documents, where they matter.
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
        if let Some(postings) = postings(&forms, fields.forms, CAPITALS)? {
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

    /// Tells the documents that list a form.
    fn with_form<T>(
        &self,
        (form, languages): &Listed,
        mut tell: impl FnMut(DocId) -> T,
    ) -> tantivy::Result<()> {
        let Some(mut postings) = postings(&self.forms, self.fields.forms, form)? else {
            return Ok(());
        };
        while postings.doc() != TERMINATED {
            if self.is_in(postings.doc(), *languages) {
                tell(postings.doc());
            }
            postings.advance();
        }
        Ok(())
    }

    /// Tells the documents that have a stem, and whether it stands in a title all in capitals there, if that is
    /// asked.
    fn with_stem(
        &mut self,
        Stem { term: stem, languages }: &Stem,
        in_titles: bool,
        mut tell: impl FnMut(DocId, bool),
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
                tell(doc, in_title);
            }
            postings.advance();
        }
        Ok(())
    }
}

/// Whether a stem is printed otherwise in capitals.
pub fn has_capitals(stem: &str) -> bool {
    stem.to_uppercase() != stem
}

fn postings(
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

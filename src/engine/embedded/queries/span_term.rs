//! The posting lists of a span query's words, with the positions that count.
//!
//! The index has positions of stems, and of surface forms it only knows which of them an article lists. For a word that
//! depends on its surface form, the positions of a stem therefore count for two bounds: all where the form may be, and
//! only those where it certainly is. For most articles, both are the same.

use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError, Term};

use super::surface_form::listed;
use crate::analysis::{Languages, Stem};
use crate::engine::embedded::schema::fields::Fields;
use crate::engine::embedded::schema::token_encoding::CAPITALS;
use crate::engine::embedded::snapshot::language_filter::LanguagePostings;

/// Which positions of a stem count for a word that depends on its surface form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// All positions at which the word may be.
    Possible,
    /// The positions at which the word certainly is.
    Certain,
}

/// A stem of a word.
#[derive(Debug, Clone, PartialEq)]
pub struct SpanTerm {
    /// The stem, and the languages in which it counts.
    pub stem: Stem,
    /// The forms of the stem, if the word depends on them.
    pub forms: Option<StemForms>,
}

/// The forms of a stem in the index, as they are listed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StemForms {
    /// Whether the word is the stem as it is.
    pub is_stem: bool,
    /// Whether the word may stand in a title in capitals without being listed.
    pub unlisted_in_titles: bool,
    /// Whether a stem in a title in capitals is what the word is, if no other form is listed.
    pub folded: bool,
    /// The forms that are the word.
    pub asked: Vec<String>,
    /// The other forms. An article that lists one of them may print it at any position of the stem.
    pub others: Vec<String>,
}

/// Opens the posting lists of words in a segment.
pub struct TermOpening<'a> {
    /// The fields of the schema.
    pub fields: Fields,
    /// The segment.
    pub segment: &'a SegmentReader,
    /// Which positions count.
    pub bound: Bound,
}

impl TermOpening<'_> {
    /// Opens the posting lists of the stems that the segment has.
    pub fn open(&self, terms: &[SpanTerm]) -> tantivy::Result<Vec<TermPostings>> {
        let index = self.segment.inverted_index(self.fields.text)?;
        let mut lists = Vec::with_capacity(terms.len());
        for SpanTerm { stem, forms } in terms {
            let term = Term::from_field_text(self.fields.text, &stem.term);
            let positions = IndexRecordOption::WithFreqsAndPositions;
            let Some(postings) = index.read_postings(&term, positions)? else { continue };
            let postings = LanguagePostings::of(postings, stem.languages, self.segment)?;
            let printed = match forms {
                Some(forms) => Some(self.printed(forms)?),
                None => None,
            };
            lists.push(TermPostings { postings, printed });
        }
        Ok(lists)
    }

    /// Opens the posting list of a marker.
    pub fn mark(&self, mark: &str) -> tantivy::Result<Vec<LanguagePostings>> {
        let index = self.segment.inverted_index(self.fields.text)?;
        let term = Term::from_field_text(self.fields.text, mark);
        let postings = index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
        let all = |postings| LanguagePostings::of(postings, Languages::ALL, self.segment);
        Ok(postings.map(all).transpose()?.into_iter().collect())
    }

    /// Opens the list of the articles with a title in capitals. Returns `None` if no title is in capitals.
    pub fn capitals(&self) -> tantivy::Result<Option<SegmentPostings>> {
        let index = self.segment.inverted_index(self.fields.forms)?;
        listed(&index, self.fields.forms, CAPITALS)
    }

    fn printed(&self, forms: &StemForms) -> tantivy::Result<Printed> {
        let index = self.segment.inverted_index(self.fields.forms)?;
        let open = |forms: &[String]| {
            let lists = forms.iter().map(|form| listed(&index, self.fields.forms, form));
            let lists = lists.collect::<tantivy::Result<Vec<_>>>()?;
            Ok::<Vec<_>, TantivyError>(lists.into_iter().flatten().collect())
        };
        let StemForms { is_stem, unlisted_in_titles, folded, .. } = *forms;
        let (asked, others) = (open(&forms.asked)?, open(&forms.others)?);
        Ok(Printed { bound: self.bound, is_stem, unlisted_in_titles, folded, asked, others })
    }
}

/// The posting list of a stem, and the lists of its forms.
pub struct TermPostings {
    postings: LanguagePostings,
    /// The forms, if the word depends on them.
    printed: Option<Printed>,
}

impl TermPostings {
    /// Advances to the first document at or after `target` that has the stem, and returns it.
    pub fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target)
    }

    /// Returns the maximum number of documents.
    pub fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}

/// The forms of a stem in a segment.
struct Printed {
    bound: Bound,
    is_stem: bool,
    unlisted_in_titles: bool,
    folded: bool,
    asked: Vec<SegmentPostings>,
    others: Vec<SegmentPostings>,
}

/// Which positions of a stem count in a document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counted {
    None,
    InBody,
    All,
}

impl Printed {
    /// A stem that an article prints as it is, and in no other way, is not listed. If it prints the stem in several ways,
    /// it lists all of them, but what it prints in a title in capitals only folded, and only if that is not the stem and
    /// the body does not print it.
    fn counted(&mut self, doc: DocId, in_capitals: bool) -> Counted {
        match self.bound {
            Bound::Possible => {
                let may_be = self.unlisted_in_titles && in_capitals
                    || self.is_stem && !is_in_any(&mut self.others, doc)
                    || is_in_any(&mut self.asked, doc);
                if may_be { Counted::All } else { Counted::None }
            }
            Bound::Certain => {
                let is_certain = !is_in_any(&mut self.others, doc)
                    && (self.is_stem || is_in_any(&mut self.asked, doc));
                match is_certain {
                    false => Counted::None,
                    true if in_capitals && !(self.is_stem && self.folded) => Counted::InBody,
                    true => Counted::All,
                }
            }
        }
    }
}

fn is_in_any(lists: &mut [SegmentPostings], doc: DocId) -> bool {
    lists.iter_mut().any(|list| is_in(list, doc))
}

/// Advances a list to a document. Returns whether it has the document.
pub fn is_in(list: &mut SegmentPostings, doc: DocId) -> bool {
    let found = if list.doc() < doc { list.seek(doc) } else { list.doc() };
    found == doc && doc != TERMINATED
}

/// A document whose positions are read.
#[derive(Clone, Copy)]
pub struct Document {
    /// Its number.
    pub doc: DocId,
    /// The number of words of its title.
    pub title_words: u32,
    /// Whether its title is in capitals.
    pub in_capitals: bool,
}

/// Replaces `places` with the positions of a word in a document, without duplicates. A word in a title is indexed
/// several times at one position.
pub fn positions_of(
    terms: &mut [TermPostings],
    document: Document,
    places: &mut Vec<u32>,
    scratch: &mut Vec<u32>,
) {
    places.clear();
    let mut found = 0;
    for TermPostings { postings, printed } in terms {
        if postings.seek(document.doc) != document.doc {
            continue;
        }
        let counted = printed
            .as_mut()
            .map_or(Counted::All, |printed| printed.counted(document.doc, document.in_capitals));
        if counted == Counted::None {
            continue;
        }
        found += 1;
        postings.positions(scratch);
        if counted == Counted::InBody {
            scratch.retain(|place| *place >= document.title_words);
        }
        match found {
            1 => std::mem::swap(places, scratch),
            _ => places.extend_from_slice(scratch),
        }
    }
    if found > 1 {
        places.sort_unstable();
    }
    places.dedup();
}

/// Replaces `places` with the positions of the given terms in a document, without duplicates.
pub fn positions(
    terms: &mut [LanguagePostings],
    doc: DocId,
    places: &mut Vec<u32>,
    scratch: &mut Vec<u32>,
) {
    places.clear();
    let mut found = 0;
    for postings in terms {
        if postings.seek(doc) != doc {
            continue;
        }
        found += 1;
        if found == 1 {
            postings.positions(places);
        } else {
            postings.positions(scratch);
            places.extend_from_slice(scratch);
        }
    }
    if found > 1 {
        places.sort_unstable();
    }
    places.dedup();
}

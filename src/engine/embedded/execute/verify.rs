//! Deciding what the index cannot: stored articles held against the tree.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use tantivy::query::Weight;
use tantivy::{BitSet, DocAddress, DocId, SegmentReader};

use crate::analysis::Analyzer;
use crate::article::Article;
use crate::engine::embedded::snapshot::snapshot::Snapshot;
use crate::error::Result;
use crate::matching::Matcher;
use crate::query::tree::{Slot, Tree, Word, Zone};

/// Holds stored articles against a tree, where a query may find too many.
pub struct Verifier {
    matcher: Matcher,
    analyzer: RefCell<Analyzer>,
    /// The form, where the tree asks for one exact form and nothing else.
    plain: Option<String>,
}

/// What is known of the documents of a segment: those that match for certain, and those that were
/// looked at.
pub struct Known {
    sure: BitSet,
    seen: RefCell<FxHashMap<DocId, bool>>,
}

impl Known {
    /// Takes what a query finds for certain.
    pub fn of(weight: &dyn Weight, segment: &SegmentReader) -> tantivy::Result<Known> {
        let mut sure = BitSet::with_max_value(segment.max_doc());
        weight.for_each_no_score(segment, &mut |docs| {
            for doc in docs {
                sure.insert(*doc);
            }
        })?;
        Ok(Known { sure, seen: RefCell::default() })
    }
}

/// The form of a tree that asks for one exact form anywhere, of lower-case letters of ASCII: what looking
/// at the text's bytes nearly always decides.
fn plain_form(tree: &Tree) -> Option<&str> {
    let Tree::Text(text) = tree else { return None };
    let [Slot { word: Word::Exact(form, _), .. }] = text.slots.as_slice() else { return None };
    // A longer word is cut, and stands for all that begin so.
    let plain = text.zone == Zone::ANY
        && form.len() < crate::analysis::MAX_WORD
        && form.bytes().all(|byte| byte.is_ascii_lowercase());
    (plain && text.capitals.is_none()).then_some(form)
}

/// Whether a form stands in an article as a word; None where only the analysis can tell.
fn stands_in(form: &str, article: &Article) -> Option<bool> {
    let mut doubt = false;
    for text in [article.title.as_deref().unwrap_or_default(), &article.body] {
        doubt |= crate::analysis::hides_words(text);
        for (at, _) in text.match_indices(form) {
            let bytes = text.as_bytes();
            let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
            let behind = bytes.get(at + form.len()).copied().unwrap_or(b' ');
            let joins = |byte: u8| matches!(byte, b'.' | b'\'') || !byte.is_ascii();
            if joins(before) || joins(behind) {
                doubt = true;
            } else if !before.is_ascii_alphanumeric() && !behind.is_ascii_alphanumeric() {
                return Some(true);
            }
        }
    }
    (!doubt).then_some(false)
}

impl Verifier {
    /// A verifier for a tree.
    pub fn new(tree: &Tree, analyzer: Analyzer) -> Self {
        let plain = plain_form(tree).map(str::to_string);
        Verifier { matcher: Matcher::new(tree), analyzer: RefCell::new(analyzer), plain }
    }

    /// Whether an article was too much to be decided for certain.
    pub fn was_cut_short(&self) -> bool {
        self.matcher.was_cut_short()
    }

    /// Whether a document matches.
    pub fn holds(&self, known: &Known, snapshot: &Snapshot, address: DocAddress) -> Result<bool> {
        if known.sure.contains(address.doc_id) {
            return Ok(true);
        }
        if let Some(matches) = known.seen.borrow().get(&address.doc_id) {
            return Ok(*matches);
        }
        let article = snapshot.article_at(address)?;
        let matches = match self.plain.as_deref().and_then(|form| stands_in(form, &article)) {
            Some(matches) => matches,
            None => self.matcher.matches(&mut self.analyzer.borrow_mut(), &article),
        };
        known.seen.borrow_mut().insert(address.doc_id, matches);
        Ok(matches)
    }
}

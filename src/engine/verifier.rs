//! Reads stored articles to decide what an index cannot. Every engine can use it.

use std::cell::RefCell;

use crate::analysis::{Analyzer, MAX_WORD, hides_words};
use crate::article::Article;
use crate::matching::Matcher;
use crate::query::tree::{Slot, Tree, Word, Zone};

/// Decides whether stored articles match a tree, for queries that an index answers only approximately.
pub struct Verifier {
    matcher: Matcher,
    analyzer: RefCell<Analyzer>,
    /// The form, if the tree is one exact form.
    form: Option<String>,
}

impl Verifier {
    /// Returns the verifier of a tree.
    pub fn new(tree: &Tree) -> Verifier {
        let form = ascii_form(tree).map(str::to_string);
        Verifier { matcher: Matcher::new(tree), analyzer: RefCell::default(), form }
    }

    /// Returns whether an article exceeded the span limit, so that its verdict may be wrong.
    pub fn was_cut_short(&self) -> bool {
        self.matcher.was_cut_short()
    }

    /// Returns whether an article matches.
    pub fn matches(&self, article: &Article) -> bool {
        let found = self.form.as_deref().and_then(|form| occurs(form, article));
        found.unwrap_or_else(|| self.matcher.matches(&mut self.analyzer.borrow_mut(), article))
    }
}

/// Returns the form of a tree that is one exact form of lower-case ASCII letters. The bytes of the text nearly always
/// decide whether it occurs.
fn ascii_form(tree: &Tree) -> Option<&str> {
    let Tree::Text(text) = tree else { return None };
    let [Slot { word: Word::Exact(form, _), .. }] = text.slots.as_slice() else { return None };
    // A longer word is truncated, and means all words with this beginning.
    let plain = text.zone == Zone::ANY
        && form.len() < MAX_WORD
        && form.bytes().all(|byte| byte.is_ascii_lowercase());
    (plain && text.capitals.is_none()).then_some(form)
}

/// Returns whether a form occurs in an article as a word. `None` if only the analysis can decide.
fn occurs(form: &str, article: &Article) -> Option<bool> {
    let mut doubt = false;
    for text in [article.title.as_deref().unwrap_or_default(), &article.body] {
        doubt |= hides_words(text);
        for (at, _) in text.match_indices(form) {
            let bytes = text.as_bytes();
            let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
            let after = bytes.get(at + form.len()).copied().unwrap_or(b' ');
            let joins = |byte: u8| matches!(byte, b'.' | b'\'') || !byte.is_ascii();
            if joins(before) || joins(after) {
                doubt = true;
            } else if !before.is_ascii_alphanumeric() && !after.is_ascii_alphanumeric() {
                return Some(true);
            }
        }
    }
    (!doubt).then_some(false)
}

//! Articles that several searches show. Each is read and analysed once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::analysis::Analyzer;
use crate::article::Article;
use crate::matching::{Marks, Tokens};
use crate::snippet::{self, Part, Passage};

/// The memory of the articles that are kept, in bytes. When it is full, further articles are read again for each search.
const KEPT: usize = 64 << 20;

/// Articles of a commit that were read and analysed, by the numbers that their matches have for them.
#[derive(Default)]
pub struct SharedArticles {
    known: Mutex<FxHashMap<u64, Arc<Analysed>>>,
    bytes: AtomicUsize,
}

/// An article, its tokens, and the sentences of its body.
pub(super) struct Analysed {
    pub(super) article: Article,
    pub(super) tokens: Tokens,
    sentences: Vec<(usize, usize)>,
}

impl Analysed {
    /// Returns the marked title and passages.
    pub(super) fn shown(&self, marks: &Marks, count: usize) -> (Vec<Part>, Vec<Passage>) {
        let title = self.article.title.as_deref().unwrap_or_default();
        let title = snippet::parts(title, 0, title.len(), &marks.title);
        let body = &self.article.body;
        (title, snippet::of_sentences(body, &self.sentences, &marks.body, count))
    }
}

impl SharedArticles {
    /// Returns an article that was added.
    pub(super) fn find(&self, number: u64) -> Option<Arc<Analysed>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&number).cloned()
    }

    /// Analyses an article, and keeps it if there is room.
    pub(super) fn add(
        &self,
        number: u64,
        article: Article,
        analyzer: &mut Analyzer,
    ) -> Arc<Analysed> {
        let tokens = Tokens::of(analyzer, &article);
        let sentences = snippet::sentences(&article.body);
        let bytes = article.body.len() + tokens.bytes() + size_of_val(sentences.as_slice());
        let analysed = Arc::new(Analysed { article, tokens, sentences });
        if self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes <= KEPT {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(number, Arc::clone(&analysed));
        } else {
            self.bytes.fetch_sub(bytes, Ordering::Relaxed);
        }
        analysed
    }
}

//! The hits of a page as they are shown: marked titles and passages.

use super::index::{Found, Index};
use super::unique::StoryOfHit;
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::engine::Hit;
use crate::error::Result;
use crate::matching::{Marks, Matcher};
use crate::snippet::{self, Part, Passage};

/// A hit, ready to be shown.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Shown {
    /// Its rank, from 1.
    pub rank: usize,
    /// Its score.
    pub score: Option<f32>,
    /// The article and its places.
    pub found: Found,
    /// The title, split into marked and unmarked parts.
    pub title: Vec<Part>,
    /// The best passages.
    pub passages: Vec<Passage>,
    /// Whether only the beginning of the article was searched for passages.
    pub truncated: bool,
    /// The story that the hit is shown for, if there is one hit per story.
    pub story: Option<StoryOfHit>,
}

/// The number of bytes of a body that are searched for passages, which takes about 12 ms per MB. If they do not show
/// why the article matches, [`AGAIN`] times as many bytes are searched.
pub(super) const EXAMINED: usize = 1 << 20;
const AGAIN: usize = 2;

/// A page that hits are added to in order.
pub(super) struct Page<'a> {
    index: &'a Index,
    matcher: &'a Matcher,
    analyzer: &'a mut Analyzer,
    offset: usize,
    snippets: usize,
    /// Whether hits keep their bodies, headers and provenance ([`Ask::bodies`](super::Ask::bodies)).
    pub keeps_bodies: bool,
    /// The hits.
    pub hits: Vec<Shown>,
    /// Whether a hit has too many matches to mark all of them.
    pub incomplete: bool,
    /// The number of hits of which only the beginning was searched for passages.
    pub truncated: usize,
}

impl<'a> Page<'a> {
    /// Creates an empty page, which begins after `offset` hits and has at most `snippets` passages per hit.
    pub fn new(
        index: &'a Index,
        matcher: &'a Matcher,
        analyzer: &'a mut Analyzer,
        offset: usize,
        snippets: usize,
    ) -> Page<'a> {
        let hits = Vec::new();
        let (keeps_bodies, incomplete, truncated) = (true, false, 0);
        Page {
            index,
            matcher,
            analyzer,
            offset,
            snippets,
            keeps_bodies,
            hits,
            incomplete,
            truncated,
        }
    }

    /// Adds a hit, with its story if there is one hit per story.
    ///
    /// # Errors
    ///
    /// Fails if the places of the article cannot be read.
    pub fn add(&mut self, hit: Hit, story: Option<StoryOfHit>) -> Result<()> {
        let Hit { mut article, score } = hit;
        let examined = examine(self.matcher, self.analyzer, &mut article);
        let truncated = examined.rest.is_some();
        self.truncated += usize::from(truncated);
        self.incomplete |= examined.marks.incomplete;
        let (title, passages) = marked(&article, &examined, self.snippets);
        if let Some(whole) = examined.rest {
            article.body = whole;
        }
        if !self.keeps_bodies {
            article.headers = Vec::new();
            article.provenance = Vec::new();
            // The beginning of the body is shown in place of a missing title.
            if article.title.is_some() {
                article.body = String::new();
            }
        }
        let rank = self.offset + self.hits.len() + 1;
        let found = self.index.found(article)?;
        self.hits.push(Shown { rank, score, found, title, passages, truncated, story });
        Ok(())
    }
}

/// What is known of an article that is shown.
pub(super) struct Examined {
    /// The marks.
    pub marks: Marks,
    /// The byte ranges of the sentences of the body.
    sentences: Vec<(usize, usize)>,
    /// The whole body, if only its beginning was examined.
    pub rest: Option<String>,
}

/// Examines an article, but only the beginning of a very long one. The beginning then replaces the article's body, and
/// the whole body is returned.
pub(super) fn examine(
    matcher: &Matcher,
    analyzer: &mut Analyzer,
    article: &mut Article,
) -> Examined {
    if article.body.len() <= EXAMINED {
        let (marks, sentences) = matcher.marks_and_sentences(analyzer, article);
        let sentences = snippet::between(&article.body, sentences);
        return Examined { marks: marks.unwrap_or_else(unmarked), sentences, rest: None };
    }
    let whole = std::mem::take(&mut article.body);
    let (mut marks, mut sentences) = (None, Vec::new());
    for length in [EXAMINED, EXAMINED * AGAIN] {
        article.body = beginning(&whole, length).to_string();
        (marks, sentences) = matcher.marks_and_sentences(analyzer, article);
        if marks.is_some() {
            break;
        }
    }
    let sentences = snippet::between(&article.body, sentences);
    let cut = article.body.len() < whole.len();
    let marks = marks.unwrap_or_else(|| Marks { incomplete: !cut, ..unmarked() });
    Examined { marks, sentences, rest: cut.then_some(whole) }
}

/// Returns the marks of an article that matches, but in which no span was found.
pub(super) fn unmarked() -> Marks {
    Marks { incomplete: true, ..Marks::default() }
}

/// Returns the beginning of a text, at most `length` bytes, cut after a line or between words if possible.
fn beginning(text: &str, length: usize) -> &str {
    if text.len() <= length {
        return text;
    }
    let text = &text[..text.floor_char_boundary(length)];
    let tail = text.floor_char_boundary(text.len() - text.len() / 16);
    let end = text[tail..].rfind('\n').or_else(|| text[tail..].rfind(char::is_whitespace));
    end.map_or(text, |end| &text[..tail + end])
}

/// Returns the marked title and passages of an article that was examined.
pub(super) fn marked(
    article: &Article,
    examined: &Examined,
    count: usize,
) -> (Vec<Part>, Vec<Passage>) {
    let Examined { marks, sentences, .. } = examined;
    let title = article.title.as_deref().unwrap_or_default();
    let title = snippet::parts(title, 0, title.len(), &marks.title);
    (title, snippet::of_sentences(&article.body, sentences, &marks.body, count))
}

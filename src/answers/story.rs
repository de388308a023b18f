//! The versions of one story: who printed it, when, and with what changes.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::article::Article;
use crate::error::Result;
use crate::searching::{Found, Index, lost, story};
use crate::snippet::sentences;

/// The versions of a story.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Versions {
    /// The key of the article that was asked about.
    pub key: String,
    /// The number of different sources.
    pub sources: usize,
    /// The versions, the earliest first. There is at least one.
    pub versions: Vec<Compared>,
}

/// A version of a story, compared with the earliest one.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Compared {
    /// The article and its places, without its headers, and with only the beginning of its body.
    pub found: Found,
    /// The number of its sentences.
    pub sentences: usize,
    /// The number of its sentences that are also in the earliest version, in the same order.
    pub unchanged: usize,
    /// What differs from the earliest version, in the order of the text.
    pub changes: Vec<Change>,
}

/// Adjacent sentences that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The sentences of the earliest version that are left out or replaced.
    pub removed: Vec<String>,
    /// The sentences that are new or replace them.
    pub added: Vec<String>,
}

/// The number of bytes of a body that are kept after it was compared.
const BEGINNING: usize = 2_000;

/// The maximum number of sentences of a version that are compared one by one. In a longer text, all sentences between
/// the common beginning and the common end count as one change. The time for a comparison grows with the square of
/// their number.
const COMPARED: usize = 4_000;

/// Returns the versions of the story that an article is in.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn versions(index: &Index, found: &Found) -> Result<Versions> {
    let story = story(index, &found.article)?;
    let mut versions = Vec::new();
    let mut earliest = Vec::new();
    for version in &story.versions {
        let mut found = index.article(&version.key)?.ok_or_else(|| lost(&version.key))?;
        let text = texts(&found.article);
        shorten(&mut found.article);
        if versions.is_empty() {
            earliest = text.clone();
        }
        let (unchanged, changes) = differences(&earliest, &text);
        versions.push(Compared { found, sentences: text.len(), unchanged, changes });
    }
    Ok(Versions { key: found.article.key.clone(), sources: story.sources, versions })
}

/// Cuts the body to what a heading may show, so that the memory for a story of many articles is bounded.
fn shorten(article: &mut Article) {
    article.body.truncate(article.body.floor_char_boundary(BEGINNING));
    article.headers.clear();
    article.provenance.clear();
}

/// Returns the sentences of an article's body, with single spaces between words.
fn texts(article: &Article) -> Vec<String> {
    let body = &article.body;
    let spaced = |(start, end): (usize, usize)| {
        body[start..end].split_whitespace().collect::<Vec<_>>().join(" ")
    };
    sentences(body).into_iter().map(spaced).filter(|sentence| !sentence.is_empty()).collect()
}

/// Returns how many sentences two texts have in common, and the others.
fn differences(old: &[String], new: &[String]) -> (usize, Vec<Change>) {
    let shorter = old.len().min(new.len());
    let same = |pairs: &mut dyn Iterator<Item = (&String, &String)>| {
        pairs.take_while(|(old, new)| old == new).count()
    };
    let begin = same(&mut old.iter().zip(new));
    let end = same(&mut old[begin..].iter().rev().zip(new[begin..].iter().rev()));
    let (old, new) = (&old[begin..old.len() - end], &new[begin..new.len() - end]);
    debug_assert!(begin + end <= shorter, "a sentence is compared once");
    let change =
        |old: &[String], new: &[String]| Change { removed: old.to_vec(), added: new.to_vec() };
    if old.is_empty() && new.is_empty() {
        return (begin + end, Vec::new());
    }
    if old.len().max(new.len()) > COMPARED {
        return (begin + end, vec![change(old, new)]);
    }
    let (mut unchanged, mut changes) = (begin + end, Vec::new());
    for part in capture_diff_slices(Algorithm::Myers, old, new) {
        let (tag, of_old, of_new) = part.as_tag_tuple();
        match tag {
            DiffTag::Equal => unchanged += of_new.len(),
            _ => changes.push(change(&old[of_old], &new[of_new])),
        }
    }
    (unchanged, changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ(old: &str, new: &str) -> (usize, Vec<(String, String)>) {
        let of = |body: &str| texts(&Article { body: body.into(), ..Article::default() });
        let (unchanged, changes) = differences(&of(old), &of(new));
        let joined = |change: Change| (change.removed.join(" "), change.added.join(" "));
        (unchanged, changes.into_iter().map(joined).collect())
    }

    #[test]
    fn sentences_are_compared_in_order() {
        let old = "A ferry sank. Twelve died. Divers searched. The captain was saved.";
        assert_eq!(differ(old, old), (4, vec![]));
        assert_eq!(differ(old, &old.replace(". ", ".\n\n")), (4, vec![]), "paragraphs");
        let toll =
            differ(old, "A ferry sank. At least 27 died. Divers searched. The captain was saved.");
        assert_eq!(toll, (3, vec![("Twelve died.".into(), "At least 27 died.".into())]));
        let cut = differ(old, "A ferry sank. Twelve died.");
        assert_eq!(
            cut,
            (2, vec![("Divers searched. The captain was saved.".into(), String::new())])
        );
        let led = differ(old, &format!("Norhaven mourns. {old}"));
        assert_eq!(led, (4, vec![(String::new(), "Norhaven mourns.".into())]));
        let twice = differ(old, "Ferry sinks. Twelve died. Divers searched. Nobody was saved.");
        assert_eq!(twice.0, 2);
        assert_eq!(twice.1.len(), 2);
        assert_eq!(differ("", ""), (0, vec![]));
        assert_eq!(differ("", "One."), (0, vec![(String::new(), "One.".into())]));
    }

    #[test]
    fn very_long_texts_are_compared_as_a_whole() {
        let text = |from: usize| {
            (from..from + COMPARED + 9)
                .map(|number| format!("Sentence {number} ends."))
                .collect::<Vec<_>>()
        };
        let (unchanged, changes) = differences(&text(0), &text(1));
        assert_eq!((unchanged, changes.len()), (0, 1));
    }
}

//! What is compared of two articles: the runs of words of their texts.
//!
//! The measure is Broder's containment ("On the resemblance and containment of documents", SEQUENCES 1997): the share
//! of the shorter text's runs that the longer text has. It finds copies, cuts and new leads. Alone, it also joins
//! articles that fill in the same form, such as market reports. So the runs are compared a second time, with
//! placeholders for numbers and capitalized words. Versions of a story share about as many runs with their names and
//! numbers as with placeholders, and filled-in forms far fewer.

use crate::analysis::{fingerprint, fold, words};
use crate::article::Article;

/// The number of words of a run.
const RUN: usize = 4;
/// The maximum number of runs that are compared. A longer text is sampled.
const KEPT: usize = 1024;
/// How much longer than the shorter text the longer one may be. A digest that contains a short item is not a version of
/// it.
const LONGER: u64 = 16;
/// Texts with fewer runs must be the same, because a sentence may be the same by chance.
const SHORT: u64 = 16;
/// The least containment by the number of runs of the shorter text, with straight lines between the points. The less
/// there is to compare, the more of it has to be the same.
const CONTAINED: [(f64, f64); 4] = [(16.0, 0.95), (40.0, 0.75), (60.0, 0.55), (80.0, 0.5)];
/// Regular dispatches, such as the daily report of a central bank, have much text in common and little to tell them
/// apart. So texts with fewer runs than this, printed more than [`SOON`] apart, have to share [`REPRINTED`] of their
/// runs.
const BRIEF: u64 = 100;
/// How soon a brief text may be rewritten, in seconds.
const SOON: i64 = 2 * 86_400;
const REPRINTED: f64 = 0.95;
/// The least share of the containment with placeholders that remains with names and numbers.
const KEPT_NAMES: f64 = 0.8;
/// Titles count as a part of texts with fewer words.
const TITLED: usize = 24;
/// In longer texts, one run in this many finds candidates.
const SAMPLED: u32 = 4;
/// Articles are compared if they share at least one sample, and one for each this many runs of the shorter text. That
/// is half of what articles with the least containment are expected to share.
const SHARED: u64 = 16;
/// All runs of texts with at most this many find candidates.
const ALL_SAMPLED: usize = 32;

/// What is compared of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// The hash of the language's code, or 0 if the language is not known.
    language: u64,
    /// The number of different runs of the text.
    runs: u64,
    /// Runs whose hash has this many zeros at the end are kept.
    zeros: u32,
    /// The hashes of the runs, in order and without duplicates.
    plain: Vec<u32>,
    /// The same, with placeholders for numbers and capitalized words.
    masked: Vec<u32>,
}

/// A word of a text.
struct Term {
    hash: u64,
    kind: Kind,
}

#[derive(PartialEq, Eq)]
enum Kind {
    Number,
    Capitalized,
    Other,
}

impl Signature {
    /// Returns the signature of an article's body. If the body has only a few words, the title is a part of it.
    pub fn of(article: &Article) -> Signature {
        let mut terms = terms(&article.body);
        if terms.len() < TITLED {
            let title = article.title.as_deref().unwrap_or_default();
            terms = self::terms(title).into_iter().chain(terms).collect();
        }
        let language = article.lang.as_deref().map_or(0, fingerprint::hash);
        let letters = terms.iter().filter(|term| term.kind != Kind::Number).count();
        let capitalized = terms.iter().filter(|term| term.kind == Kind::Capitalized).count();
        // In a text in capitals, capitals do not mark names.
        let has_names = 2 * capitalized <= letters;
        let plain: Vec<u64> = terms.iter().map(|term| term.hash).collect();
        let masked = terms.iter().map(|term| match term.kind {
            Kind::Number => 1,
            Kind::Capitalized if has_names => 2,
            _ => term.hash,
        });
        let (plain, masked) = (runs(&plain), runs(&masked.collect::<Vec<_>>()));
        let mut signature =
            Signature { language, runs: plain.len() as u64, zeros: 0, plain, masked };
        while signature.plain.len() > KEPT {
            signature.zeros += 1;
            let zeros = signature.zeros;
            for hashes in [&mut signature.plain, &mut signature.masked] {
                hashes.retain(|hash| hash.trailing_zeros() >= zeros);
            }
        }
        signature
    }

    /// Returns the runs that find candidates, without duplicates.
    pub fn samples(&self) -> impl Iterator<Item = u32> {
        let all = self.plain.len() <= ALL_SAMPLED;
        // The lowest bits decide which runs of a long text are kept.
        let is_sample = |hash: u32| (hash >> 24).is_multiple_of(SAMPLED);
        self.plain.iter().copied().filter(move |hash| all || is_sample(*hash))
    }

    /// Counts the samples that two articles share, and returns whether the articles are versions of one story.
    #[cfg(test)]
    pub fn is_similar(&self, other: &Signature, apart: i64) -> bool {
        let others: Vec<u32> = other.samples().collect();
        let mut at = 0;
        let shared = self.samples().filter(|hash| {
            at += others[at..].partition_point(|other| other < hash);
            others.get(at) == Some(hash)
        });
        let shared = shared.count();
        self.is_similar_with(other, apart, shared)
    }

    /// Returns whether two articles that were printed so many seconds apart, and that share so many samples, are
    /// versions of one story. Articles in two known languages are never similar.
    pub fn is_similar_with(&self, other: &Signature, apart: i64, shared: usize) -> bool {
        let (fewer, more) = (self.runs.min(other.runs), self.runs.max(other.runs));
        let zeros = self.zeros.max(other.zeros);
        let foreign = self.language != 0 && other.language != 0 && self.language != other.language;
        if shared == 0
            || (shared as u64) < (fewer >> zeros) / SHARED
            || more > fewer * LONGER
            || foreign
        {
            return false;
        }
        let is_soon = (-SOON..=SOON).contains(&apart);
        if fewer < SHORT {
            return is_soon && self.plain == other.plain;
        }
        let plain = containment(&self.plain, &other.plain, zeros);
        let least = if is_soon || fewer >= BRIEF { least(fewer) } else { REPRINTED };
        plain >= least && plain >= KEPT_NAMES * containment(&self.masked, &other.masked, zeros)
    }
}

/// Returns the least containment of a text with this many runs.
fn least(runs: u64) -> f64 {
    let runs = runs as f64;
    let Some(next) = CONTAINED.iter().position(|(at, _)| runs < *at) else {
        return CONTAINED[CONTAINED.len() - 1].1;
    };
    let ((from, high), (to, low)) = (CONTAINED[next.max(1) - 1], CONTAINED[next.max(1)]);
    high + (low - high) * ((runs - from) / (to - from)).clamp(0.0, 1.0)
}

/// Returns the share of the smaller set's hashes that the other has, of those with enough zeros at the end.
fn containment(one: &[u32], other: &[u32], zeros: u32) -> f64 {
    let (mut at, mut common, mut counts) = (0, 0_usize, [0_usize; 2]);
    for hash in one.iter().filter(|hash| hash.trailing_zeros() >= zeros) {
        at += other[at..].partition_point(|other| other < hash);
        common += usize::from(other.get(at) == Some(hash));
        counts[0] += 1;
    }
    counts[1] = other.iter().filter(|hash| hash.trailing_zeros() >= zeros).count();
    match counts[0].min(counts[1]) {
        0 => 0.0,
        fewer => common as f64 / fewer as f64,
    }
}

/// Returns the hashes of the runs of some words, in order and without duplicates. A shorter text is one run.
fn runs(terms: &[u64]) -> Vec<u32> {
    let length = RUN.min(terms.len()).max(1);
    let join =
        |hash: u64, term: &u64| (hash.rotate_left(23) ^ term).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let runs = terms.windows(length).map(|run| {
        let hash = run.iter().fold(0, join);
        ((hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32) as u32
    });
    let mut hashes: Vec<u32> = runs.collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

fn terms(text: &str) -> Vec<Term> {
    let mut terms = Vec::with_capacity(text.len() / 6);
    let mut folded = String::new();
    words(text, |word| {
        let first = word.chars().next().unwrap_or_default();
        let kind = match () {
            () if first.is_numeric() => Kind::Number,
            () if first.is_uppercase() => Kind::Capitalized,
            () => Kind::Other,
        };
        let hash = if word.is_ascii() {
            fingerprint::hash_of_bytes(word.bytes().map(|byte| byte.to_ascii_lowercase()))
        } else {
            folded.clear();
            fold::fold(word, &mut folded);
            fingerprint::hash(&folded)
        };
        terms.push(Term { hash, kind });
    });
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(body: &str) -> Signature {
        Signature::of(&Article { body: body.into(), ..Article::default() })
    }

    fn similar(one: &str, other: &str) -> bool {
        let (one, other) = (signature(one), signature(other));
        assert_eq!(one.is_similar(&other, 9), other.is_similar(&one, -9), "not symmetric");
        one.is_similar(&other, 0)
    }

    /// Returns sentences of words that occur in no other sentence.
    fn sentences(numbers: std::ops::Range<u32>) -> String {
        let words = |number: u32| (0..12).map(move |word| format!("w{number}x{word}"));
        let sentence = |number| words(number).collect::<Vec<_>>().join(" ") + ".";
        numbers.map(sentence).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn copies_cuts_and_new_leads_are_similar() {
        let story = sentences(0..12);
        assert!(similar(&story, &story));
        assert!(similar(&story, &sentences(0..4)), "a cut");
        assert!(similar(&story, &format!("{} {story}", sentences(20..24))), "a lead");
        let rewritten = format!("{} {}", sentences(20..23), sentences(2..9));
        assert!(similar(&story, &rewritten), "a new lead and a cut");
        assert!(similar(&story, &story.replace("w3x3", "corrected")), "a correction");
        assert!(!similar(&story, &sentences(20..32)), "another story");
        let quoting = format!("{} {}", sentences(0..2), sentences(20..30));
        assert!(!similar(&story, &quoting), "a quotation");
    }

    #[test]
    fn forms_with_other_names_and_numbers_are_not_similar() {
        let report = |city: &str, numbers: [u32; 8]| {
            let [a, b, c, d, e, f, g, h] = numbers;
            format!(
                "Wholesale fish prices at {city} opened at {a} crowns a crate of herring on a turnover of {b} \
                 crates, against {c} the day before. Cod closed at {d} crowns after a high of {e}, and \
                 haddock at {f} crowns. The harbor office said that {g} boats landed their catch at {city} \
                 by noon, and that it expects {h} more before the market closes in the evening."
            )
        };
        let monday = report("Hafen", [41, 310, 297, 66, 71, 52, 18, 4]);
        assert!(similar(&monday, &monday));
        assert!(!similar(&monday, &report("Hafen", [44, 290, 310, 63, 69, 57, 21, 6])));
        assert!(!similar(&monday, &report("Norhaven", [41, 311, 298, 67, 70, 51, 17, 5])));
    }

    #[test]
    fn a_toll_that_rises_does_not_make_another_story() {
        let story = |toll: u32| {
            format!(
                "At least {toll} people died when a ferry sank off the harbor of Norhaven in a storm on \
                 Monday, the coast guard said. Divers searched the wreck through the night, and boats \
                 from three villages took the survivors to the school on the quay. The ferry had left \
                 the island an hour late because its engine would not start. Its captain, who was saved, \
                 told the harbor office that a wave had broken the door of the car deck. The toll of {toll} \
                 may rise, the coast guard said, because nobody had counted the passengers."
            )
        };
        assert!(similar(&story(12), &story(27)));
    }

    #[test]
    fn short_texts_must_be_the_same() {
        assert!(similar("Ferry sinks off Norhaven", "Ferry sinks off Norhaven."));
        assert!(!similar("Ferry sinks off Norhaven", "Ferry sinks off Norhaven, 12 dead"));
        assert!(!similar("", ""), "nothing to compare");
        let titled = |title: &str| {
            let (title, body) = (Some(title.to_string()), "See page two.".to_string());
            Signature::of(&Article { title, body, ..Article::default() })
        };
        let (tax, ferry) = (titled("Salt tax cut"), titled("Ferry sinks"));
        assert!(tax.is_similar(&tax, SOON) && !tax.is_similar(&ferry, 0));
        assert!(!tax.is_similar(&tax, SOON + 1), "a headline that returns");
    }

    #[test]
    fn brief_texts_that_return_later_must_be_almost_the_same() {
        let apart = |one: &str, other: &str| signature(one).is_similar(&signature(other), SOON + 1);
        let (brief, long) = (sentences(0..6), sentences(0..20));
        let rewritten = |count| format!("{} {}", sentences(40..42), sentences(1..count));
        assert!(similar(&brief, &rewritten(6)));
        assert!(!apart(&brief, &rewritten(6)));
        assert!(apart(&brief, &sentences(0..4)), "a cut");
        assert!(apart(&long, &rewritten(20)));
    }

    #[test]
    fn languages_differ_only_if_both_are_known() {
        let of = |lang: Option<&str>| {
            let lang = lang.map(str::to_string);
            Signature::of(&Article { body: sentences(0..9), lang, ..Article::default() })
        };
        assert!(of(Some("en")).is_similar(&of(None), 0));
        assert!(!of(Some("en")).is_similar(&of(Some("de")), 0));
    }

    #[test]
    fn long_texts_are_compared_by_a_sample() {
        let long = sentences(0..400);
        assert!(signature(&long).plain.len() <= KEPT);
        assert!(similar(&long, &format!("{} {long}", sentences(500..600))));
        assert!(similar(&long, &sentences(100..250)));
        assert!(!similar(&long, &sentences(390..800)));
        // A digest contains it, but is not a version of it.
        assert!(!similar(&long, &sentences(10..14)));
    }

    #[test]
    fn the_least_containment_falls_with_the_length() {
        let least: Vec<f64> = [16, 28, 40, 80, 5_000].map(least).to_vec();
        assert_eq!(least, [0.95, 0.85, 0.75, 0.5, 0.5]);
    }
}

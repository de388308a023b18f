//! Recognizes lists of articles that no format can split, so that they are never read as one article.

use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use super::heads;
use crate::archive::{RawArticle, Reason, Why};
use crate::dates;

/// A pattern that repeats in exports.
struct Sign {
    pattern: String,
    /// The compiled pattern, if a text has needed it. Compiling all of them takes as long as reading a hundred articles.
    compiled: OnceLock<Option<Regex>>,
    name: &'static str,
    /// The number of matches that make a list.
    least: usize,
}

impl Sign {
    fn regex(&self) -> Option<&Regex> {
        // A test compiles every pattern.
        self.compiled.get_or_init(|| Regex::new(&self.pattern).ok()).as_ref()
    }
}

static SIGNS: LazyLock<Vec<Sign>> = LazyLock::new(|| {
    let words = "of|von|de|sur|van|di|av|af";
    let documents = "documents?|dokumente?n?|documentos?|documenten|documenti";
    let months = "jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec";
    let signs = [
        (
            format!(r"(?i)\b\d{{1,6}} (?:{words}) \d{{1,6}} (?:{documents})\b"),
            "`n of m documents`",
            2,
        ),
        (
            format!(r"(?i)\b(?:document|dokument|documento) \d{{1,6}} (?:{words}) \d{{1,6}}\b"),
            "`document n of m`",
            2,
        ),
        (r"\bDocument [A-Z]{2,10}\d{10,}[a-z0-9]{5,}".to_string(), "numbers of documents", 2),
        (
            r"(?im)^\W{0,3}(?:end of document|ende des dokuments|fin du document)\W{0,3}$"
                .to_string(),
            "`End of Document`",
            2,
        ),
        (r"(?m)^\W{0,3}(?:LOAD-DATE|PUBLICATION-TYPE): ".to_string(), "`LOAD-DATE`", 2),
        // NewsBank, Infomedia, Genios and Wisers, which end each article like this.
        (
            r"(?im)^\W{0,3}(?:record number|artikel-id|dokumentnummer|文章編號|文章编号): ?\S"
                .to_string(),
            "`Record Number` or the like",
            2,
        ),
        (r"\| ?Artikel-id: ?\S".to_string(), "`Artikel-id`", 2),
        // The press monitor of the Austrian agency APA.
        (r#"(?m)^\s{0,8}["“„].{2,60}["”“] gefunden am \d"#.to_string(), "`gefunden am`", 2),
        (
            format!(
                r"(?im)^\s{{0,8}}(?-i:\p{{Lu}}{{3,}})[\p{{L}} .,'’/-]{{0,40}}(?:,? (?:(?:{months})[a-z]*\.? \d{{1,2}}|\d{{1,2}}\.? (?:de )?\p{{L}}{{3,10}}\.?)(?:,? (?:de )?\d{{4}})?)? ?\((?-i:\p{{Lu}}|[a-z]{{2,8}}[/)])[\p{{L}}/. -]{{0,30}}\)? ?\.?[-–—:]"
            ),
            "datelines of agencies",
            20,
        ),
    ];
    let sign = |(pattern, name, least)| Sign { pattern, compiled: OnceLock::new(), name, least };
    signs.into_iter().map(sign).collect()
});

/// Matches a word in every sign for which 2 matches make a list. Without such a word, these signs are not looked for.
static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = "docum|dokum|load-date|publication-type|gefunden am|record number|artikel-id|文章編號|文章编号";
    Regex::new(&format!("(?i){words}")).ok()
});

/// Matches the marks that [`is_reference`] looks for. Each reference has at least one of them.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("(?i) p\\.|pagina |seite| page | pg\\. | s\\. |blz\\. |pág\\. |стр\\. ").ok()
});

/// The length, in bytes, below which a text is too short for [`REFERENCES`] references or 20 datelines.
const SHORT: usize = 100;

/// Returns the reason if an article is a list of articles.
pub fn of_article(article: &RawArticle) -> Option<Why> {
    // The first title and the first day of a text without headers are above the text.
    let is_titled = article.headers.iter().any(|header| header.name == "title");
    let is_below_head = article.may_be_named_by_path && is_titled && !article.dates.is_empty();
    find(&article.text, is_below_head, article.may_be_named_by_path)
}

/// Returns the reason if a text that was read as one article is a list of articles.
pub fn of(text: &str) -> Option<Why> {
    find(text, false, false)
}

fn find(text: &str, is_below_head: bool, is_plain: bool) -> Option<Why> {
    let has_words = WORDS.as_ref().is_some_and(|words| words.is_match(text));
    if !has_words && text.len() < SHORT {
        return None;
    }
    // The signs that need no word begin lines, and so do references.
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
    let may_repeat = |least: usize| if least > 2 { lines >= least } else { has_words };
    let mut signs = SIGNS.iter().filter(|sign| may_repeat(sign.least));
    let sign = signs.find_map(|sign| {
        let count = sign.regex()?.find_iter(text).take(10_000).count();
        (count >= sign.least).then_some((count, sign.name))
    });
    let (count, name) =
        sign.or_else(|| heads::repeated(text, is_below_head, is_plain)).or_else(|| {
            if lines < REFERENCES {
                return None;
            }
            // Few texts have as many marks, so few are examined line by line.
            let marks = MARKS
                .as_ref()
                .map_or(REFERENCES, |marks| marks.find_iter(text).take(REFERENCES).count());
            if marks < REFERENCES {
                return None;
            }
            let count = text.lines().filter(|line| is_reference(line)).count();
            (count >= REFERENCES).then_some((count, "lines of source, day and page"))
        })?;
    let detail = format!(
        "{count} {name}, an export that is not split: export it as text or HTML, or one file per article"
    );
    Some(Reason::Unsplit.because(detail))
}

/// The number of lines with source, date and page that make a list.
const REFERENCES: usize = 8;

/// Returns whether a line is a reference such as `Skerry Echo, 14 September 2024, p. 3`.
fn is_reference(line: &str) -> bool {
    let line = line.trim();
    if !(12..=160).contains(&line.len()) || line.ends_with(['?', '!']) {
        return false;
    }
    let lower = line.to_lowercase();
    let marks =
        [" p. ", " p.", "pagina ", "seite", " page ", " pg. ", " s. ", "blz. ", "pág. ", "стр. "];
    marks.iter().any(|mark| {
        lower.match_indices(mark).any(|(at, _)| {
            let rest = lower[at + mark.len()..].trim_start_matches([':', ' ']);
            rest.starts_with(|c: char| c.is_ascii_digit()) || rest.len() <= 4
        })
    }) && dates::all(line).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert!(WORDS.is_some() && MARKS.is_some());
        assert!(SIGNS.iter().all(|sign| sign.regex().is_some()));
    }

    #[test]
    fn repeated_headers_make_a_list_and_a_mention_does_not() {
        let dateline = "SKERRY, May 3 (Lampwire) - The ferry was late.\n\n";
        for list in [
            "1 of 2 DOCUMENTS\n\nLamp lit\n\n2 of 2 DOCUMENTS\n\nFerry late",
            "Document 1 of 2\nLamp lit\nDocument 2 of 2\nFerry late",
            "Lamp lit\nDocument SKER000020240914ek9e00001\nFerry late\nDocument VARD000020190503ef5300002",
            &dateline.repeat(20),
            &"Skerry Echo, 14 September 2024, p. 3\n".repeat(8),
            "Lamp lit\nSection: News\nThe lamp.\nRecord Number: 12A\n\nFerry late\nRecord Number: 12B\n",
            "\"Echo.at\" gefunden am 28.12.2017 10:36 Uhr\nLamp lit\n\"Post.at\" gefunden am 28.12.2017 11:02 Uhr\nFerry late",
        ] {
            assert_eq!(of(list).map(|why| why.reason), Some(Reason::Unsplit), "{list}");
        }
        for article in [
            "The court read 3 of 12 documents on Friday.",
            "Document 1 of 2 was lost.",
            &dateline.repeat(19),
        ] {
            assert_eq!(of(article), None, "{article}");
        }
    }
}

//! Nexis, LexisNexis Academic, Lexis Advance and Nexis Uni.
//!
//! In older exports (text, HTML, documents), an article starts with `1 of 50 DOCUMENTS`, followed by source, date and
//! title, labels in capitals, the text, and more labels. In newer ones (documents), it starts with title, source and
//! date, has the text under `Body`, and ends with `End of Document`. Labels are in the language of the site.

mod labelled;
mod labels;
mod newer;
mod older;

use std::sync::LazyLock;

use regex::Regex;

use super::paragraphs::Paragraph;
use crate::archive::RawArticle;
use labelled::is_body;
pub use labelled::{is_cover, is_end, is_head, is_page};
use newer::newer;
use older::older;

/// Matches `1 of 50 DOCUMENTS`, `Dokument 3 von 50`, `Document 1 de 4`.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // The sample of this export in corpus/forms is read with it, so it compiles.
    let words = "of|von|de|sur|van|di|av|af|af i alt";
    Regex::new(&format!(
        r"(?i)^(?:(?:documents?|dokumente?|documento|documenti)\s+\d{{1,6}}\s+(?:{words})\s+\d{{1,6}}|\d{{1,6}}\s+(?:{words})\s+\d{{1,6}}\s+(?:documents?|dokumente?n?|documenten|documentos?|documenti))$"
    ))
    .ok()
});

/// Returns whether a line numbers a document of an export.
pub fn is_number(line: &str) -> bool {
    let line = line.trim();
    line.len() <= 60 && NUMBER.as_ref().is_some_and(|number| number.is_match(line))
}

/// Splits an export into its articles.
pub fn articles(paragraphs: &[Paragraph]) -> Vec<RawArticle> {
    let numbered = paragraphs.iter().any(|one| is_number(&one.text));
    // A newer export that was saved as text has a paragraph on each line.
    let is_within = |one: &Paragraph| one.text.contains('\n') && one.text.lines().any(is_body);
    let lines: Vec<Paragraph>;
    let paragraphs = match !numbered && paragraphs.iter().any(is_within) {
        true => {
            let each = paragraphs.iter().flat_map(|one| {
                let of = |line: &str| Paragraph { text: line.to_string(), ..one.clone() };
                one.text.lines().map(of).collect::<Vec<_>>()
            });
            lines = each.collect();
            &lines[..]
        }
        false => paragraphs,
    };
    let mut all = Vec::new();
    if numbered {
        let begins = |one: &Paragraph| is_number(&one.text);
        let first = paragraphs.iter().position(begins).unwrap_or(0);
        for part in paragraphs[first..].split(begins).skip(1) {
            all.extend(older(part));
        }
    } else {
        let mut parts: Vec<&[Paragraph]> = paragraphs.split(ends).collect();
        // The text after the last end is not an article, unless the export was truncated within one.
        let rest = parts.pop().filter(|rest| rest.iter().any(|one| is_body(&one.text)));
        for (at, part) in parts.into_iter().chain(rest).enumerate() {
            all.extend(newer(part, at == 0));
        }
    }
    all
}

fn ends(one: &Paragraph) -> bool {
    one.text.lines().next_back().is_some_and(is_end)
}

#[cfg(test)]
mod tests;

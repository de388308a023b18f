//! A name: its words, and how it is printed.

use rustc_hash::FxHashMap;

use super::inflection;
use super::lists::Kinds;
use super::mention::Part;
use super::word::{Gap, Shape};

/// The maximum length of an abbreviation, in characters.
const ABBREVIATION: usize = 5;

/// The maximum number of forms of an inflected word in a query.
const FORMS: usize = 6;

/// A name, as a sequence of words.
#[derive(Debug, Clone)]
pub struct Name {
    /// The words.
    pub parts: Vec<Part>,
    /// The number of articles that have it.
    pub articles: u32,
    /// The number of articles in which a title precedes it.
    pub titled: u32,
    /// How often it is printed in each way.
    pub printed: FxHashMap<String, u32>,
}

impl Name {
    /// Returns the most frequent printed form.
    pub fn text(&self) -> &str {
        // Long words in capitals are those of headlines.
        let plain = |text: &str| {
            text.chars().any(char::is_lowercase) || text.chars().count() <= ABBREVIATION
        };
        let best = self.printed.iter().max_by(|a, b| {
            plain(a.0).cmp(&plain(b.0)).then(a.1.cmp(b.1)).then_with(|| b.0.cmp(a.0))
        });
        best.map_or("", |(text, _)| text)
    }

    /// Returns the printed forms that a query needs: the most frequent one, and of a word that is inflected by cases the
    /// other frequent ones, the basic form first.
    pub fn forms(&self) -> Vec<String> {
        let text = self.text();
        if self.parts.len() > 1 || !inflection::is_cyrillic(text) {
            return vec![text.to_string()];
        }
        let mut forms: Vec<(&str, u32)> =
            self.printed.iter().map(|(form, count)| (form.as_str(), *count)).collect();
        let basic = inflection::basic(forms.iter().copied()).unwrap_or(text);
        forms.retain(|(form, _)| form.chars().any(char::is_lowercase) || *form == text);
        forms.sort_by(|a, b| {
            (b.0 == basic).cmp(&(a.0 == basic)).then(b.1.cmp(&a.1)).then_with(|| a.0.cmp(b.0))
        });
        forms.iter().take(FORMS).map(|(form, _)| form.to_string()).collect()
    }

    /// Returns whether the name has the legal form of a company.
    pub fn has_legal_form(&self) -> bool {
        self.parts.iter().any(|part| part.kinds.are(Kinds::LEGAL_FORM))
    }
}

/// Returns the terms of a name, which identify it.
pub fn key(parts: &[Part]) -> String {
    let terms: Vec<&str> = parts.iter().map(|part| part.term.as_str()).collect();
    terms.join(" ")
}

/// Returns a name as printed, with white space collapsed.
pub fn text(parts: &[Part]) -> String {
    let mut text = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            let short = |part: &Part| part.printed.len() <= 3 && part.shape != Shape::Capital;
            text.push_str(match part.gap {
                Gap::Hyphen => "-",
                Gap::Ampersand if short(&parts[at - 1]) && short(part) => "&",
                Gap::Ampersand => " & ",
                Gap::Stop => ". ",
                Gap::Space | Gap::Opening | Gap::Break => " ",
            });
        }
        text.push_str(&part.printed);
        // A name ends with the full stop of its initials.
        let ends = at + 1 == parts.len() || parts[at + 1].gap == Gap::Opening;
        if ends && part.printed.contains('.') {
            text.push('.');
        }
    }
    text
}

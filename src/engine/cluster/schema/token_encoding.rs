//! Tokens encoded as text, so that the cluster does not analyze articles again.
//!
//! `analysis/` analyzes each article once. The text that OpenSearch receives for a field is one group per position,
//! separated by spaces. `a|b` puts two terms at one position, and `-` leaves a position empty. No word contains any of
//! these characters, and none begins with `.` or `=`.
//!
//! The fields of surface forms have the same positions. At each position is the folded form of the word. If the word is
//! printed otherwise, the position also has the form after `=`, and the mark `=`. Other marks begin with three full
//! stops, so that no word is within the two edits of a fuzzy search. Some words have several forms, such as `l'ONU` and
//! `ONU`. If these differ in their capitals, marks of capitals have the stem of the form after `~`.

use serde_json::{Value, json};

use crate::analysis::{Analyzer, Event, Language, fold};

/// The mark of a word that is printed other than its folded form.
pub const OTHERWISE: &str = "=";
/// The mark of a word with a capital letter.
pub const SOME_CAPITALS: &str = "...C";
/// The mark of a word in capitals.
pub const ALL_CAPITALS: &str = "...A";
/// The mark of a word without a capital letter that has other forms with one. Words without marks have no capital
/// letter.
pub const NO_CAPITALS: &str = "...N";
/// The mark of a word whose forms differ in their capitals.
pub const MIXED_CAPITALS: &str = "...M";
/// The mark of the position before the body.
pub const BEFORE: &str = "...b";
/// The mark of the first word after the lead, or of the position after the body.
pub const LEAD_END: &str = "...l";
/// The marks of the first word of a sentence, of the last, and of the only one.
pub const SENTENCE: [&str; 3] = ["...s", "...e", "...1s"];
/// The marks of the first word of a paragraph, of the last, and of the only one.
pub const PARAGRAPH: [&str; 3] = ["...p", "...q", "...1p"];
/// The number of paragraphs of the lead.
const LEAD: usize = 2;

/// Returns the analysis settings of an index, which only decode.
pub fn analysis() -> Value {
    json!({
        "tokenizer": {"groups": {"type": "whitespace", "max_token_length": 32_766}},
        "filter": {
            "alternatives": {"type": "pattern_capture", "preserve_original": false, "patterns": ["([^|]+)"]},
            "hole": {"type": "stop", "stopwords": ["-"]},
        },
        "analyzer": {
            "tokens": {"type": "custom", "tokenizer": "groups", "filter": ["alternatives", "hole"]},
        },
    })
}

/// The encoded tokens of a title or a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Encoded {
    /// The number of positions.
    pub words: u32,
    /// The text for the field of stems.
    pub stems: String,
    /// The text for the field of surface forms.
    pub forms: String,
}

/// The terms of a position.
#[derive(Default)]
struct Group {
    stems: Vec<Box<str>>,
    forms: Vec<Box<str>>,
    /// The number of the stem and of the form of each token.
    tokens: Vec<(usize, usize)>,
    marks: Vec<&'static str>,
}

/// Encodes the tokens of a title. `report` receives the hash of each position's first stem.
pub fn title(
    analyzer: &mut Analyzer,
    language: Language,
    text: &str,
    report: impl FnMut(u64),
) -> Encoded {
    let (words, mut groups, _) = groups(analyzer, language, text, report);
    // A title is one sentence and one paragraph.
    mark(&mut groups, &[], SENTENCE);
    mark(&mut groups, &[], PARAGRAPH);
    let mut encoded = Encoded { words, ..Encoded::default() };
    groups.iter().for_each(|group| encoded.push(group));
    encoded
}

/// Encodes the tokens of a body. `report` receives the hash of each position's first stem.
pub fn body(
    analyzer: &mut Analyzer,
    language: Language,
    text: &str,
    report: impl FnMut(u64),
) -> Encoded {
    let (words, mut groups, Starts { sentences, paragraphs }) =
        groups(analyzer, language, text, report);
    mark(&mut groups, &sentences, SENTENCE);
    mark(&mut groups, &paragraphs, PARAGRAPH);
    let lead = paragraphs.get(LEAD).and_then(|start| groups.get_mut(*start));
    let ends = lead.map(|group| group.marks.push(LEAD_END)).is_some();
    let mut encoded = Encoded { words, stems: "-".into(), forms: BEFORE.into() };
    groups.iter().for_each(|group| encoded.push(group));
    if !ends {
        encoded.stems.push_str(" -");
        encoded.forms.push(' ');
        encoded.forms.push_str(LEAD_END);
    }
    encoded
}

/// The positions at which sentences and paragraphs begin.
#[derive(Default)]
struct Starts {
    sentences: Vec<usize>,
    paragraphs: Vec<usize>,
}

fn groups(
    analyzer: &mut Analyzer,
    language: Language,
    text: &str,
    mut report: impl FnMut(u64),
) -> (u32, Vec<Group>, Starts) {
    let mut groups: Vec<Group> = Vec::new();
    let mut starts = Starts::default();
    let words = analyzer.analyse(language, text, |event| match event {
        Event::Paragraph(_, position) => starts.paragraphs.push(position as usize),
        Event::Sentence(_, position) => starts.sentences.push(position as usize),
        Event::Token(token) => {
            if !token.again {
                report(token.hash);
            }
            let at = token.position as usize;
            if groups.len() <= at {
                groups.resize_with(at + 1, Group::default);
            }
            let group = &mut groups[at];
            let stem = number(&mut group.stems, token.term);
            let form = number(&mut group.forms, token.form);
            group.tokens.push((stem, form));
        }
    });
    (words, groups, starts)
}

/// Returns the number of a term in a list, and adds it if it is new.
fn number(terms: &mut Vec<Box<str>>, term: &str) -> usize {
    terms.iter().position(|known| **known == *term).unwrap_or_else(|| {
        terms.push(term.into());
        terms.len() - 1
    })
}

/// Marks where stretches of a text begin and end. The text begins one, too.
fn mark(groups: &mut [Group], starts: &[usize], [begins, ends, only]: [&'static str; 3]) {
    let mut starts: Vec<usize> = std::iter::once(0).chain(starts.iter().copied()).collect();
    starts.dedup();
    starts.retain(|start| *start < groups.len());
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(groups.len());
        groups[*start].marks.push(begins);
        groups[end - 1].marks.push(ends);
        if end - 1 == *start {
            groups[*start].marks.push(only);
        }
    }
}

impl Encoded {
    fn push(&mut self, group: &Group) {
        if !self.stems.is_empty() {
            self.stems.push(' ');
            self.forms.push(' ');
        }
        let first = self.stems.len();
        for stem in &group.stems {
            if self.stems.len() > first {
                self.stems.push('|');
            }
            self.stems.push_str(stem);
        }
        if group.stems.is_empty() {
            self.stems.push('-');
        }
        let first = self.forms.len();
        for term in terms(group) {
            if self.forms.len() > first {
                self.forms.push('|');
            }
            self.forms.push_str(&term);
        }
        if self.forms.len() == first {
            self.forms.push('-');
        }
    }
}

/// Returns the terms of a position in the field of surface forms.
fn terms(group: &Group) -> Vec<String> {
    let mut terms: Vec<String> = group.marks.iter().map(|mark| (*mark).to_string()).collect();
    let classes: Vec<Option<&str>> = group.forms.iter().map(|form| class(form)).collect();
    match classes.split_first() {
        Some((first, others)) if others.iter().any(|class| class != first) => {
            for (stem, form) in &group.tokens {
                for mark in marks(classes[*form]) {
                    terms.push(capitals_of(mark, &group.stems[*stem]));
                }
            }
            terms.sort();
            terms.dedup();
            terms.push(MIXED_CAPITALS.into());
        }
        Some((Some(class), _)) => terms.extend(marks(Some(class)).map(String::from)),
        _ => {}
    }
    let mut otherwise = false;
    let mut folded = String::new();
    for form in &group.forms {
        folded.clear();
        fold::fold(form, &mut folded);
        otherwise |= *folded != **form;
        if !terms.contains(&folded) {
            terms.push(folded.clone());
        }
    }
    if otherwise {
        terms.push(OTHERWISE.into());
        terms.extend(group.forms.iter().map(|form| printed(form)));
    }
    terms
}

/// Returns the mark of a form's capitals. A form without capitals has none.
fn class(form: &str) -> Option<&'static str> {
    match (form.contains(char::is_uppercase), form.contains(char::is_lowercase)) {
        (false, _) => None,
        (true, true) => Some(SOME_CAPITALS),
        (true, false) => Some(ALL_CAPITALS),
    }
}

/// Returns all marks of a form. A form in capitals has some capitals, too.
fn marks(class: Option<&str>) -> impl Iterator<Item = &'static str> {
    let all: &[&str] = match class {
        None => &[NO_CAPITALS],
        Some(ALL_CAPITALS) => &[SOME_CAPITALS, ALL_CAPITALS],
        Some(_) => &[SOME_CAPITALS],
    };
    all.iter().copied()
}

/// Returns the mark of the capitals of a word with this stem, which has other forms with other capitals.
pub fn capitals_of(mark: &str, stem: &str) -> String {
    format!("{mark}~{stem}")
}

/// Returns the term of a form as it is printed.
pub fn printed(form: &str) -> String {
    format!("{OTHERWISE}{form}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(text: &str) -> Encoded {
        body(&mut Analyzer::default(), Language::ENGLISH, text, |_| {})
    }

    #[test]
    fn stems_and_forms_have_the_same_positions() {
        let found = english("Ports rise. Salt taxes fell");
        assert_eq!(found.words, 5);
        assert_eq!(found.stems, "- port rise salt tax fell -");
        assert_eq!(
            found.forms,
            "...b ...s|...p|...C|ports|=|=Ports ...e|rise ...s|...C|salt|=|=Salt taxes ...e|...q|fell ...l"
        );
    }

    #[test]
    fn words_with_parts_share_a_position() {
        let found = english("Kellogg’s");
        assert_eq!(found.stems, "- kellogg -");
        assert_eq!(
            found.forms,
            "...b ...s|...e|...1s|...p|...q|...1p|...C|kellogg's|kellogg|=|=Kellogg's|=Kellogg ...l"
        );
    }

    #[test]
    fn forms_with_different_capitals_are_marked_one_by_one() {
        let found = english("l'ONU");
        let marks: Vec<&str> =
            found.forms.split(['|', ' ']).filter(|term| term.contains('~')).collect();
        assert_eq!(marks, ["...A~onu", "...C~l'onu", "...C~onu"]);
        assert!(!found.forms.split('|').any(|term| term == SOME_CAPITALS), "{}", found.forms);
    }

    #[test]
    fn the_lead_ends_before_the_third_paragraph() {
        let found = english("One.\n\nTwo.\n\nThree.");
        assert!(
            found.forms.ends_with("...s|...e|...1s|...p|...q|...1p|...l|...C|three|=|=Three"),
            "{}",
            found.forms
        );
        assert!(!found.stems.ends_with('-'));
    }

    #[test]
    fn an_empty_title_has_no_tokens() {
        let found = title(&mut Analyzer::default(), Language::ENGLISH, "", |_| {});
        assert_eq!(found, Encoded::default());
    }
}

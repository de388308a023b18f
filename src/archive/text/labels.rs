//! Lines at the top of a text that say what they state: `Source: Skerry Echo`, `Section: Harbour`, `Contact: …`, and lines
//! that belong to a kind of text or an issue: `FOR IMMEDIATE RELEASE`, `Vol. 12, No. 3`.

use crate::archive::column_names::{Field, plain, usual};

/// What a label states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    Author,
    Source,
    Section,
    Topics,
    Address,
    /// Anything that is known not to be text.
    Note,
}

/// Labels of authors that are not names of columns, in lower case.
const AUTHORS: [&str; 15] = [
    "by",
    "von",
    "par",
    "por",
    "text",
    "texte",
    "texto",
    "words",
    "reporting",
    "author(s)",
    "autor/in",
    "autorin",
    "verfasser",
    "текст",
    "文",
];

/// Labels of other lines between a title and its text, in lower case.
const NOTES: [&str; 30] = [
    "contact",
    "contacts",
    "media contact",
    "press contact",
    "kontakt",
    "pressekontakt",
    "contacto",
    "phone",
    "tel",
    "telephone",
    "email",
    "e-mail",
    "location",
    "photo",
    "photos",
    "photo credit",
    "photo by",
    "foto",
    "fotos",
    "image",
    "credit",
    "word count",
    "length",
    "reading time",
    "read time",
    "lesezeit",
    "edition",
    "page",
    "pages",
    "copyright",
];

/// The maximum number of words of a label, and the maximum length of its value in characters.
const WORDS: usize = 3;
const VALUE: usize = 120;

/// Returns what a line states after a label, and the value.
pub fn of(line: &str) -> Option<(Label, &str)> {
    let line = line.strip_prefix(':').unwrap_or(line);
    let (label, value) = line.split_once([':', '：'])?;
    let (label, value) =
        (label.trim().trim_matches(['*', '_']), value.trim().trim_matches(['*', '_']).trim());
    let is_long = label.split_whitespace().count() > WORDS || value.chars().count() > VALUE;
    if is_long || value.is_empty() || label.is_empty() || value.ends_with(['?', '!']) {
        return None;
    }
    let lower = label.to_lowercase();
    if AUTHORS.contains(&lower.as_str()) {
        let is_name = value.starts_with(char::is_uppercase) || !value.is_ascii();
        let few = value.split_whitespace().count() <= 8 && !value.ends_with('.');
        return (is_name && few).then_some((Label::Author, value));
    }
    if NOTES.contains(&lower.as_str()) {
        return Some((Label::Note, value));
    }
    // Other names of columns are too common as words.
    let known = usual().get(plain(label).as_str())?;
    let is = |field: Field| known.iter().any(|(one, _)| *one == field);
    let is_address = value.starts_with("http://") || value.starts_with("https://");
    let label = match () {
        () if is(Field::Url) && is_address => Label::Address,
        () if value.ends_with('.') && value.contains(' ') => return None,
        () if is(Field::Byline) => Label::Author,
        () if is(Field::Title) || is(Field::Body) => return None,
        () if is(Field::Topic) => Label::Topics,
        () if is(Field::Section) && !["desk", "newstype"].contains(&lower.as_str()) => {
            Label::Section
        }
        () if is(Field::Source)
            && !["media", "medium", "channel", "site", "medio"].contains(&lower.as_str()) =>
        {
            Label::Source
        }
        () => return None,
    };
    Some((label, value))
}

/// Heads of kinds of texts, in lower case.
const KINDS: &str = "opinion|analysis|exclusive|editorial|editorials|commentary|comment|breaking|breaking news|news|local news|\
    world news|sport|sports|business|politics|feature|features|interview|update|special report|press release|news release|\
    media release|for immediate release|for release|for publication|immediate release|obituary|obituaries|letters|\
    letter to the editor|letters to the editor|column|explainer|fact check|review|\
    pressemitteilung|presseinformation|medienmitteilung|kommentar|meinung|leitartikel|reportage|communiqué de presse|tribune|\
    éditorial|comunicado de prensa|nota de prensa|opinión|editoriale|comunicato stampa|opinione|comunicado de imprensa|opinião|\
    persbericht|opinie|pressmeddelande|pressemeddelelse|ledare|komunikat prasowy|opinia|пресс-релиз|мнение|новости|\
    社説|速報|プレスリリース|社论|评论|快讯|사설|속보";

/// Returns whether a line is the head of a kind of texts, and nothing of the text itself.
pub fn is_kind(line: &str) -> bool {
    if line.len() > 120 {
        return false;
    }
    let bare = line.trim_matches(|c: char| "*-–—=:[]()# ".contains(c)).to_lowercase();
    let embargo = ["embargoed until", "embargo", "for release", "sperrfrist"];
    bare.len() <= 80
        && (KINDS.split('|').any(|kind| kind == bare)
            || embargo.iter().any(|start| {
                bare.strip_prefix(start).is_some_and(|rest| rest.contains(char::is_numeric))
            }))
}

/// Returns whether a line gives the volume, the number or the page of an issue: `Vol. 12, No. 3`, `Page 4`.
pub fn is_issue(line: &str) -> bool {
    if line.len() > 120 {
        return false;
    }
    const FIRST: [&str; 16] = [
        "vol", "volume", "no", "nr", "issue", "edition", "page", "pages", "p", "pp", "seite",
        "ausgabe", "jahrgang", "numéro", "número", "número",
    ];
    let words: Vec<&str> = line.split_whitespace().collect();
    let first = words
        .first()
        .map(|word| word.trim_matches(['.', ',', ':']).to_lowercase())
        .unwrap_or_default();
    (2..=7).contains(&words.len())
        && FIRST.contains(&first.as_str())
        && words[1].starts_with(|c: char| c.is_numeric() || c.is_uppercase())
        && words.iter().skip(1).any(|word| word.contains(char::is_numeric) || is_roman(word))
        && words.iter().skip(1).all(|word| {
            word.contains(char::is_numeric)
                || is_roman(word)
                || word.len() <= 3
                || FIRST.contains(&word.trim_matches(['.', ',']).to_lowercase().as_str())
        })
}

fn is_roman(word: &str) -> bool {
    let word = word.trim_matches(['.', ',']);
    !word.is_empty() && word.chars().all(|c| "IVXLCDM".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_titles_and_sentences() {
        for (line, label) in [
            ("Source: Skerry Echo", Label::Source),
            ("Quelle: Skerry Echo", Label::Source),
            ("Tags: lamp, lighthouse", Label::Topics),
            ("Category: Harbour", Label::Section),
            (":Author: Ada Quill", Label::Author),
            ("Text: Ada Quill", Label::Author),
            ("Автор: Анна Перова", Label::Author),
            ("URL: https://echo.example/lamp", Label::Address),
            ("Contact: Ada Quill, 555-0100", Label::Note),
        ] {
            assert_eq!(of(line).map(|(label, _)| label), Some(label), "{line}");
        }
        for line in [
            "Skerry Point: lamp lit again",
            "Text: the lamp was lit",
            "Source: the lamp was lit by the keeper.",
            "Politics: boats lie off",
            "Author: who lit the lamp?",
            "By: ",
            "12:30",
            "Name: Ada Quill",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }

    #[test]
    fn heads_and_issues_are_told_from_titles() {
        for line in ["FOR IMMEDIATE RELEASE", "Opinion", "*** PRESS RELEASE ***", "社説"] {
            assert!(is_kind(line), "{line}");
        }
        assert!(!is_kind("Opinion of the keeper"));
        for line in ["Vol. 12, No. 3", "Page 4", "Volume XII", "p. 3", "Seite 12"] {
            assert!(is_issue(line), "{line}");
        }
        for line in
            ["No lamp for 3 years", "Page turned", "No 10 says boats stay", "Issue of lamps"]
        {
            assert!(!is_issue(line), "{line}");
        }
    }
}

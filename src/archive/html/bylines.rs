//! The authors that a page shows beside its heading, for pages that do not state them for machines.

use super::blocks;
use super::headline::Headline;
use super::scan::Page;
use super::tree::Id;
use crate::archive::byline_words::{BY, PARTICLES};

/// The maximum length of the text of an element that names authors, in bytes. A longer one describes them.
const LENGTH: usize = 160;

/// How a text goes on after the last name.
const ENDS: [&str; 14] = [
    "published",
    "updated",
    "posted",
    "last",
    "on",
    "in",
    "at",
    "for",
    "is",
    "with",
    "veröffentlicht",
    "aktualisiert",
    "publié",
    "publicado",
];

/// Returns the authors shown beside a page's heading, each as it is written: in elements named for an author or a
/// byline, the innermost first, or else in a line that begins with `By`. `headline` is the page's headline block.
pub fn shown(page: &Page, headline: &Headline) -> Vec<String> {
    let tree = &page.tree;
    let is_named = |id: Id| {
        tree.element(id).is_some_and(|element| {
            ["author", "byline"].iter().any(|word| element.marks.contains(word))
        })
    };
    let named: Vec<Id> = headline.elements().filter(|id| is_named(*id)).collect();
    let has_inner = |id: Id| {
        let inner = id + 1..tree.nodes[id].end as Id;
        named.iter().any(|other| inner.contains(other))
    };
    let read = |ids: &mut dyn Iterator<Item = Id>| -> Vec<String> {
        ids.filter_map(|id| authors(&blocks::beginning(tree, id, LENGTH), false)).collect()
    };
    let innermost = read(&mut named.iter().copied().filter(|id| !has_inner(*id)));
    if !innermost.is_empty() {
        return innermost;
    }
    let around = read(&mut named.iter().copied().filter(|id| has_inner(*id)));
    if let Some(first) = around.into_iter().next() {
        return vec![first];
    }
    headline.text.lines().find_map(|line| authors(line, true)).into_iter().collect()
}

/// Returns whether a word in lower case is one before the name of an author. In text, `di` is rather a part of a name.
fn is_by(word: &str) -> bool {
    BY.contains(&word) || word == "di"
}

/// Phrases before the name of an author, in lower case.
const PHRASES: [&str; 27] = [
    "written by",
    "reported by",
    "words by",
    "story by",
    "text by",
    "report by",
    "ein artikel von",
    "ein bericht von",
    "publié par",
    "écrit par",
    "escrito por",
    "publicado por",
    "a cura di",
    "scritto da",
    "geschreven door",
    "skrevet av",
    "skrevet af",
    "skriven av",
    "oleh",
    "írta",
    "piše",
    "пише",
    "מאת",
    "بقلم",
    "كتبت",
    "كتب",
    "tekijä",
];

/// Words for an author, in lower case. A colon separates them from the name.
const AUTHORS: [&str; 40] = [
    "author",
    "authors",
    "reporter",
    "autor",
    "autora",
    "autorka",
    "autoři",
    "autori",
    "autore",
    "auteur",
    "autors",
    "autorius",
    "text",
    "texte",
    "texto",
    "testo",
    "tekst",
    "teksti",
    "tekst og foto",
    "forfatter",
    "författare",
    "kirjoittaja",
    "toimittaja",
    "автор",
    "авторы",
    "текст",
    "аутор",
    "συντάκτης",
    "haber",
    "yazar",
    "müəllif",
    "penulis",
    "szerző",
    "الكاتب",
    "نویسنده",
    "خبرنگار",
    "लेखक",
    "作者",
    "记者",
    "記者",
];

/// Returns the part of a text after a phrase or a word for its author.
fn behind_label(text: &str) -> Option<&str> {
    let is = |known: &str, label: &str| known == label.trim().to_lowercase();
    if let Some((label, rest)) = text.split_once([':', '：'])
        && AUTHORS.iter().chain(&PHRASES).any(|known| is(known, label))
    {
        return Some(rest.trim_start());
    }
    PHRASES.iter().find_map(|phrase| {
        let length = text.char_indices().nth(phrase.chars().count())?.0;
        let (label, rest) = text.split_at(length);
        (rest.starts_with(' ') && is(phrase, label)).then(|| rest.trim_start())
    })
}

/// The maximum number of words in names without capitals.
const CASELESS: usize = 5;

/// Returns the part of a text that names people, without the word before them. Returns `None` if it names nobody.
/// `marked` asks for such a word.
fn authors(text: &str, marked: bool) -> Option<String> {
    let text = text.split(" | ").find(|part| !part.trim().is_empty())?.trim();
    let rest = text.split_once([' ', ':']).and_then(|(first, rest)| {
        is_by(&first.to_lowercase()).then(|| rest.trim_start_matches([':', ' ']))
    });
    let rest = rest.or_else(|| behind_label(text));
    let is_labelled = rest.is_some();
    let rest = match rest {
        Some(rest) => rest,
        None if marked => return None,
        None => text,
    };
    let mut names = String::new();
    let mut caseless = 0;
    for word in rest.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = bare.to_lowercase();
        // Many scripts have no capitals. There, a label is needed.
        let has_no_case = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
        let is_caseless = bare.starts_with(has_no_case);
        caseless += usize::from(is_caseless);
        let is_capital = bare.starts_with(char::is_uppercase) || is_labelled && is_caseless;
        let ends = ENDS.contains(&lower.as_str()) || bare.contains(|c: char| c.is_ascii_digit());
        if ends || bare.is_empty() && word != "&" {
            break;
        }
        if !is_capital && !PARTICLES.contains(&lower.as_str()) && word != "&" {
            return None;
        }
        if !names.is_empty() {
            names.push(' ');
        }
        names.push_str(word);
    }
    let names = names.trim_end_matches([',', ' ', '·', '–', '-', '|']);
    let words = names.split(' ').count();
    let least = if caseless > 0 { 1 } else { 2 };
    ((least..=14).contains(&words) && caseless <= CASELESS && !names.ends_with(['?', '!', ':']))
        .then(|| names.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_the_text_goes_on() {
        for (text, marked, expected) in [
            ("By Ada Keeper", true, Some("Ada Keeper")),
            ("By Ada Keeper Published 31 May 2019", true, Some("Ada Keeper")),
            (
                "By: Ada Keeper and Bo van der Cook, 31 May",
                true,
                Some("Ada Keeper and Bo van der Cook"),
            ),
            ("Ada Keeper", false, Some("Ada Keeper")),
            ("Ada Keeper", true, None),
            ("Von Ada Keeper | Redaktion", false, Some("Ada Keeper")),
            ("By midnight the lamp was lit", true, None),
            ("Keeper", false, None),
            ("More by this author", false, None),
            ("31 May 2019", false, None),
            ("Автор: Ада Кипер", true, Some("Ада Кипер")),
            ("Publié par Ada Keeper", true, Some("Ada Keeper")),
            ("كتب: أحمد علي", true, Some("أحمد علي")),
            ("作者：李雷", true, Some("李雷")),
            ("Text adventures return", true, None),
            ("島の灯台", true, None),
            ("", false, None),
        ] {
            assert_eq!(authors(text, marked).as_deref(), expected, "{text}");
        }
    }
}

//! Names of newspapers and agencies, recognized by the words that such names start and end with.

use crate::archive::byline_words::AGENCIES;

/// Words at the end of the names of newspapers, in lower case.
const LAST: [&str; 51] = [
    "advertiser",
    "advocate",
    "age",
    "allgemeine",
    "anzeiger",
    "argus",
    "bladet",
    "blatt",
    "bulletin",
    "chronicle",
    "courant",
    "courier",
    "daily",
    "dispatch",
    "echo",
    "enquirer",
    "examiner",
    "express",
    "gazette",
    "globe",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "intelligencer",
    "journal",
    "kurier",
    "ledger",
    "mail",
    "mercury",
    "mirror",
    "monitor",
    "nachrichten",
    "news",
    "observer",
    "post",
    "presse",
    "press",
    "record",
    "register",
    "review",
    "rundschau",
    "sentinel",
    "standard",
    "star",
    "sun",
    "tageblatt",
    "telegraph",
    "times",
    "tribune",
    "zeitung",
];

/// Words at the start of the names of newspapers, in lower case, after an article.
const FIRST: [&str; 22] = [
    "corriere",
    "diario",
    "diário",
    "figaro",
    "folha",
    "gaceta",
    "gazeta",
    "gazzetta",
    "giornale",
    "jornal",
    "libération",
    "messaggero",
    "monde",
    "mundo",
    "nación",
    "país",
    "parisien",
    "prensa",
    "repubblica",
    "stampa",
    "vanguardia",
    "voz",
];

/// The maximum number of words of a name.
const WORDS: usize = 6;

/// Returns whether a line is the name of a newspaper or an agency and nothing else.
pub fn is_paper(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let small =
        ["of", "the", "and", "de", "del", "della", "do", "da", "di", "la", "le", "el", "du"];
    let capital = |word: &str| word.starts_with(char::is_uppercase) || small.contains(&word);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    if words.len() > WORDS
        || !line.starts_with(char::is_uppercase)
        || !line.split_whitespace().all(capital)
        || line.contains(|c: char| c.is_ascii_digit() || "?!:;,.\"“”|".contains(c))
    {
        return false;
    }
    let article = ["le", "la", "el", "il", "o", "a", "die", "der", "das", "the"].contains(first);
    let named = words.get(usize::from(article)).is_some_and(|word| FIRST.contains(word));
    words.len() >= 2 && (LAST.contains(last) || named)
        || AGENCIES.contains(&lower.as_str())
        || lower == "politico"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_newspapers_are_told_from_titles() {
        for name in [
            "Skerry Echo",
            "THE VARDAL POST",
            "The New York Times",
            "Süddeutsche Zeitung",
            "Le Monde",
            "Corriere della Sera",
            "Reuters",
        ] {
            assert!(is_paper(name), "{name}");
        }
        for title in [
            "Lamp lit again",
            "Post late for the third day",
            "Echo",
            "Post Office Closed",
            "The news",
            "Mail, post",
            "",
        ] {
            assert!(!is_paper(title), "{title}");
        }
    }
}

//! Lines between the articles of a list: rules, and counts such as `Article 3 of 20`.

/// Returns whether a line is a rule: at least three of one mark, with or without spaces.
pub fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next() else { return false };
    if !"-=*_~#+·•—–─═".contains(first) {
        return false;
    }
    let mut count = 1;
    for mark in marks {
        if mark != first {
            return false;
        }
        count += 1;
    }
    count >= 3
}

/// Words before the number of an article in a list.
const COUNTED: [&str; 30] = [
    "article",
    "articles",
    "artikel",
    "artículo",
    "articulo",
    "articolo",
    "artigo",
    "story",
    "item",
    "record",
    "result",
    "text",
    "texto",
    "clip",
    "clipping",
    "doc",
    "document",
    "dokument",
    "documento",
    "beitrag",
    "meldung",
    "nachricht",
    "notizia",
    "noticia",
    "notícia",
    "nyhet",
    "bericht",
    "news",
    "статья",
    "treffer",
];

/// Words between the number of an article and that of all articles.
const OF: [&str; 12] = ["of", "von", "de", "di", "van", "sur", "av", "af", "/", "из", "z", "do"];

/// Returns whether a line counts an article of a list: `Article 3 of 20`, `3/20`, `Artikel 3`, `#3`.
pub fn is_count(line: &str) -> bool {
    const LENGTH: usize = 60;
    let marks = |c: char| c.is_whitespace() || "[](){}<>#*-=_~.:|".contains(c);
    let line = line.trim_matches(marks);
    if line.is_empty() || line.len() > LENGTH || !line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let spaced = line.replace('/', " / ").to_lowercase();
    let mut words = spaced.split_whitespace().peekable();
    let is_word = words.next_if(|word| COUNTED.contains(word)).is_some();
    let number = |word: Option<&str>| {
        let digits = word?.trim_matches(['#', '.', ':', '(', ')', '[', ']']);
        (digits.len() <= 6 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
            .then_some(())
    };
    words.next_if(|word| ["nr", "nr.", "no", "no.", "n°", "nº", "#", "number"].contains(word));
    if number(words.next()).is_none() {
        return false;
    }
    match words.next() {
        None => is_word,
        Some(of) => OF.contains(&of) && number(words.next()).is_some() && words.next().is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_rules_are_recognized() {
        for line in [
            "Article 3 of 20",
            "[3/20]",
            "--- Artikel 3 von 20 ---",
            "Story 3",
            "3 of 20",
            "Doc. 1",
        ] {
            assert_eq!(is_count(line), line != "Doc. 1", "{line}");
        }
        for line in ["20", "3 May 2019", "In 3 of 20 cases", "Article 3 of the law", "2019"] {
            assert!(!is_count(line), "{line}");
        }
        assert!(is_rule("* * *") && is_rule("=====") && !is_rule("--") && !is_rule("-=-"));
    }
}

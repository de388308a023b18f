//! Converts a typed word or phrase into the words to search for.

use super::tree::{Pattern, Slot, Text, Tree, Word};
use crate::analysis::{Analyzer, Event, Language, fold, is_alone};
use unicode_normalization::char::is_combining_mark;

/// How a text was typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed {
    /// Whether it was in quotes.
    pub quoted: bool,
    /// Whether it was preceded by `=`.
    pub exact: bool,
    /// The `~n` after it, if any; the number is optional.
    pub tilde: Option<Option<u32>>,
}

/// Reads a word or a phrase. A word that is analyzed as several words (`state-of-the-art`) is a phrase. Returns `None`
/// if the text contains no letter or digit.
pub fn read(
    typed: &str,
    how: Typed,
    languages: &[Language],
    analyzer: &mut Analyzer,
) -> Option<Text> {
    let typed_text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text =
        Text { quoted: how.quoted, exact: how.exact, ..Text::of(typed_text, Vec::new()) };
    let mut at = 0;
    for piece in pieces(typed, how.exact) {
        match piece {
            Piece::Plain(plain) => {
                at += analysed(plain, at, how.exact, languages, analyzer, &mut text.slots);
            }
            Piece::Wild(wild) => {
                // Dotted initials are indexed without their full stops.
                let word = Word::Pattern(Pattern::Wild(folded(wild).replace('.', "")));
                text.slots.push(Slot { at, word });
                at += 1;
            }
        }
    }
    // After one word, the number is how many letters may differ. After several, it is the slop.
    match (how.tilde, text.slots.as_mut_slice()) {
        (Some(distance), [one]) if !how.quoted => {
            if let Word::Stems(_) = one.word {
                let word = folded(typed.trim_matches(|c: char| !c.is_alphanumeric()));
                let usual = if word.chars().count() <= 5 { 1 } else { 2 };
                let distance = distance.map_or(usual, |distance| distance.min(2) as u8);
                one.word = Word::Pattern(Pattern::Fuzzy(word, distance));
            }
        }
        (Some(slop), _) => text.slop = slop.unwrap_or(1),
        _ => {}
    }
    (!text.slots.is_empty()).then_some(text)
}

/// Returns a tree that matches words by a regular expression.
pub fn regex(typed: &str) -> Tree {
    let word = Word::Pattern(Pattern::Regex(typed.to_string()));
    Tree::Text(Text::of_word(format!("/{typed}/"), word))
}

/// Returns the text of `*` where it means any word.
pub fn any_word() -> Text {
    Text::of_word("*", Word::Pattern(Pattern::Wild("*".into())))
}

enum Piece<'a> {
    Plain(&'a str),
    Wild(&'a str),
}

/// Splits a text into words with wildcards and the text between them.
fn pieces(typed: &str, exact: bool) -> Vec<Piece<'_>> {
    if exact || !typed.contains(['*', '?']) {
        return vec![Piece::Plain(typed)];
    }
    let in_word = |c: char| {
        c.is_alphanumeric()
            || is_combining_mark(c)
            || matches!(c, '*' | '?' | '\'' | '’' | 'ʼ' | '＇')
    };
    let mut pieces = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while let Some(start) = typed[at..].find(in_word).map(|start| at + start) {
        let run =
            |from: usize| from + typed[from..].find(|c| !in_word(c)).unwrap_or(typed.len() - from);
        let mut end = run(start);
        let mut letter = start;
        // Single letters separated by full stops are one word (`u.s*`); digits separated by full stops are not.
        while is_one_letter(&typed[letter..end])
            && typed[end..].starts_with('.')
            && run(end + 1) > end + 1
        {
            letter = end + 1;
            end = run(letter);
        }
        let word = &typed[start..end];
        if word.contains(['*', '?']) && (word.contains(char::is_alphanumeric) || word == "*") {
            pieces.push(Piece::Plain(&typed[plain..start]));
            by_script(word, &mut pieces);
            plain = end;
        }
        at = end;
    }
    pieces.push(Piece::Plain(&typed[plain..]));
    pieces
}

fn is_one_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || matches!(c, '*' | '?'))
        && chars.next().is_none()
}

/// Splits a word with wildcards by script. In scripts written without spaces, each character is a word. A `?` next to
/// such a character matches any one character. A `*` there is dropped, because no word boundary limits what it could
/// match.
fn by_script<'a>(word: &'a str, pieces: &mut Vec<Piece<'a>>) {
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let alone = is_alone(first);
        // Combining marks belong to the character before them.
        let joins = |c: char| is_alone(c) == alone || is_combining_mark(c);
        let (run, behind) = rest.split_at(rest.find(|c| !joins(c)).unwrap_or(rest.len()));
        rest = behind;
        if alone {
            pieces.push(Piece::Plain(run));
        } else if run.contains(char::is_alphanumeric) || run.len() == word.len() {
            pieces.push(match run.contains(['*', '?']) {
                true => Piece::Wild(run),
                false => Piece::Plain(run),
            });
        } else {
            pieces.extend(run.matches('?').map(Piece::Wild));
        }
    }
}

/// Returns whether `*` is between two characters of scripts written without spaces. The number of characters it should
/// match is then unknown.
pub fn is_open_between_characters(typed: &str) -> bool {
    let parts: Vec<&str> = typed.split('*').map(|part| part.trim_matches('?')).collect();
    parts.windows(2).any(|pair| pair[0].ends_with(is_alone) && pair[1].starts_with(is_alone))
}

/// Analyses words and adds them to `slots` at their positions. Returns the number of positions they take.
fn analysed(
    plain: &str,
    base: u32,
    exact: bool,
    languages: &[Language],
    analyzer: &mut Analyzer,
    slots: &mut Vec<Slot>,
) -> u32 {
    let mut forms: Vec<(u32, String)> = Vec::new();
    let positions = analyzer.analyse(Language::ENGLISH, plain, |event| {
        let Event::Token(token) = event else { return };
        if token.again {
            return;
        }
        forms.push((token.position, token.form.to_string()));
    });
    for (position, form) in forms {
        let stems = analyzer.stems(languages, &form);
        let word = match exact {
            true => Word::Exact(form, stems),
            false => Word::Stems(stems),
        };
        slots.push(Slot { at: base + position, word });
    }
    positions
}

/// Folds a word as the analyzer does, with straight apostrophes.
fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold::fold(&word.replace(['’', 'ʼ', '＇'], "'"), &mut out);
    out
}

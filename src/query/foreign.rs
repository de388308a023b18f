//! Operators and fields of other search systems, and their equivalents here.
//!
//! They are searched as words, because the user may mean the word. A notice gives the equivalent.

use super::fields::Field;
use super::lexer::{Kind, Lexeme};
use super::pattern::Compiled;
use super::tree::Pattern;

/// The names that other systems use, each with the equivalent field.
const FIELDS: [(&str, &str); 25] = [
    ("hd", "title"),
    ("hl", "title"),
    ("ti", "title"),
    ("intitle", "title"),
    ("allintitle", "title"),
    ("lp", "lead"),
    ("td", "body"),
    ("text", "body"),
    ("intext", "body"),
    ("la", "lang"),
    ("sn", "source"),
    ("rst", "source"),
    ("site", "source"),
    ("paper", "source"),
    ("publication", "source"),
    ("pub", "source"),
    ("by", "byline"),
    ("from", "byline"),
    ("au", "byline"),
    ("tag", "topic"),
    ("year", "date"),
    ("month", "date"),
    ("day", "date"),
    ("pd", "date"),
    ("wc", "words"),
];

/// The field names that a misspelt name is compared with.
const OURS: [&str; 18] = [
    "title", "headline", "body", "source", "agency", "byline", "author", "section", "topic",
    "dateline", "lang", "language", "path", "date", "since", "until", "before", "after",
];

/// Returns the field that an unknown name most likely means.
pub fn field(name: &str) -> Option<&'static str> {
    let name = name.trim_start_matches('+').to_lowercase();
    if let Some((_, ours)) = FIELDS.iter().find(|(theirs, _)| *theirs == name) {
        return Some(ours);
    }
    let like = |distance| {
        let pattern = Compiled::new(&Pattern::Fuzzy(name.clone(), distance));
        OURS.into_iter().find(|ours| pattern.matches(ours))
    };
    // Two letters of a short name make another word: `opec` is not meant as `topic`.
    match name.chars().count() {
        0..=3 => None,
        4 => like(1),
        _ => like(1).or_else(|| like(2)),
    }
}

/// Returns a notice for each operator of another system and each operator that is not in upper case.
pub fn notices(lexemes: &[Lexeme]) -> Vec<String> {
    let mut notices = Vec::new();
    for (at, lexeme) in lexemes.iter().enumerate() {
        let Kind::Word(word) = &lexeme.kind else { continue };
        let behind = at.checked_sub(1).and_then(|at| lexemes.get(at));
        let next = lexemes.get(at + 1);
        let follows = behind.is_some_and(|lexeme| ends_operand(&lexeme.kind));
        let precedes = next.is_some_and(|lexeme| begins_operand(&lexeme.kind));
        let operator = match (follows, precedes) {
            (true, true) => operator(word),
            // At the beginning, `not` may still be meant as an operator.
            (false, true) if behind.is_none() && word.eq_ignore_ascii_case("not") => {
                Some("NOT".to_string())
            }
            _ => None,
        };
        let but = || {
            let negated = next.is_some_and(|next| next.kind == Kind::Not);
            (word == "BUT" && negated).then(|| "only NOT".to_string())
        };
        let ours =
            operator.or_else(but).or_else(|| before_space(word)).or_else(|| comparison(word));
        let notice = match ours {
            Some(ours) => format!("{word:?} was searched as a word; write {ours}"),
            None => match truncation(word) {
                Some(stem) => format!("the \"!\" of {word:?} was ignored; write {stem}*"),
                None => {
                    match single_quotes(&lexemes[at..]).or_else(|| dates(behind, &lexemes[at..])) {
                        Some(notice) => notice,
                        None => continue,
                    }
                }
            },
        };
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    }
    notices
}

/// Returns the equivalent of the name of a field that a space separates from its value: `allintitle: oil gas`.
fn before_space(word: &str) -> Option<String> {
    let name = word.strip_suffix(':')?.to_lowercase();
    let (_, ours) = FIELDS.iter().find(|(theirs, _)| *theirs == name)?;
    Some(match name.starts_with("all") {
        true => format!("{ours}:(WORDS)"),
        false => format!("{ours}:WORD, without a space"),
    })
}

/// Returns a notice about words between single quotes, if these are the first of the lexemes.
fn single_quotes(lexemes: &[Lexeme]) -> Option<String> {
    const MARKS: [char; 3] = ['\'', '‘', '’'];
    let mut words = Vec::new();
    for lexeme in lexemes {
        let Kind::Word(word) = &lexeme.kind else { return None };
        if words.is_empty() && !word.starts_with(MARKS) {
            return None;
        }
        words.push(word.as_str());
        if words.len() > 1 && word.ends_with(MARKS) {
            let phrase = words.join(" ");
            let phrase = phrase.trim_matches(MARKS).trim();
            return Some(format!("single quotes do not make a phrase; write \"{phrase}\""));
        }
    }
    None
}

/// Returns a notice about a date range with a word between its dates: `date:1987-03 to 1987-04`. The lexemes begin
/// with the first date; `field` is before it.
fn dates(field: Option<&Lexeme>, lexemes: &[Lexeme]) -> Option<String> {
    let Kind::Field(name) = &field?.kind else { return None };
    let [
        Lexeme { kind: Kind::Word(first), .. },
        Lexeme { kind: Kind::Word(to), .. },
        Lexeme { kind: Kind::Word(last), .. },
        ..,
    ] = lexemes
    else {
        return None;
    };
    let is_date = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let is_range = matches!(name.as_str(), "date" | "on")
        && ["to", "until", "till"].contains(&to.to_lowercase().as_str())
        && is_date(first)
        && is_date(last);
    is_range.then(|| format!("\"{to} {last}\" was searched as words; write date:{first}..{last}"))
}

fn ends_operand(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Open
            | Kind::And
            | Kind::Or
            | Kind::Not
            | Kind::Near(_)
            | Kind::Field(_)
            | Kind::Function(_)
            | Kind::Exact
    )
}

fn begins_operand(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Close | Kind::And | Kind::Or | Kind::Near(_) | Kind::Tilde(_) | Kind::Caret(_)
    )
}

/// Returns the equivalent of a word that is an operator in other systems: `or`, `NEAR`, `ADJ5`, `n/5`.
fn operator(word: &str) -> Option<String> {
    match word {
        "or" | "and" | "not" | "Or" | "And" | "Not" => return Some(word.to_uppercase()),
        "ANDNOT" => return Some("NOT".into()),
        "XOR" | "xor" => return Some("(a OR b) NOT (a AND b)".into()),
        "NEAR" => return Some("w/10".into()),
        "ADJ" => return Some("pre/1".into()),
        "WITH" => return Some("w/s".into()),
        "SAME" => return Some("w/p".into()),
        _ => {}
    }
    let lower = word.to_ascii_lowercase();
    let number = lower.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '/');
    let is_number = (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let ours = match lower.strip_suffix(number)? {
        "near" | "n/" => "w",
        "adj" | "p/" | "onear/" => "pre",
        // In lower case, it may be the name of a road or a postal district.
        "n" if word.starts_with('N') => "w",
        "w" if word.starts_with('W') => "pre",
        _ => return None,
    };
    is_number.then(|| format!("{ours}/{number}"))
}

/// Returns the equivalent of a comparison: `date>1987` is `date:>1987`.
fn comparison(word: &str) -> Option<String> {
    let at = word.find(['>', '<', '='])?;
    let (name, value) = word.split_at(at);
    let name = name.to_ascii_lowercase();
    let name = if Field::named(&name).is_some() { name.as_str() } else { field(&name)? };
    if let Some(value) = value.strip_prefix('=').filter(|value| !value.is_empty())
        && !matches!(name, "date" | "words")
    {
        return Some(format!("{name}:{value}"));
    }
    let comparable = matches!(name, "date" | "words") && value.len() > 1;
    comparable.then(|| format!("{name}:{}", value.strip_prefix('=').unwrap_or(value)))
}

/// Returns the word before an exclamation mark, which other systems use for truncation: `pric!`.
fn truncation(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('!')?;
    (stem.chars().count() > 1 && stem.ends_with(char::is_alphabetic)).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::lexer::lex;

    #[test]
    fn operators_of_other_systems_get_ours() {
        for (query, ours) in [
            ("oil or gas", "write OR"),
            ("oil and (gas)", "write AND"),
            ("\"oil price\" not gas", "write NOT"),
            ("oil NEAR gas", "write w/10"),
            ("oil SAME gas", "write w/p"),
            ("oil ADJ5 gas", "write pre/5"),
            ("oil near5 gas", "write w/5"),
            ("oil n/3 gas", "write w/3"),
            ("oil pric!", "write pric*"),
            ("oil ANDNOT gas", "write NOT"),
            ("oil xor gas", "write (a OR b) NOT (a AND b)"),
            ("oil ONEAR/3 gas", "write pre/3"),
            ("oil N5 gas", "write w/5"),
            ("oil W5 gas", "write pre/5"),
            ("rst=treu", "write source:treu"),
            ("oil date>1987", "write date:>1987"),
            ("year>=1987", "write date:>=1987"),
            ("oil Or gas", "write OR"),
            ("not gas", "write NOT"),
            ("oil BUT NOT gas", "write only NOT"),
            ("'oil price'", "write \"oil price\""),
            ("allintitle: oil gas", "write title:(WORDS)"),
            ("intitle: oil", "write title:WORD, without a space"),
            ("date:1987-03 to 1987-04", "write date:1987-03..1987-04"),
        ] {
            let (lexemes, _) = lex(query, |name| Field::named(name).is_some());
            let said = notices(&lexemes);
            assert!(said.len() == 1 && said[0].ends_with(ours), "{query}: {said:?}");
        }
        for query in [
            "or oil",
            "oil or",
            "oil OR gas",
            "near the harbour",
            "1987! !",
            "a=b",
            "oil w/5 gas",
            "'tis oil",
            "BUT oil",
        ] {
            let (lexemes, _) = lex(query, |name| Field::named(name).is_some());
            assert_eq!(notices(&lexemes), [""; 0], "{query}");
        }
    }

    #[test]
    fn unknown_fields_get_the_nearest_of_ours() {
        for (theirs, ours) in [
            ("titel", "title"),
            ("intitle", "title"),
            ("hd", "title"),
            ("year", "date"),
            ("la", "lang"),
            ("pub", "source"),
            ("from", "byline"),
        ] {
            assert_eq!(field(theirs), Some(ours));
        }
        assert_eq!(field("http"), None);
        assert!(FIELDS.iter().all(|(theirs, _)| Field::named(theirs).is_none()));
        assert!(OURS.into_iter().all(|ours| Field::named(ours).is_some()));
    }
}

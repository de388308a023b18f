//! Tells, without stemming, which printed words cannot have a stem. Stemming is slow, and an archive in many languages
//! has many words.
//!
//! A word and its stem begin with the same folded letter, except in languages whose stemmers also remove beginnings:
//! `gewerkt` in Dutch, `l'avion` in French, `membaca` in Indonesian. These stemmers only know the letters of their own
//! script. The Turkish stemmer changes the last letter, which may be the only one. The tests compare all this with the
//! stemmers.

use super::{Language, Languages, fold};

/// The ranges of characters that fold to an ASCII letter or digit, or to nothing. They contain some others, too.
const TO_ASCII: [(char, char); 34] = [
    ('0', '9'),
    ('A', 'Z'),
    ('a', 'z'),
    ('\u{80}', '\u{36f}'),
    ('\u{591}', '\u{5c7}'),
    ('\u{610}', '\u{61a}'),
    ('\u{640}', '\u{640}'),
    ('\u{64b}', '\u{669}'),
    ('\u{670}', '\u{670}'),
    ('\u{6f0}', '\u{6f9}'),
    ('\u{966}', '\u{96f}'),
    ('\u{9e6}', '\u{9ef}'),
    ('\u{a66}', '\u{a6f}'),
    ('\u{ae6}', '\u{aef}'),
    ('\u{b66}', '\u{b6f}'),
    ('\u{be6}', '\u{bef}'),
    ('\u{c66}', '\u{c6f}'),
    ('\u{ce6}', '\u{cef}'),
    ('\u{d66}', '\u{d6f}'),
    ('\u{e50}', '\u{e59}'),
    ('\u{ed0}', '\u{ed9}'),
    ('\u{1040}', '\u{1049}'),
    ('\u{1d00}', '\u{1eff}'),
    ('\u{2070}', '\u{218f}'),
    ('\u{2460}', '\u{24ff}'),
    ('\u{2c60}', '\u{2c7f}'),
    ('\u{3250}', '\u{33ff}'),
    ('\u{a720}', '\u{a7ff}'),
    ('\u{fb00}', '\u{fb06}'),
    ('\u{ff00}', '\u{ff5f}'),
    ('\u{10780}', '\u{107bf}'),
    ('\u{1cc00}', '\u{1cebf}'),
    ('\u{1d400}', '\u{1d7ff}'),
    ('\u{1f100}', '\u{1fbff}'),
];

/// The blocks of the scripts in which stemmers remove beginnings: Arabic, with its presentation forms, Devanagari and
/// Tamil.
const ARABIC: &[(char, char)] = &[('\u{600}', '\u{8ff}'), ('\u{fb50}', '\u{feff}')];
const DEVANAGARI: &[(char, char)] = &[('\u{900}', '\u{97f}')];
const TAMIL: &[(char, char)] = &[('\u{b80}', '\u{bff}')];

/// The beginnings that the Dutch, French and Italian stemmers remove, and those that the Indonesian stemmer removes or that
/// its longer ones begin with.
const DUTCH: &[&str] = &["ge"];
const FRENCH: &[&str] = &["c'", "d'", "j'", "l'", "m'", "n'", "qu'", "s'", "t'", "z'"];
const ITALIAN: &[&str] = &[
    "all'", "d'", "dall'", "dell'", "gl'", "l'", "m'", "nell'", "quell'", "quest'", "s'", "sull'",
    "t'", "tutt'", "un'", "v'",
];
const INDONESIAN: &[&str] = &["be", "di", "ke", "me", "pe", "ter"];

/// The beginnings that the stemmer of a language removes.
enum Removed {
    None,
    /// Some Latin beginnings.
    Some(&'static [&'static str]),
    /// Any beginning in some ranges of characters.
    Any(&'static [(char, char)]),
    /// None, but the last consonant changes, which may be all that is left (`d` is `t`).
    LastChanges,
}

fn removed(language: Language) -> Removed {
    match language.code() {
        "nl" => Removed::Some(DUTCH),
        "fr" => Removed::Some(FRENCH),
        "it" => Removed::Some(ITALIAN),
        "id" => Removed::Some(INDONESIAN),
        "ar" | "fa" => Removed::Any(ARABIC),
        "hi" => Removed::Any(DEVANAGARI),
        "ta" => Removed::Any(TAMIL),
        "tr" => Removed::LastChanges,
        _ => Removed::None,
    }
}

/// Returns whether a word in a language and its stems begin with the same folded letter.
pub fn keeps_first_letter(language: Language) -> bool {
    matches!(removed(language), Removed::None)
}

/// Returns the languages in which a printed word may have one of some stems. In the others, it certainly has none.
pub fn possible_languages<'s>(
    languages: &[Language],
    form: &str,
    stems: impl Iterator<Item = &'s str> + Clone,
) -> Languages {
    let initial = initial(form);
    let is_alike = |stem: &str| match (initial, stem.chars().next()) {
        // Outside ASCII, folding may depend on what follows.
        (Some(a), Some(b)) if a.is_ascii() || b.is_ascii() => a == b,
        _ => true,
    };
    if stems.clone().any(is_alike) {
        return Languages::ALL;
    }
    let is_near = |language: &&Language| match removed(**language) {
        Removed::None => false,
        Removed::LastChanges => stems.clone().any(is_letter),
        Removed::Some(beginnings) => {
            let may_begin = beginnings.iter().any(|it| initial.is_none_or(|c| it.starts_with(c)));
            may_begin && may_be_left(**language, beginnings, form, stems.clone())
        }
        Removed::Any(_) => {
            let has_ascii = || form.chars().any(|c| c.is_numeric() || is_in(&TO_ASCII, c));
            let is_other = |stem: &str| !stem.contains(|c: char| c.is_ascii_alphanumeric());
            initial.is_none_or(|c| !c.is_ascii()) && (stems.clone().any(is_other) || has_ascii())
        }
    };
    let near = languages.iter().filter(is_near);
    near.fold(Languages::default(), |all, language| all.or((*language).into()))
}

fn is_letter(stem: &str) -> bool {
    stem.chars().nth(1).is_none()
}

/// Returns whether one of some stems may be the rest of a word without one of its beginnings.
fn may_be_left<'s>(
    language: Language,
    beginnings: &[&str],
    form: &str,
    mut stems: impl Iterator<Item = &'s str>,
) -> bool {
    let mut folded = String::new();
    fold::fold(form, &mut folded);
    let left = beginnings.iter().find_map(|beginning| folded.strip_prefix(beginning));
    let Some(left) = left else { return false };
    stems.any(|stem| match language.code() {
        // The first letter may be replaced (`menyapu` is `sapu`), and endings are only removed.
        "id" => {
            let mut letters = stem.chars();
            letters.next();
            left.contains(letters.as_str())
        }
        // The first letter of the rest stays as it is.
        _ => left.chars().next() == stem.chars().next(),
    })
}

/// Returns the first letter of a printed word, folded, if it has one.
fn initial(form: &str) -> Option<char> {
    let first = form.chars().next()?;
    if first.is_ascii() {
        return Some(first.to_ascii_lowercase());
    }
    // It only matters whether it is an ASCII letter, and folding is slow.
    if !is_in(&TO_ASCII, first) {
        return Some(first);
    }
    let mut folded = String::new();
    fold::fold(first.encode_utf8(&mut [0; 4]), &mut folded);
    folded.chars().next()
}

/// How printed words begin that may have some stem.
pub struct FirstLetters {
    /// The ranges of their first characters.
    pub characters: Vec<(char, char)>,
    /// Other beginnings, in both cases.
    pub others: Vec<String>,
}

/// Returns how printed words begin that may have a stem, or `None` if they may begin with anything.
pub fn first_letters(languages: &[Language], stem: &str) -> Option<FirstLetters> {
    let initial = stem.chars().next().filter(char::is_ascii)?;
    let mut characters = match initial.is_ascii_alphabetic() {
        true => TO_ASCII.iter().copied().filter(|(first, _)| !first.is_ascii()).collect(),
        // The Arabic stemmer replaces Arabic digits.
        false => vec![('\u{80}', char::MAX)],
    };
    let (mut letters, mut others) = (vec![initial], Vec::new());
    for language in languages {
        match removed(*language) {
            Removed::None => {}
            Removed::LastChanges if is_letter(stem) => return None,
            Removed::LastChanges => {}
            Removed::Some(beginnings) => {
                for beginning in beginnings {
                    match beginning.as_bytes() {
                        [letter, b'\''] => {
                            let both = [letter.to_ascii_uppercase(), *letter].map(char::from);
                            others.extend(both.map(|letter| format!("{letter}'")));
                        }
                        // Any of the letters may have an accent.
                        _ => letters.extend(beginning.chars().next()),
                    }
                }
            }
            Removed::Any(scripts) => characters.extend_from_slice(scripts),
        }
    }
    for letter in letters {
        characters.extend([letter, letter.to_ascii_uppercase()].map(|letter| (letter, letter)));
    }
    Some(FirstLetters { characters: united(characters), others })
}

/// How the English words begin that may have one of some stems: as the stem does, without its last two letters
/// (`dying` is `die`). The first letter is always the same.
pub struct EnglishBeginnings {
    /// The beginnings, sorted. None of them begins with another.
    beginnings: Vec<String>,
}

impl EnglishBeginnings {
    /// Returns the beginnings of the words of an archive that may have one of some stems, or `None` if nothing is known:
    /// in other languages than English, and for stems outside ASCII.
    pub fn of<'s>(
        languages: &[Language],
        stems: impl Iterator<Item = &'s str>,
    ) -> Option<EnglishBeginnings> {
        if *languages != [Language::ENGLISH] {
            return None;
        }
        let mut beginnings = Vec::new();
        for stem in stems {
            if stem.is_empty() || !stem.is_ascii() {
                return None;
            }
            beginnings.push(stem[..stem.len().saturating_sub(2).max(1)].to_string());
        }
        beginnings.sort_unstable();
        beginnings.dedup_by(|next, kept| next.starts_with(kept.as_str()));
        Some(EnglishBeginnings { beginnings })
    }

    /// Returns the beginnings, sorted. None of them begins with another.
    pub fn sorted(&self) -> &[String] {
        &self.beginnings
    }

    /// Returns whether a printed English word may have one of the stems.
    #[cfg(test)]
    pub fn may_have(&self, form: &str) -> bool {
        let folded = form.to_ascii_lowercase();
        !form.is_ascii() || self.beginnings.iter().any(|it| folded.starts_with(it.as_str()))
    }
}

/// Returns whether a character is in one of some ranges.
pub fn is_in(ranges: &[(char, char)], c: char) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Unites ranges that overlap or are next to each other, and sorts them.
pub fn united(mut ranges: Vec<(char, char)>) -> Vec<(char, char)> {
    ranges.sort_unstable();
    let mut united: Vec<(char, char)> = Vec::with_capacity(ranges.len());
    for (first, last) in ranges {
        match united.last_mut() {
            Some(before) if first as u32 <= before.1 as u32 + 1 => before.1 = before.1.max(last),
            _ => united.push((first, last)),
        }
    }
    united
}

#[cfg(test)]
mod tests;

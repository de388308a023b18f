//! Patterns held against words: wildcards, regular expressions, words with letters exchanged.

use unicode_normalization::UnicodeNormalization;

use super::tree::Pattern;
use crate::analysis::fold;

/// A regular expression for a whole word, bounded in size and time (the `regex` crate takes linear
/// time whatever the expression).
#[derive(Debug, Clone)]
pub struct Regex(regex::Regex);

/// What a compiled expression may take. Bytes.
const SIZE: usize = 1 << 20;

impl Regex {
    /// Compiles an expression, or says why it is none. Words are folded, so the letters of the expression
    /// are too; what is of ASCII may be an escape (`\W`) and is left to the expression's own ways.
    pub fn new(text: &str) -> Result<Regex, String> {
        let mut folded = String::with_capacity(text.len());
        for c in text.nfc() {
            match c.is_ascii() {
                true => folded.push(c),
                false => fold::fold(c.encode_utf8(&mut [0; 4]), &mut folded),
            }
        }
        let whole = format!("^(?:{folded})$");
        let built = regex::RegexBuilder::new(&whole)
            .case_insensitive(true)
            .size_limit(SIZE)
            .dfa_size_limit(SIZE)
            .nest_limit(50)
            .build();
        built.map(Regex).map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "the regular expression is too large".into(),
            error => {
                let text = error.to_string();
                let last = text.lines().last().unwrap_or_default();
                format!("no regular expression: {}", last.trim_start_matches("error: "))
            }
        })
    }
}

/// A pattern ready to be held against folded words.
#[derive(Debug, Clone)]
pub enum Compiled {
    /// Wildcards: what stands between the asterisks.
    Wild(Vec<char>),
    /// An expression.
    Regex(Regex),
    /// A word and a distance.
    Fuzzy(Vec<char>, usize),
    /// An expression that could not be compiled: it holds of nothing.
    Nothing,
}

impl Compiled {
    /// Makes a pattern ready.
    pub fn new(pattern: &Pattern) -> Compiled {
        match pattern {
            Pattern::Wild(text) => Compiled::Wild(text.chars().collect()),
            Pattern::Regex(text) => Regex::new(text).map_or(Compiled::Nothing, Compiled::Regex),
            Pattern::Fuzzy(word, distance) => {
                Compiled::Fuzzy(word.chars().collect(), usize::from(*distance))
            }
        }
    }

    /// Whether it holds of a folded word.
    pub fn matches(&self, word: &str) -> bool {
        match self {
            Compiled::Wild(pattern) => wild(pattern, word),
            Compiled::Regex(Regex(regex)) => regex.is_match(word),
            Compiled::Fuzzy(wanted, distance) => within(wanted, word, *distance),
            Compiled::Nothing => false,
        }
    }

    /// What every word begins with that it holds of.
    pub fn literal_beginning(&self) -> String {
        match self {
            Compiled::Wild(pattern) => {
                pattern.iter().take_while(|c| !matches!(c, '*' | '?')).collect()
            }
            _ => String::new(),
        }
    }
}

/// Whether wildcards hold of a word: greedy, going back to the last asterisk, in time the product of
/// both lengths at worst.
pub fn wild(pattern: &[char], word: &str) -> bool {
    let mut at = 0;
    let mut rest = word.chars();
    let mut back: Option<(usize, std::str::Chars)> = None;
    loop {
        if pattern.get(at) == Some(&'*') {
            at += 1;
            back = Some((at, rest.clone()));
            continue;
        }
        let mut next = rest.clone();
        let holds = match (next.next(), pattern.get(at)) {
            (None, None) => return true,
            (Some(_), Some('?')) => true,
            (Some(c), Some(wanted)) => c == *wanted,
            _ => false,
        };
        if holds {
            at += 1;
            rest = next;
        } else if let Some((asterisk, from)) = &mut back {
            // The asterisk takes one letter more.
            if from.next().is_none() {
                return false;
            }
            at = *asterisk;
            rest = from.clone();
        } else {
            return false;
        }
    }
}

/// Whether two words differ by so many letters at most: put in, left out, exchanged, or two
/// neighbours swapped (optimal string alignment; Damerau, CACM 7(3), 1964).
fn within(wanted: &[char], word: &str, distance: usize) -> bool {
    let found: Vec<char> = word.chars().collect();
    if wanted.len().abs_diff(found.len()) > distance {
        return false;
    }
    let width = found.len() + 1;
    let mut before = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row = vec![0; width];
    for (i, a) in wanted.iter().enumerate() {
        row[0] = i + 1;
        for (j, b) in found.iter().enumerate() {
            let mut least = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == found[j - 1] && wanted[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        if row.iter().all(|least| *least > distance) {
            return false;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[width - 1] <= distance
}

//! Matching words against patterns: wildcards, regular expressions, and fuzzy words.

use unicode_normalization::UnicodeNormalization;

use super::tree::Pattern;
use crate::analysis::fold;

/// A regular expression for a whole word, with bounded size. The `regex` crate guarantees linear time.
#[derive(Debug, Clone)]
pub struct Regex {
    compiled: regex::Regex,
    /// The ASCII letters, in lower case, that all matching words begin with.
    beginning: String,
}

/// The maximum size of a compiled expression, in bytes.
const SIZE: usize = 1 << 20;

impl Regex {
    /// Compiles an expression.
    ///
    /// Words are folded, so the non-ASCII letters of the expression are folded too. ASCII characters may belong to an
    /// escape (`\W`), so they stay as they are; matching ignores their case.
    ///
    /// # Errors
    ///
    /// Returns a message if the expression is invalid or too large.
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
        let beginning = literal_beginning(&folded);
        built.map(|compiled| Regex { compiled, beginning }).map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "the regular expression is too large".into(),
            error => {
                let text = error.to_string();
                let last = text.lines().last().unwrap_or_default();
                format!("not a valid regular expression: {}", last.trim_start_matches("error: "))
            }
        })
    }
}

/// Returns the ASCII letters, in lower case, that all words matching an expression begin with.
fn literal_beginning(expression: &str) -> String {
    let Ok(parsed) = regex_syntax::Parser::new().parse(expression) else { return String::new() };
    let literals = regex_syntax::hir::literal::Extractor::new().extract(&parsed);
    let shared = literals.longest_common_prefix().unwrap_or_default();
    let ascii = shared.iter().take_while(|byte| byte.is_ascii());
    ascii.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// A pattern that is compiled for matching folded words.
#[derive(Debug, Clone)]
pub enum Compiled {
    /// The characters of a wildcard pattern.
    Wild(Vec<char>),
    /// A regular expression.
    Regex(Regex),
    /// A word and the maximum edit distance.
    Fuzzy(Vec<char>, usize),
    /// An expression that could not be compiled. It matches nothing.
    Nothing,
}

impl Compiled {
    /// Compiles a pattern.
    pub fn new(pattern: &Pattern) -> Compiled {
        match pattern {
            Pattern::Wild(text) => Compiled::Wild(text.chars().collect()),
            Pattern::Regex(text) => Regex::new(text).map_or(Compiled::Nothing, Compiled::Regex),
            Pattern::Fuzzy(word, distance) => {
                Compiled::Fuzzy(word.chars().collect(), usize::from(*distance))
            }
        }
    }

    /// Returns whether the pattern matches a folded word.
    pub fn matches(&self, word: &str) -> bool {
        match self {
            Compiled::Wild(pattern) => wild(pattern, word),
            Compiled::Regex(regex) => regex.compiled.is_match(word),
            Compiled::Fuzzy(wanted, distance) => within(wanted, word, *distance),
            Compiled::Nothing => false,
        }
    }

    /// Returns the literal prefix that all matching words share.
    pub fn literal_beginning(&self) -> String {
        match self {
            Compiled::Wild(pattern) => {
                pattern.iter().take_while(|c| !matches!(c, '*' | '?')).collect()
            }
            Compiled::Regex(regex) => regex.beginning.clone(),
            _ => String::new(),
        }
    }
}

/// Returns whether a wildcard pattern matches a word. Matching is greedy and backtracks to the last asterisk, so the
/// worst-case time is the product of both lengths.
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
            // Let the asterisk match one more letter.
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

/// Returns whether two words are at most `distance` edits apart: insertions, deletions, substitutions, and swaps of
/// adjacent letters (optimal string alignment; Damerau, CACM 7(3), 1964).
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

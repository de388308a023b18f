//! The suffixes of a word, a phrase or a group: `~2`, `^3`, and text that only looks like a suffix.

use super::limits::MAX_BOOST;

/// The maximum number after `~`. A larger number is reduced to it.
pub const MAX_TILDE: u32 = 9_999;

/// Text that looks like an operator but is not one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odd {
    /// The byte range.
    pub span: (usize, usize),
    /// What is wrong.
    pub problem: &'static str,
    /// What to write instead.
    pub hint: &'static str,
    /// Whether the text is ignored. Otherwise it is read as words.
    pub left_out: bool,
}

/// The suffixes of a word.
#[derive(Debug, Default, PartialEq)]
pub struct Suffix {
    /// The byte offset at which the suffixes start.
    pub base: usize,
    /// The `~` or `~2`, if any; the number is optional.
    pub tilde: Option<Option<u32>>,
    /// The `^3`, if any: its byte offset and its number.
    pub caret: Option<(usize, f32)>,
    /// Text that looks like a suffix but is not one.
    pub odd: Vec<Odd>,
}

const BOOSTS: &str = "write oil^2 or oil^0.5: above 0, at most 1,000";
const TILDES: &str =
    "write kellog~1 for letters that may differ, \"oil price\"~3 for words that may be moved";

/// Separates a word from its suffixes.
pub fn of(word: &str) -> Suffix {
    let mut found = Suffix { base: word.len(), ..Suffix::default() };
    while let Some(at) = word[..found.base].rfind('^') {
        let text = &word[at + 1..found.base];
        match boost(text) {
            Some(number) if found.caret.is_none() => found.caret = Some((at, number)),
            // If there are several boosts, the last one counts.
            _ if text.is_empty() || text.parse::<f64>().is_ok() => found.odd.push(Odd {
                span: (at, found.base),
                problem: "not a boost",
                hint: BOOSTS,
                left_out: true,
            }),
            _ => {
                found.odd.push(Odd {
                    span: (at, found.base),
                    problem: "not a boost",
                    hint: BOOSTS,
                    left_out: false,
                });
                break;
            }
        }
        found.base = at;
    }
    if let Some(at) = word[..found.base].rfind('~') {
        let text = &word[at + 1..found.base];
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let mut odd = |problem, left_out| {
            found.odd.push(Odd { span: (at, found.base), problem, hint: TILDES, left_out });
        };
        match text {
            "" => found.tilde = Some(None),
            _ if digits && text.len() <= 4 => found.tilde = Some(text.parse().ok()),
            _ if digits => {
                odd("read as ~9999, the maximum", true);
                found.tilde = Some(Some(MAX_TILDE));
            }
            _ if text.parse::<f64>().is_ok() => {
                odd("read as ~; write a number of letters, not a share", true);
                found.tilde = Some(None);
            }
            // The tilde is part of the word: `~user`, `a~b`.
            _ => odd("not followed by a number", false),
        }
        if found.tilde.is_some() {
            found.base = at;
        }
    }
    found
}

fn boost(text: &str) -> Option<f32> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
        .then(|| text.parse::<f32>().ok())
        .flatten()
        .filter(|number| *number > 0.0 && *number <= MAX_BOOST)
}

//! What may stand directly behind a word, a phrase or a group: `~2`, `^3`, and what only looks like it.

use super::limits::MAX_BOOST;

/// Letters may differ or words be moved by no more than this.
pub const MAX_TILDE: u32 = 9_999;

/// Something that looks like an operator and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odd {
    /// Its byte range.
    pub span: (usize, usize),
    /// What is wrong with it.
    pub problem: &'static str,
    /// What could have been meant.
    pub hint: &'static str,
    /// Whether it is left out; otherwise it is read as words.
    pub left_out: bool,
}

/// The end of a word, taken apart.
#[derive(Debug, Default, PartialEq)]
pub struct Suffix {
    /// Where it begins.
    pub base: usize,
    /// `~`, `~2`.
    pub tilde: Option<Option<u32>>,
    /// `^3`, and where it begins.
    pub caret: Option<(usize, f32)>,
    /// What is no suffix though it looks like one.
    pub odd: Vec<Odd>,
}

const BOOSTS: &str = "write oil^2 or oil^0.5: above 0, at most 1,000";
const TILDES: &str =
    "write kellog~1 for letters that may differ, \"oil price\"~3 for words that may be moved";

/// Takes the end of a word apart.
pub fn of(word: &str) -> Suffix {
    let mut found = Suffix { base: word.len(), ..Suffix::default() };
    while let Some(at) = word[..found.base].rfind('^') {
        let text = &word[at + 1..found.base];
        match boost(text) {
            Some(number) if found.caret.is_none() => found.caret = Some((at, number)),
            // Of several the last counts.
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
            // A word's own: `~user`, `a~b`.
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

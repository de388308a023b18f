//! Regular expressions in Lucene's syntax, for whole terms of the fields of surface forms.
//!
//! Expressions are parsed by the parser of the regex crate and printed from its normal form, so that classes, escapes
//! and repetitions mean the same. Lucene has no anchors and no other assertions.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Repetition};
use unicode_normalization::UnicodeNormalization;

use crate::analysis::fold;
use crate::engine::cluster::schema::mapping::LONGEST_EXPRESSION;

/// The expression that words match. Terms that begin otherwise are printed forms and marks.
pub const ANY_WORD: &str = "[^=.].*";

/// Returns the expression of a pattern with `*` and `?`.
pub fn of_wild(pattern: &str) -> String {
    let mut expression = String::new();
    for (at, c) in pattern.chars().enumerate() {
        match c {
            '*' if at == 0 => expression.push_str("([^=.].*)?"),
            '?' if at == 0 => expression.push_str("[^=.]"),
            '*' => expression.push_str(".*"),
            '?' => expression.push('.'),
            c => escape(c, &mut expression),
        }
    }
    expression
}

/// Returns the expression of a regular expression for a whole folded word. Returns `None` if Lucene has none.
pub fn of_regex(pattern: &str) -> Option<String> {
    let mut folded = String::new();
    for c in pattern.nfc() {
        match c.is_ascii() {
            true => folded.push(c),
            false => fold::fold(c.encode_utf8(&mut [0; 4]), &mut folded),
        }
    }
    let hir = ParserBuilder::new().case_insensitive(true).build().parse(&folded).ok()?;
    let mut expression = String::new();
    let printed = print(&hir, &mut expression) && expression.len() <= LONGEST_EXPRESSION / 2;
    printed.then(|| format!("({ANY_WORD})&({expression})"))
}

fn escape(c: char, out: &mut String) {
    if !c.is_alphanumeric() {
        out.push('\\');
    }
    out.push(c);
}

/// Prints an expression. Returns `false` if Lucene cannot express it.
fn print(hir: &Hir, out: &mut String) -> bool {
    match hir.kind() {
        HirKind::Empty => {
            out.push_str("()");
            true
        }
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => {
                text.chars().for_each(|c| escape(c, out));
                true
            }
            Err(_) => false,
        },
        HirKind::Class(class) => print_class(class, out),
        HirKind::Look(_) => false,
        HirKind::Repetition(repetition) => print_repetition(repetition, out),
        HirKind::Capture(capture) => {
            out.push('(');
            let printed = print(&capture.sub, out);
            out.push(')');
            printed
        }
        HirKind::Concat(parts) => parts.iter().all(|part| print(part, out)),
        HirKind::Alternation(parts) => {
            out.push('(');
            let printed = parts.iter().enumerate().all(|(number, part)| {
                if number > 0 {
                    out.push('|');
                }
                print(part, out)
            });
            out.push(')');
            printed
        }
    }
}

fn print_class(class: &Class, out: &mut String) -> bool {
    let Class::Unicode(class) = class else { return false };
    let ranges = class.ranges();
    let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { return false };
    // `.` is everything except the line end, which no word contains.
    if ranges.len() <= 2 && first.start() == '\0' && last.end() == char::MAX {
        out.push('.');
        return true;
    }
    out.push('[');
    for range in ranges {
        escape(range.start(), out);
        if range.start() != range.end() {
            out.push('-');
            escape(range.end(), out);
        }
    }
    out.push(']');
    true
}

fn print_repetition(repetition: &Repetition, out: &mut String) -> bool {
    out.push('(');
    let printed = print(&repetition.sub, out);
    out.push(')');
    match (repetition.min, repetition.max) {
        (0, Some(1)) => out.push('?'),
        (0, None) => out.push('*'),
        (1, None) => out.push('+'),
        (min, None) => out.push_str(&format!("{{{min},}}")),
        (min, Some(max)) => out.push_str(&format!("{{{min},{max}}}")),
    }
    printed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_do_not_match_marks() {
        assert_eq!(of_wild("*tion"), "([^=.].*)?tion");
        assert_eq!(of_wild("?at*"), "[^=.]at.*");
        assert_eq!(of_wild("o'neil"), "o\\'neil");
    }

    #[test]
    fn an_expression_is_printed_in_lucene_syntax() {
        let printed = |pattern| of_regex(pattern).unwrap();
        let salt_or_sea = "([^=.].*)&([Ssſ](([Aa][Ll][Tt]|[Ee][Aa])))";
        assert_eq!(printed("s(alt|ea)"), salt_or_sea);
        assert!(printed("a{2,3}").contains("{2,3}"));
        assert_eq!(of_regex("^a"), None);
        assert_eq!(of_regex("a\\b"), None);
        assert_eq!(of_regex(&format!("({})", "\\w".repeat(200))), None, "too long");
    }
}

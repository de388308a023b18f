//! Chains of proximity operators: `a w/5 b pre/2 c w/s d`.
//!
//! Operators that count words bind tightest, the smallest number first (as in Nexis), then `w/s`, then `w/p`. Operators
//! of the same distance are left-associative. Nexis and dtSearch warn about operands other than words and phrases;
//! `shape.rs` describes how this parser handles them.

use super::limits::{MAX_CLAUSES, MAX_NEAR};
use super::parser::Parser;
use super::tree::{Proximity, Reach, Tree};
use super::words;

impl Parser<'_> {
    /// Reads one part of a conjunction: an operand, or several operands joined by proximity operators.
    pub(super) fn proximity(&mut self) -> Option<Tree> {
        let mut operands: Vec<Tree> = Vec::new();
        let mut operators: Vec<Proximity> = Vec::new();
        let from = self.at;
        while let Some(super::lexer::Kind::Near(_)) = self.peek() {
            let span = self.take();
            self.ignore(span, "nothing on its left", "write it between two words: oil w/5 price");
        }
        operands.extend(self.not());
        while let Some(super::lexer::Kind::Near(how)) = self.peek() {
            let span = self.take();
            let how = bounded(self, *how, span);
            let before = operands.len();
            operands.extend(self.not());
            if operands.len() == before || before == 0 {
                let side = if before == 0 { "left" } else { "right" };
                let problem = format!("nothing on its {side}");
                self.ignore(span, &problem, "write it between two words: oil w/5 price");
            } else {
                operators.push(how);
            }
        }
        if operators.is_empty() {
            return operands.pop();
        }
        let words_only = operands.iter().all(|tree| *tree == Tree::All || is_of_words(tree));
        if words_only {
            // As an operand of proximity, `*` means any word.
            for operand in operands.iter_mut().filter(|operand| **operand == Tree::All) {
                *operand = Tree::Text(words::any_word());
            }
        }
        let plain = operands.iter().all(Tree::is_positional);
        let Some(tree) = join(operands, &operators) else {
            self.too_many = true;
            return None;
        };
        if !plain {
            let problem = "proximity is between words and phrases";
            self.notices.push(format!("{problem}: read as {tree}"));
            if !words_only {
                let place = (self.lexemes[from].span.0, self.lexemes[self.at - 1].span.1);
                self.fault(place, problem, "join headers and dates with AND");
            }
        }
        Some(tree)
    }
}

/// Returns whether a tree consists only of words, phrases and proximity, so that every part of it has a position.
pub(super) fn is_of_words(tree: &Tree) -> bool {
    match tree {
        Tree::And(trees) | Tree::Or(trees) => trees.iter().all(is_of_words),
        Tree::Not(tree) => is_of_words(tree),
        tree => tree.is_positional(),
    }
}

/// Clamps a distance to the valid range, with a notice if that changes it.
fn bounded(parser: &mut Parser, how: Proximity, span: (usize, usize)) -> Proximity {
    let Reach::Words(words) = how.reach else { return how };
    let bounded = words.clamp(1, MAX_NEAR);
    if bounded != words {
        let read = Proximity { reach: Reach::Words(bounded), ..how };
        let extreme = if words > bounded { "longest" } else { "shortest" };
        parser.notices.push(format!("{how} was read as {read}, the {extreme} distance"));
        let problem = format!("a distance is 1 to {MAX_NEAR} words");
        parser.fault(span, &problem, "w/p asks for the same paragraph, AND for the same article");
    }
    Proximity { reach: Reach::Words(bounded), ..how }
}

/// Splits a chain at its loosest operator; if several are equally loose, at the last one. Returns `None` if the result
/// would have more clauses than a query may have.
fn join(mut operands: Vec<Tree>, operators: &[Proximity]) -> Option<Tree> {
    let looseness = |how: &Proximity| match how.reach {
        Reach::Words(words) => u64::from(words),
        Reach::Sentence => 1 << 32,
        Reach::Paragraph => 1 << 33,
    };
    let loosest = operators.iter().enumerate().max_by_key(|(_, how)| looseness(how));
    let Some((at, how)) = loosest else { return operands.pop() };
    let mut right = operands.split_off(at + 1);
    let left = join(operands, &operators[..at])?;
    // `oil w/5 -gas` means oil without gas nearby; `oil not w/5 -gas` means oil with gas nearby.
    let (right, how) = match right.as_mut_slice() {
        [Tree::Not(excluded)] => {
            let turned = Proximity { negated: !how.negated, ..*how };
            (std::mem::replace(&mut **excluded, Tree::All), turned)
        }
        _ => (join(right, &operators[at + 1..])?, *how),
    };
    (Tree::clauses_near(&left, &right) <= MAX_CLAUSES).then(|| Tree::near(left, right, how))
}

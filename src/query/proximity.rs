//! Chains of proximity: `a w/5 b pre/2 c w/s d`.
//!
//! Operators on words bind tightest, those with the smallest number first (as Nexis has it), then
//! `w/s`, then `w/p`; of equals the left one. Nexis and dtSearch warn of anything but words and
//! phrases beside them; `shape.rs` says what is made of it here.

use super::MAX_NEAR;
use super::parser::Parser;
use super::tree::{Proximity, Reach, Tree};

/// Reads one part of a conjunction: an operand, or several with proximity between them.
pub fn chain(parser: &mut Parser) -> Option<Tree> {
    let mut operands: Vec<Tree> = Vec::new();
    let mut operators: Vec<Proximity> = Vec::new();
    while let Some(super::lexer::Kind::Near(_)) = parser.peek() {
        let span = parser.take();
        parser.ignore(span, "nothing on its left", "write it between two words: oil w/5 price");
    }
    operands.extend(parser.not());
    while let Some(super::lexer::Kind::Near(how)) = parser.peek() {
        let span = parser.take();
        let how = bounded(parser, *how, span);
        let before = operands.len();
        operands.extend(parser.not());
        if operands.len() == before || before == 0 {
            let side = if before == 0 { "left" } else { "right" };
            let problem = format!("nothing on its {side}");
            parser.ignore(span, &problem, "write it between two words: oil w/5 price");
        } else {
            operators.push(how);
        }
    }
    if operators.is_empty() {
        return operands.pop();
    }
    let plain = operands.iter().all(Tree::is_positional);
    let tree = join(operands, &operators);
    if !plain {
        parser.notices.push(format!("proximity is between words and phrases: read as {tree}"));
    }
    Some(tree)
}

/// Distances that cannot be meant become the nearest that can.
fn bounded(parser: &mut Parser, how: Proximity, span: (usize, usize)) -> Proximity {
    let Reach::Words(words) = how.reach else { return how };
    let bounded = words.clamp(1, MAX_NEAR);
    if bounded != words {
        parser.notices.push(format!("{words} words: read as {bounded}"));
        let problem = format!("a distance is 1 to {MAX_NEAR} words");
        parser.fault(span, &problem, "w/p asks for the same paragraph, AND for the same article");
    }
    Proximity { reach: Reach::Words(bounded), ..how }
}

/// Splits a chain at its loosest operator, the last of equals.
fn join(mut operands: Vec<Tree>, operators: &[Proximity]) -> Tree {
    let looseness = |how: &Proximity| match how.reach {
        Reach::Words(words) => u64::from(words),
        Reach::Sentence => 1 << 32,
        Reach::Paragraph => 1 << 33,
    };
    let loosest = operators.iter().enumerate().max_by_key(|(_, how)| looseness(how));
    let Some((at, how)) = loosest else { return operands.remove(0) };
    let mut right = operands.split_off(at + 1);
    // `oil w/5 -gas`: oil that no gas is close to.
    if let ([Tree::Not(_)], false) = (right.as_slice(), how.negated)
        && let Some(Tree::Not(excluded)) = right.pop()
    {
        let how = Proximity { negated: true, ..*how };
        return Tree::near(join(operands, &operators[..at]), *excluded, how);
    }
    Tree::near(join(operands, &operators[..at]), join(right, &operators[at + 1..]), *how)
}

//! An operator-precedence parser for tokens (Pratt, POPL 1973). A dialect is a table of powers: the operator with the
//! higher power binds tighter, and operators of the same power are left-associative.

use super::builder::{Builder, Built, over};
use super::combining::{is_text, with_alternatives};
use super::token::{Infix, Kind, Leaf, Prefix, Span, Token};
use crate::query::limits::{MAX_CLAUSES, MAX_DEPTH, MAX_PROXIMITIES, TOO_MANY_CLAUSES};
use crate::query::reading::Fault;
use crate::query::tree::{Proximity, Reach, Tree, Zone};

/// How a dialect combines operands.
pub struct Grammar {
    /// Returns the power of an operator.
    pub power: fn(&Infix) -> u32,
    /// The operator between operands that no other operator separates.
    pub implied: Infix,
    /// The least power of operators within the operand of a prefix.
    pub prefix: u32,
    /// The least power of operators within the operand of `NOT`.
    pub not: u32,
    /// The power of Factiva's `/F50/`, which follows its operand.
    pub first: u32,
    /// Whether `NOT` may exclude something from the whole archive.
    pub lone_not: bool,
    /// Whether three words in a row of the same proximity operator have to be in one window, as in Xapian.
    pub windows: bool,
}

/// Parses tokens.
///
/// # Errors
///
/// Returns a fault if the query exceeds a limit, and unless the reading is lenient, if a part of it is misplaced.
pub fn parse(builder: &mut Builder, tokens: &[Token], grammar: &Grammar) -> Built {
    let count = |is: fn(&Kind) -> bool| tokens.iter().filter(|token| is(&token.kind)).count();
    if count(|kind| matches!(kind, Kind::Leaf(_) | Kind::Condition(_))) > MAX_CLAUSES {
        return Err(over(builder.text, TOO_MANY_CLAUSES));
    }
    if count(|kind| matches!(kind, Kind::Infix(Infix::Near(_)))) > MAX_PROXIMITIES {
        return Err(over(
            builder.text,
            &format!("more than {MAX_PROXIMITIES} proximity operators"),
        ));
    }
    let mut parser = Parser { builder, tokens, grammar, at: 0, depth: 0 };
    let mut tree = parser.expression(0)?;
    while let Some(token) = tokens.get(parser.at) {
        parser.at += 1;
        let problem = "closing parenthesis without an opening one";
        parser.builder.ignore(token.span, problem, "remove it, or put it between quotes")?;
        let more = parser.expression(0)?;
        tree = Tree::both(tree, more);
    }
    Ok(tree)
}

struct Parser<'p, 'b> {
    builder: &'p mut Builder<'b>,
    tokens: &'p [Token],
    grammar: &'p Grammar,
    at: usize,
    depth: usize,
}

impl<'p> Parser<'p, '_> {
    fn peek(&self) -> Option<&'p Token> {
        self.tokens.get(self.at)
    }

    /// Returns whether the next token is a field or a function that changes where or how often words are searched.
    fn is_at_field(&self) -> bool {
        let Some(Token { kind: Kind::Prefix(prefix), .. }) = self.peek() else { return false };
        !matches!(prefix, Prefix::Printed(_))
    }

    /// Returns the end of the last token.
    fn end(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |last| self.tokens[last].span.1)
    }

    /// Returns the next operator, its place, and whether a token denotes it.
    fn operator(&self) -> Option<(Infix, Span, bool)> {
        let token = self.peek()?;
        match &token.kind {
            Kind::Close | Kind::First(_) => None,
            Kind::Infix(infix) => Some((*infix, token.span, true)),
            // After AND and OR, the parser is at an operand, so this NOT is between two operands.
            Kind::Not => Some((Infix::AndNot, token.span, true)),
            _ => Some((self.grammar.implied, token.span, false)),
        }
    }

    /// Reads operands that are joined by operators of at least the power `least`.
    fn expression(&mut self, least: u32) -> Built {
        let mut is_bare = !self.is_at_field();
        let start = self.at;
        let mut left = self.operand()?;
        // What was ignored is not missing.
        let is_missing = self.at == start;
        // The last operator that was applied here, if it was one of proximity.
        let mut chain: Option<Proximity> = None;
        loop {
            if let Some(Token { kind: Kind::First(words), span }) = self.peek() {
                if self.grammar.first < least {
                    return Ok(left);
                }
                let (words, span) = (*words, *span);
                self.at += 1;
                left = self.first(left, words, span)?;
                continue;
            }
            let Some((infix, span, denoted)) = self.operator() else { return Ok(left) };
            let power = (self.grammar.power)(&infix);
            if power < least {
                return Ok(left);
            }
            self.at += usize::from(denoted);
            let was_bare = std::mem::replace(&mut is_bare, !self.is_at_field());
            let infix = match infix {
                Infix::Adjacent if !(was_bare && is_bare) => {
                    let hint = "write AND or another operator before it";
                    let next = self.peek().map_or(span, |next| next.span);
                    self.builder.adapt(next, "no operator before it", hint, "read as AND")?;
                    Infix::And
                }
                infix => infix,
            };
            let behind = self.at;
            let right = self.expression(power + 1)?;
            left = match (left, right) {
                (Some(left), Some(right)) => Some(self.join(left, right, infix, span, &mut chain)?),
                (left, right) => {
                    match denoted {
                        true if is_missing && left.is_none() => self.missing(span, "left")?,
                        true if self.at == behind => self.missing(span, "right")?,
                        _ => {}
                    }
                    left.or(right)
                }
            };
        }
    }

    fn missing(&mut self, span: Span, side: &str) -> Result<(), Fault> {
        let word = self.builder.text[span.0..span.1].to_lowercase();
        let hint = format!("quote it to search for the word: \"{word}\"");
        self.builder.ignore(span, &format!("nothing on its {side}"), &hint)
    }

    fn join(
        &mut self,
        left: Tree,
        right: Tree,
        infix: Infix,
        span: Span,
        chain: &mut Option<Proximity>,
    ) -> Result<Tree, Fault> {
        let before = chain.take();
        Ok(match infix {
            Infix::Or => Tree::any(vec![left, right]),
            Infix::Xor => self.builder.xor(left, right)?,
            Infix::And => left.and(right),
            Infix::Implied => with_alternatives(left, right),
            Infix::AndNot => left.and(right.without()),
            Infix::Segment { negated } => self.builder.segment(left, right, negated, span)?,
            Infix::Near(how) => {
                *chain = Some(how);
                if self.grammar.windows && before.is_some() {
                    let problem = "several words in one window have no counterpart";
                    let hint = "join the words in pairs: (a NEAR/5 b) AND (b NEAR/5 c)";
                    let instead = "read from left to right, each near the words before it";
                    self.builder.adapt(span, problem, hint, instead)?;
                }
                self.builder.near(left, right, how, span)?
            }
            Infix::Adjacent if is_text(&left) && is_text(&right) => {
                let how = Proximity { reach: Reach::Words(1), ordered: true, negated: false };
                self.builder.near(left, right, how, span)?
            }
            Infix::Adjacent => {
                let hint = "write AND or another operator before it";
                self.builder.adapt(span, "no operator before it", hint, "read as AND")?;
                left.and(right)
            }
        })
    }

    /// Reads one operand. Returns `None` if the next token is not one, or if it was ignored.
    fn operand(&mut self) -> Built {
        let Some(token) = self.peek() else { return Ok(None) };
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(over(
                self.builder.text,
                &format!("more than {MAX_DEPTH} levels of nesting"),
            ));
        }
        let read = match &token.kind {
            Kind::Open => self.group(token.span),
            Kind::Leaf(leaf) => self.leaf(leaf, token.span),
            Kind::Condition(tree) => {
                self.at += 1;
                Ok(Some(tree.clone()))
            }
            Kind::Not => {
                self.at += 1;
                if !self.grammar.lone_not {
                    let problem = "nothing before it to exclude this from";
                    let hint = "write what to search for before it";
                    self.builder.adapt(token.span, problem, hint, "read as all the others")?;
                }
                let operand = self.expression(self.grammar.not)?;
                if operand.is_none() {
                    self.missing(token.span, "right")?;
                }
                Ok(operand.map(Tree::without))
            }
            Kind::Prefix(prefix) => {
                self.at += 1;
                self.prefixed(*prefix, token.span)
            }
            // The caller reports that the operand is missing.
            Kind::Close | Kind::Infix(_) | Kind::First(_) => Ok(None),
        };
        self.depth -= 1;
        read
    }

    fn group(&mut self, open: Span) -> Built {
        self.at += 1;
        let tree = self.expression(0)?;
        if tree.is_none() && self.peek().is_none_or(|token| token.kind == Kind::Close) {
            let hint = "write a word in them, or remove them";
            self.builder.ignore(open, "nothing between the parentheses", hint)?;
        }
        match self.peek() {
            Some(Token { kind: Kind::Close, .. }) => self.at += 1,
            _ => self.builder.adapt(
                open,
                "unclosed parenthesis",
                "add ')'",
                "read to the end of the query",
            )?,
        }
        Ok(tree)
    }

    /// Reads words. If adjacent words are a phrase, reads all of them.
    fn leaf(&mut self, first: &Leaf, place: Span) -> Built {
        self.at += 1;
        if self.grammar.implied != Infix::Adjacent {
            return self.builder.leaf(first, place);
        }
        let mut parts = vec![(first.clone(), place)];
        while let Some(Token { kind: Kind::Leaf(next), span }) = self.peek() {
            self.at += 1;
            match parts.last_mut() {
                Some((last, place)) if !last.regex && !next.regex => {
                    last.text = format!("{} {}", last.text, next.text);
                    last.quoted = true;
                    place.1 = span.1;
                }
                _ => parts.push((next.clone(), *span)),
            }
        }
        let mut all: Option<Tree> = None;
        for (part, span) in parts {
            let Some(tree) = self.builder.leaf(&part, span)? else { continue };
            let mut chain = None;
            all = Some(match all {
                None => tree,
                Some(before) => self.join(before, tree, Infix::Adjacent, span, &mut chain)?,
            });
        }
        Ok(all)
    }

    fn prefixed(&mut self, prefix: Prefix, span: Span) -> Built {
        let (zone, header) = (self.builder.zone, self.builder.header);
        match prefix {
            Prefix::Zone(within) => self.builder.zone = zone.and(within),
            Prefix::Header { field, partial } => self.builder.header = Some((field, partial)),
            Prefix::Unsupported { problem, hint } => {
                // If the reading is lenient, it is ignored below, together with its operand.
                self.builder.refuse(span, problem, hint)?;
            }
            _ => {}
        }
        let operand = self.expression(self.grammar.prefix)?;
        (self.builder.zone, self.builder.header) = (zone, header);
        let Some(tree) = operand else {
            if self.end() == span.1 {
                self.missing(span, "right")?;
            }
            return Ok(None);
        };
        let whole = (span.0, self.end());
        Ok(match prefix {
            Prefix::Zone(_) | Prefix::Header { .. } | Prefix::Required => Some(tree),
            Prefix::Not => Some(tree.without()),
            Prefix::Printed(capitals) => Some(tree.printed(capitals)),
            Prefix::AtLeast(count) if is_text(&tree) => Some(Tree::at_least(count, tree)),
            Prefix::AtLeast(_) => {
                let problem = "only words can be counted";
                self.builder.ignore(whole, problem, "move headers and dates out of it")?;
                None
            }
            Prefix::Unsupported { problem, hint } => {
                self.builder.ignore(whole, problem, hint)?;
                None
            }
        })
    }

    fn first(&mut self, left: Option<Tree>, words: u32, span: Span) -> Built {
        match left {
            Some(tree) if is_text(&tree) => Ok(Some(tree.within(Zone::first(words)))),
            left => {
                self.builder.ignore(
                    span,
                    "no words before it",
                    "write it after a word: oil/F50/",
                )?;
                Ok(left)
            }
        }
    }
}

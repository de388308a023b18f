//! Parses lexemes into a tree by recursive descent, with limits on depth and clauses.

use super::fields::Field;
use super::lexer::{Function, Kind, Lexeme, lex};
use super::limits::{self, MAX_CLAUSES, MAX_LENGTH, TOO_MANY_CLAUSES};
use super::reading::{Fault, Query, Reading};
use super::suffix::Odd;
use super::tree::Tree;
use super::words;
use super::{complexity, foreign, joined, question};
use crate::analysis::{Analyzer, is_alone};

/// Parses a query.
///
/// # Errors
///
/// Returns a fault if the query exceeds a limit or contains an invalid date. If `reading` is strict, it also returns a
/// fault if any part of the query would be ignored.
pub fn parse(text: &str, reading: &Reading, analyzer: &mut Analyzer) -> Result<Query, Fault> {
    if text.len() > MAX_LENGTH {
        return Err(Fault {
            span: (MAX_LENGTH, text.len()),
            problem: format!("the query is longer than {} kB", MAX_LENGTH >> 10),
            hint: "ask with fewer words, or one query at a time".into(),
        });
    }
    let (mut lexemes, odd) = lex(text, |name| Field::named(name).is_some());
    let question = question::without_mark(&mut lexemes);
    let mut parser = Parser {
        text,
        lexemes: &lexemes,
        at: 0,
        mixed: false,
        too_many: false,
        in_part: 0,
        reading,
        analyzer,
        notices: foreign::notices(&lexemes),
        first_fault: None,
        fatal: None,
    };
    if let Some(limit) = complexity::over(&lexemes) {
        return Err(over(text, limit));
    }
    odd.iter().for_each(|odd| parser.odd(odd));
    let mut tree = parser.or();
    while parser.at < lexemes.len() {
        let span = lexemes[parser.at].span;
        let problem = match lexemes[parser.at].kind {
            Kind::Close => "closing parenthesis without an opening one",
            _ => "misplaced",
        };
        parser.ignore(span, problem, "remove it, or put it between quotes");
        parser.at += 1;
        let more = parser.or();
        tree = Tree::both(tree, more);
    }
    let mut tree = tree.unwrap_or(Tree::All);
    if parser.too_many || tree.clauses() > MAX_CLAUSES {
        return Err(over(text, TOO_MANY_CLAUSES.to_string()));
    }
    if tree == Tree::All && parser.first_fault.is_some() {
        parser.notices.push(limits::NOTHING_LEFT.into());
        tree = Tree::Nothing;
    }
    if parser.mixed {
        parser.notices.push(format!("AND binds tighter than OR; read as {tree}"));
    }
    if question {
        parser.notices.push("the question mark at the end was read as punctuation".into());
    }
    match (parser.fatal, parser.first_fault) {
        (Some(fault), _) => Err(fault),
        (None, Some(fault)) if reading.strict => Err(fault),
        _ => Ok(Query { text: text.to_string(), tree, notices: parser.notices }),
    }
}

/// Returns the fault of a query that exceeds a limit.
fn over(text: &str, limit: String) -> Fault {
    Fault {
        span: (0, text.len()),
        problem: format!("the query has {limit}"),
        hint: "split it into several queries; dateline batch FILE counts one query per line".into(),
    }
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) lexemes: &'a [Lexeme],
    pub(super) at: usize,
    mixed: bool,
    /// Whether groups within proximity expand to more clauses than a query may have.
    pub(super) too_many: bool,
    /// The number of enclosing functions and zones. Within one, `*` means any word.
    pub(super) in_part: usize,
    pub(super) reading: &'a Reading,
    pub(super) analyzer: &'a mut Analyzer,
    pub(super) notices: Vec<String>,
    first_fault: Option<Fault>,
    /// A fault that is refused even if the reading is lenient.
    fatal: Option<Fault>,
}

impl<'a> Parser<'a> {
    pub(super) fn ignore(&mut self, span: (usize, usize), problem: &str, hint: &str) {
        self.notices.push(format!("ignored {:?}: {problem}", &self.text[span.0..span.1]));
        self.fault(span, problem, hint);
    }

    pub(super) fn fault(&mut self, span: (usize, usize), problem: &str, hint: &str) {
        self.first_fault.get_or_insert_with(|| Fault {
            span,
            problem: problem.to_string(),
            hint: hint.to_string(),
        });
    }

    /// Refuses the query, because ignoring the part would answer another question.
    pub(super) fn refuse(&mut self, span: (usize, usize), problem: &str, hint: &str) {
        self.fatal.get_or_insert_with(|| Fault {
            span,
            problem: problem.to_string(),
            hint: hint.to_string(),
        });
    }

    fn odd(&mut self, odd: &Odd) {
        if odd.left_out {
            return self.ignore(odd.span, odd.problem, odd.hint);
        }
        let text = &self.text[odd.span.0..odd.span.1];
        self.notices.push(format!("{text:?} was searched as words: {}", odd.problem));
        self.fault(odd.span, odd.problem, odd.hint);
    }

    pub(super) fn peek(&self) -> Option<&'a Kind> {
        self.lexemes.get(self.at).map(|lexeme| &lexeme.kind)
    }

    /// Returns the next lexeme if no white space precedes it.
    pub(super) fn attached(&self) -> Option<&'a Lexeme> {
        self.lexemes.get(self.at).filter(|next| !next.spaced)
    }

    /// Takes the next lexeme and returns its place.
    pub(super) fn take(&mut self) -> (usize, usize) {
        self.at += 1;
        self.lexemes[self.at - 1].span
    }

    fn or(&mut self) -> Option<Tree> {
        let mut any = Vec::new();
        let mut operators = 0;
        loop {
            let (tree, conjunction) = self.and();
            self.mixed |= conjunction && (operators > 0 || self.peek() == Some(&Kind::Or));
            any.extend(tree);
            if self.peek() != Some(&Kind::Or) {
                break;
            }
            let span = self.take();
            // If several OR follow one another, only the last is used. Each of the others is reported once.
            let missing = any.len() <= operators
                || matches!(self.peek(), None | Some(Kind::Close | Kind::Or));
            if missing {
                self.ignore(
                    span,
                    "nothing on one side of OR",
                    "quote it to search for the word: \"or\"",
                );
            } else {
                operators += 1;
            }
        }
        (!any.is_empty()).then(|| Tree::any(any))
    }

    /// Reads a conjunction. The second value is whether it has more than one part.
    fn and(&mut self) -> (Option<Tree>, bool) {
        let mut all: Vec<Tree> = Vec::new();
        let mut explicit = false;
        // The closed forms come last, because words next to one another in the query may be so in articles.
        let mut closed = Vec::new();
        loop {
            match self.peek() {
                None | Some(Kind::Or | Kind::Close) => break,
                Some(Kind::And) => {
                    let span = self.take();
                    explicit = true;
                    if all.is_empty()
                        || matches!(self.peek(), None | Some(Kind::Close | Kind::Or | Kind::And))
                    {
                        self.ignore(
                            span,
                            "nothing on one side of AND",
                            "quote it to search for the word: \"and\"",
                        );
                    }
                }
                Some(Kind::Tilde(_) | Kind::Caret(_) | Kind::Range(_)) => {
                    let span = self.take();
                    self.ignore(span, "nothing before it to apply to", "remove it");
                }
                Some(_) => {
                    // With `--match any`, adjacent words are alternatives, but words joined by AND are not.
                    let new = self.proximity();
                    if self.reading.any && !explicit {
                        for part in self.alternatives(new, &mut closed) {
                            Tree::join_any(&mut all, part);
                        }
                    } else {
                        all.extend(new);
                    }
                    explicit = false;
                }
            }
        }
        closed.into_iter().for_each(|closed| Tree::join_any(&mut all, closed));
        let conjunction = all.len() > 1;
        let tree = all.into_iter().reduce(Tree::and);
        (tree, conjunction)
    }

    /// Returns the alternatives that a part of a query is where one matching word is enough. A word joined by hyphens or
    /// slashes is its parts, unless AND follows it.
    fn alternatives(&mut self, part: Option<Tree>, closed: &mut Vec<Tree>) -> Vec<Tree> {
        let joined = match &part {
            Some(Tree::Text(text)) if self.peek() != Some(&Kind::And) => {
                joined::divided(text, &self.reading.languages, self.analyzer)
            }
            _ => None,
        };
        match joined {
            Some(joined) => {
                closed.extend(joined.closed.map(Tree::Text));
                joined.parts.into_iter().map(Tree::Text).collect()
            }
            None => part.into_iter().collect(),
        }
    }

    /// Reads an operand with any NOT before it.
    pub(super) fn not(&mut self) -> Option<Tree> {
        let mut negations = 0;
        let start = self.at;
        while self.peek() == Some(&Kind::Not) {
            self.at += 1;
            negations += 1;
        }
        match self.primary() {
            Some(tree) if negations % 2 == 1 => Some(Tree::without(tree)),
            None if negations > 0 => {
                let span = self.lexemes[start].span;
                self.ignore(span, "nothing to exclude", "quote it to search for the word: \"not\"");
                None
            }
            tree => tree,
        }
    }

    pub(super) fn primary(&mut self) -> Option<Tree> {
        let lexeme = self.lexemes.get(self.at)?;
        let tree = match &lexeme.kind {
            Kind::Open => {
                self.at += 1;
                let tree = self.or();
                if tree.is_none() {
                    let hint = "write a word in them, or remove them";
                    self.ignore(lexeme.span, "nothing between the parentheses", hint);
                }
                self.close(lexeme.span);
                tree
            }
            Kind::Word(_) | Kind::Phrase(..) => self.words(false),
            Kind::Exact => {
                self.at += 1;
                match self.attached().map(|next| &next.kind) {
                    Some(Kind::Word(_) | Kind::Phrase(..)) => self.words(true),
                    _ => {
                        self.ignore(lexeme.span, "nothing after =", "write =word or =\"a phrase\"");
                        None
                    }
                }
            }
            Kind::Regex(regex) => {
                self.at += 1;
                match crate::query::pattern::Regex::new(regex) {
                    Ok(_) => {
                        if regex.chars().filter(|c| is_alone(*c)).nth(1).is_some() {
                            self.notices.push(format!(
                                "/{regex}/ matches one word at a time, which is one character in scripts without spaces"
                            ));
                        }
                        Some(words::regex(regex))
                    }
                    Err(problem) => {
                        self.ignore(lexeme.span, &problem, "write /colou?r/, or \"a phrase\"");
                        None
                    }
                }
            }
            Kind::Function(function) => {
                self.at += 1;
                self.in_part += 1;
                let tree = self.primary();
                self.in_part -= 1;
                let tree = tree?;
                Some(match *function {
                    Function::Within(zone) => tree.within(zone),
                    Function::Printed(capitals) => tree.printed(capitals),
                    Function::AtLeast(count) => Tree::at_least(count, tree),
                })
            }
            Kind::Field(name) => {
                self.at += 1;
                self.fielded(name, lexeme.span)
            }
            _ => None,
        };
        if let Some(Lexeme { kind: Kind::Caret(boost), .. }) = self.attached()
            && let Some(tree) = tree
        {
            self.at += 1;
            return Some(tree.boosted(*boost));
        }
        tree
    }

    pub(super) fn close(&mut self, open: (usize, usize)) {
        if self.peek() == Some(&Kind::Close) {
            self.at += 1;
        } else {
            self.ignore(open, "unclosed parenthesis", "add ')'");
        }
    }
}

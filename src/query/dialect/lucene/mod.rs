//! Lucene's classic query parser, as Elasticsearch, OpenSearch and Solr use it, too.
//!
//! A query is a list of clauses, each optional, required or excluded. `AND` makes the clauses on both its sides required
//! and `OR` changes nothing, so `a AND b OR c` requires a and b. If a clause is required, optional ones only affect the
//! order of hits. Sources are in `docs/dialects.md`.

mod fields;
mod lexer;

use self::fields::{edits, field, is_lucene_only, lengths, present};
use self::lexer::{Kind, Token};
use super::builder::{Builder, Built, over};
use super::token::{Leaf, Span};
use crate::query::fields::Field;
use crate::query::limits::{MAX_CLAUSES, MAX_DEPTH, TOO_MANY_CLAUSES};
use crate::query::reading::Fault;
use crate::query::suffix::MAX_TILDE;
use crate::query::tree::{Tree, Zone};
use crate::query::words;

/// Reads a query.
///
/// # Errors
///
/// Returns a fault if the query exceeds a limit, and unless the reading is lenient, if a part of it has no counterpart.
pub fn read(builder: &mut Builder) -> Built {
    let tokens = lexer::lex(builder)?;
    let is_leaf = |kind: &Kind| {
        matches!(kind, Kind::Term(_) | Kind::Phrase(_) | Kind::Regex(_) | Kind::Range(_))
    };
    if tokens.iter().filter(|token| is_leaf(&token.kind)).count() > MAX_CLAUSES {
        return Err(over(builder.text, TOO_MANY_CLAUSES));
    }
    let field = Field::Zone(Zone::ANY);
    let mut parser = Parser { builder, tokens: &tokens, at: 0, depth: 0, field };
    let mut tree = parser.clauses()?;
    while let Some(token) = tokens.get(parser.at) {
        parser.at += 1;
        let problem = "closing parenthesis without an opening one";
        parser.builder.ignore(token.span, problem, "remove it, or put it between quotes")?;
        let more = parser.clauses()?;
        tree = Tree::both(tree, more);
    }
    Ok(tree)
}

struct Parser<'p, 'b> {
    builder: &'p mut Builder<'b>,
    tokens: &'p [Token],
    at: usize,
    depth: usize,
    /// The field that terms are searched in.
    field: Field,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Occur {
    Should,
    Must,
    MustNot,
}

impl<'p> Parser<'p, '_> {
    fn peek(&self) -> Option<&'p Token> {
        self.tokens.get(self.at)
    }

    /// Reads clauses up to a closing parenthesis or the end.
    fn clauses(&mut self) -> Built {
        let start = self.at;
        let mut clauses: Vec<(Occur, Tree)> = Vec::new();
        let (mut ands, mut ors) = (0, 0);
        loop {
            let mut conjunction: Option<&Token> = None;
            while let Some(token) = self.peek()
                && matches!(token.kind, Kind::And | Kind::Or)
            {
                self.at += 1;
                if let Some(before) = conjunction.replace(token) {
                    self.missing(before.span, "right")?;
                }
            }
            let at_end = self.peek().is_none_or(|token| token.kind == Kind::Close);
            if let Some(token) = conjunction
                && (clauses.is_empty() || at_end)
            {
                self.missing(token.span, if at_end { "right" } else { "left" })?;
                conjunction = None;
            }
            if at_end {
                break;
            }
            let is_and = conjunction.is_some_and(|token| token.kind == Kind::And);
            ands += usize::from(is_and);
            ors += usize::from(conjunction.is_some() && !is_and);
            if is_and && let Some((occur @ Occur::Should, _)) = clauses.last_mut() {
                *occur = Occur::Must;
            }
            let occur = match self.modifier()? {
                Occur::Should if is_and => Occur::Must,
                occur => occur,
            };
            clauses.extend(self.clause()?.map(|tree| (occur, tree)));
        }
        let span = match (self.tokens.get(start), self.at.checked_sub(1)) {
            (Some(first), Some(last)) if last >= start => (first.span.0, self.tokens[last].span.1),
            _ => (0, 0),
        };
        let tree = self.combined(clauses, span)?;
        if ands > 0
            && ors > 0
            && let Some(tree) = &tree
        {
            self.builder
                .say(format!("in Lucene, AND does not bind tighter than OR: read as {tree}"));
        }
        Ok(tree)
    }

    fn missing(&mut self, span: Span, side: &str) -> Result<(), Fault> {
        let word = self.builder.text[span.0..span.1].to_lowercase();
        let hint = format!("quote it to search for the word: \"{word}\"");
        self.builder.ignore(span, &format!("nothing on its {side}"), &hint)
    }

    fn modifier(&mut self) -> Result<Occur, Fault> {
        let mut occur = Occur::Should;
        let mut signs = 0;
        while let Some(token) = self.peek() {
            occur = match token.kind {
                Kind::Plus => Occur::Must,
                Kind::Not => Occur::MustNot,
                _ => break,
            };
            self.at += 1;
            signs += 1;
            if signs > 1 {
                let hint = "write + or -, or put a backslash before the sign";
                self.builder.adapt(
                    token.span,
                    "two signs in a row",
                    hint,
                    "read as the last one",
                )?;
            }
        }
        Ok(occur)
    }

    /// Combines clauses as Lucene's `BooleanQuery` does.
    fn combined(&mut self, clauses: Vec<(Occur, Tree)>, span: Span) -> Built {
        if clauses.is_empty() {
            return Ok(None);
        }
        let is_required = clauses.iter().any(|(occur, _)| *occur == Occur::Must);
        let mut optional = Vec::new();
        let mut required: Vec<Tree> = Vec::new();
        let mut excluded = Vec::new();
        for (occur, tree) in clauses {
            match occur {
                Occur::Should if is_required => self.builder.say(format!(
                    "left out {tree}: beside required clauses, it only changes the order in Lucene"
                )),
                Occur::Should => optional.push(tree),
                Occur::Must => required.push(tree),
                Occur::MustNot => excluded.push(tree.without()),
            }
        }
        if !optional.is_empty() {
            required.push(Tree::any(optional));
        }
        if required.is_empty() {
            let problem = "in Lucene, exclusions alone match nothing";
            let hint = "write *:* before them to mean all other articles";
            self.builder.adapt(span, problem, hint, "read as all other articles")?;
        }
        Ok(required.into_iter().chain(excluded).reduce(Tree::and))
    }

    /// Reads a term, a phrase, a range or a group, with the field before it.
    fn clause(&mut self) -> Built {
        let Some(token) = self.peek() else { return Ok(None) };
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let limit = format!("more than {MAX_DEPTH} levels of nesting");
            return Err(over(self.builder.text, &limit));
        }
        let tree = match &token.kind {
            Kind::Field(name) => self.fielded(name, token.span)?,
            Kind::Open => self.group(token.span)?,
            Kind::Close | Kind::And | Kind::Or => {
                self.builder.ignore(token.span, "misplaced", "write a word before it")?;
                None
            }
            _ => {
                self.at += 1;
                self.operand(token)?
            }
        };
        while let Some(Token { kind: Kind::Caret | Kind::Tilde(_), span }) = self.peek() {
            let is_boost = matches!(self.tokens[self.at].kind, Kind::Caret);
            self.at += 1;
            match is_boost {
                true => self.builder.say("boosts were ignored: they only change the order".into()),
                false => {
                    let hint = "write it directly after a word or a phrase";
                    self.builder.ignore(*span, "nothing before it to apply to", hint)?;
                }
            }
        }
        self.depth -= 1;
        Ok(tree)
    }

    fn group(&mut self, open: Span) -> Built {
        self.at += 1;
        let tree = self.clauses()?;
        if tree.is_none() {
            let hint = "write a word in them, or remove them";
            self.builder.ignore(open, "nothing between the parentheses", hint)?;
        }
        match self.peek() {
            Some(Token { kind: Kind::Close, .. }) => self.at += 1,
            _ => {
                let instead = "read to the end of the query";
                self.builder.adapt(open, "unclosed parenthesis", "add ')'", instead)?;
            }
        }
        Ok(tree)
    }

    /// Reads what follows a field. A field within a group replaces that of the group.
    fn fielded(&mut self, name: &str, span: Span) -> Built {
        self.at += 1;
        let next = self.peek();
        if !next.is_some_and(|next| next.kind.is_operand()) {
            let hint = "write a word, a phrase, a range or a group after it";
            self.builder.ignore(span, "nothing after the colon", hint)?;
            return Ok(None);
        }
        if let Some(Token { kind: Kind::Term(value), .. }) = next {
            match (name, value.as_str()) {
                ("*", "*") => {
                    self.at += 1;
                    return Ok(Some(Tree::All));
                }
                ("_exists_", other) => {
                    if let Some(field) = field(other) {
                        self.at += 1;
                        return Ok(Some(present(field)));
                    }
                }
                _ => {}
            }
        }
        let known = field(name);
        let hint = "fields are title: body: source: agency: byline: section: topic: dateline: lang: id: key: path: words: date:; put a backslash before the colon to search for it";
        if known.is_none() {
            let problem = format!("unknown field {name:?}");
            self.builder.refuse(span, &problem, hint)?;
        }
        let (field, zone, header) = (self.field, self.builder.zone, self.builder.header);
        self.field = known.unwrap_or(Field::Zone(Zone::ANY));
        self.builder.zone = match self.field {
            Field::Zone(zone) => zone,
            _ => Zone::ANY,
        };
        self.builder.header = match self.field {
            Field::Filter(field) => Some((field, false)),
            _ => None,
        };
        let tree = self.clause()?;
        (self.field, self.builder.zone, self.builder.header) = (field, zone, header);
        if known.is_none() {
            let end = self.at.checked_sub(1).map_or(span.1, |last| self.tokens[last].span.1);
            self.builder.ignore((span.0, end), "unknown field", hint)?;
            return Ok(None);
        }
        Ok(tree)
    }

    fn operand(&mut self, token: &Token) -> Built {
        let span = token.span;
        let mut leaf = match &token.kind {
            Kind::Term(text) | Kind::Phrase(text) | Kind::Range(text)
                if matches!(self.field, Field::Date(_) | Field::Length) =>
            {
                return self.value(text, matches!(token.kind, Kind::Range(_)), span).map(Some);
            }
            Kind::Term(text) if text == "*" && self.builder.header.is_none() => {
                let zone = self.builder.zone;
                return Ok(Some(match zone == Zone::ANY {
                    true => Tree::All,
                    false => Tree::Text(words::any_word()).within(zone),
                }));
            }
            Kind::Term(text) => {
                if matches!(text.as_str(), "and" | "or" | "not") {
                    self.builder.say(format!("{text:?} is a word: operators are in upper case"));
                }
                Leaf::of(text.as_str())
            }
            Kind::Phrase(text) => Leaf::phrase(text.as_str()),
            Kind::Regex(text) => return self.regex(text, span),
            Kind::Range(_) => {
                let hint = "write date:[2020 TO 2021] or words:[100 TO 500]";
                self.builder.ignore(span, "ranges are of dates and numbers of words", hint)?;
                return Ok(None);
            }
            _ => {
                let hint = "write a word before it";
                self.builder.ignore(span, "nothing before it to apply to", hint)?;
                return Ok(None);
            }
        };
        if let Some(Token { kind: Kind::Tilde(number), .. }) = self.peek() {
            self.at += 1;
            leaf.tilde = Some(match leaf.quoted {
                true => number.unwrap_or(0.0).min(MAX_TILDE as f32) as u32,
                false => edits(*number, &leaf.text),
            });
        }
        self.builder.leaf(&leaf, span)
    }

    fn regex(&mut self, text: &str, span: Span) -> Built {
        if is_lucene_only(text) {
            let problem = "dateline has no such regular expression";
            let hint = "write one for a single word, without ~ # @ & < >";
            self.builder.ignore(span, problem, hint)?;
            return Ok(None);
        }
        self.builder.leaf(&Leaf::regex(text), span)
    }

    /// Reads a date or a number of words.
    fn value(&mut self, text: &str, is_range: bool, span: Span) -> Result<Tree, Fault> {
        // A range may have any white space within it.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.field {
            Field::Date(field) => self.builder.date(field, &text, span),
            _ if is_range => self.builder.length(&lengths(&text, span)?, span),
            _ => self.builder.length(&text, span),
        }
    }
}

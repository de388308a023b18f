//! Lexemes to the tree, by recursive descent with a bound on depth and clauses.

use super::lexer::{Kind, Lexeme, lex};
use super::tree::{Filter, FilterField, Text, Tree, Zone};
use super::{Fault, MAX_LENGTH, Query, Reading, dates, limits};
use crate::analysis::{Analyzer, Event};

/// Reads a query.
pub fn parse(text: &str, reading: &Reading, analyzer: &mut Analyzer) -> Result<Query, Fault> {
    if text.len() > MAX_LENGTH {
        return Err(Fault {
            span: (MAX_LENGTH, text.len()),
            problem: format!("the query is longer than {} kB", MAX_LENGTH >> 10),
            hint: "ask with fewer words, or one query at a time".into(),
        });
    }
    let lexemes = lex(text, |name| field(name).is_some());
    let mut parser = Parser {
        text,
        lexemes: &lexemes,
        at: 0,
        mixed: false,
        reading,
        analyzer,
        notices: Vec::new(),
        first_fault: None,
    };
    if let Some(limit) = limits::over(&lexemes) {
        let hint = "use fewer parentheses and words".to_string();
        if reading.strict {
            return Err(Fault { span: (0, text.len()), problem: limit, hint });
        }
        return Ok(limits::words_only(text, &lexemes, &limit, |word| {
            parser.words(word, false, Zone::Any)
        }));
    }
    let mut tree = parser.or(Zone::Any);
    while parser.at < lexemes.len() {
        let span = lexemes[parser.at].span;
        parser.ignore(
            span,
            "a closing parenthesis without an opening one",
            "remove it, or add '('",
        );
        parser.at += 1;
        let more = parser.or(Zone::Any);
        tree = match (tree, more) {
            (None, tree) | (tree, None) => tree,
            (Some(a), Some(b)) => Some(a.and(b)),
        };
    }
    let tree = tree.unwrap_or(Tree::All);
    if parser.mixed {
        parser.notices.push(format!("AND binds tighter than OR: read as {tree}"));
    }
    match parser.first_fault {
        Some(fault) if reading.strict => Err(fault),
        _ => Ok(Query { text: text.to_string(), tree, notices: parser.notices }),
    }
}

enum Field {
    Zone(Zone),
    Filter(FilterField),
    Date,
}

/// The field a name before a colon means. The names are those of `index-schema/article.toml`.
fn field(name: &str) -> Option<Field> {
    let schema = crate::schema::schema();
    Some(match schema.query_field(name) {
        // Title and body share a field: the position tells them apart.
        Some("text") if name == "body" => Field::Zone(Zone::Body),
        Some("text") => Field::Zone(Zone::Title),
        Some("source") => Field::Filter(FilterField::Source),
        Some("agency") => Field::Filter(FilterField::Agency),
        Some("id") => Field::Filter(FilterField::Id),
        Some("lang") => Field::Filter(FilterField::Lang),
        Some("place") => Field::Filter(FilterField::Dateline),
        Some("day_lo") => Field::Date,
        _ => return None,
    })
}

struct Parser<'a> {
    text: &'a str,
    lexemes: &'a [Lexeme],
    at: usize,
    mixed: bool,
    reading: &'a Reading,
    analyzer: &'a mut Analyzer,
    notices: Vec<String>,
    first_fault: Option<Fault>,
}

impl<'a> Parser<'a> {
    fn ignore(&mut self, span: (usize, usize), problem: &str, hint: &str) {
        self.notices.push(format!("ignored {:?}: {problem}", &self.text[span.0..span.1]));
        self.first_fault.get_or_insert_with(|| Fault {
            span,
            problem: problem.to_string(),
            hint: hint.to_string(),
        });
    }

    fn peek(&self) -> Option<&'a Kind> {
        self.lexemes.get(self.at).map(|lexeme| &lexeme.kind)
    }

    fn or(&mut self, zone: Zone) -> Option<Tree> {
        let mut any = Vec::new();
        let mut operators = 0;
        loop {
            let (tree, conjunction) = self.and(zone);
            self.mixed |= conjunction && (operators > 0 || self.peek() == Some(&Kind::Or));
            any.extend(tree);
            if self.peek() != Some(&Kind::Or) {
                break;
            }
            let span = self.lexemes[self.at].span;
            self.at += 1;
            operators += 1;
            let missing =
                any.len() < operators || matches!(self.peek(), None | Some(Kind::Close | Kind::Or));
            if missing {
                self.ignore(
                    span,
                    "nothing on one side of OR",
                    "quote it to search for the word: \"or\"",
                );
            }
        }
        (!any.is_empty()).then(|| Tree::any(any))
    }

    /// A conjunction, and whether it was written as one of several parts.
    fn and(&mut self, zone: Zone) -> (Option<Tree>, bool) {
        let mut all: Vec<Tree> = Vec::new();
        let mut explicit = false;
        loop {
            match self.peek() {
                None | Some(Kind::Or | Kind::Close) => break,
                Some(Kind::And) => {
                    let span = self.lexemes[self.at].span;
                    self.at += 1;
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
                Some(_) => {
                    // `--match any`: words side by side, and only those, are alternatives.
                    let before = all.len();
                    all.extend(self.not(zone));
                    if self.reading.any && !explicit && before > 0 && all.len() > before {
                        let new = all.pop();
                        self.join_any(&mut all, new);
                    }
                    explicit = false;
                }
            }
        }
        let conjunction = all.len() > 1;
        let tree = all.into_iter().reduce(Tree::and);
        (tree, conjunction)
    }

    /// Joins the next part of a query read with `--match any`: positive text is an alternative,
    /// exclusions and headers are conditions on all.
    fn join_any(&self, all: &mut Vec<Tree>, new: Option<Tree>) {
        let Some(new) = new else { return };
        let alternative = |tree: &Tree| matches!(tree, Tree::Text(_) | Tree::Or(_));
        match all.iter_mut().find(|tree| alternative(tree)) {
            Some(Tree::Or(trees)) if alternative(&new) => trees.push(new),
            Some(tree) if alternative(&new) => {
                let first = std::mem::replace(tree, Tree::All);
                *tree = Tree::Or(vec![first, new]);
            }
            _ => all.push(new),
        }
    }

    fn not(&mut self, zone: Zone) -> Option<Tree> {
        let mut negations = 0;
        let start = self.at;
        while self.peek() == Some(&Kind::Not) {
            self.at += 1;
            negations += 1;
        }
        match self.primary(zone) {
            Some(tree) if negations % 2 == 1 => Some(Tree::Not(Box::new(tree))),
            None if negations > 0 => {
                let span = self.lexemes[start].span;
                self.ignore(span, "nothing to exclude", "quote it to search for the word: \"not\"");
                None
            }
            tree => tree,
        }
    }

    fn primary(&mut self, zone: Zone) -> Option<Tree> {
        let lexeme = self.lexemes.get(self.at)?;
        match &lexeme.kind {
            Kind::Open => {
                self.at += 1;
                let tree = self.or(zone);
                self.close(lexeme.span);
                tree
            }
            Kind::Word(word) => {
                self.at += 1;
                let tree = self.words(word, false, zone);
                if tree.is_none() {
                    self.ignore(lexeme.span, "no letter or digit in it", "remove it");
                }
                tree
            }
            Kind::Phrase(phrase, closed) => {
                self.at += 1;
                if !closed {
                    let end = (self.text.len(), self.text.len());
                    self.ignore(lexeme.span, "a quote that is not closed", "add the closing quote");
                    if let Some(fault) = &mut self.first_fault
                        && fault.span == lexeme.span
                    {
                        fault.span = (lexeme.span.0, end.1);
                    }
                    self.notices.pop();
                    self.notices
                        .push("the quote is not closed: read to the end of the query".into());
                }
                let tree = self.words(phrase, true, zone);
                if tree.is_none() {
                    self.ignore(lexeme.span, "no letter or digit in it", "remove it");
                }
                tree
            }
            Kind::Field(name) => {
                self.at += 1;
                self.fielded(name, lexeme.span, zone)
            }
            Kind::Close | Kind::And | Kind::Or | Kind::Not => None,
        }
    }

    fn close(&mut self, open: (usize, usize)) {
        if self.peek() == Some(&Kind::Close) {
            self.at += 1;
        } else {
            self.ignore(open, "an opening parenthesis that is not closed", "add ')'");
        }
    }

    /// `field:` before a word, a phrase or a group.
    fn fielded(&mut self, name: &str, span: (usize, usize), zone: Zone) -> Option<Tree> {
        let field = field(name)?;
        let next = self.lexemes.get(self.at).filter(|next| !next.spaced);
        let Some(next) = next else {
            self.ignore(span, "nothing after the colon", "write it as field:word, without a space");
            return None;
        };
        if let (Kind::Open, Field::Zone(inner)) = (&next.kind, &field) {
            let _ = zone;
            return self.primary(*inner);
        }
        if let Kind::Open = next.kind {
            return self.values(&field, next.span);
        }
        let (Kind::Word(value) | Kind::Phrase(value, _)) = &next.kind else {
            self.ignore(span, "nothing after the colon", "write it as field:word");
            return None;
        };
        self.at += 1;
        let quoted = matches!(next.kind, Kind::Phrase(..));
        match field {
            Field::Zone(zone) => {
                let tree = self.words(value, quoted, zone);
                if tree.is_none() {
                    self.ignore(next.span, "no letter or digit in it", "remove it");
                }
                tree
            }
            _ => self.value(&field, value, next.span),
        }
    }

    /// `source:(AP OR Reuters)`: alternatives of a header.
    fn values(&mut self, field: &Field, open: (usize, usize)) -> Option<Tree> {
        self.at += 1;
        let mut any = Vec::new();
        while let Some(lexeme) = self.lexemes.get(self.at) {
            match &lexeme.kind {
                Kind::Close => break,
                Kind::Word(value) | Kind::Phrase(value, _) => {
                    any.extend(self.value(field, value, lexeme.span))
                }
                Kind::Or => {}
                _ => self.ignore(
                    lexeme.span,
                    "only values and OR may stand here",
                    "name the field before each value",
                ),
            }
            self.at += 1;
        }
        self.close(open);
        (!any.is_empty()).then(|| Tree::any(any))
    }

    fn value(&mut self, field: &Field, value: &str, span: (usize, usize)) -> Option<Tree> {
        if value.trim().is_empty() {
            self.ignore(span, "an empty value", "remove it");
            return None;
        }
        match field {
            Field::Filter(field) => {
                Some(Tree::Filter(Filter { field: *field, value: value.trim().to_string() }))
            }
            Field::Date if value == "none" => Some(Tree::Undated),
            Field::Date => match dates::range(value, &self.reading.now) {
                Ok(range) => Some(Tree::Date(range)),
                Err(problem) => {
                    self.ignore(span, &problem.problem, &problem.hint);
                    None
                }
            },
            Field::Zone(_) => None,
        }
    }

    /// A word or a phrase, analysed. One that is several words (`state-of-the-art`) is a phrase.
    fn words(&mut self, typed: &str, quoted: bool, zone: Zone) -> Option<Tree> {
        let mut terms = Vec::new();
        self.analyzer.analyse(typed, |event| {
            if let Event::Token(token) = event
                && !token.again
            {
                terms.push((token.position, token.term.to_string()));
            }
        });
        let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        (!terms.is_empty()).then_some(Tree::Text(Text { text, quoted, zone, terms }))
    }
}

//! The leaves of a query: words, phrases, and values behind a field's name.

use super::fields::{self, Field};
use super::lexer::{Kind, Lexeme, lex};
use super::parser::Parser;
use super::tree::{Pattern, Text, Tree, Word};
use super::words::{self, Typed};

/// Whether a word that stands alone is read as anything else.
fn is_mistaken(word: &str) -> bool {
    let lexemes = lex(word, |name| Field::named(name).is_some());
    !matches!(lexemes.as_slice(), [Lexeme { kind: Kind::Word(read), .. }] if read == word)
}

/// What stands before the colon of a word that looks like a field and is none; addresses and times are
/// no fields.
fn unknown_field(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let letters = |c: char| c.is_ascii_alphabetic() || c == '_';
    let named = name.len() >= 2 && name.chars().all(letters);
    (named && !value.is_empty() && !value.starts_with('/')).then_some(name)
}

/// What a word seems to have been meant as that is no operator, and what would be one.
fn misspelt_operator(word: &str, before_group: bool) -> Option<(String, &'static str)> {
    let name = word.split('/').next().unwrap_or_default().to_ascii_lowercase();
    if word.contains('/') && ["w", "near", "pre", "adj"].contains(&name.as_str()) {
        let hint = "write w/5 for a number of words, w/s for a sentence, w/p for a paragraph";
        return Some((format!("{word:?} is no operator: read as words"), hint));
    }
    let problem = format!("there is no function {word:?}: read as words");
    let hint = "functions are title( body( lead( first/50( atleast3( caps( allcaps( nocaps(";
    before_group.then_some((problem, hint))
}

impl Parser<'_> {
    /// The word or phrase that comes next.
    pub(super) fn words(&mut self, exact: bool) -> Option<Tree> {
        let lexeme = self.lexemes.get(self.at)?;
        self.at += 1;
        let (typed, quoted) = match &lexeme.kind {
            // What would be read as something else elsewhere stands between quotes.
            Kind::Word(word) => (word, is_mistaken(word)),
            Kind::Phrase(phrase, closed) => {
                if !closed {
                    self.fault(
                        (lexeme.span.0, self.text.len()),
                        "a quote that is not closed",
                        "add the closing quote",
                    );
                    self.notices
                        .push("the quote is not closed: read to the end of the query".into());
                }
                (phrase, true)
            }
            _ => return None,
        };
        if let Some(name) = unknown_field(typed).filter(|_| matches!(lexeme.kind, Kind::Word(_))) {
            let problem = format!("there is no field {name:?}: read as words");
            self.notices.push(problem.clone());
            let hint = "fields are title: body: source: agency: id: key: path: lang: dateline: words: date:";
            self.fault(lexeme.span, &problem, hint);
        }
        let before_group = self.attached().is_some_and(|next| next.kind == Kind::Open);
        if let Kind::Word(word) = &lexeme.kind
            && let Some((problem, hint)) = misspelt_operator(word, before_group)
        {
            self.notices.push(problem.clone());
            self.fault(lexeme.span, &problem, hint);
        }
        let mut how = Typed { quoted, exact, tilde: None };
        if let Some(Lexeme { kind: Kind::Tilde(tilde), .. }) = self.attached() {
            self.at += 1;
            how.tilde = Some(*tilde);
        }
        if !quoted && typed == "*" {
            return Some(Tree::All);
        }
        let read = words::read(typed, how, &self.reading.languages, self.analyzer);
        if read.is_none() {
            self.ignore(lexeme.span, "no letter or digit in it", "remove it");
        }
        if let Some(Text { slots, .. }) = &read
            && let [slot] = slots.as_slice()
            && let Word::Pattern(Pattern::Fuzzy(_, 2)) = slot.word
            && let Some(Some(3..)) = how.tilde
        {
            self.notices.push(format!("{typed}~: at most 2 letters may differ"));
        }
        read.map(Tree::Text)
    }

    /// `field:` before a word, a phrase or a group.
    pub(super) fn fielded(&mut self, name: &str, span: (usize, usize)) -> Option<Tree> {
        let field = Field::named(name)?;
        let Some(next) = self.attached() else {
            self.ignore(span, "nothing after the colon", "write it as field:word, without a space");
            return None;
        };
        if let Field::Zone(zone) = field {
            // A field of its own holds for what follows it.
            if matches!(&next.kind, Kind::Word(word) if word == "*") {
                self.at += 1;
                let how = Typed::default();
                return words::read("*", how, &[], self.analyzer)
                    .map(|text| Tree::Text(text).within(zone));
            }
            let tree = self.primary();
            if tree.is_none() {
                self.ignore(span, "nothing after the colon", "write it as field:word");
            }
            return tree.map(|tree| tree.within(zone));
        }
        match &next.kind {
            Kind::Open => self.values(field, next.span),
            Kind::Word(value) | Kind::Phrase(value, _) | Kind::Range(value) => {
                self.at += 1;
                let quoted = matches!(next.kind, Kind::Phrase(..));
                self.value(field, value, quoted, next.span)
            }
            _ => {
                self.ignore(span, "nothing after the colon", "write it as field:word");
                None
            }
        }
    }

    /// `source:(AP OR Reuters)`: alternatives of a header.
    fn values(&mut self, field: Field, open: (usize, usize)) -> Option<Tree> {
        self.at += 1;
        let mut any = Vec::new();
        while let Some(lexeme) = self.lexemes.get(self.at) {
            match &lexeme.kind {
                Kind::Close => break,
                Kind::Word(value) | Kind::Phrase(value, _) => {
                    let quoted = matches!(lexeme.kind, Kind::Phrase(..));
                    any.extend(self.value(field, value, quoted, lexeme.span));
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

    fn value(
        &mut self,
        field: Field,
        value: &str,
        quoted: bool,
        span: (usize, usize),
    ) -> Option<Tree> {
        if value.trim().is_empty() {
            self.ignore(span, "an empty value", "remove it");
            return None;
        }
        match fields::value(field, value, quoted, &self.reading.now) {
            Ok(tree) => Some(tree),
            Err(bad) => {
                self.ignore(span, &bad.problem, &bad.hint);
                None
            }
        }
    }
}

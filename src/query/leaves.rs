//! The leaves of a query: words, phrases, and values after a field name.

use super::fields::{self, Field};
use super::foreign;
use super::lexer::{Kind, Lexeme, lex};
use super::parser::Parser;
use super::tree::{Pattern, Text, Tree, Word};
use super::words::{self, Typed};

/// The message for a `~` that does not apply to the text before it.
const NO_WORD: &str = "only a single word without quotes, =, * and ? can have letters that differ";

/// Returns whether the lexer reads a word, taken alone, as something other than this word.
pub(super) fn is_mistaken(word: &str) -> bool {
    let (lexemes, _) = lex(word, |name| Field::named(name).is_some());
    !matches!(lexemes.as_slice(), [Lexeme { kind: Kind::Word(read), .. }] if read == word)
}

/// Returns the name before the colon in a word that looks like a field but is not one. Addresses and times do not look
/// like fields. `before_value` is whether a phrase or a group follows directly.
fn unknown_field(word: &str, before_value: bool) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let empty = value.is_empty() && !before_value;
    let letters = |c: char| c.is_ascii_alphabetic() || c == '_';
    // In Lucene, a plus marks a required word. Here every word is required without one.
    let bare = name.trim_start_matches('+');
    let named = bare.len() >= 2 && bare.chars().all(letters);
    (named && !empty && !value.starts_with('/')).then_some(name)
}

/// Returns the problem, how the word was read instead, what is meant, and a hint, if a word looks like a misspelt
/// operator or function. A query that has a problem may be refused, so the problem does not say how it was read.
fn misspelt_operator(
    word: &str,
    before_group: bool,
) -> Option<(String, &'static str, String, &'static str)> {
    let name = word.split('/').next().unwrap_or_default().to_ascii_lowercase();
    if word.contains('/') && ["w", "near", "pre", "adj"].contains(&name.as_str()) {
        let hint = "write w/5 for a number of words, w/s for a sentence, w/p for a paragraph";
        let problem = format!("{word:?} is not an operator");
        return Some((problem, "; it was searched as words", String::new(), hint));
    }
    let meant = match foreign::field(word) {
        Some(ours @ ("title" | "body" | "lead")) => format!("; did you mean {ours}(?"),
        _ => String::new(),
    };
    let hint = "functions are title( body( lead( first/50( atleast3( caps( allcaps( nocaps(";
    let problem = format!("unknown function {word:?}");
    before_group.then_some((problem, ", searched as words", meant, hint))
}

impl Parser<'_> {
    /// Reads the next word or phrase.
    pub(super) fn words(&mut self, exact: bool) -> Option<Tree> {
        let lexeme = self.lexemes.get(self.at)?;
        self.at += 1;
        let (typed, quoted) = match &lexeme.kind {
            // A word that would lex as something else is printed in quotes.
            Kind::Word(word) => (word, is_mistaken(word)),
            Kind::Phrase(phrase, closed) => {
                if !closed {
                    self.fault(
                        (lexeme.span.0, self.text.len()),
                        "unclosed quote",
                        "add the closing quote",
                    );
                    self.notices
                        .push("unclosed quote: the phrase was taken to run to the end".into());
                }
                (phrase, true)
            }
            _ => return None,
        };
        let next = self.attached().map(|next| &next.kind);
        let before_group = next == Some(&Kind::Open);
        let before_value = before_group || matches!(next, Some(Kind::Phrase(..)));
        if let Kind::Word(word) = &lexeme.kind
            && let Some(name) = unknown_field(word, before_value)
        {
            let value = word.split_once(':').map_or("", |(_, value)| value);
            let meant = foreign::field(name)
                .map_or(String::new(), |ours| format!("; did you mean {ours}:{value}?"));
            let problem = format!("unknown field {name:?}{meant}");
            self.notices.push(format!("unknown field {name:?}, searched as words{meant}"));
            let hint = "fields are title: body: source: agency: byline: section: topic: dateline: lang: id: key: path: words: date:";
            self.fault(lexeme.span, &problem, hint);
        } else if let Kind::Word(word) = &lexeme.kind
            && let Some((problem, read, mut meant, hint)) = misspelt_operator(word, before_group)
        {
            if word.eq_ignore_ascii_case("around")
                && let Some(Kind::Word(number)) = self.lexemes.get(self.at + 1).map(|it| &it.kind)
            {
                meant = format!("; write w/{number} between the words");
            }
            self.notices.push(format!("{problem}{read}{meant}"));
            self.fault(lexeme.span, &format!("{problem}{meant}"), hint);
        }
        let mut how = Typed { quoted, exact, tilde: None };
        let mut behind = None;
        if let Some(Lexeme { kind: Kind::Tilde(tilde), span, .. }) = self.attached() {
            self.at += 1;
            how.tilde = Some(*tilde);
            behind = Some(*span);
        }
        self.literally(lexeme, exact);
        if !quoted && typed == "*" && self.in_part == 0 {
            if let Some(span) = behind {
                self.ignore(span, NO_WORD, "write kellog~1");
            }
            return Some(Tree::All);
        }
        let read = words::read(typed, how, &self.reading.languages, self.analyzer);
        match (&read, behind) {
            (None, _) => {
                let (problem, hint) = match typed.as_str() {
                    "|" => ("not an operator; write OR", "write OR"),
                    "&" | "+" => ("not an operator; write AND, or only a space", "write AND"),
                    _ => ("no letter or digit in it", "remove it"),
                };
                self.ignore(lexeme.span, problem, hint);
            }
            (Some(text), Some(span)) => self.tilde(text, how, span),
            _ => {}
        }
        read.map(Tree::Text)
    }

    /// Reports a `~` that is ignored or that exceeds the maximum.
    fn tilde(&mut self, text: &Text, how: Typed, span: (usize, usize)) {
        let [slot] = text.slots.as_slice() else { return };
        match &slot.word {
            Word::Pattern(Pattern::Fuzzy(_, most)) => {
                if let Some(asked) = how.tilde.flatten().filter(|asked| *asked > u32::from(*most)) {
                    let word = &text.text;
                    let problem = format!("at most {most} letters may differ");
                    self.notices
                        .push(format!("{word}~{asked} was read as {word}~{most}, the maximum"));
                    self.fault(span, &problem, "write kellog~1 or kellog~2");
                }
            }
            _ => self.ignore(span, NO_WORD, "write kellog~1"),
        }
    }

    /// Reports characters that are operators elsewhere but have no effect in this text.
    fn literally(&mut self, lexeme: &Lexeme, exact: bool) {
        let (typed, quoted) = match &lexeme.kind {
            Kind::Word(word) => (word, false),
            Kind::Phrase(phrase, _) => (phrase, true),
            _ => return,
        };
        let mut say = |sign: &str, problem: &str, hint: &str| {
            self.notices.push(format!("ignored {sign:?}: {problem}"));
            self.fault(lexeme.span, problem, hint);
        };
        if exact && let Some(sign) = typed.matches(['*', '?']).next() {
            say(sign, "after =, wildcards are not allowed", "write oil* without =");
        }
        if !exact && words::is_open_between_characters(typed) {
            let problem =
                "between characters of scripts without spaces, * matches nothing in particular";
            say("*", problem, "write 国 pre/5 主席, or ? for each character");
        }
        if !quoted {
            return;
        }
        let last = typed.split_whitespace().next_back();
        for (number, token) in typed.split_whitespace().enumerate() {
            let named = token
                .strip_prefix('=')
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric) && !rest.contains('='));
            if named {
                say("=", "not an operator inside quotes", "write =\"a phrase\"");
            }
            let behind = token.trim_end_matches(|c: char| c.is_ascii_digit());
            let word = behind.strip_suffix(['~', '^']).filter(|word| !word.is_empty());
            let alone = matches!(behind, "~" | "^") && behind.len() < token.len();
            if alone || word.is_some_and(|word| word.ends_with(char::is_alphanumeric)) {
                let sign = &token[behind.len() - 1..];
                say(sign, "not an operator inside quotes", "write it after the closing quote");
            }
            let wild = token != "*" && token.chars().all(|c| matches!(c, '*' | '?'));
            // In `"who won ?"` the question mark is punctuation after a space, as some typesetters write it.
            if wild && !exact && !(token == "?" && number > 0 && last == Some(token)) {
                say(token, "no letter next to it", "write wom?n, nat*, or * alone for any word");
            }
        }
    }

    /// Reads what follows `field:`: a word, a phrase or a group.
    pub(super) fn fielded(&mut self, name: &str, span: (usize, usize)) -> Option<Tree> {
        let field = Field::named(name)?;
        let Some(next) = self.attached() else {
            self.ignore(span, "nothing after the colon", "write it as field:word, without a space");
            return None;
        };
        if let Field::Zone(zone) = field {
            // After a zone, `*` means any word.
            self.in_part += 1;
            let tree = self.not();
            self.in_part -= 1;
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

    /// Reads the alternative values of a header: `source:(AP OR Reuters)`.
    fn values(&mut self, field: Field, open: (usize, usize)) -> Option<Tree> {
        self.at += 1;
        let said = self.notices.len();
        let mut any = Vec::new();
        let mut or: Option<(usize, usize)> = None;
        let mut values = 0;
        while let Some(lexeme) = self.lexemes.get(self.at) {
            match &lexeme.kind {
                Kind::Close => break,
                Kind::Word(value) | Kind::Phrase(value, _) => {
                    let quoted = matches!(lexeme.kind, Kind::Phrase(..));
                    any.extend(self.value(field, value, quoted, lexeme.span));
                    values += 1;
                    or = None;
                }
                Kind::Or if values == 0 || or.is_some() => {
                    self.ignore(lexeme.span, "nothing on one side of OR", "remove it");
                }
                Kind::Or => or = Some(lexeme.span),
                _ => self.ignore(
                    lexeme.span,
                    "only values and OR are allowed here",
                    "name the field before each value",
                ),
            }
            self.at += 1;
        }
        if let Some(span) = or {
            self.ignore(span, "nothing on one side of OR", "remove it");
        }
        if any.is_empty() && self.notices.len() == said {
            let end = self.lexemes.get(self.at).map_or(self.text.len(), |close| close.span.1);
            let hint = "name a value: source:(AP OR Reuters)";
            self.ignore((open.0, end), "no value between the parentheses", hint);
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
            Err(bad) if matches!(field, Field::Date(_)) => {
                self.refuse(span, &bad.problem, &bad.hint);
                None
            }
            Err(bad) => {
                self.ignore(span, &bad.problem, &bad.hint);
                None
            }
        }
    }
}

//! Splits query text into lexemes, each with its byte range.

use super::suffix::{self, Odd, Suffix};
use super::tree::{Capitals, Proximity, Reach, Zone};

/// A lexeme of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Lexeme {
    /// The kind, with its data.
    pub kind: Kind,
    /// The byte range in the query text.
    pub span: (usize, usize),
    /// Whether the lexeme is at the start of the text or follows white space.
    pub spaced: bool,
}

/// The kind of a lexeme.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND` or `&&`
    And,
    /// `OR` or `||`
    Or,
    /// `NOT`, or `-` or `!` before an operand
    Not,
    /// `w/5`, `not pre/s`
    Near(Proximity),
    /// `name:`
    Field(String),
    /// The name of a function before a parenthesis, such as `lead`
    Function(Function),
    /// `=` before a word or a phrase
    Exact,
    /// A word as typed
    Word(String),
    /// The text between quotes, and whether the closing quote is present
    Phrase(String, bool),
    /// The text between slashes
    Regex(String),
    /// `[A TO B}` after a field
    Range(String),
    /// `~` or `~2` after a word or a phrase
    Tilde(Option<u32>),
    /// `^2` after a word, a phrase or a group
    Caret(f32),
}

/// The function that a name before a parenthesis denotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `title(`, `body(`, `lead(`, `first/50(`
    Within(Zone),
    /// `caps(`, `allcaps(`, `nocaps(`
    Printed(Capitals),
    /// `atleast3(`
    AtLeast(u32),
}

/// Splits a query into lexemes. The second list contains text that looks like an operator but is not one. `is_field`
/// returns whether a name before a colon is a field.
pub fn lex(text: &str, is_field: impl Fn(&str) -> bool) -> (Vec<Lexeme>, Vec<Odd>) {
    let mut lexer = Lexer { text, at: 0, out: Vec::new(), odd: Vec::new(), spaced: true };
    // Whether a hyphen, `=` or a slash at this position can be an operator instead of a part of a word.
    let mut fresh = true;
    while let Some(c) = text[lexer.at..].chars().next() {
        let start = lexer.at;
        let next = start + c.len_utf8();
        let before_word = || {
            text[next..].trim_start_matches('=').starts_with(|c: char| {
                c.is_alphanumeric() || matches!(c, '(' | '*' | '/') || is_quote(c)
            })
        };
        if c.is_whitespace() {
            lexer.at = next;
            lexer.spaced = true;
            fresh = true;
            continue;
        }
        // A header's name is followed by a value of any characters, but `title:` is followed by a query.
        let after_field = match lexer.out.last() {
            Some(Lexeme { kind: Kind::Field(name), .. }) if !lexer.spaced => {
                !matches!(name.as_str(), "title" | "headline" | "body")
            }
            _ => false,
        };
        match c {
            '(' => lexer.push(Kind::Open, next),
            ')' => {
                lexer.push(Kind::Close, next);
                lexer.attached();
            }
            _ if is_quote(c) => lexer.phrase(next),
            '[' | '{' if after_field && text[next..].contains([']', '}']) => {
                let end = next + text[next..].find([']', '}']).map_or(0, |end| end + 1);
                lexer.push(Kind::Range(text[start..end].to_string()), end);
            }
            _ if after_field => {
                let end = lexer.word_end();
                lexer.push(Kind::Word(text[start..end].to_string()), end);
            }
            _ if (c == '!' || is_dash(c)) && fresh && before_word() => lexer.push(Kind::Not, next),
            '=' if fresh && before_word() => {
                let more = text[next..].bytes().take_while(|byte| *byte == b'=').count();
                if more > 0 {
                    lexer.odd.push(Odd {
                        span: (next, next + more),
                        problem: "a single = is enough",
                        hint: "write =word or =\"a phrase\"",
                        left_out: true,
                    });
                }
                lexer.push(Kind::Exact, next + more);
            }
            '/' if fresh && regex_end(&text[next..]).is_some() => {
                let end = next + regex_end(&text[next..]).unwrap_or_default();
                lexer.push(Kind::Regex(text[next..end].to_string()), end + 1);
                lexer.attached();
            }
            _ => lexer.word(&is_field),
        }
        fresh = matches!(
            lexer.out.last(),
            Some(Lexeme { kind: Kind::Open | Kind::Field(_) | Kind::Not, .. })
        );
    }
    (lexer.out, lexer.odd)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    out: Vec<Lexeme>,
    odd: Vec<Odd>,
    spaced: bool,
}

impl Lexer<'_> {
    fn push(&mut self, kind: Kind, end: usize) {
        self.out.push(Lexeme { kind, span: (self.at, end), spaced: self.spaced });
        self.spaced = false;
        self.at = end;
    }

    fn phrase(&mut self, next: usize) {
        let text = self.text;
        let end = text[next..].find(is_quote).map(|end| next + end);
        let inner = text[next..end.unwrap_or(text.len())].to_string();
        let behind = end
            .map_or(text.len(), |end| end + text[end..].chars().next().map_or(0, char::len_utf8));
        self.push(Kind::Phrase(inner, end.is_some()), behind);
        self.attached();
    }

    /// Returns the end of the current word: the next white space, parenthesis or quote.
    fn word_end(&self) -> usize {
        let rest = &self.text[self.at..];
        let length = rest
            .find(|c: char| c.is_whitespace() || c == '(' || c == ')' || is_quote(c))
            .unwrap_or(rest.len());
        self.at + length
    }

    fn word(&mut self, is_field: &impl Fn(&str) -> bool) {
        let rest = &self.text[self.at..];
        let length = self.word_end() - self.at;
        let word = &rest[..length];
        if let Some((name, _)) = word.split_once(':')
            && is_field(&name.to_lowercase())
        {
            return self.push(Kind::Field(name.to_lowercase()), self.at + name.len() + 1);
        }
        if rest[length..].starts_with('(')
            && let Some(function) = function(word)
        {
            return self.push(Kind::Function(function), self.at + length);
        }
        let end = self.at + length;
        match word {
            "AND" => return self.push(Kind::And, end),
            "OR" => return self.push(Kind::Or, end),
            "NOT" => return self.push(Kind::Not, end),
            "&&" => return self.push(Kind::And, end),
            "||" => return self.push(Kind::Or, end),
            _ => {}
        }
        if let Some(how) = proximity(word) {
            return self.near(how, end);
        }
        let found = suffix::of(word);
        if word.starts_with('/') && word.contains(char::is_alphanumeric) {
            self.odd.push(Odd {
                span: (self.at, end),
                problem: "not a regular expression",
                hint: "write /colou?r/ for one word, without spaces and flags; case never counts",
                left_out: false,
            });
        }
        let start = self.at;
        if found.base > 0 {
            self.push(Kind::Word(word[..found.base].to_string()), start + found.base);
        }
        self.suffixes(found, start, end);
    }

    /// Pushes a proximity operator. A preceding `not` becomes part of it.
    fn near(&mut self, how: Proximity, end: usize) {
        let negated = self.out.last().is_some_and(|last| match &last.kind {
            Kind::Not => last.span.1 - last.span.0 == 3,
            Kind::Word(word) => word.eq_ignore_ascii_case("not"),
            _ => false,
        });
        if negated && let Some(not) = self.out.pop() {
            self.at = not.span.0;
            self.spaced = not.spaced;
        }
        self.push(Kind::Near(Proximity { negated, ..how }), end);
    }

    /// Reads the text directly after the last lexeme if it consists only of suffixes, such as `~2` and `^3`.
    fn attached(&mut self) {
        let end = self.word_end();
        let found = suffix::of(&self.text[self.at..end]);
        if found.base == 0 {
            self.suffixes(found, self.at, end);
        }
    }

    /// Pushes the suffixes found in the byte range from `start` to `end`.
    fn suffixes(&mut self, found: Suffix, start: usize, end: usize) {
        let place = |(first, last): (usize, usize)| (start + first, start + last);
        self.odd.extend(found.odd.into_iter().map(|odd| Odd { span: place(odd.span), ..odd }));
        if let Some(tilde) = found.tilde {
            let behind = found.caret.map_or(end, |(at, _)| start + at);
            self.push(Kind::Tilde(tilde), behind);
        }
        if let Some((_, caret)) = found.caret {
            self.push(Kind::Caret(caret), end);
        }
        self.at = end;
    }
}

/// Parses a proximity operator: `w/5`, `near/5` and `/5` match either order, `pre/5` and `adj/5` only the given order.
/// `s` or `p` may replace the number.
fn proximity(word: &str) -> Option<Proximity> {
    let (name, reach) = word.split_once('/')?;
    let ordered = match name.to_ascii_lowercase().as_str() {
        "w" | "near" | "" => false,
        "pre" | "adj" => true,
        _ => return None,
    };
    let reach = match reach {
        "s" | "S" => Reach::Sentence,
        "p" | "P" => Reach::Paragraph,
        _ if reach.len() <= 9 && reach.bytes().all(|byte| byte.is_ascii_digit()) => {
            Reach::Words(reach.parse().ok()?)
        }
        _ => return None,
    };
    Some(Proximity { reach, ordered, negated: false })
}

fn function(name: &str) -> Option<Function> {
    let name = name.to_ascii_lowercase();
    let number = |digits: &str| digits.parse::<u32>().ok().filter(|number| *number > 0);
    Some(match name.as_str() {
        "title" | "headline" => Function::Within(Zone::TITLE),
        "body" => Function::Within(Zone::BODY),
        "lead" | "hlead" => Function::Within(Zone::LEAD),
        "caps" => Function::Printed(Capitals::Some),
        "allcaps" => Function::Printed(Capitals::All),
        "nocaps" => Function::Printed(Capitals::None),
        _ => match name.strip_prefix("first/") {
            Some(words) => Function::Within(Zone::first(number(words)?)),
            None => Function::AtLeast(number(name.strip_prefix("atleast")?)?),
        },
    })
}

/// Returns the end of a regular expression: an unescaped slash before white space, `)`, `^` or the end of the text.
/// `/usr/bin` has no such slash, so it is not a regular expression.
fn regex_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if c == '/' && !escaped && at > 0 {
            let ends = text[at + 1..]
                .chars()
                .next()
                .is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '^'));
            if ends {
                return Some(at);
            }
        }
        // A regular expression matches one word, so it contains no white space.
        if c.is_whitespace() {
            return None;
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// Returns whether a character may exclude a word: a hyphen, or a dash that editors and phones replace it with.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Returns whether a character is a double quote: straight, curly, or a low or angled quote of other languages.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '＂')
}

//! Query text to lexemes, each with its byte range.

/// One lexeme.
#[derive(Debug, Clone, PartialEq)]
pub struct Lexeme {
    /// What it is.
    pub kind: Kind,
    /// First byte and the byte behind it.
    pub span: (usize, usize),
    /// Whether white space or nothing stands before it.
    pub spaced: bool,
}

/// What a lexeme is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND`
    And,
    /// `OR`
    Or,
    /// `NOT`, or `-` before something
    Not,
    /// `name:` before something
    Field(String),
    /// A word as typed
    Word(String),
    /// What stood between quotes, and whether the closing quote was there
    Phrase(String, bool),
}

/// Splits a query into lexemes. `is_field` says which names before a colon are fields.
pub fn lex(text: &str, is_field: impl Fn(&str) -> bool) -> Vec<Lexeme> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut spaced = true;
    let mut fresh = true;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        let next = at + c.len_utf8();
        let kind = match c {
            _ if c.is_whitespace() => {
                spaced = true;
                fresh = true;
                at = next;
                continue;
            }
            '(' => {
                at = next;
                Kind::Open
            }
            ')' => {
                at = next;
                Kind::Close
            }
            _ if is_quote(c) => {
                let end = text[next..].find(is_quote).map(|end| next + end);
                let inner = &text[next..end.unwrap_or(text.len())];
                at = end.map_or(text.len(), |end| {
                    end + text[end..].chars().next().map_or(0, char::len_utf8)
                });
                Kind::Phrase(inner.to_string(), end.is_some())
            }
            '-' | '−'
                if fresh
                    && text[next..]
                        .starts_with(|c: char| c.is_alphanumeric() || c == '(' || is_quote(c)) =>
            {
                at = next;
                Kind::Not
            }
            _ => {
                let length = text[at..]
                    .find(|c: char| c.is_whitespace() || c == '(' || c == ')' || is_quote(c))
                    .unwrap_or(text.len() - at);
                let word = &text[at..at + length];
                match word.split_once(':') {
                    Some((name, _)) if is_field(&name.to_lowercase()) => {
                        at += name.len() + 1;
                        Kind::Field(name.to_lowercase())
                    }
                    _ => {
                        at += length;
                        match word {
                            "AND" => Kind::And,
                            "OR" => Kind::Or,
                            "NOT" => Kind::Not,
                            _ => Kind::Word(word.to_string()),
                        }
                    }
                }
            }
        };
        // After an opening parenthesis and a colon a hyphen excludes as it does after a space.
        fresh = matches!(kind, Kind::Open | Kind::Field(_));
        out.push(Lexeme { kind, span: (start, at), spaced });
        spaced = false;
    }
    out
}

/// Double quotes, straight and curly, and the low and angled ones of other languages.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '＂')
}

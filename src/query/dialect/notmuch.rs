//! Queries of notmuch, which uses Xapian's query parser.
//!
//! Operators are read in any case. `NEAR` and `ADJ` bind tightest, then `AND` and `NOT`, `XOR` and `OR`. Adjacent terms
//! are joined by AND, except that values of the same header and dates are alternatives. Sources are in
//! `docs/dialects.md`.

use chrono::DateTime;

use super::builder::{Builder, Built, fault};
use super::lexer::{Lexer, Read, lex};
use super::pratt::{self, Grammar};
use super::token::{Infix, Kind, Leaf, Prefix, Raw, RawKind, Span, number, split};
use crate::query::date_clause::DateField;
use crate::query::reading::Fault;
use crate::query::tree::{FilterField, Proximity, Zone};

const GRAMMAR: Grammar = Grammar {
    power,
    implied: Infix::Implied,
    // A prefix applies to one term, phrase or group.
    prefix: u32::MAX,
    not: 4,
    first: 0,
    lone_not: true,
    windows: true,
};

fn power(infix: &Infix) -> u32 {
    match infix {
        Infix::Near(_) | Infix::Segment { .. } | Infix::Adjacent => 4,
        Infix::And | Infix::Implied | Infix::AndNot => 3,
        Infix::Xor => 2,
        Infix::Or => 1,
    }
}

/// The distance of NEAR and ADJ without a number.
const DISTANCE: u32 = 10;

/// Reads a query.
///
/// # Errors
///
/// Returns a fault if the query exceeds a limit, and unless the reading is lenient, if a part of it has no counterpart.
pub fn read(builder: &mut Builder) -> Built {
    if builder.text.trim() == "*" {
        return Ok(None);
    }
    let tokens = lex::<Notmuch>(split(builder.text, &['('], &[')']), builder)?;
    pratt::parse(builder, &tokens, &GRAMMAR)
}

/// The dialect, as a parameter of the lexer.
struct Notmuch;

impl<'a> Read<'a> for Lexer<'a, Notmuch> {
    fn word(&mut self, raw: Raw<'a>, builder: &mut Builder) -> Result<(), Fault> {
        let lower = raw.text.to_ascii_lowercase();
        let simple = match lower.as_str() {
            "or" => Some(Kind::Infix(Infix::Or)),
            "and" => Some(Kind::Infix(Infix::And)),
            "xor" => Some(Kind::Infix(Infix::Xor)),
            "not" => Some(Kind::Not),
            _ => None,
        };
        if let Some(kind) = simple {
            self.push(kind, raw.span);
            return Ok(());
        }
        let (name, distance) = lower.split_once('/').unwrap_or((&lower, "10"));
        if matches!(name, "near" | "adj") && (lower == name || number(distance).is_some()) {
            let words = number(distance).unwrap_or(DISTANCE);
            let reach = builder.distance(words, raw.span)?;
            let how = Proximity { reach, ordered: name == "adj", negated: false };
            self.push(Kind::Infix(Infix::Near(how)), raw.span);
            return Ok(());
        }
        let mut raw = raw;
        while raw.text.starts_with(['-', '+']) && (raw.text.len() > 1 || self.attached().is_some())
        {
            let (sign, rest) = raw.split(1);
            let prefix = if sign.text == "-" { Prefix::Not } else { Prefix::Required };
            self.push(Kind::Prefix(prefix), sign.span);
            if rest.text.is_empty() {
                return Ok(());
            }
            raw = rest;
        }
        if let Some((name, _)) = raw.text.split_once(':')
            && let Some(meaning) = meaning(&name.to_ascii_lowercase())
        {
            let (name, value) = raw.split(name.len() + 1);
            return self.prefixed(meaning, name, value, builder);
        }
        let text = spelled(raw, builder)?;
        self.push(Kind::Leaf(Leaf::of(text)), raw.span);
        Ok(())
    }

    fn phrase(&mut self, raw: Raw<'a>, _: &mut Builder) -> Result<(), Fault> {
        // Wildcards have no meaning within a phrase.
        let text = raw.text.replace(['*', '?'], " ");
        self.push(Kind::Leaf(Leaf::phrase(text)), raw.span);
        Ok(())
    }
}

impl<'a> Lexer<'a, Notmuch> {
    /// Returns the next piece if no white space precedes it.
    fn attached(&self) -> Option<Raw<'a>> {
        self.peek().filter(|next| !next.spaced && next.kind != RawKind::Close)
    }

    /// Reads what follows a prefix: the rest of the word, or a phrase or a group after it.
    fn prefixed(
        &mut self,
        meaning: Meaning,
        name: Raw<'a>,
        value: Raw<'a>,
        builder: &mut Builder,
    ) -> Result<(), Fault> {
        let next = if value.text.is_empty() { self.attached() } else { Some(value) };
        let Some(next) = next else {
            let hint = "write it directly after the colon";
            return builder.ignore(name.span, "nothing after the colon", hint);
        };
        let is_quoted = matches!(next.kind, RawKind::Phrase | RawKind::Unclosed);
        let is_prefix = matches!(meaning, Meaning::Prefix(_));
        if next.kind == RawKind::Unclosed || (next.kind == RawKind::Open && !is_prefix) {
            let hint = "write a value, or a value in quotes";
            return Err(fault((name.span.0, next.span.1), "not a value", hint));
        }
        if is_quoted && !matches!(meaning, Meaning::Prefix(Prefix::Zone(_))) {
            self.at += 1;
        }
        let span = (name.span.0, next.span.1);
        let is_regex =
            next.text.len() > 1 && next.text.starts_with('/') && next.text.ends_with('/');
        if is_regex && meaning != Meaning::Path {
            let hint = "search for a word or a value instead";
            return builder.ignore(span, "dateline has no regular expressions for headers", hint);
        }
        match meaning {
            Meaning::Date => {
                let text = since_until(next.text, next.span)?;
                let tree = builder.date(DateField::Range, &text, next.span)?;
                self.push(Kind::Condition(tree), span);
            }
            Meaning::Path => {
                let folder = next.text.strip_suffix("/**").or((next.text == "**").then_some("*"));
                if folder.is_none() {
                    let hint = "write path:FOLDER/** for everything below a folder";
                    let problem = "dateline cannot tell a folder from the folders below it";
                    builder.adapt(span, problem, hint, "read with all folders below it")?;
                }
                let folder = folder.unwrap_or(next.text);
                self.header(FilterField::Path, name, Leaf::phrase(folder), next);
            }
            Meaning::Id => self.header(FilterField::Id, name, Leaf::phrase(next.text), next),
            Meaning::Prefix(prefix) => {
                self.push(Kind::Prefix(prefix), name.span);
                let is_word = !value.text.is_empty();
                if is_word || (is_quoted && !matches!(prefix, Prefix::Zone(_))) {
                    let text = if is_word { spelled(value, builder)? } else { next.text.into() };
                    self.push(Kind::Leaf(Leaf { quoted: is_quoted, ..Leaf::of(text) }), next.span);
                }
            }
        }
        Ok(())
    }

    fn header(&mut self, field: FilterField, name: Raw, leaf: Leaf, value: Raw) {
        let prefix = Prefix::Header { field, partial: false };
        self.push(Kind::Prefix(prefix), name.span);
        self.push(Kind::Leaf(leaf), value.span);
    }
}

/// What a prefix of notmuch means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Prefix(Prefix),
    Date,
    Path,
    Id,
}

fn meaning(name: &str) -> Option<Meaning> {
    Some(match name {
        "subject" => Meaning::Prefix(Prefix::Zone(Zone::TITLE)),
        "body" => Meaning::Prefix(Prefix::Zone(Zone::BODY)),
        "from" => Meaning::Prefix(Prefix::Header { field: FilterField::Byline, partial: true }),
        "date" => Meaning::Date,
        "path" => Meaning::Path,
        "id" | "mid" => Meaning::Id,
        "to" | "attachment" | "mimetype" | "tag" | "is" | "thread" | "folder" | "lastmod"
        | "query" | "property" | "sexp" => Meaning::Prefix(Prefix::Unsupported {
            problem: "articles have no such header",
            hint: "leave it out; path:FOLDER/** searches a folder",
        }),
        _ => return None,
    })
}

/// Returns a date range in dateline's spelling. In notmuch, `m` means minutes and `M` months, `!` repeats the start,
/// and `@` precedes a number of seconds since 1970.
fn since_until(text: &str, span: Span) -> Result<String, Fault> {
    let Some((since, until)) = text.split_once("..") else { return Ok(moment(text)) };
    if until.contains("..") {
        return Err(fault(span, "more than one range", "write date:2024-01..2024-06"));
    }
    let until = if until == "!" { since } else { until };
    Ok(format!("{}..{}", moment(since), moment(until)))
}

fn moment(text: &str) -> String {
    let seconds = text.strip_prefix('@').and_then(|seconds| seconds.parse::<i64>().ok());
    if let Some(instant) = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)) {
        return instant.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let unit = text[digits..].trim_start_matches(['_', ' ']);
    match (digits > 0, unit) {
        (true, "m" | "mins") => format!("{}min", &text[..digits]),
        (true, "M" | "mon") => format!("{}mo", &text[..digits]),
        (true, "hr" | "hrs") => format!("{}h", &text[..digits]),
        (true, "wk" | "wks") => format!("{}w", &text[..digits]),
        (true, "yr" | "yrs") => format!("{}y", &text[..digits]),
        _ => text.to_string(),
    }
}

/// Returns a word in dateline's spelling. Only `*` at the end is a wildcard; `?` is punctuation.
fn spelled(raw: Raw, builder: &mut Builder) -> Result<String, Fault> {
    let word = raw.text.replace('?', " ");
    let word = word.trim();
    let stem = word.strip_suffix('*').unwrap_or(word);
    if stem.contains('*') {
        let problem = "* is only a wildcard at the end of a word";
        builder.adapt(raw.span, problem, "move it to the end", "read as a space")?;
    }
    let end = if stem.len() < word.len() { "*" } else { "" };
    Ok(format!("{}{end}", stem.replace('*', " ")))
}

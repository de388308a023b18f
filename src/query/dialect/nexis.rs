//! Terms and connectors of Nexis and Lexis.
//!
//! Connectors are read in any case. `OR` binds tightest, then proximity in words with the smallest number first, then
//! sentences, paragraphs and segments, then `AND`, and last `AND NOT`. Adjacent words are a phrase. Sources are in
//! `docs/dialects.md`.

use super::builder::{Builder, Built};
use super::comparison::compared;
use super::lexer::{Lexer, Read, lex};
use super::pratt::{self, Grammar};
use super::token::{Infix, Kind, Leaf, Prefix, Raw, RawKind, Token, number, split};
use crate::query::reading::Fault;
use crate::query::tree::{Capitals, FilterField, Proximity, Reach, Tree, Zone};

const GRAMMAR: Grammar = Grammar {
    power,
    implied: Infix::Adjacent,
    // The operand of a function is in parentheses.
    prefix: u32::MAX,
    not: 5_000,
    first: 0,
    lone_not: false,
    windows: false,
};

fn power(infix: &Infix) -> u32 {
    match infix {
        Infix::Adjacent => 9_000,
        Infix::Or => 8_000,
        Infix::Near(Proximity { reach: Reach::Words(words), .. }) => 7_000 - (*words).min(1_000),
        Infix::Near(Proximity { reach: Reach::Sentence, .. }) => 5_000,
        Infix::Near(Proximity { reach: Reach::Paragraph, .. }) => 4_000,
        Infix::Segment { .. } => 3_000,
        Infix::And | Infix::Implied | Infix::Xor => 2_000,
        Infix::AndNot => 1_000,
    }
}

/// Reads a query.
///
/// # Errors
///
/// Returns a fault if the query exceeds a limit, and unless the reading is lenient, if a part of it has no counterpart.
pub fn read(builder: &mut Builder) -> Built {
    let tokens = lex::<Nexis>(split(builder.text, &['('], &[')']), builder)?;
    pratt::parse(builder, &tokens, &GRAMMAR)
}

/// The dialect, as a parameter of the lexer.
struct Nexis;

impl<'a> Read<'a> for Lexer<'a, Nexis> {
    fn word(&mut self, raw: Raw<'a>, builder: &mut Builder) -> Result<(), Fault> {
        let lower = raw.text.to_ascii_lowercase();
        let next = self.peek();
        let is_word = |next: &Raw| next.kind == RawKind::Word;
        let kind = match lower.as_str() {
            "or" => Kind::Infix(Infix::Or),
            "and" | "but" if next.is_some_and(|next| next.is("not")) => {
                self.at += 1;
                let span = (raw.span.0, self.raws[self.at - 1].span.1);
                self.out.push(Token { kind: Kind::Infix(Infix::AndNot), span });
                return Ok(());
            }
            "and" | "&" => Kind::Infix(Infix::And),
            "andnot" | "butnot" => Kind::Infix(Infix::AndNot),
            "not" => match next.filter(is_word).and_then(|next| connector(next.text)) {
                Some(found) => {
                    self.at += 1;
                    let raw = Raw { span: (raw.span.0, self.raws[self.at - 1].span.1), ..raw };
                    return self.connector(Connector { negated: true, ..found }, raw, builder);
                }
                None => Kind::Not,
            },
            _ => match connector(&lower) {
                Some(found) => return self.connector(found, raw, builder),
                None => return self.other(raw, &lower, builder),
            },
        };
        self.push(kind, raw.span);
        Ok(())
    }

    fn phrase(&mut self, raw: Raw<'a>, builder: &mut Builder) -> Result<(), Fault> {
        let mut words = Vec::new();
        for word in raw.text.split_whitespace() {
            words.push(spelled(word, raw, builder)?);
        }
        self.push(Kind::Leaf(Leaf::phrase(words.join(" "))), raw.span);
        Ok(())
    }
}

impl<'a> Lexer<'a, Nexis> {
    fn connector(
        &mut self,
        found: Connector,
        raw: Raw,
        builder: &mut Builder,
    ) -> Result<(), Fault> {
        let Connector { within, ordered, negated } = found;
        let near = |reach| Infix::Near(Proximity { reach, ordered, negated });
        let infix = match within {
            Within::Words(words) => near(builder.distance(words, raw.span)?),
            Within::Sentence => near(Reach::Sentence),
            Within::Paragraph => near(Reach::Paragraph),
            Within::Segment => Infix::Segment { negated },
        };
        self.push(Kind::Infix(infix), raw.span);
        Ok(())
    }

    /// Reads a word that is not a connector: a condition, the name of a function or a segment, or a word to search for.
    fn other(&mut self, raw: Raw<'a>, lower: &str, builder: &mut Builder) -> Result<(), Fault> {
        if let Some(tree) = self.condition(raw, lower, builder)? {
            let span = (raw.span.0, self.raws[self.at - 1].span.1);
            self.out.push(Token { kind: Kind::Condition(tree), span });
            return Ok(());
        }
        if let Some(next) = self.peek().filter(|next| next.kind == RawKind::Open) {
            let known = function(lower);
            if let Some(prefix) = known.or((!next.spaced).then_some(UNKNOWN)) {
                self.push(Kind::Prefix(prefix), raw.span);
                return Ok(());
            }
        }
        let text = spelled(raw.text, raw, builder)?;
        self.push(Kind::Leaf(Leaf::of(text)), raw.span);
        Ok(())
    }

    /// Reads `length > 1200`, `date aft 1999`, and the same with parentheses around the comparison.
    fn condition(
        &mut self,
        raw: Raw<'a>,
        lower: &str,
        builder: &mut Builder,
    ) -> Result<Option<Tree>, Fault> {
        let end = lower.find(['<', '>', '=']).unwrap_or(lower.len());
        let is_length = match &lower[..end] {
            "length" => true,
            "date" => false,
            _ => return Ok(None),
        };
        let rest = (end < lower.len()).then(|| raw.split(end).1);
        let Some((tree, until)) = compared(rest, &self.raws[self.at..], is_length, builder)? else {
            return Ok(None);
        };
        while self.peek().is_some_and(|next| next.span.0 < until) {
            self.at += 1;
        }
        Ok(Some(tree))
    }
}

/// A proximity connector.
#[derive(Clone, Copy)]
struct Connector {
    within: Within,
    ordered: bool,
    negated: bool,
}

#[derive(Clone, Copy)]
enum Within {
    Words(u32),
    Sentence,
    Paragraph,
    Segment,
}

/// Reads `w/5`, `near/5`, `/5`, `pre/5`, `onear/5`, `+5`, `not/5`, and the same with `s`, `p` or `seg` as the distance.
fn connector(word: &str) -> Option<Connector> {
    let word = word.to_ascii_lowercase();
    let (name, distance) = match word.strip_prefix('+') {
        Some(rest) => ("pre", rest),
        None => word.split_once('/')?,
    };
    let (ordered, negated) = match name {
        "" | "w" | "near" => (false, false),
        "pre" | "onear" => (true, false),
        "not" => (false, true),
        _ => return None,
    };
    let within = match distance {
        "s" | "sent" => Within::Sentence,
        "p" | "para" => Within::Paragraph,
        "seg" => Within::Segment,
        _ => Within::Words(number(distance)?),
    };
    Some(Connector { within, ordered, negated })
}

const UNKNOWN: Prefix = Prefix::Unsupported {
    problem: "not a segment or a command that dateline knows",
    hint: "put a space before the parenthesis if it is a word, or leave it out",
};

const NO_INDEX_TERMS: Prefix = Prefix::Unsupported {
    problem: "dateline has no index terms of LexisNexis",
    hint: "search for the words themselves, or for a topic of the article itself: SUBJECT(NAME)",
};

const NO_NUMBER: Prefix = Prefix::Unsupported {
    problem: "dateline cannot require the singular or the plural alone",
    hint: "leave it out, or use dateline's own language, where =word is the exact form",
};

/// Returns what a name before a parenthesis denotes.
fn function(name: &str) -> Option<Prefix> {
    let header = |field| Prefix::Header { field, partial: true };
    Some(match name {
        "headline" | "title" => Prefix::Zone(Zone::TITLE),
        "hlead" => Prefix::Zone(Zone::LEAD),
        "lead" => Prefix::Zone(Zone::LEAD.and(Zone::BODY)),
        "body" | "text" => Prefix::Zone(Zone::BODY),
        "caps" => Prefix::Printed(Capitals::Some),
        "allcaps" => Prefix::Printed(Capitals::All),
        "nocaps" => Prefix::Printed(Capitals::None),
        "byline" => header(FilterField::Byline),
        "publication" | "source" => header(FilterField::Source),
        "section" => header(FilterField::Section),
        "subject" => header(FilterField::Topic),
        "dateline" => header(FilterField::Dateline),
        "language" => Prefix::Header { field: FilterField::Lang, partial: false },
        "singular" | "plural" => NO_NUMBER,
        "term" | "terms" | "company" | "ticker" | "industry" | "geographic" | "person"
        | "organization" | "city" | "state" | "country" => NO_INDEX_TERMS,
        _ => {
            let count = name.strip_prefix("atleast").or_else(|| name.strip_prefix("atl"))?;
            Prefix::AtLeast(number(count).filter(|count| *count > 0)?)
        }
    })
}

/// Returns a word in dateline's spelling: `!` at the end is `*`, and `*` is `?`.
fn spelled(word: &str, raw: Raw, builder: &mut Builder) -> Result<String, Fault> {
    let bare = word.trim_end_matches([',', ';', ':', '.']);
    let word = if bare.ends_with('!') { bare } else { word };
    let stem = word.strip_suffix('!').unwrap_or(word);
    if stem.contains('!') {
        let hint = "write it once, after the stem: pric!";
        builder.adapt(
            raw.span,
            "! is only allowed at the end of a word",
            hint,
            "read without it",
        )?;
    }
    let end = if stem.len() < word.len() { "*" } else { "" };
    Ok(format!("{}{end}", stem.replace('*', "?").replace('!', "")))
}

//! Search statements of Factiva.
//!
//! Operators are read in any case. Adjacent words are a phrase; proximity binds tightest, then the operands of fields
//! and `atleast`, then `NOT`, `AND` and `OR`. `w/n` and `adjn` require the order, `nearn` does not. Sources are in
//! `docs/dialects.md`.

use super::builder::{Builder, Built, fault};
use super::comparison::dated;
use super::lexer::{Lexer, Read, lex};
use super::pratt::{self, Grammar};
use super::token::{Infix, Kind, Leaf, Prefix, Raw, RawKind, Span, Token, number, split};
use crate::query::date_clause::DateField;
use crate::query::reading::Fault;
use crate::query::tree::{FilterField, Proximity, Reach, Tree, Zone};

const GRAMMAR: Grammar = Grammar {
    power,
    implied: Infix::Adjacent,
    prefix: 5,
    not: 5,
    first: 5,
    lone_not: true,
    windows: false,
};

/// The maximum number of words of a date range: `from january 1, 2020 to january 31, 2020`.
const DATE_WORDS: usize = 8;

fn power(infix: &Infix) -> u32 {
    match infix {
        Infix::Adjacent => 6,
        Infix::Near(_) | Infix::Segment { .. } => 5,
        Infix::AndNot => 4,
        Infix::And | Infix::Implied | Infix::Xor => 3,
        Infix::Or => 2,
    }
}

/// Reads a query.
///
/// # Errors
///
/// Returns a fault if the query exceeds a limit, and unless the reading is lenient, if a part of it has no counterpart.
pub fn read(builder: &mut Builder) -> Built {
    let raws = split(builder.text, &['(', '['], &[')', ']']);
    let raws = raws.into_iter().flat_map(divided).collect();
    let tokens = lex::<Factiva>(raws, builder)?;
    pratt::parse(builder, &tokens, &GRAMMAR)
}

/// Separates `/N30/` and `/F50/` from the words around them.
fn divided(raw: Raw) -> Vec<Raw> {
    let mut parts = Vec::new();
    let mut rest = raw;
    let mut from = 0;
    while rest.kind == RawKind::Word
        && let Some(at) = rest.text[from..].find('/').map(|at| from + at)
    {
        let inner = rest.text[at + 1..].split('/').next().unwrap_or_default();
        let end = at + 1 + inner.len();
        let is_operator = rest.text[end..].starts_with('/')
            && inner.strip_prefix(['N', 'n', 'F', 'f']).is_some_and(|of| number(of).is_some());
        if !is_operator {
            from = at + 1;
            continue;
        }
        let (word, behind) = rest.split(at);
        let (operator, behind) = behind.split(end + 1 - at);
        parts.extend([word, operator]);
        (rest, from) = (behind, 0);
    }
    parts.push(rest);
    parts.retain(|part| !part.text.is_empty() || part.kind != RawKind::Word);
    parts
}

/// The dialect, as a parameter of the lexer.
struct Factiva;

impl<'a> Read<'a> for Lexer<'a, Factiva> {
    fn word(&mut self, raw: Raw<'a>, builder: &mut Builder) -> Result<(), Fault> {
        let lower = raw.text.to_ascii_lowercase();
        let kind = match lower.as_str() {
            "or" => Kind::Infix(Infix::Or),
            "and" => Kind::Infix(Infix::And),
            "not" => Kind::Not,
            "same" => near(Reach::Paragraph, false),
            "adj" => near(Reach::Words(1), true),
            "near" => {
                let hint = "write near5, or \"near\" to search for the word";
                builder.adapt(raw.span, "near needs a number", hint, "read as near10")?;
                near(Reach::Words(10), false)
            }
            "date" | "pd" => return self.date(raw, builder),
            "upd" => {
                let hint = "use date, which is the date of publication";
                builder.adapt(
                    raw.span,
                    "dateline has no dates of updates",
                    hint,
                    "read as date",
                )?;
                return self.date(raw, builder);
            }
            _ => match self.operator(&lower, raw, builder)? {
                Some(kind) => kind,
                None => return self.other(raw, &lower, builder),
            },
        };
        self.push(kind, raw.span);
        Ok(())
    }

    fn phrase(&mut self, raw: Raw<'a>, builder: &mut Builder) -> Result<(), Fault> {
        for word in raw.text.split_whitespace() {
            let leaf = Leaf { quoted: true, ..spelled(word, raw, builder)? };
            self.push(Kind::Leaf(leaf), raw.span);
        }
        Ok(())
    }
}

impl<'a> Lexer<'a, Factiva> {
    /// Reads an operator with a number: `adj5`, `near5`, `w/5`, `/N30/`, `/F50/`, `atleast5`.
    fn operator(
        &self,
        lower: &str,
        raw: Raw,
        builder: &mut Builder,
    ) -> Result<Option<Kind>, Fault> {
        let inner = lower.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        let numbers = [
            ("adj", lower.strip_prefix("adj")),
            ("adj", lower.strip_prefix("w/")),
            ("near", lower.strip_prefix("near")),
            ("near", inner.and_then(|inner| inner.strip_prefix('n'))),
            ("first", inner.and_then(|inner| inner.strip_prefix('f'))),
            ("atleast", lower.strip_prefix("atleast")),
        ];
        let found = numbers.into_iter().find_map(|(name, text)| Some((name, number(text?)?)));
        let Some((name, count)) = found else { return Ok(None) };
        Ok(Some(match name {
            "adj" | "near" => near(builder.distance(count, raw.span)?, name == "adj"),
            "first" if count > 0 => Kind::First(count),
            "atleast" if count > 0 => Kind::Prefix(Prefix::AtLeast(count)),
            _ => {
                builder.adapt(raw.span, "0 words", "write a number from 1", "read as 1")?;
                if name == "first" { Kind::First(1) } else { Kind::Prefix(Prefix::AtLeast(1)) }
            }
        }))
    }

    /// Reads `date from 20200101 to 20200131`, `date after -7`.
    fn date(&mut self, raw: Raw<'a>, builder: &mut Builder) -> Result<(), Fault> {
        self.range(raw, builder).map_err(|fault| {
            let hint = format!("{}; write \"date\" in quotes to search for the word", fault.hint);
            Fault { hint, ..fault }
        })
    }

    fn range(&mut self, raw: Raw<'a>, builder: &mut Builder) -> Result<(), Fault> {
        let window = &self.raws[self.at..self.raws.len().min(self.at + DATE_WORDS)];
        let mut words: Vec<Raw> = window.iter().rev().copied().collect();
        let how = words.last().and_then(|first| {
            Some(match first.text.to_ascii_lowercase().as_str() {
                "from" | "since" => DateField::Since,
                "to" | "until" => DateField::Until,
                "after" => DateField::After,
                "before" => DateField::Before,
                "on" | "is" => DateField::Range,
                _ => return None,
            })
        });
        if how.is_some() {
            words.pop();
        }
        if !words.last().is_some_and(|next| next.kind == RawKind::Word) {
            let hint = "write date from 20200101 to 20200131";
            return Err(fault(raw.span, "no date after this word", hint));
        }
        let from = words.clone();
        let mut tree = moment(how.unwrap_or(DateField::Since), raw.span, &mut words, builder)?;
        let may_end = matches!(how, None | Some(DateField::Since));
        match words.last().copied().filter(|next| may_end && next.is("to")) {
            Some(to) => {
                words.pop();
                tree = tree.and(moment(DateField::Until, to.span, &mut words, builder)?);
            }
            None if how.is_none() => {
                words = from;
                tree = moment(DateField::Range, raw.span, &mut words, builder)?;
            }
            None => {}
        }
        self.at += window.len() - words.len();
        let end = self.raws[self.at - 1].span.1;
        self.out.push(Token { kind: Kind::Condition(tree), span: (raw.span.0, end) });
        Ok(())
    }

    /// Reads a field, a number of words, or a word to search for.
    fn other(&mut self, raw: Raw<'a>, lower: &str, builder: &mut Builder) -> Result<(), Fault> {
        let sign = lower.find(['<', '>', '=']).unwrap_or(lower.len());
        let next_is_sign = self
            .peek()
            .is_some_and(|next| next.kind == RawKind::Word && next.text.starts_with(['<', '>']));
        if &lower[..sign] == "wc" && (sign < lower.len() || next_is_sign) {
            return self.words(raw, sign, builder);
        }
        let is_name =
            (2..=5).contains(&sign) && lower[..sign].bytes().all(|byte| byte.is_ascii_lowercase());
        if lower[sign..].starts_with('=') && is_name {
            let (name, value) = raw.split(sign + 1);
            self.push(Kind::Prefix(field(&lower[..sign])), name.span);
            if !value.text.is_empty() {
                let leaf = spelled(value.text, value, builder)?;
                self.push(Kind::Leaf(leaf), value.span);
            }
            return Ok(());
        }
        let leaf = spelled(raw.text, raw, builder)?;
        self.push(Kind::Leaf(leaf), raw.span);
        Ok(())
    }

    /// Reads `wc>1000`, with or without spaces.
    fn words(&mut self, raw: Raw<'a>, sign: usize, builder: &mut Builder) -> Result<(), Fault> {
        let mut text = raw.text[sign..].to_string();
        let mut end = raw.span.1;
        while text.trim_start_matches(['<', '>', '=']).is_empty()
            && let Some(next) = self.peek().filter(|next| next.kind == RawKind::Word)
        {
            self.at += 1;
            text.push_str(next.text);
            end = next.span.1;
        }
        let span = (raw.span.0, end);
        let tree = builder.length(text.strip_prefix('=').unwrap_or(&text), span)?;
        self.out.push(Token { kind: Kind::Condition(tree), span });
        Ok(())
    }
}

/// Reads a date, or a number of days before or after today: `-14`, `+7`.
fn moment(
    how: DateField,
    before: Span,
    words: &mut Vec<Raw>,
    builder: &Builder,
) -> Result<Tree, Fault> {
    let relative = |word: &&Raw| word.text == "0" || word.text.starts_with(['-', '+']);
    let days = words.last().filter(relative).and_then(|word| word.text.parse::<i32>().ok());
    let day = days.and_then(|days| builder.day(days));
    let Some(day) = day else { return dated(how, words, before, builder) };
    words.pop();
    builder.date(how, &day, before)
}

fn near(reach: Reach, ordered: bool) -> Kind {
    Kind::Infix(Infix::Near(Proximity { reach, ordered, negated: false }))
}

/// Returns what a field's name denotes.
fn field(name: &str) -> Prefix {
    let header = |field, partial| Prefix::Header { field, partial };
    match name {
        "hd" | "hl" | "ti" => Prefix::Zone(Zone::TITLE),
        "hlp" => Prefix::Zone(Zone::LEAD),
        "lp" => Prefix::Zone(Zone::LEAD.and(Zone::BODY)),
        "td" | "bd" | "text" => Prefix::Zone(Zone::BODY),
        "la" => header(FilterField::Lang, false),
        "rst" | "sc" => header(FilterField::Source, false),
        "sn" => header(FilterField::Source, true),
        "by" => header(FilterField::Byline, true),
        "cr" => header(FilterField::Agency, true),
        "se" => header(FilterField::Section, true),
        "an" => header(FilterField::Id, false),
        _ => Prefix::Unsupported {
            problem: "dateline has no such field or index of codes",
            hint: "leave it out, or search for the words themselves",
        },
    }
}

/// Returns a word in dateline's spelling: `$3` is a pattern for up to three letters, and `%` any one word.
fn spelled(word: &str, raw: Raw, builder: &mut Builder) -> Result<Leaf, Fault> {
    // Single quotes are read as spaces. Those within a word belong to it.
    let word = word.trim_matches(['\'', '’', '‘']);
    if word == "%" {
        return Ok(Leaf::phrase("*"));
    }
    let Some((stem, rest)) = word.split_once('$') else { return Ok(Leaf::of(word)) };
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let letters = number(&rest[..digits]).filter(|letters| *letters <= 500);
    let end = &rest[digits..];
    let is_word = |text: &str| text.chars().all(char::is_alphanumeric);
    match letters {
        Some(letters) if !stem.is_empty() && is_word(stem) && is_word(end) => {
            Ok(Leaf::regex(format!("{stem}.{{0,{letters}}}{end}")))
        }
        _ => {
            let hint = "write engineer$3 for up to three letters, or engineer* for any number";
            builder.adapt(
                raw.span,
                "$ needs letters before it and a number",
                hint,
                "ignored the $",
            )?;
            Ok(Leaf::of(word.replace('$', " ")))
        }
    }
}

//! Prints a tree as text. Users see this text as the reading of their query (`read_as`), and it parses to the same
//! tree.

use std::fmt;

use super::tree::{Bound, Capitals, DateRange, Proximity, Reach, Text, Tree, Zone};
use crate::article::day_from_number;

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tree::All => Ok(()),
            Tree::Nothing => f.write_str("\"\""),
            Tree::Text(text) => write!(f, "{text}"),
            Tree::Near(near) => {
                match near.left.as_ref() {
                    // Without parentheses, the word "not" would be read as part of the operator.
                    Tree::Text(text) if text.text.eq_ignore_ascii_case("not") => {
                        write!(f, "({text})")?;
                    }
                    left => nested(left, f)?,
                }
                write!(f, " {} ", near.how)?;
                nested(&near.right, f)
            }
            Tree::AtLeast(count, tree) => write!(f, "atleast{count}({tree})"),
            Tree::Not(tree) => {
                f.write_str("NOT ")?;
                nested(tree, f)
            }
            Tree::And(trees) => joined(trees, " AND ", f),
            Tree::Or(trees) => joined(trees, " OR ", f),
            Tree::Filter(filter) => {
                write!(f, "{}:", filter.field.name())?;
                // Without quotes, `none` means the absence of a value.
                let plain = filter.value.chars().all(char::is_alphanumeric);
                match filter.wild || (plain && filter.value != "none") {
                    true => f.write_str(&filter.value),
                    false => write!(f, "\"{}\"", filter.value),
                }
            }
            Tree::Date(range) => write!(f, "date:{range}"),
            Tree::Flag(flag) => write!(f, "date:{}", flag.names().0),
            Tree::Length(least, most) if least == most => write!(f, "words:{least}"),
            Tree::Length(least, u32::MAX) => write!(f, "words:{least}.."),
            Tree::Length(0, most) => write!(f, "words:..{most}"),
            Tree::Length(least, most) => write!(f, "words:{least}..{most}"),
            Tree::Keys(keys) => {
                let keys: Vec<String> =
                    keys.0.iter().map(|(key, _)| format!("key:\"{key}\"")).collect();
                write!(f, "({})", keys.join(" OR "))
            }
        }
    }
}

fn joined(trees: &[Tree], word: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (number, tree) in trees.iter().enumerate() {
        if number > 0 {
            f.write_str(word)?;
        }
        nested(tree, f)?;
    }
    Ok(())
}

fn nested(tree: &Tree, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match tree {
        Tree::And(_) | Tree::Or(_) | Tree::Near(_) => write!(f, "({tree})"),
        Tree::All => f.write_str("*"),
        _ => write!(f, "{tree}"),
    }
}

impl fmt::Display for Proximity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let not = if self.negated { "not " } else { "" };
        let name = if self.ordered { "pre" } else { "w" };
        write!(f, "{not}{name}/")?;
        match self.reach {
            Reach::Words(words) => write!(f, "{words}"),
            Reach::Sentence => f.write_str("s"),
            Reach::Paragraph => f.write_str("p"),
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Functions go around the text, with the widest part of the article outermost.
        let Zone { title, body, lead, first } = self.zone;
        let mut open = 0;
        let mut wrap = |f: &mut fmt::Formatter<'_>, name: fmt::Arguments| {
            open += 1;
            write!(f, "{name}(")
        };
        if lead {
            wrap(f, format_args!("lead"))?;
        }
        if let Some(words) = first {
            wrap(f, format_args!("first/{words}"))?;
        }
        match self.capitals {
            Some(Capitals::Some) => wrap(f, format_args!("caps"))?,
            Some(Capitals::All) => wrap(f, format_args!("allcaps"))?,
            Some(Capitals::None) => wrap(f, format_args!("nocaps"))?,
            None => {}
        }
        match (title, body) {
            (true, true) => {}
            (true, false) => f.write_str("title:")?,
            // `first` implies the body. `*` keeps the field, because alone it means every article.
            (false, true) if first.is_some() && self.text != "*" => {}
            (false, true) => f.write_str("body:")?,
            (false, false) if first.is_some() => f.write_str("title:")?,
            (false, false) => {
                wrap(f, format_args!("title:"))?;
                f.write_str("body:")?;
            }
        }
        if self.exact {
            f.write_str("=")?;
        }
        match self.quoted {
            true => write!(f, "\"{}\"", self.text)?,
            false => f.write_str(&self.text)?,
        }
        if self.slop > 0 {
            write!(f, "~{}", self.slop)?;
        } else if let [slot] = self.slots.as_slice()
            && let super::tree::Word::Pattern(super::tree::Pattern::Fuzzy(_, distance)) = &slot.word
        {
            write!(f, "~{distance}")?;
        }
        if self.boost != 1.0 {
            write!(f, "^{}", self.boost)?;
        }
        (0..open).try_for_each(|_| f.write_str(")"))
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.since, self.until) {
            (Some(a), Some(b)) if a == b => write!(f, "{a}"),
            (since, until) => {
                since.map_or(Ok(()), |bound| write!(f, "{bound}"))?;
                f.write_str("..")?;
                until.map_or(Ok(()), |bound| write!(f, "{bound}"))
            }
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::Day(day) => match day_from_number(*day) {
                Some(day) => write!(f, "{}", day.format("%Y-%m-%d")),
                None => write!(f, "{day}"),
            },
            Bound::Instant(second) => match chrono::DateTime::from_timestamp(*second, 0) {
                Some(instant) => write!(f, "{}", instant.format("%Y-%m-%dT%H:%M:%SZ")),
                None => write!(f, "{second}"),
            },
        }
    }
}

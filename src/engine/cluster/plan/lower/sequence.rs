//! The intervals of a word or a phrase.

use serde_json::{Value, json};

use super::bounds::Lowering;
use super::sources::Source;
use super::words::{active, part_words};
use crate::analysis::{Stem, fold};
use crate::engine::cluster::queries::intervals::{Part, any_of, filtered, mark, ordered, word_of};
use crate::engine::cluster::queries::pattern;
use crate::engine::cluster::schema::token_encoding::{
    ALL_CAPITALS, BEFORE, LEAD_END, MIXED_CAPITALS, NO_CAPITALS, OTHERWISE, SOME_CAPITALS,
    capitals_of, printed,
};
use crate::matching::is_printed;
use crate::query::tree::{Capitals, Pattern, Slot, Text, Word};

/// The intervals of a word.
pub struct Slotted {
    /// The rule.
    pub rule: Value,
    /// Whether the rule matches exactly the words. Otherwise it matches only some of them.
    pub exact: bool,
}

impl Slotted {
    fn exact(rule: Value) -> Slotted {
        Slotted { rule, exact: true }
    }
}

impl Lowering<'_> {
    /// Returns the intervals of a word or a phrase in a part.
    pub fn sequence(&mut self, text: &Text, part: Part) -> Option<Source> {
        let zone = text.zone;
        let included = if part == Part::Title { zone.title } else { zone.body };
        if !included || text.slots.is_empty() {
            return None;
        }
        let width = text.slots.last().map_or(0, |slot| slot.at) + 1;
        let (mut rule, exact) = match self.is_plain(text) {
            true => {
                let stems = |slot: &Slot| match &slot.word {
                    Word::Stems(stems) => !active(stems, self.within).is_empty(),
                    _ => true,
                };
                if !text.slots.iter().all(stems) {
                    return None;
                }
                let query = part_words(text, self.within);
                let rule =
                    json!({"query": query, "analyzer": "tokens", "ordered": true, "max_gaps": 0});
                (json!({"match": rule}), true)
            }
            false => self.slots(text, part)?,
        };
        if text.slop > 0 {
            return Some(Source { rule, width: None, exact: false, sound: false, flat: false });
        }
        if part == Part::Body && zone.lead {
            rule = filtered(rule, "before", mark(part, LEAD_END));
        }
        let mut flat = true;
        if let (Part::Body, Some(first)) = (part, zone.first) {
            if first < width {
                return None;
            }
            let gaps = i64::from(first) - i64::from(width);
            rule = ordered(vec![mark(part, BEFORE), rule], gaps);
            flat = false;
        }
        Some(Source { rule, width: flat.then_some(width), exact, sound: exact, flat })
    }

    /// Returns whether a phrase has only words in any inflection, and any words between them.
    fn is_plain(&self, text: &Text) -> bool {
        let inner = |number: usize| number > 0 && number + 1 < text.slots.len();
        text.capitals.is_none()
            && text.slots.iter().enumerate().all(|(number, slot)| match &slot.word {
                Word::Stems(_) => true,
                word => inner(number) && is_any(word),
            })
    }

    /// Returns the rule of a phrase word by word, and whether it is exact.
    fn slots(&mut self, text: &Text, part: Part) -> Option<(Value, bool)> {
        let mut exact = true;
        let mut rules = Vec::with_capacity(text.slots.len());
        for (number, slot) in text.slots.iter().enumerate() {
            let slotted = self.slot(&slot.word, text.capitals, part)?;
            exact &= slotted.exact && slot.at == number as u32;
            rules.push(slotted.rule);
        }
        Some((if rules.len() == 1 { rules.remove(0) } else { ordered(rules, 0) }, exact))
    }

    /// Returns the intervals of a word. Returns `None` if no article can have any.
    pub fn slot(&self, word: &Word, capitals: Option<Capitals>, part: Part) -> Option<Slotted> {
        match word {
            Word::Stems(stems) => {
                let stems = active(stems, self.within);
                let rules: Vec<Value> =
                    stems.iter().map(|stem| word_of(part.stems(), &stem.term)).collect();
                if rules.is_empty() {
                    return None;
                }
                let rule = any_of(rules);
                Some(Slotted::exact(match capitals {
                    None => rule,
                    Some(capitals) => with_capitals(rule, &stems, capitals, part),
                }))
            }
            Word::Exact(form, _) => {
                if capitals.is_some_and(|capitals| !is_printed(form, capitals)) {
                    return None;
                }
                Some(Slotted::exact(as_printed(form, part)))
            }
            Word::Pattern(wanted) => {
                let rule = match self.expands {
                    true => pattern::intervals(wanted, part.forms()),
                    false => None,
                };
                match (rule, capitals) {
                    (Some(rule), None) => Some(Slotted::exact(rule)),
                    // A position with forms that differ in their capitals is left out.
                    (Some(rule), Some(capitals)) => {
                        let rule = with_capitals(rule, &[], capitals, part);
                        Some(Slotted { rule, exact: false })
                    }
                    // No interval: a lower bound that matches nothing.
                    (None, _) => {
                        Some(Slotted { rule: word_of(part.forms(), "....none"), exact: false })
                    }
                }
            }
        }
    }
}

/// Returns the rule of words with some capitals. `stems` are those of the words.
fn with_capitals(rule: Value, stems: &[&Stem], capitals: Capitals, part: Part) -> Value {
    let (wanted, same) = match capitals {
        Capitals::Some => {
            (SOME_CAPITALS, filtered(rule, "contained_by", mark(part, SOME_CAPITALS)))
        }
        Capitals::All => (ALL_CAPITALS, filtered(rule, "contained_by", mark(part, ALL_CAPITALS))),
        // Not any of two marks: a negative filter over `any_of` finds too much.
        Capitals::None => {
            let none = filtered(rule, "not_contained_by", mark(part, SOME_CAPITALS));
            (NO_CAPITALS, filtered(none, "not_contained_by", mark(part, MIXED_CAPITALS)))
        }
    };
    let mixed = stems.iter().map(|stem| mark(part, &capitals_of(wanted, &stem.term)));
    any_of(std::iter::once(same).chain(mixed).collect())
}

/// Returns the rule of a form as it is printed.
fn as_printed(form: &str, part: Part) -> Value {
    let mut folded = String::new();
    fold::fold(form, &mut folded);
    let otherwise = word_of(part.forms(), &printed(form));
    match folded == form {
        false => otherwise,
        true => {
            let alone = word_of(part.forms(), form);
            let alone = filtered(alone, "not_contained_by", mark(part, OTHERWISE));
            any_of(vec![alone, otherwise])
        }
    }
}

/// Returns whether a word may be any word.
fn is_any(word: &Word) -> bool {
    matches!(word, Word::Pattern(Pattern::Wild(text)) if text.chars().all(|c| c == '*'))
}

//! The intervals of two parts that are near one another.

use serde_json::Value;

use super::bounds::Lowering;
use super::sources::Source;
use super::words::may_share;
use crate::engine::cluster::queries::intervals::{
    Part, again, any_of, filtered, ordered, stretches,
};
use crate::query::tree::{Near, Reach};

impl Lowering<'_> {
    /// Returns the intervals of a proximity operator in a part.
    pub fn near(&mut self, near: &Near, part: Part) -> Option<Source> {
        let left = self.alternatives(&near.left, part);
        let right = self.alternatives(&near.right, part);
        if left.is_empty() {
            return None;
        }
        match (near.how.negated, right.is_empty()) {
            (true, true) => self.source(&near.left, part),
            (true, false) => Some(kept_apart(near, &left, &right, part)),
            (false, true) => None,
            (false, false) => Some(together(near, &left, &right, part)),
        }
    }
}

/// Returns the intervals from one operand to the other.
fn together(near: &Near, left: &[Source], right: &[Source], part: Part) -> Source {
    let how = near.how;
    let gaps = match how.reach {
        Reach::Words(words) => i64::from(words) - 1,
        Reach::Sentence | Reach::Paragraph => -1,
    };
    let mut rules: Vec<Value> = Vec::new();
    for a in left {
        for b in right {
            let same = a.rule == b.rule;
            let other = if same { again(&b.rule, 0) } else { b.rule.clone() };
            rules.push(ordered(vec![a.rule.clone(), other.clone()], gaps));
            if !how.ordered && !same {
                rules.push(ordered(vec![other, a.rule.clone()], gaps));
            }
        }
    }
    let rule = match how.reach {
        Reach::Words(_) => any_of(rules),
        reach => {
            let stretch = any_of(stretches(part, reach).to_vec());
            filtered(any_of(rules), "contained_by", stretch)
        }
    };
    let all = || left.iter().chain(right);
    let flat = all().all(|source| source.exact && source.flat);
    let sound = all().all(|source| source.sound);
    Source { rule, width: None, exact: flat, sound, flat: false }
}

/// Returns the intervals of the left operand that are not in a sentence or paragraph with the right one. Intervals
/// cannot express a minimum distance in words, or a distance in one direction only.
fn kept_apart(near: &Near, left: &[Source], right: &[Source], part: Part) -> Source {
    let rules =
        |sources: &[Source]| any_of(sources.iter().map(|source| source.rule.clone()).collect());
    let (kept, avoided) = (rules(left), rules(right));
    let width = left[0].width.filter(|width| left.iter().all(|one| one.width == Some(*width)));
    let reach = near.how.reach;
    if matches!(reach, Reach::Words(_)) || near.how.ordered {
        return Source { rule: kept, width, exact: false, sound: false, flat: false };
    }
    let all = || left.iter().chain(right);
    let flat =
        all().all(|source| source.exact && source.flat) && !may_share(&near.left, &near.right);
    // Not any of two kinds of stretches: a negative filter over `any_of` finds too much.
    let rule = stretches(part, reach).into_iter().fold(kept, |rule, stretch| {
        let stretch = filtered(stretch, "containing", avoided.clone());
        filtered(rule, "not_contained_by", stretch)
    });
    Source { rule, width, exact: flat, sound: flat, flat }
}

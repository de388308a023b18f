//! `atleast`: several spans in one article that share no word.

use serde_json::Value;

use super::bounds::{Lowered, Lowering};
use super::sources::Source;
use super::words::each_text;
use crate::engine::cluster::queries::boolean::{all, all_of, any_of};
use crate::engine::cluster::queries::intervals::{Part, again, ordered, query};
use crate::query::tree::Tree;

/// The maximum number of spans that are lowered to intervals.
const MOST: u32 = 64;

impl Lowering<'_> {
    /// Lowers a positional tree of which an article needs `least` spans, in the title and the body together.
    pub fn at_least(&mut self, tree: &Tree, least: u32) -> Lowered {
        let [title, body] = Part::BOTH.map(|part| self.source(tree, part));
        let exact = |source: &Option<Source>| source.as_ref().is_none_or(|source| source.exact);
        // Intervals from the start of the body hide one another.
        let mut first = false;
        each_text(tree, &mut |text| first |= text.zone.first.is_some());
        if !exact(&title) || !exact(&body) || least > MOST || first {
            return Lowered::at_most(self.candidates(tree));
        }
        let mut any = Vec::new();
        for in_title in 0..=least {
            let parts = (
                times(title.as_ref(), Part::Title, in_title),
                times(body.as_ref(), Part::Body, least - in_title),
            );
            if let (Some(in_title), Some(in_body)) = parts {
                any.push(all_of(vec![in_title, in_body], vec![]));
            }
        }
        Lowered::exact(any_of(any))
    }
}

/// Returns a query for a number of intervals in a part. Returns `None` if no article has any.
fn times(source: Option<&Source>, part: Part, count: u32) -> Option<Value> {
    if count == 0 {
        return Some(all());
    }
    let source = source?;
    if count == 1 {
        return Some(query(part, source.rule.clone()));
    }
    let one_word = source.flat && source.width == Some(1);
    let rule = |number: usize| match one_word || number == 0 {
        true => source.rule.clone(),
        false => again(&source.rule, number),
    };
    Some(query(part, ordered((0..count as usize).map(rule).collect(), -1)))
}

//! All plans that answer a request, for tests that compare their answers.

use std::fmt;

use super::physical_plan::{Counting, Operator, Plan, Ranking, Rescore};
use super::select::{is_prunable, plan, queries};
use crate::engine::embedded::snapshot::commit::Snapshot;
use crate::engine::{Request, Sort};
use crate::error::Result;

/// A choice of ranking or counting that replaces the selected one in every segment of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The plan as it was selected.
    Selected,
    /// `Ranking::Scan`.
    Scan,
    /// `Ranking::TermScan`.
    TermScan,
    /// `Ranking::TermPruned`.
    TermPruned,
    /// `Ranking::Conjunction`.
    Conjunction,
    /// `Ranking::Window`.
    Window,
    /// `Ranking::Pruned`, with `Counting::Apart`.
    Pruned,
    /// `Ranking::DateOrder`, with `Counting::Apart`.
    DateOrder,
    /// The selected ranking, with `Counting::Scan` instead of `Counting::Apart`.
    CountScan,
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Returns every plan that answers a request, each with its choice. The selected plan comes first.
pub fn alternatives(snapshot: &Snapshot, request: &Request) -> Result<Vec<(Choice, Plan)>> {
    let all = [
        Choice::Selected,
        Choice::Scan,
        Choice::TermScan,
        Choice::TermPruned,
        Choice::Conjunction,
        Choice::Window,
        Choice::Pruned,
        Choice::DateOrder,
        Choice::CountScan,
    ];
    let selected = plan(snapshot, request)?;
    let choices = all.into_iter().filter(|choice| is_applicable(*choice, &selected, request));
    let mut plans = Vec::new();
    for choice in choices {
        let mut plan = plan(snapshot, request)?;
        if plan.queries.is_none() {
            let queries = queries(snapshot, request, plan.scored);
            plan.queries = Some(queries.map_err(|error| snapshot.damaged(&error))?);
        }
        choose(choice, &mut plan, request);
        plans.push((choice, plan));
    }
    Ok(plans)
}

/// Returns whether a plan still answers its request with this choice.
fn is_applicable(choice: Choice, plan: &Plan, request: &Request) -> bool {
    let exact = plan.queries.as_ref().is_none_or(|queries| queries.lower.is_none());
    let unchecked = exact && request.when.is_open();
    let (ranks, dated) = (request.wanted() > 0, request.sort != Sort::Oldest);
    let inline = matches!(plan.rescore, Rescore::Inline(_));
    let joins = Operator::of(request.tree)
        .filter(|_| ranks && inline && unchecked && request.facets.is_empty());
    let prunable = plan.scored && is_prunable(request.tree);
    match choice {
        Choice::Selected => true,
        // One ranking knows the terms of an expansion.
        _ if plan.expansion.is_some() => false,
        Choice::Scan => ranks,
        Choice::TermScan => plan.single_term.is_some(),
        Choice::TermPruned => plan.single_term.is_some() && request.when.is_open(),
        Choice::Conjunction => joins == Some(Operator::All),
        Choice::Window => joins.is_some(),
        Choice::Pruned => ranks && unchecked && prunable,
        Choice::DateOrder => ranks && unchecked && dated && !plan.scored,
        Choice::CountScan => {
            plan.segments.iter().any(|segment| segment.counting == Counting::Apart)
        }
    }
}

/// Applies a choice to every segment of a plan.
fn choose(choice: Choice, plan: &mut Plan, request: &Request) {
    let operator = Operator::of(request.tree);
    for ord in 0..plan.segments.len() {
        // A conjunction has no matches in a segment that lacks a word.
        let lacks_a_word = match &plan.rescore {
            Rescore::Inline(terms) => {
                operator == Some(Operator::All) && terms.doc_freqs(ord).any(|found| found == 0)
            }
            _ => false,
        };
        let list = plan.single_term.as_ref().map(|term| term.lists[ord].clone());
        let of_list = |ranking: fn(_) -> Ranking| match list {
            Some(Some(list)) => ranking(list),
            _ => Ranking::None,
        };
        let segment = &mut plan.segments[ord];
        let (ranking, counting) = match choice {
            Choice::Selected => continue,
            Choice::Scan => (Ranking::Scan, Counting::FromRanking),
            Choice::TermScan => (of_list(Ranking::TermScan), Counting::FromRanking),
            Choice::TermPruned => (of_list(Ranking::TermPruned), Counting::FromRanking),
            Choice::Conjunction | Choice::Window if lacks_a_word => {
                (Ranking::None, Counting::FromRanking)
            }
            Choice::Conjunction => (Ranking::Conjunction, Counting::FromRanking),
            Choice::Window => match operator {
                Some(operator) => (Ranking::Window(operator), Counting::FromRanking),
                None => continue,
            },
            Choice::Pruned => (Ranking::Pruned, Counting::Apart),
            Choice::DateOrder => (Ranking::DateOrder, Counting::Apart),
            Choice::CountScan if segment.counting == Counting::Apart => {
                (segment.ranking.clone(), Counting::Scan)
            }
            Choice::CountScan => continue,
        };
        (segment.ranking, segment.counting) = (ranking, counting);
    }
}

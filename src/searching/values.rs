//! Notices about the headers of a query: values that no article has, and articles left out because their language is
//! unknown.

use super::counted::{articles, grouped};
use super::index::{Index, spelt};
use super::question::Read;
use crate::analysis::fold;
use crate::engine::{Facet, FacetKind, Request};
use crate::error::Result;
use crate::query::pattern::Compiled;
use crate::query::tree::{Filter, FilterField, Pattern, Tree};

/// Returns a notice for each header value that no article has. If the query asks for a language, also returns one for
/// possible matches of unknown language.
pub fn notices(index: &Index, read: &Read) -> Result<Vec<String>> {
    let mut filters = Vec::new();
    collect(&read.tree, &mut filters);
    let mut notices = Vec::new();
    // In the tree that is executed, paths are resolved to keys.
    let mut typed = Vec::new();
    collect(&read.query.tree, &mut typed);
    for filter in typed {
        notices.extend(no_path(index, filter)?);
    }
    for filter in &filters {
        let kind = match filter.field {
            FilterField::Source | FilterField::Publisher => FacetKind::Source,
            FilterField::Agency => FacetKind::Agency,
            FilterField::Dateline => FacetKind::Dateline,
            FilterField::Byline => FacetKind::Byline,
            FilterField::Section => FacetKind::Section,
            FilterField::Topic => FacetKind::Topic,
            FilterField::Lang => FacetKind::Lang,
            _ => continue,
        };
        let alone = Tree::Filter((*filter).clone());
        if filter.wild || index.count(&alone)? > 0 {
            continue;
        }
        let value = &filter.value;
        let name = match kind {
            FacetKind::Lang => "language",
            kind => kind.name(),
        };
        let known = facet(index, Request::counting(&Tree::All), kind)?;
        let nearest = match kind {
            FacetKind::Lang => named(&known, value),
            _ => nearest(&known, value),
        };
        notices.push(match nearest {
            Some((nearest, count)) => {
                let nearest = match kind {
                    FacetKind::Source => spelt(index.catalogue.as_ref(), nearest.clone()),
                    _ => nearest.clone(),
                };
                let count = articles(*count);
                format!(
                    "no article has the {name} \"{value}\"; did you mean \"{nearest}\" ({count})?"
                )
            }
            None => format!("no article has the {name} \"{value}\""),
        });
    }
    if filters.iter().any(|filter| filter.field == FilterField::Lang) {
        // In the languages that the query asks for, a word may have other stems.
        let tree = in_any_language(read.in_every_language().tree.clone());
        let request = Request { when: read.within, ..Request::counting(&tree) };
        let unknown = facet(index, request, FacetKind::Lang)?.without;
        if unknown > 0 {
            notices.push(format!(
                "{} possible {} left out: too short for language detection",
                grouped(unknown),
                if unknown == 1 { "match" } else { "matches" }
            ));
        }
    }
    Ok(notices)
}

/// Returns a notice if a filter names a path at which there is no article.
fn no_path(index: &Index, filter: &Filter) -> Result<Option<String>> {
    if filter.field != FilterField::Path || filter.wild {
        return Ok(None);
    }
    let tree = index.resolved(Tree::Filter(filter.clone()))?;
    if index.count(&tree)? > 0 {
        return Ok(None);
    }
    let value = &filter.value;
    // A path begins below its root.
    let roots = index.catalogue.roots();
    let below = roots.iter().filter_map(|root| value.strip_prefix(root.path.as_str()));
    let mut below = below.filter(|below| below.is_empty() || below.starts_with('/'));
    if let Some(below) = below.next().map(|below| below.trim_matches('/')) {
        let instead = match below.is_empty() {
            true => "path:*".to_string(),
            false => format!("path:{below}"),
        };
        return Ok(Some(format!(
            "paths begin below an indexed folder; instead of its whole path, write {instead}"
        )));
    }
    Ok(Some(format!(
        "no article has the path \"{value}\" below an indexed folder; path:*{value}* finds parts of paths"
    )))
}

/// Collects the distinct header filters of a query, except excluded ones.
fn collect<'t>(tree: &'t Tree, filters: &mut Vec<&'t Filter>) {
    match tree {
        Tree::Filter(filter) if !filters.contains(&filter) => filters.push(filter),
        Tree::And(trees) | Tree::Or(trees) => trees.iter().for_each(|tree| collect(tree, filters)),
        _ => {}
    }
}

/// Returns a query without its language filters.
fn in_any_language(tree: Tree) -> Tree {
    let all = |trees: Vec<Tree>| trees.into_iter().map(in_any_language).collect::<Vec<_>>();
    match tree {
        Tree::Filter(Filter { field: FilterField::Lang, .. }) => Tree::All,
        Tree::And(trees) => all(trees).into_iter().reduce(Tree::and).unwrap_or(Tree::All),
        Tree::Or(trees) => Tree::any(all(trees)),
        tree => tree,
    }
}

fn facet(index: &Index, request: Request, kind: FacetKind) -> Result<Facet> {
    let hits = index.engine.search(&Request { facets: vec![kind], ..request })?;
    Ok(hits.facets.into_iter().next().unwrap_or(Facet {
        kind,
        values: Vec::new(),
        without: 0,
        coarser: 0,
        beyond: 0,
    }))
}

/// Returns the archive's language whose English or native name was typed instead of its code.
fn named<'f>(known: &'f Facet, value: &str) -> Option<&'f (String, u64)> {
    let code = crate::analysis::codes::code_of_name(value)?;
    known.values.iter().find(|(known, _)| known == code)
}

/// Returns the most similar value: one that differs in one letter, or in two if it is long enough, or one that contains
/// it. If there are several, returns the one with the most articles.
fn nearest<'f>(known: &'f Facet, value: &str) -> Option<&'f (String, u64)> {
    let folded = fold::name(value);
    // Every value is similar to a single letter.
    if folded.chars().count() < 2 {
        return None;
    }
    let fuzzy = |distance| {
        let pattern = Compiled::new(&Pattern::Fuzzy(folded.clone(), distance));
        known.values.iter().find(|(name, _)| pattern.matches(&fold::name(name)))
    };
    let longer = || known.values.iter().find(|(name, _)| fold::name(name).contains(&folded));
    fuzzy(1).or_else(|| fuzzy(2).filter(|_| folded.chars().count() > 5)).or_else(longer)
}

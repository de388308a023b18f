//! Negates trees that contain dates, and says what they would match if dates were not known.
//!
//! An article without a date is neither inside nor outside a date range, so a date is neither true nor false for it, and
//! neither is the negation of the date. `NOT date:2024` is therefore the tree `NOT (date:2024 OR date:none)`. As in
//! Kleene's logic of three values, a negation matches only articles for which the tree below it is certainly false.

use super::tree::{Flag, Tree};

impl Tree {
    /// Returns the negation of the tree. If dates decide, it matches only dated articles. The negation of a negation is
    /// the tree itself.
    pub fn without(self) -> Tree {
        match self {
            Tree::Not(tree) => certain(*tree),
            tree => Tree::Not(Box::new(possible(tree))),
        }
    }

    /// Returns whether the tree contains a date range.
    pub fn has_dates(&self) -> bool {
        match self {
            Tree::Date(_) => true,
            Tree::And(trees) | Tree::Or(trees) => trees.iter().any(Tree::has_dates),
            Tree::Not(tree) => tree.has_dates(),
            _ => false,
        }
    }

    /// Returns whether the tree contains a date range with an instant.
    pub fn has_times(&self) -> bool {
        match self {
            Tree::Date(range) => range.is_timed(),
            Tree::And(trees) | Tree::Or(trees) => trees.iter().any(Tree::has_times),
            Tree::Not(tree) => tree.has_times(),
            _ => false,
        }
    }

    /// Returns a tree that matches an article without a date if the tree matches it apart from its dates: if the article
    /// matches already, or would with some answer to whether each date fits.
    pub fn apart_from_dates(&self) -> Tree {
        self.with_dates(true)
    }

    /// Replaces each date by `fits`, and in exclusions by the opposite.
    fn with_dates(&self, fits: bool) -> Tree {
        match self {
            Tree::Date(_) if fits => Tree::All,
            Tree::Date(_) => Tree::Nothing,
            Tree::Or(trees) if !fits && self.has_dates() => {
                let may_decide = |tree: &&Tree| !is_undated(tree);
                one_of(trees.iter().filter(may_decide).map(|tree| tree.with_dates(fits)))
            }
            Tree::Or(trees) => one_of(trees.iter().map(|tree| tree.with_dates(fits))),
            Tree::And(trees) => {
                let trees: Vec<Tree> = trees.iter().map(|tree| tree.with_dates(fits)).collect();
                match trees.contains(&Tree::Nothing) {
                    true => Tree::Nothing,
                    false => trees.into_iter().fold(Tree::All, Tree::and),
                }
            }
            Tree::Not(tree) => match tree.with_dates(!fits) {
                Tree::All => Tree::Nothing,
                Tree::Nothing => Tree::All,
                tree => Tree::Not(Box::new(tree)),
            },
            tree => tree.clone(),
        }
    }

    /// Makes dates also match articles that only overlap them. Dates in exclusions are left as they are, so that no
    /// article stops matching.
    pub fn widen_dates(&mut self) {
        self.widen(true);
    }

    /// Makes dates in exclusions also exclude articles that only overlap them.
    pub fn widen_exclusions(&mut self) {
        self.widen(false);
    }

    fn widen(&mut self, here: bool) {
        match self {
            Tree::Date(range) => range.inexact |= here,
            Tree::And(trees) | Tree::Or(trees) => {
                trees.iter_mut().for_each(|tree| tree.widen(here));
            }
            Tree::Not(tree) => tree.widen(!here),
            _ => {}
        }
    }
}

/// Returns a tree that also matches articles without a date if the tree is neither true nor false for them.
fn possible(tree: Tree) -> Tree {
    match tree {
        tree if !tree.has_dates() => tree,
        tree if is_of_dates(&tree) => Tree::any(vec![tree, Tree::Flag(Flag::Undated)]),
        // It matches every article without a date already.
        Tree::Or(trees) if trees.iter().any(is_undated) => Tree::Or(trees),
        Tree::Or(mut trees) if trees.iter().any(is_of_dates) => {
            trees.push(Tree::Flag(Flag::Undated));
            Tree::Or(trees)
        }
        Tree::Or(trees) => Tree::any(trees.into_iter().map(possible).collect()),
        Tree::And(trees) => trees.into_iter().map(possible).fold(Tree::All, Tree::and),
        Tree::Not(tree) => Tree::Not(Box::new(certain(*tree))),
        tree => tree,
    }
}

/// Undoes [`possible`].
fn certain(tree: Tree) -> Tree {
    match tree {
        tree if !tree.has_dates() => tree,
        Tree::Or(mut trees) => {
            trees.retain(|tree| !is_undated(tree));
            Tree::any(trees.into_iter().map(certain).collect())
        }
        Tree::And(trees) => trees.into_iter().map(certain).fold(Tree::All, Tree::and),
        Tree::Not(tree) => Tree::Not(Box::new(possible(*tree))),
        tree => tree,
    }
}

/// Returns whether the tree consists only of date ranges, so that it is neither true nor false without a date.
fn is_of_dates(tree: &Tree) -> bool {
    match tree {
        Tree::Date(_) => true,
        Tree::And(trees) | Tree::Or(trees) => trees.iter().all(is_of_dates),
        _ => false,
    }
}

fn is_undated(tree: &Tree) -> bool {
    *tree == Tree::Flag(Flag::Undated)
}

/// Returns the disjunction of trees, of which some may match everything or nothing.
fn one_of(trees: impl Iterator<Item = Tree>) -> Tree {
    let trees: Vec<Tree> = trees.filter(|tree| *tree != Tree::Nothing).collect();
    match trees.contains(&Tree::All) {
        true => Tree::All,
        false => Tree::any(trees),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read_tree;

    #[test]
    fn the_negation_of_dates_leaves_out_undated_articles() {
        for (text, read_as) in [
            ("a NOT (date:2024 OR date:2023)", "a AND NOT (2024 OR 2023 OR date:none)"),
            ("a NOT NOT date:2024", "a AND 2024"),
            ("a NOT (NOT date:2024)", "a AND 2024"),
            ("a NOT (NOT (date:2024 OR date:2023))", "a AND (2024 OR 2023)"),
            ("a NOT (date:2024 OR b)", "a AND NOT (2024 OR b OR date:none)"),
            ("a NOT (date:2024 b)", "a AND NOT ((2024 OR date:none) AND b)"),
            ("a NOT (b OR NOT date:2024)", "a AND NOT (b OR NOT 2024)"),
            ("a NOT (b OR (c date:2024))", "a AND NOT (b OR (c AND (2024 OR date:none)))"),
            ("NOT (date:2024 OR date:none)", "NOT (2024 OR date:none)"),
            ("NOT date:none", "NOT date:none"),
            ("NOT (NOT date:none)", "date:none"),
            ("NOT (a OR date:none)", "NOT (a OR date:none)"),
        ] {
            let tree = read_tree(text);
            let of_years = |year: &str, text: String| {
                text.replace(&format!("date:{year}-01-01..{year}-12-31"), year)
            };
            let printed = of_years("2023", of_years("2024", tree.to_string()));
            assert_eq!(printed, read_as, "{text}");
            assert_eq!(read_tree(&tree.to_string()), tree, "{text}");
        }
        let range = "a NOT (since:2024 until:2024)";
        let both = "(date:2024-01-01.. AND date:..2024-12-31) OR date:none";
        assert_eq!(read_tree(range).to_string(), format!("a AND NOT ({both})"));
    }

    #[test]
    fn dates_can_be_left_out_of_a_tree() {
        for (text, apart) in [
            ("a date:2024", "a"),
            ("a (date:2024 OR date:2023)", "a"),
            ("a NOT date:2024", "a"),
            ("a NOT (date:2024 OR b)", "a AND NOT b"),
            ("a NOT (date:2024 b)", "a"),
            ("(a date:2024) OR b", "a OR b"),
            ("a (date:2024 OR date:none)", "a"),
            ("NOT (b OR NOT date:2024)", "NOT b"),
            ("a date:none", "a AND date:none"),
        ] {
            assert_eq!(read_tree(text).apart_from_dates().to_string(), apart, "{text}");
        }
    }
}

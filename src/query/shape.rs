//! Builds trees: joins them, and applies functions and fields to all the words within a tree.

use super::limits::MAX_BOOST;
use super::tree::{Capitals, DateRange, Near, Proximity, Tree, Zone};

impl Tree {
    /// Returns the conjunction of two trees, of which either may be missing.
    pub fn both(a: Option<Tree>, b: Option<Tree>) -> Option<Tree> {
        match (a, b) {
            (None, tree) | (tree, None) => tree,
            (Some(a), Some(b)) => Some(a.and(b)),
        }
    }

    /// Returns the conjunction of two trees, without nested conjunctions.
    pub fn and(self, other: Tree) -> Tree {
        match (self, other) {
            (Tree::All, tree) | (tree, Tree::All) => tree,
            (Tree::And(mut all), Tree::And(more)) => {
                all.extend(more);
                Tree::And(all)
            }
            (Tree::And(mut all), tree) => {
                all.push(tree);
                Tree::And(all)
            }
            (tree, Tree::And(mut all)) => {
                all.insert(0, tree);
                Tree::And(all)
            }
            (a, b) => Tree::And(vec![a, b]),
        }
    }

    /// Returns the disjunction of trees, without nested disjunctions. Returns `Tree::Nothing` if `trees` is empty.
    pub fn any(trees: Vec<Tree>) -> Tree {
        let mut flat = Vec::with_capacity(trees.len());
        for tree in trees {
            match tree {
                Tree::Or(trees) => flat.extend(trees),
                tree => flat.push(tree),
            }
        }
        match flat.len() {
            0 => Tree::Nothing,
            1 => flat.remove(0),
            _ => Tree::Or(flat),
        }
    }

    /// Joins the next part of a query parsed with `--match any`. Positive text is an alternative; exclusions and
    /// headers are conditions that apply to all alternatives.
    pub(super) fn join_any(all: &mut Vec<Tree>, new: Tree) {
        let alternative = |tree: &Tree| matches!(tree, Tree::Or(_)) || tree.has_text();
        match all.iter_mut().find(|tree| alternative(tree)) {
            Some(Tree::Or(trees)) if alternative(&new) => trees.push(new),
            Some(tree) if alternative(&new) => {
                let first = std::mem::replace(tree, Tree::All);
                *tree = Tree::Or(vec![first, new]);
            }
            _ => all.push(new),
        }
    }

    /// Returns whether the tree matches spans of an article.
    pub fn is_positional(&self) -> bool {
        match self {
            Tree::Text(_) | Tree::Near(_) => true,
            Tree::Or(trees) => trees.iter().all(Tree::is_positional),
            _ => false,
        }
    }

    /// Returns whether the tree contains a word or a phrase, and not only headers and dates.
    pub fn has_text(&self) -> bool {
        match self {
            Tree::Text(_) | Tree::Near(_) | Tree::AtLeast(..) => true,
            Tree::And(trees) | Tree::Or(trees) => trees.iter().any(Tree::has_text),
            _ => false,
        }
    }

    /// Returns the number of words, phrases and headers in the tree.
    pub fn clauses(&self) -> usize {
        match self {
            Tree::And(trees) | Tree::Or(trees) => trees.iter().map(Tree::clauses).sum(),
            Tree::Not(tree) | Tree::AtLeast(_, tree) => tree.clauses(),
            Tree::Near(near) => near.left.clauses() + near.right.clauses(),
            Tree::All | Tree::Nothing => 0,
            _ => 1,
        }
    }

    /// Joins two parts by proximity. If a part is a conjunction, each of its members has to be close to the other part:
    /// `(a b) w/5 c` is `a w/5 c AND b w/5 c`. A negated member excludes articles in which it is close. Members without
    /// a position, such as dates, become conditions on the article.
    pub fn near(left: Tree, right: Tree, how: Proximity) -> Tree {
        if left.is_positional() && right.is_positional() {
            return Tree::Near(Near { left: Box::new(left), right: Box::new(right), how });
        }
        match (left, right) {
            (Tree::And(all), right) => conjunction(
                all.into_iter().map(|left| Tree::near(left, right.clone(), how)).collect(),
            ),
            (Tree::Or(any), right) if !Tree::Or(any.clone()).is_positional() => Tree::any(
                any.into_iter().map(|left| Tree::near(left, right.clone(), how)).collect(),
            ),
            (Tree::Not(left), right) => Tree::near(*left, right, how).without(),
            (left, Tree::And(all)) if left.is_positional() => conjunction(
                all.into_iter().map(|right| Tree::near(left.clone(), right, how)).collect(),
            ),
            (left, Tree::Or(any)) if left.is_positional() => Tree::any(
                any.into_iter().map(|right| Tree::near(left.clone(), right, how)).collect(),
            ),
            (left, Tree::Not(right)) if left.is_positional() => {
                Tree::near(left, *right, how).without()
            }
            (left, right) => left.and(right),
        }
    }

    /// Returns the number of clauses that [`Tree::near`] makes of two parts. Groups multiply it.
    pub fn clauses_near(left: &Tree, right: &Tree) -> usize {
        let of_left = right.members().saturating_mul(left.clauses());
        of_left.saturating_add(left.members().saturating_mul(right.clauses()))
    }

    /// Returns the number of parts to which proximity is applied separately.
    fn members(&self) -> usize {
        match self {
            tree if tree.is_positional() => 1,
            Tree::And(trees) | Tree::Or(trees) => trees.iter().map(Tree::members).sum(),
            Tree::Not(tree) => tree.members(),
            _ => 1,
        }
    }

    /// Requires at least `count` spans. For a conjunction, each member needs that many.
    pub fn at_least(count: u32, tree: Tree) -> Tree {
        match tree {
            tree if tree.is_positional() => Tree::AtLeast(count, Box::new(tree)),
            Tree::And(all) => {
                conjunction(all.into_iter().map(|tree| Tree::at_least(count, tree)).collect())
            }
            Tree::Or(any) => {
                Tree::any(any.into_iter().map(|tree| Tree::at_least(count, tree)).collect())
            }
            Tree::Not(tree) => Tree::at_least(count, *tree).without(),
            tree => tree,
        }
    }

    /// Restricts every word to a part of the article.
    pub fn within(mut self, zone: Zone) -> Tree {
        self.each_text(&mut |text| text.zone = text.zone.and(zone));
        self
    }

    /// Returns a tree that matches articles in which one tree matches within a part of the article, and another one does,
    /// too, or does not. Returns `None` if there are no such articles.
    pub(super) fn both_within(zone: Zone, left: Tree, right: Tree, negated: bool) -> Option<Tree> {
        let left = left.reduced_to(zone)?;
        match (right.reduced_to(zone), negated) {
            (Some(right), true) => Some(left.and(right.without())),
            (None, true) => Some(left),
            (right, false) => Some(left.and(right?)),
        }
    }

    /// Restricts every word to a part of the article, and leaves out alternatives that are restricted to other parts.
    /// Returns `None` if nothing can match.
    fn reduced_to(self, zone: Zone) -> Option<Tree> {
        Some(match self {
            Tree::Or(trees) => {
                let trees = trees.into_iter().filter_map(|tree| tree.reduced_to(zone));
                let trees: Vec<Tree> = trees.collect();
                if trees.is_empty() {
                    return None;
                }
                Tree::any(trees)
            }
            Tree::And(trees) => {
                let trees = trees.into_iter().map(|tree| tree.reduced_to(zone));
                conjunction(trees.collect::<Option<Vec<Tree>>>()?)
            }
            Tree::Not(tree) => tree.reduced_to(zone).map_or(Tree::All, Tree::without),
            Tree::AtLeast(count, tree) => Tree::AtLeast(count, Box::new(tree.reduced_to(zone)?)),
            Tree::Near(near) if !near.how.negated => Tree::Near(Near {
                left: Box::new(near.left.reduced_to(zone)?),
                right: Box::new(near.right.reduced_to(zone)?),
                how: near.how,
            }),
            Tree::Text(mut text) => {
                text.zone = text.zone.and(zone);
                if !text.zone.title && !text.zone.body {
                    return None;
                }
                Tree::Text(text)
            }
            tree => tree.within(zone),
        })
    }

    /// Requires every word to be printed in a certain way, except words that already have such a requirement.
    pub fn printed(mut self, capitals: Capitals) -> Tree {
        self.each_text(&mut |text| {
            text.capitals.get_or_insert(capitals);
        });
        self
    }

    /// Multiplies the score of every word by `boost`.
    pub fn boosted(mut self, boost: f32) -> Tree {
        // Nested boosts multiply. The clamp keeps the product within what a query can express.
        self.each_text(&mut |text| text.boost = (text.boost * boost).clamp(0.001, MAX_BOOST));
        self
    }

    fn each_text(&mut self, change: &mut impl FnMut(&mut super::tree::Text)) {
        match self {
            Tree::Text(text) => change(text),
            Tree::Near(near) => {
                near.left.each_text(change);
                near.right.each_text(change);
            }
            Tree::And(trees) | Tree::Or(trees) => {
                trees.iter_mut().for_each(|tree| tree.each_text(change));
            }
            Tree::Not(tree) | Tree::AtLeast(_, tree) => tree.each_text(change),
            _ => {}
        }
    }

    /// Removes the date ranges that apply to the whole query from the tree, and intersects `when` with them.
    pub fn hoist_dates(self, when: &mut DateRange) -> Tree {
        let mut absorb = |tree: &Tree| match tree {
            Tree::Date(range) => when.both(range).map(|both| *when = both).is_some(),
            _ => false,
        };
        match self {
            Tree::And(trees) => {
                conjunction(trees.into_iter().filter(|tree| !absorb(tree)).collect())
            }
            tree if absorb(&tree) => Tree::All,
            tree => tree,
        }
    }
}

fn conjunction(trees: Vec<Tree>) -> Tree {
    trees.into_iter().reduce(Tree::and).unwrap_or(Tree::All)
}

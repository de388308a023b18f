//! Building trees: joining, and moving what holds for a whole part down to its words.

use super::limits::MAX_BOOST;
use super::tree::{Capitals, DateRange, Flag, Near, Proximity, Tree, Zone};

impl Tree {
    /// The conjunction of two trees, flat.
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

    /// The disjunction of trees, flat; Nothing for none.
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

    /// What this is not true of. Of dates: dated articles alone; what has no date lies neither in a
    /// range nor outside of it.
    pub fn without(self) -> Tree {
        match self {
            Tree::Date(_) => Tree::Not(Box::new(Tree::Or(vec![self, Tree::Flag(Flag::Undated)]))),
            Tree::Not(tree) => *tree,
            tree => Tree::Not(Box::new(tree)),
        }
    }

    /// Whether it means stretches of an article.
    pub fn is_positional(&self) -> bool {
        match self {
            Tree::Text(_) | Tree::Near(_) => true,
            Tree::Or(trees) => trees.iter().all(Tree::is_positional),
            _ => false,
        }
    }

    /// Whether a word or a phrase is asked for, not only headers and dates.
    pub fn has_text(&self) -> bool {
        match self {
            Tree::Text(_) | Tree::Near(_) | Tree::AtLeast(..) => true,
            Tree::And(trees) | Tree::Or(trees) => trees.iter().any(Tree::has_text),
            _ => false,
        }
    }

    /// How many words, phrases and headers it asks for.
    pub fn clauses(&self) -> usize {
        match self {
            Tree::And(trees) | Tree::Or(trees) => trees.iter().map(Tree::clauses).sum(),
            Tree::Not(tree) | Tree::AtLeast(_, tree) => tree.clauses(),
            Tree::Near(near) => near.left.clauses() + near.right.clauses(),
            Tree::All | Tree::Nothing => 0,
            _ => 1,
        }
    }

    /// Two parts close to one another. Where a part is a conjunction each of its members has to be
    /// close (`(a b) w/5 c` is `a w/5 c AND b w/5 c`); an exclusion in it excludes what is close;
    /// what has no place in an article stays a condition beside it.
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

    /// How many clauses [`Tree::near`] makes of two parts: groups multiply.
    pub fn clauses_near(left: &Tree, right: &Tree) -> usize {
        let of_left = right.members().saturating_mul(left.clauses());
        of_left.saturating_add(left.members().saturating_mul(right.clauses()))
    }

    /// The parts that proximity takes one by one.
    fn members(&self) -> usize {
        match self {
            tree if tree.is_positional() => 1,
            Tree::And(trees) | Tree::Or(trees) => trees.iter().map(Tree::members).sum(),
            Tree::Not(tree) => tree.members(),
            _ => 1,
        }
    }

    /// At least so many stretches; of a conjunction, of each member.
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

    /// Asks for every word in a part of the article.
    pub fn within(mut self, zone: Zone) -> Tree {
        self.each_text(&mut |text| text.zone = text.zone.and(zone));
        self
    }

    /// Asks for every word printed in a way, where nothing is asked of it yet.
    pub fn printed(mut self, capitals: Capitals) -> Tree {
        self.each_text(&mut |text| {
            text.capitals.get_or_insert(capitals);
        });
        self
    }

    /// Multiplies the score of every word.
    pub fn boosted(mut self, boost: f32) -> Tree {
        // Boosts of groups multiply; what can be written bounds them.
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

    /// Takes the dates that all of the query is bound to out of the tree and adds them to a range.
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

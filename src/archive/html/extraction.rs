//! Decides which paragraphs of a page are its article.
//!
//! Elements that surround articles are removed by their names. The article is where running text is densest, as in
//! Readability (<https://github.com/mozilla/readability>). Neighboring elements with more running text are added,
//! because advertisements and boxes divide many articles. From all these elements, lists of links and labels are
//! removed, and everything before the first and after the last paragraph. Each step passes over the page once.

use std::collections::HashMap;

use super::blocks::{self, Block, Form};
use super::boilerplate::{self, Named};
use super::passage::{self, is_label, is_sentence};
use super::prose::{self, Part};
use super::tree::{Id, Tree};

/// The rules that are relaxed if no article was found under stricter ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leniency {
    /// All rules apply.
    None,
    /// The names of elements that surround articles are ignored.
    Names,
    /// Short paragraphs count as running text as well.
    Lengths,
}

/// The maximum share of a page's text in an element that surrounds the article.
const AROUND: f64 = 0.4;
/// The maximum share of a page's text in comments and the like.
const APART: f64 = 0.85;
/// The number of ancestors of the densest element that are searched for the rest of an article.
const LEVELS: usize = 7;
/// The minimum weight of the text in the `<article>` around the heading. Below it, the whole page is searched.
const REGION: f64 = 400.0;

/// Returns the paragraphs of a page's article, or an empty list if there is no running text. `heading` is the page's
/// heading.
pub fn main_text(tree: &Tree, heading: Option<Id>, leniency: Leniency) -> Vec<Block> {
    let unseen = |id: Id| tree.element(id).is_some_and(boilerplate::is_unseen);
    let least = if leniency == Leniency::Lengths { passage::SHORT } else { passage::LONG };
    let blocks = blocks::of(tree, 0, unseen);
    let mut extraction = Extraction { tree, blocks, least };
    extraction.leave_out(leniency == Leniency::None);
    extraction.run(heading)
}

struct Extraction<'a> {
    tree: &'a Tree,
    blocks: Vec<Block>,
    /// The minimum length of running text.
    least: usize,
}

/// Totals over the paragraphs in an element.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    /// The weight of the running text.
    mass: f64,
    /// The number of bytes of text.
    length: usize,
    /// The number of bytes of text within links.
    linked: usize,
    /// The number of headings that are links. Each of them belongs to another article.
    linked_headings: usize,
    /// The number of paragraphs of running text.
    paragraphs: usize,
    /// The number of fields and buttons of forms.
    controls: usize,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.mass += other.mass;
        self.length += other.length;
        self.linked += other.linked;
        self.linked_headings += other.linked_headings;
        self.paragraphs += other.paragraphs;
        self.controls += other.controls;
    }

    /// Returns whether the element holds running text, as opposed to a list of other articles.
    fn is_text(&self) -> bool {
        self.mass > 0.0 && self.linked_headings == 0 && self.linked * 4 <= self.length
    }
}

impl Extraction<'_> {
    fn name(&self, id: Id) -> &'static str {
        self.tree.element(id).map_or("", |element| element.tag.name())
    }

    fn named(&self, id: Id) -> Named {
        self.tree.element(id).map_or(Named::Neutral, boilerplate::named)
    }

    fn end(&self, id: Id) -> Id {
        self.tree.nodes[id].end as usize
    }

    /// Returns an element and its ancestors, the innermost first.
    fn outward(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::once(id).chain(self.tree.ancestors(id))
    }

    /// Returns the totals of each element.
    fn sums(&self) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); self.tree.nodes.len()];
        for block in &self.blocks {
            let mass = passage::weight(block, self.least);
            let is_linked = block.linked * 10 > block.text.len() * 8;
            sums[block.node].add(Sum {
                mass,
                length: block.text.len(),
                linked: block.linked,
                linked_headings: usize::from(block.form == Form::Heading && is_linked),
                paragraphs: usize::from(mass > 0.0),
                controls: 0,
            });
        }
        for id in (1..sums.len()).rev() {
            sums[id].controls += usize::from(self.tree.element(id).is_some_and(prose::is_control));
            let own = sums[id];
            sums[self.tree.nodes[id].parent as usize].add(own);
        }
        sums
    }

    /// Removes elements that surround the article according to their names, unless they hold most of the page.
    fn leave_out(&mut self, by_all_names: bool) {
        let sums = self.sums();
        let names: Vec<Named> = (0..sums.len()).map(|id| self.named(id)).collect();
        let marks = |id: Id| self.tree.element(id).map_or("", |element| &element.marks);
        // A name that many elements share may be the name of the article's parts.
        let mut shared: HashMap<&str, (f64, usize, usize)> = HashMap::new();
        let is_named = |id: &Id| names[*id] == Named::Around && !marks(*id).is_empty();
        for id in (0..sums.len()).filter(is_named).filter(|id| sums[*id].mass > 0.0) {
            let all = shared.entry(marks(id)).or_default();
            *all = (all.0 + sums[id].mass, all.1 + sums[id].paragraphs, all.2 + 1);
        }
        let is_part = |id: Id| {
            shared.get(marks(id)).is_some_and(|(mass, paragraphs, elements)| {
                *mass > AROUND * sums[0].mass && *paragraphs >= 2 * elements
            })
        };
        let mut parts = vec![Part::Whole; sums.len()];
        let mut is_within = vec![false; sums.len()];
        for id in 1..sums.len() {
            let parent = self.tree.nodes[id].parent as usize;
            is_within[id] = is_within[parent]
                || names[id] == Named::Article
                || matches!(self.name(id), "article" | "main");
            let is_out = match names[id] {
                Named::Apart => sums[id].mass <= APART * sums[0].mass,
                Named::Around => {
                    // With a linked heading for every one or two paragraphs, it is a list of other articles.
                    let sum = &sums[id];
                    let is_list =
                        sum.linked_headings > 0 && sum.paragraphs <= 2 * sum.linked_headings;
                    let most = if is_list { APART } else { AROUND };
                    by_all_names && sum.mass <= most * sums[0].mass && (is_list || !is_part(id))
                }
                Named::Article | Named::Neutral => false,
            };
            let has_prose = || {
                self.tree.element(id).is_some_and(|element| {
                    prose::may_hold(element, sums[id].paragraphs, sums[id].controls)
                })
            };
            let part = match is_out {
                false => Part::Whole,
                true if is_within[parent] && has_prose() => Part::Prose,
                true => Part::Nothing,
            };
            parts[id] = parts[parent].max(part);
        }
        self.blocks.retain(|block| match parts[block.node] {
            Part::Whole => true,
            Part::Prose => prose::is_prose(block),
            Part::Nothing => false,
        });
    }

    /// Returns the element around a paragraph, a list or a table.
    fn holder(&self, node: Id) -> Id {
        const PARTS: [&str; 12] =
            ["p", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "table", "tbody", "tr"];
        self.outward(node).find(|id| !PARTS.contains(&self.name(*id))).unwrap_or_default()
    }

    /// Returns the element in a region where running text is densest. Text counts fully for the element around its
    /// paragraph, and less for the ancestors of that element.
    fn densest(&self, region: Id) -> Id {
        let mut scores = vec![0.0; self.tree.nodes.len()];
        let inner = region..self.end(region);
        for block in self.blocks.iter().filter(|block| inner.contains(&block.node)) {
            let weight = passage::weight(block, self.least).min(800.0);
            for (id, share) in self.outward(self.holder(block.node)).zip([1.0, 0.5, 0.3, 0.2]) {
                scores[id] += weight * share;
            }
        }
        for (id, score) in scores.iter_mut().enumerate().filter(|(_, score)| **score > 0.0) {
            if self.named(id) == Named::Article {
                *score *= 1.5;
            }
        }
        // `max_by` returns the last of several maxima. The reversed order makes it the first on the page.
        let ids = (0..scores.len()).rev();
        ids.max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or_default()
    }

    /// Returns the elements that hold the article.
    fn parts(&self, heading: Option<Id>) -> Vec<Id> {
        let sums = self.sums();
        // A page may show other articles below its own. Its own contains the page's heading.
        let of_heading = |heading: Id| {
            self.outward(heading).find(|id| self.name(*id) == "article" && sums[*id].mass > REGION)
        };
        let densest = self.densest(heading.and_then(of_heading).unwrap_or_default());
        // In an element for articles, all paragraphs belong to the article, even if other elements divide them.
        let is_whole = |id: &Id| {
            (matches!(self.name(*id), "article" | "main") || self.named(*id) == Named::Article)
                && sums[*id].mass > 0.5 * sums[0].mass
        };
        let whole = self.outward(densest).filter(is_whole).last();
        let mut parts = vec![densest];
        let mut branch = densest;
        for (level, ancestor) in self.tree.ancestors(densest).take(LEVELS).enumerate() {
            if matches!(self.name(branch), "article" | "main" | "body") {
                break;
            }
            let is_within = whole.is_some_and(|whole| whole <= ancestor);
            for child in self.tree.children(ancestor).filter(|child| *child != branch) {
                let is_beside = level < 2 && sums[child].paragraphs > 1;
                let is_like =
                    || (child..self.end(child)).any(|id| self.are_alike(id, [densest, branch]));
                if sums[child].is_text() && (is_within || is_beside || is_like()) {
                    parts.push(child);
                }
            }
            branch = ancestor;
        }
        parts
    }

    /// Returns whether an element has the same names as one of two others.
    fn are_alike(&self, id: Id, others: [Id; 2]) -> bool {
        let Some(element) = self.tree.element(id).filter(|element| !element.marks.is_empty())
        else {
            return false;
        };
        others
            .iter()
            .filter_map(|other| self.tree.element(*other))
            .any(|other| element.tag == other.tag && element.marks == other.marks)
    }

    fn run(self, heading: Option<Id>) -> Vec<Block> {
        let mut is_part = vec![false; self.tree.nodes.len()];
        for id in self.parts(heading) {
            is_part[id..self.end(id)].fill(true);
        }
        let is_text =
            |block: &Block| passage::weight(block, self.least) > 0.0 && is_part[block.node];
        let Some(first) = self.blocks.iter().position(is_text) else { return Vec::new() };
        let last = self.blocks.iter().rposition(is_text).unwrap_or(first);
        // Sentences next to the first and the last paragraph belong to the article as well, even if they are short.
        let parent = |at: usize| self.tree.nodes[self.blocks[at].node].parent;
        let is_beside = |at: usize, other: usize| {
            let block = &self.blocks[at];
            is_part[block.node]
                && parent(at) == parent(other)
                && self.name(block.node) == "p"
                && is_sentence(&block.text)
        };
        let first = (0..first).find(|at| is_beside(*at, first)).unwrap_or(first);
        let after = (last + 1..self.blocks.len()).rev();
        let last = { after }.find(|at| is_beside(*at, last)).unwrap_or(last);
        // A shorter sentence belongs to it only if nothing is between them.
        let goes_on = |at: &usize, other: usize| {
            is_part[self.blocks[*at].node]
                && parent(*at) == parent(other)
                && self.name(self.blocks[*at].node) == "p"
                && passage::is_short_sentence(&self.blocks[*at])
        };
        let first = first - (0..first).rev().take_while(|at| goes_on(at, first)).count();
        let last = last + (last + 1..self.blocks.len()).take_while(|at| goes_on(at, last)).count();
        let mut kept: Vec<Block> = Vec::new();
        for block in self.blocks.into_iter().take(last + 1).skip(first) {
            if is_part[block.node]
                && !is_label(&block.text)
                && !passage::is_linked(&block)
                && !passage::is_aside(&block)
            {
                kept.push(block);
            }
        }
        while kept.last().is_some_and(|block| block.form == Form::Heading) {
            kept.pop();
        }
        kept
    }
}

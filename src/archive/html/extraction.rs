//! Which paragraphs of a page are its article.
//!
//! Elements that surround articles are left out by their names. The article is where running text is densest,
//! as in Readability (<https://github.com/mozilla/readability>); then the elements beside it that hold more of it
//! are added, since advertisements and boxes divide many articles. Within these, lists of links, labels and
//! what stands before the first and after the last paragraph are left out. Each step passes once over the page.

use std::collections::HashMap;

use super::blocks::{self, Block, Form};
use super::boilerplate::{self, Named};
use super::passage::{self, is_label, is_sentence};
use super::tree::{Id, Tree};

/// What is forgiven if nothing was found otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leniency {
    /// Nothing.
    None,
    /// Names of what surrounds articles.
    Names,
    /// That there are short paragraphs only.
    Lengths,
}

/// The share of a page's text that an element surrounding articles has at most.
const AROUND: f64 = 0.4;
/// The share of a page's text that comments and the like have at most.
const APART: f64 = 0.85;
/// The maximum number of elements around the densest one in which the rest of an article is looked for.
const LEVELS: usize = 7;
/// How much text in an `<article>` makes it that of the page's heading.
const REGION: f64 = 400.0;

/// Returns the paragraphs of the article that a page with a heading holds, none if there is no running text.
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
    /// The least length of running text.
    least: usize,
}

/// What an element holds.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    /// The weight of its running text.
    mass: f64,
    /// Bytes of its text.
    length: usize,
    /// Bytes of its text within links.
    linked: usize,
    /// Headings that are links: each belongs to another article.
    linked_headings: usize,
    /// Paragraphs of running text.
    paragraphs: usize,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.mass += other.mass;
        self.length += other.length;
        self.linked += other.linked;
        self.linked_headings += other.linked_headings;
        self.paragraphs += other.paragraphs;
    }

    /// Whether it is running text rather than a list of other articles.
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

    /// An element and those around it.
    fn outward(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::once(id).chain(self.tree.ancestors(id))
    }

    /// What each element holds.
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
            });
        }
        for id in (1..sums.len()).rev() {
            let own = sums[id];
            sums[self.tree.nodes[id].parent as usize].add(own);
        }
        sums
    }

    /// Leaves out what surrounds the article by its names, unless it holds most of the page.
    fn leave_out(&mut self, by_all_names: bool) {
        let sums = self.sums();
        let names: Vec<Named> = (0..sums.len()).map(|id| self.named(id)).collect();
        let marks = |id: Id| self.tree.element(id).map_or("", |element| &element.marks);
        // A name that many elements share may be that of the article's parts.
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
        let mut is_out = vec![false; sums.len()];
        for id in 1..sums.len() {
            is_out[id] = is_out[self.tree.nodes[id].parent as usize]
                || match names[id] {
                    Named::Apart => sums[id].mass <= APART * sums[0].mass,
                    Named::Around => {
                        // With a heading that is a link for each paragraph or two, a list of other articles.
                        let sum = &sums[id];
                        let is_list =
                            sum.linked_headings > 0 && sum.paragraphs <= 2 * sum.linked_headings;
                        let most = if is_list { APART } else { AROUND };
                        by_all_names && sum.mass <= most * sums[0].mass && (is_list || !is_part(id))
                    }
                    Named::Article | Named::Neutral => false,
                };
        }
        self.blocks.retain(|block| !is_out[block.node]);
    }

    /// The element around a paragraph, a list or a table.
    fn holder(&self, node: Id) -> Id {
        const PARTS: [&str; 12] =
            ["p", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "table", "tbody", "tr"];
        self.outward(node).find(|id| !PARTS.contains(&self.name(*id))).unwrap_or_default()
    }

    /// The element in a region in which running text is densest: text counts for the element around its
    /// paragraph, and less for those around that.
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
        // The first of equals.
        let ids = (0..scores.len()).rev();
        ids.max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or_default()
    }

    /// The elements that hold the article.
    fn parts(&self, heading: Option<Id>) -> Vec<Id> {
        let sums = self.sums();
        // A page may show further articles below its own, which has the page's heading.
        let of_heading = |heading: Id| {
            self.outward(heading).find(|id| self.name(*id) == "article" && sums[*id].mass > REGION)
        };
        let densest = self.densest(heading.and_then(of_heading).unwrap_or_default());
        // All paragraphs in an element for articles belong to it, however they are divided.
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

    /// Whether an element has the names of one of others.
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
        // Short paragraphs beside the first and the last belong to the article as well.
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

//! Decides which paragraphs of a page are its article.
//!
//! Elements that surround articles are removed by their names. The article is where running text is densest, as in
//! Readability (<https://github.com/mozilla/readability>). Neighboring elements with more running text are added,
//! because advertisements and boxes divide many articles. From all these elements, lists of links and labels are
//! removed, and everything before the first and after the last paragraph. Each step passes over the page once.

use std::collections::HashMap;

use super::blocks::{self, Block, Form};
use super::boilerplate::{self, Named};
use super::lead;
use super::nesting::{are_alike, are_parallel};
use super::passage::{self, is_label, is_sentence};
use super::prose::{self, Part};
use super::sums::{self, Sum};
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

/// The paragraphs of a page's article.
#[derive(Debug, Default)]
pub struct MainText {
    /// The paragraphs between the heading and the element with the rest of the text.
    pub lead: Vec<Block>,
    /// The other paragraphs. There are none if the page has no running text.
    pub rest: Vec<Block>,
}

/// Returns the paragraphs of a page's article. `heading` is the page's heading.
pub fn main_text(tree: &Tree, heading: Option<Id>, leniency: Leniency) -> MainText {
    let unseen = |id: Id| tree.element(id).is_some_and(boilerplate::is_unseen);
    let least = if leniency == Leniency::Lengths { passage::SHORT } else { passage::LONG };
    let blocks = blocks::of(tree, 0, unseen);
    let mut extraction = Extraction { tree, heading, blocks, below: None, least };
    extraction.leave_out(leniency == Leniency::None);
    extraction.run()
}

struct Extraction<'a> {
    tree: &'a Tree,
    heading: Option<Id>,
    blocks: Vec<Block>,
    /// The number of blocks up to the end of the heading, if readers see it.
    below: Option<usize>,
    /// The minimum length of running text.
    least: usize,
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
        sums::of(self.tree, &self.blocks, self.least)
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
        let is_headed =
            |id: Id| self.heading.is_some_and(|heading| (id..self.end(id)).contains(&heading));
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
                true if (is_within[parent] || is_headed(id)) && has_prose() => Part::Prose,
                true => Part::Nothing,
            };
            parts[id] = parts[parent].max(part);
        }
        let heading = self.heading.map_or(0..0, |heading| heading..self.end(heading));
        let mut kept = 0;
        self.blocks.retain(|block| {
            let is_kept = match parts[block.node] {
                Part::Whole => true,
                Part::Prose => prose::is_prose(block),
                Part::Nothing => false,
            };
            kept += usize::from(is_kept);
            if heading.contains(&block.node) {
                self.below = Some(kept);
            }
            is_kept
        });
    }

    /// Returns whether the first block of an element is a heading other than the page's.
    fn starts_with_heading(&self, sum: &Sum) -> bool {
        let heading = self.heading.map_or(0..0, |heading| heading..self.end(heading));
        let first = sum.first.and_then(|at| self.blocks.get(at));
        first.is_some_and(|block| block.form == Form::Heading && !heading.contains(&block.node))
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

    /// Returns the elements that hold the article. `sums` are the totals of each element.
    fn parts(&self, sums: &[Sum]) -> Vec<Id> {
        // A page may show other articles below its own. Its own contains the page's heading.
        let of_heading = |heading: Id| {
            self.outward(heading).find(|id| self.name(*id) == "article" && sums[*id].mass > REGION)
        };
        let densest = self.densest(self.heading.and_then(of_heading).unwrap_or_default());
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
                let others = self.tree.children(ancestor).filter(|child| *child != branch);
                parts.extend(others.filter(|other| self.continues(branch, *other, &sums[*other])));
                break;
            }
            let is_within = whole.is_some_and(|whole| whole <= ancestor);
            for child in self.tree.children(ancestor).filter(|child| *child != branch) {
                let is_beside = level < 2 && sums[child].paragraphs > 1;
                let is_alike =
                    |id: Id| [densest, branch].iter().any(|other| are_alike(self.tree, id, *other));
                let is_like = || (child..self.end(child)).any(is_alike);
                if sums[child].is_text() && (is_within || is_beside || is_like()) {
                    parts.push(child);
                }
            }
            branch = ancestor;
        }
        parts
    }

    /// Returns whether an `<article>` is another part of the article in the one beside it.
    fn continues(&self, article: Id, other: Id, sum: &Sum) -> bool {
        let marks = |id: Id| self.tree.element(id).map_or("", |element| &element.marks);
        self.name(article) == "article"
            && self.name(other) == "article"
            && marks(article) == marks(other)
            && sum.is_text()
            && !self.starts_with_heading(sum)
    }

    fn run(self) -> MainText {
        let sums = self.sums();
        let mut is_part = vec![false; self.tree.nodes.len()];
        for id in self.parts(&sums) {
            is_part[id..self.end(id)].fill(true);
        }
        let is_text =
            |block: &Block| passage::weight(block, self.least) > 0.0 && is_part[block.node];
        let Some(first) = self.blocks.iter().position(is_text) else {
            return MainText::default();
        };
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
        let lead = self.lead(first, &sums);
        let mut rest: Vec<Block> = Vec::new();
        // The last paragraph of running text.
        let mut before = self.blocks[first].node;
        for block in self.blocks.into_iter().take(last + 1).skip(first) {
            // A short sentence between others may have an element like theirs to itself.
            let is_within = is_part[block.node]
                || passage::is_short_sentence(&block)
                    && are_parallel(self.tree, block.node, before);
            if is_within
                && !is_label(&block.text)
                && !passage::is_linked(&block)
                && !passage::is_aside(&block)
            {
                if passage::weight(&block, self.least) > 0.0 {
                    before = block.node;
                }
                rest.push(block);
            }
        }
        while rest.last().is_some_and(|block| block.form == Form::Heading) {
            rest.pop();
        }
        MainText { lead, rest }
    }

    /// Returns the paragraphs of the lead between the heading and the first paragraph of the text.
    fn lead(&self, first: usize, sums: &[Sum]) -> Vec<Block> {
        let Some(below) = self.below.filter(|below| *below < first) else { return Vec::new() };
        let ends = [self.heading.unwrap_or_default(), self.blocks[first].node];
        let is_apart = |id: &Id| !ends.iter().any(|end| (*id..self.end(*id)).contains(end));
        // The elements around a paragraph that contain neither the heading nor the text.
        let own = |block: &Block| self.outward(block.node).take_while(is_apart);
        let is_other = |block: &Block| {
            own(block).last().is_some_and(|id| sums[id].is_list() || sums[id].controls > 0)
                || own(block).filter_map(|id| self.tree.element(id)).any(lead::is_other)
        };
        let between = self.blocks[below..first].iter().take(lead::REACH);
        let lead = between.filter(|block| lead::is_lead(block) && !is_other(block));
        lead.take(lead::MOST).cloned().collect()
    }
}

//! The main text of a page, without navigation, share bars and notices about cookies.

use super::blocks::{self, Block, Form};
use super::boilerplate;
use super::scan::Page;
use super::tree::{Id, Tree};

/// The main text, and where it came from.
pub fn of(page: &Page, described: Option<&str>) -> (String, &'static str) {
    let (text, from) = extracted(page);
    match described {
        // A page that shows only the beginning to those who do not pay, or is made by scripts.
        Some(body) if body.len() > 3 * text.len().max(LEAST) || !from.starts_with("main") => {
            (body.to_string(), "JSON-LD articleBody")
        }
        _ => (text, from),
    }
}

/// A description's body that is shorter is none. Bytes.
const LEAST: usize = 100;

fn extracted(page: &Page) -> (String, &'static str) {
    let found = Extraction::new(&page.tree).run();
    let text = blocks::joined(found.iter());
    match text.is_empty() {
        true => (page.text.clone(), "all text of the page, in which no main text was found"),
        false => (text, "main text of the page"),
    }
}

/// The share of an element's text that a child needs to be taken for all of it.
const MOST: f64 = 0.72;

struct Extraction<'a> {
    tree: &'a Tree,
    blocks: Vec<Block>,
    /// How much each block counts as running text.
    weights: Vec<f64>,
}

impl<'a> Extraction<'a> {
    fn new(tree: &'a Tree) -> Self {
        let unseen = |id: Id| tree.element(id).is_some_and(boilerplate::is_unseen);
        let blocks = blocks::of(tree, 0, unseen);
        let weights = blocks.iter().map(weight).collect();
        Extraction { tree, blocks, weights }
    }

    /// The sum of the weights in each element.
    fn masses(&self) -> Vec<f64> {
        let mut masses = vec![0.0; self.tree.nodes.len()];
        for (block, weight) in self.blocks.iter().zip(&self.weights) {
            masses[block.node] += weight;
        }
        for id in (1..masses.len()).rev() {
            masses[self.tree.nodes[id].parent as usize] += masses[id];
        }
        masses
    }

    fn run(mut self) -> Vec<Block> {
        let all = self.masses();
        // Whether an element surrounds the article, or is in one that does.
        let mut around = vec![false; all.len()];
        for id in 1..all.len() {
            let parent = self.tree.nodes[id].parent as usize;
            around[id] = around[parent]
                || self.tree.element(id).is_some_and(|element| {
                    all[id] < 0.4 * all[0] && boilerplate::is_around(element)
                });
        }
        let blocks = std::mem::take(&mut self.blocks);
        self.blocks = blocks.into_iter().filter(|block| !around[block.node]).collect();
        self.weights = self.blocks.iter().map(weight).collect();
        let masses = self.masses();
        let mut container = 0;
        loop {
            let largest =
                self.tree.children(container).max_by(|a, b| masses[*a].total_cmp(&masses[*b]));
            let Some(largest) = largest else { break };
            if masses[largest] <= 0.0 || masses[largest] < MOST * masses[container] {
                break;
            }
            container = largest;
        }
        if std::env::var("DEBUG_HTML").is_ok() {
            let e = self.tree.element(container).unwrap();
            eprintln!(
                "container {container} {} [{}] mass {} of {} (all {})",
                e.tag.name(),
                e.marks,
                masses[container],
                masses[0],
                all[0]
            );
            for b in &self.blocks {
                eprintln!(
                    "{} {:?} w{} l{} in{} {}",
                    b.node,
                    b.form,
                    weight(b),
                    b.linked,
                    b.node >= container && b.node < self.tree.nodes[container].end as usize,
                    &b.text[..b.text.floor_char_boundary(80)]
                );
            }
        }
        let inner = container..self.tree.nodes[container].end as usize;
        let weights = &self.weights;
        let good = |at: &usize| weights[*at] > 0.0 && inner.contains(&self.blocks[*at].node);
        let Some(first) = (0..self.blocks.len()).find(good) else { return Vec::new() };
        let last = (0..self.blocks.len()).rev().find(good).unwrap_or(first);
        let mut kept = Vec::new();
        for (at, block) in self.blocks.into_iter().enumerate() {
            if at < first || at > last || !inner.contains(&block.node) {
                continue;
            }
            if block.linked * 2 > block.text.len() {
                continue;
            }
            kept.push(block);
        }
        kept
    }
}

/// How much a block counts as running text.
fn weight(block: &Block) -> f64 {
    let length = block.text.chars().map(|c| if c > '\u{2e80}' { 3 } else { 1 }).sum::<usize>();
    let is_linked = block.linked * 5 > block.text.len() * 2;
    if block.form != Form::Paragraph || length < 60 || is_linked {
        return 0.0;
    }
    length as f64
}

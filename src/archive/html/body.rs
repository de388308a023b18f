//! The main text of a page, without navigation, share bars and notices about cookies.

use super::blocks::{self, Block, Form};
use super::boilerplate::{self, Named};
use super::scan::Page;
use super::tree::{Id, Tree};

/// The main text of a page.
#[derive(Debug)]
pub struct Body {
    /// Its paragraphs, separated by blank lines.
    pub text: String,
    /// Where it came from.
    pub from: &'static str,
    /// The element of its first paragraph, if it is the page's.
    pub first: Option<Id>,
}

/// Text that is shorter may be a notice in place of an article. Bytes.
const LEAST: usize = 100;

/// Returns the main text of a page, or the text of its description if that has more.
pub fn of(page: &Page, described: Option<&str>) -> Body {
    let heading = page.heading.as_ref().map(|heading| heading.node);
    let found = Extraction::new(&page.tree).run(heading);
    let text = blocks::joined(found.iter());
    let first = found.first().map(|block| block.node);
    match described {
        // A page that is made by scripts, or shows only the beginning to those who do not pay.
        Some(body) if body.len() > LEAST && body.len() * 2 > text.len() * 3 => {
            Body { text: body.to_string(), from: "JSON-LD articleBody", first }
        }
        _ if text.is_empty() => Body {
            text: page.text.clone(),
            from: "all text of the page, in which no main text was found",
            first,
        },
        _ => Body { text, from: "main text of the page", first },
    }
}

struct Extraction<'a> {
    tree: &'a Tree,
    blocks: Vec<Block>,
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

impl<'a> Extraction<'a> {
    fn new(tree: &'a Tree) -> Self {
        let unseen = |id: Id| tree.element(id).is_some_and(boilerplate::is_unseen);
        Extraction { tree, blocks: blocks::of(tree, 0, unseen) }
    }

    /// What each element holds.
    fn sums(&self) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); self.tree.nodes.len()];
        for block in &self.blocks {
            let sum = &mut sums[block.node];
            let mass = weight(block);
            let is_linked = block.linked * 10 > block.text.len() * 8;
            sum.mass += mass;
            sum.length += block.text.len();
            sum.linked += block.linked;
            sum.linked_headings += usize::from(block.form == Form::Heading && is_linked);
            sum.paragraphs += usize::from(mass > 0.0);
        }
        for id in (1..sums.len()).rev() {
            let own = sums[id];
            let sum = &mut sums[self.tree.nodes[id].parent as usize];
            sum.mass += own.mass;
            sum.length += own.length;
            sum.linked += own.linked;
            sum.linked_headings += own.linked_headings;
            sum.paragraphs += own.paragraphs;
        }
        sums
    }

    /// Leaves out what surrounds the article by its names.
    fn leave_out(&mut self) {
        let all = self.sums();
        let mut around = vec![false; all.len()];
        for id in 1..all.len() {
            let parent = self.tree.nodes[id].parent as usize;
            let named = self.tree.element(id).map_or(Named::Neutral, boilerplate::named);
            let most = match named {
                Named::Apart => 0.85,
                Named::Around => 0.4,
                Named::Article | Named::Neutral => -1.0,
            };
            let is_around = most > 0.0;
            around[id] = around[parent] || all[id].mass <= most * all[0].mass;
            if std::env::var("DEBUG_HTML").is_ok()
                && is_around
                && all[id].mass > 100.0
                && !around[parent]
            {
                let e = self.tree.element(id).unwrap();
                eprintln!(
                    "around {} {} [{}] mass {} of {}",
                    around[id],
                    e.tag.name(),
                    e.marks,
                    all[id].mass,
                    all[0].mass
                );
            }
        }
        self.blocks.retain(|block| !around[block.node]);
    }

    /// The element around a paragraph, a list or a table.
    fn holder(&self, node: Id) -> Id {
        let is_part = |id: &Id| {
            self.tree.element(*id).is_none_or(|element| {
                let name = element.tag.name();
                let parts = ["p", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre"];
                parts.contains(&name) || ["table", "tbody", "tr"].contains(&name)
            })
        };
        std::iter::once(node).chain(self.tree.ancestors(node)).find(|id| !is_part(id)).unwrap_or_default()
    }

    /// The element in which running text is densest: text counts for the element around its paragraph, and less
    /// for those around that.
    fn densest(&self, region: Id) -> Id {
        let mut scores = vec![0.0; self.tree.nodes.len()];
        let inner = region..self.tree.nodes[region].end as usize;
        for block in self.blocks.iter().filter(|block| inner.contains(&block.node)) {
            let weight = weight(block).min(800.0);
            let holder = self.holder(block.node);
            scores[holder] += weight;
            for (ancestor, share) in self.tree.ancestors(holder).zip([0.5, 0.3, 0.2]) {
                scores[ancestor] += weight * share;
            }
        }
        for (id, score) in scores.iter_mut().enumerate().filter(|(_, score)| **score > 0.0) {
            if self
                .tree
                .element(id)
                .is_some_and(|element| boilerplate::named(element) == Named::Article)
            {
                *score *= 1.5;
            }
        }
        (0..scores.len()).rev().max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or_default()
    }

    fn run(mut self, heading: Option<Id>) -> Vec<Block> {
        self.leave_out();
        let sums = self.sums();
        let is_article = |id: &Id| self.tree.element(*id).is_some_and(|element| element.tag.name() == "article");
        let articles = |id: Id| std::iter::once(id).chain(self.tree.ancestors(id)).filter(is_article);
        // A page may show further articles below its own, which has the page's heading.
        let region = heading.and_then(|heading| articles(heading).find(|id| sums[*id].mass > 400.0));
        let densest = self.densest(region.unwrap_or_default());
        // All of an article's paragraphs belong to it, however they are divided.
        let is_whole = |id: &Id| {
            self.tree.element(*id).is_some_and(|element| {
                matches!(element.tag.name(), "article" | "main") || boilerplate::named(element) == Named::Article
            })
        };
        let wholes = std::iter::once(densest).chain(self.tree.ancestors(densest)).filter(is_whole);
        let whole = wholes.filter(|id| sums[*id].mass > 0.5 * sums[0].mass).last();
        let mut taken = vec![densest];
        let signature = |id: Id| self.tree.element(id).map(|element| (element.tag, &element.marks));
        let mut branch = densest;
        for (level, ancestor) in self.tree.ancestors(densest).enumerate() {
            let name = self.tree.element(branch).map_or("", |element| element.tag.name());
            if matches!(name, "article" | "main" | "body") || level > 6 {
                break;
            }
            for child in self.tree.children(ancestor).filter(|child| *child != branch) {
                let sum = sums[child];
                if sum.mass <= 0.0 || sum.linked_headings > 0 || sum.linked * 4 > sum.length {
                    continue;
                }
                let like = |id: Id| {
                    let marks = signature(id).map_or("", |(_, marks)| marks);
                    !marks.is_empty()
                        && (signature(id) == signature(densest)
                            || signature(id) == signature(branch))
                };
                let end = self.tree.nodes[child].end as usize;
                let is_beside = level < 2 && sum.paragraphs > 1;
                let is_within = whole.is_some_and(|whole| whole <= ancestor && end <= self.tree.nodes[whole].end as usize);
                if is_beside || is_within || (child..end).any(like) {
                    taken.push(child);
                }
            }
            branch = ancestor;
        }
        let mut is_taken = vec![false; sums.len()];
        for id in &taken {
            is_taken[*id..self.tree.nodes[*id].end as usize].fill(true);
        }
        if std::env::var("DEBUG_HTML").is_ok() {
            for id in &taken {
                let e = self.tree.element(*id).map(|e| (e.tag.name(), e.marks.clone()));
                eprintln!("taken {id} {e:?} mass {} of {}", sums[*id].mass, sums[0].mass);
            }
            for b in &self.blocks {
                eprintln!(
                    "{} {} {:?} w{} l{} {}",
                    if is_taken[b.node] { "+" } else { "-" },
                    b.node,
                    b.form,
                    weight(b),
                    b.linked,
                    &b.text[..b.text.floor_char_boundary(80)]
                );
            }
        }
        let good = |block: &Block| weight(block) > 0.0 && is_taken[block.node];
        let Some(first) = self.blocks.iter().position(good) else { return Vec::new() };
        let last = self.blocks.iter().rposition(good).unwrap_or(first);
        let parent = |block: &Block| self.tree.nodes[block.node].parent;
        let (first_in, last_in) = (parent(&self.blocks[first]), parent(&self.blocks[last]));
        let beside = |block: &Block, around: u32| {
            is_taken[block.node]
                && parent(block) == around
                && self.tree.element(block.node).is_some_and(|element| element.tag.name() == "p")
                && is_sentence(&block.text)
        };
        let first = (0..first).find(|at| beside(&self.blocks[*at], first_in)).unwrap_or(first);
        let last = (last..self.blocks.len())
            .rev()
            .find(|at| beside(&self.blocks[*at], last_in))
            .unwrap_or(last);
        let mut kept = Vec::new();
        for (at, block) in self.blocks.into_iter().enumerate() {
            if at < first || at > last || !is_taken[block.node] || is_label(&block.text) {
                continue;
            }
            let share = if block.text.len() < 60 || block.form == Form::Heading { 5 } else { 8 };
            if block.linked * 10 > block.text.len() * share {
                continue;
            }
            kept.push(block);
        }
        while kept.last().is_some_and(|block| block.form == Form::Heading) {
            kept.pop();
        }
        kept
    }
}

/// Whether a text ends as a sentence does.
fn is_sentence(text: &str) -> bool {
    text.len() > 20
        && text.ends_with([
            '.', '!', '?', '…', '"', '”', '“', '»', '’', ':', '。', '！', '？', '」', ')', '।', '؟',
        ])
}

/// Whether a text is a label of what was left out, or an address.
fn is_label(text: &str) -> bool {
    const LABELS: [&str; 24] = [
        "advertisement",
        "advert",
        "ad",
        "anzeige",
        "werbung",
        "publicité",
        "publicidad",
        "pubblicità",
        "publicidade",
        "reklama",
        "reklam",
        "reklame",
        "annons",
        "advertentie",
        "mainos",
        "реклама",
        "広告",
        "광고",
        "广告",
        "story continues below advertisement",
        "article continues below advertisement",
        "continue reading",
        "share this article",
        "loading...",
    ];
    let lower = text.to_lowercase();
    let plain = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    LABELS.contains(&plain) || !text.contains(' ') && text.starts_with("http")
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

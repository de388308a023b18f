//! Reads the words of ALTO: `String` elements in lines in blocks, in reading order.

use super::scan::Scan;
use crate::archive::xml::Element;

/// The maximum depth of nested blocks.
const DEPTH: usize = 50;

/// Reads a page. `order` is the order that the document states for all of its pages.
pub fn scan(page: &Element, order: Option<&Element>) -> Scan {
    scan_with_ids(page, order).0
}

/// Reads a page. Also returns the ids of each block: its id, and those of the groups that contain it.
pub fn scan_with_ids(page: &Element, order: Option<&Element>) -> (Scan, Vec<Vec<String>>) {
    let mut scan =
        Scan { number: page.attribute("PRINTED_IMG_NR").map(str::to_string), ..Scan::default() };
    if scan.number.is_none() {
        scan.number = page.attribute("PHYSICAL_IMG_NR").map(str::to_string);
    }
    let mut blocks = Vec::new();
    // The margins contain the running head of a page.
    match page.children().find(|child| child.name == "PrintSpace") {
        Some(space) => blocks_in(space, &mut Vec::new(), &mut blocks),
        None => blocks_in(page, &mut Vec::new(), &mut blocks),
    }
    if blocks.is_empty() {
        blocks_in(page, &mut Vec::new(), &mut blocks);
    }
    let mut ids = Vec::new();
    let stated = page.find("ReadingOrder").or(order);
    for (block, groups) in in_order(stated, blocks) {
        let text = text(block, &mut scan);
        if !text.is_empty() {
            scan.blocks.push(text);
            ids.push(groups.into_iter().chain(block.attribute("ID")).map(str::to_string).collect());
        }
    }
    (scan, ids)
}

/// A block, and the ids of the groups that contain it.
type Block<'a> = (&'a Element, Vec<&'a str>);

fn blocks_in<'a>(element: &'a Element, groups: &mut Vec<&'a str>, blocks: &mut Vec<Block<'a>>) {
    for child in element.children() {
        match child.name.as_str() {
            "TextBlock" => blocks.push((child, groups.clone())),
            "ReadingOrder" => {}
            _ if groups.len() < DEPTH => {
                groups.push(child.attribute("ID").unwrap_or_default());
                blocks_in(child, groups, blocks);
                groups.pop();
            }
            _ => {}
        }
    }
}

/// Returns the blocks in the stated order, or else in the order of the file, where a block may name the next one
/// (`IDNEXT`).
fn in_order<'a>(stated: Option<&Element>, blocks: Vec<Block<'a>>) -> Vec<Block<'a>> {
    // The order may name blocks, groups of them, and lines.
    let mut place: std::collections::HashMap<&str, Vec<usize>> = Default::default();
    for (at, (block, groups)) in blocks.iter().enumerate() {
        let lines = block.children().filter(|child| child.name == "TextLine");
        let own = std::iter::once(*block).chain(lines).filter_map(|one| one.attribute("ID"));
        for id in own.chain(groups.iter().copied()).filter(|id| !id.is_empty()) {
            place.entry(id).or_default().push(at);
        }
    }
    let mut order = Vec::with_capacity(blocks.len());
    let mut taken = vec![false; blocks.len()];
    let mut take = |at: usize, order: &mut Vec<usize>| {
        let is_new = !std::mem::replace(&mut taken[at], true);
        if is_new {
            order.push(at);
        }
        is_new
    };
    if let Some(stated) = stated {
        let mut references = Vec::new();
        references_in(stated, 0, &mut references);
        for at in references.iter().filter_map(|id| place.remove(id)).flatten() {
            take(at, &mut order);
        }
    }
    let place: std::collections::HashMap<&str, usize> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, (block, _))| Some((block.attribute("ID")?, at)))
        .collect();
    let next = |at: usize| blocks[at].0.attribute("IDNEXT").and_then(|id| place.get(id)).copied();
    let followers: std::collections::HashSet<usize> = (0..blocks.len()).filter_map(next).collect();
    let starts = (0..blocks.len()).filter(|at| !followers.contains(at));
    // Blocks that form a cycle come last.
    for start in starts.chain(0..blocks.len()) {
        let mut at = Some(start);
        while let Some(block) = at.filter(|block| take(*block, &mut order)) {
            at = next(block);
        }
    }
    order.into_iter().map(|at| blocks[at].clone()).collect()
}

fn references_in<'a>(element: &'a Element, depth: usize, out: &mut Vec<&'a str>) {
    for child in element.children() {
        out.extend(child.attribute("REF").unwrap_or_default().split_whitespace());
        if depth < DEPTH {
            references_in(child, depth + 1, out);
        }
    }
}

/// Returns the text of a block. Words that are divided between lines are joined.
fn text(block: &Element, scan: &mut Scan) -> String {
    let mut text = String::new();
    // Whether the last word continues in the next line: either with its second part, or because it was already added as
    // a whole.
    let (mut divided, mut whole) = (false, false);
    for line in block.children().filter(|child| child.name == "TextLine") {
        for child in line.children() {
            if child.name == "HYP" {
                divided = true;
                continue;
            }
            if child.name != "String" {
                continue;
            }
            let content = child.attribute("CONTENT").unwrap_or_default();
            scan.trust(child.attribute("WC").and_then(|value| value.parse().ok()));
            let substitute = child.attribute("SUBS_CONTENT");
            match (child.attribute("SUBS_TYPE"), substitute) {
                (Some("HypPart2"), _) if std::mem::take(&mut whole) => {
                    divided = false;
                    continue;
                }
                (Some("HypPart1"), Some(substitute)) => {
                    push(&mut text, substitute, false);
                    whole = true;
                    divided = false;
                    continue;
                }
                // The first part was in another block.
                (Some("HypPart2"), Some(substitute)) if !divided => {
                    push(&mut text, substitute, false)
                }
                _ => push(&mut text, content, std::mem::take(&mut divided)),
            }
            whole = false;
        }
    }
    text
}

fn push(text: &mut String, word: &str, goes_on: bool) {
    if goes_on {
        let kept = text.trim_end_matches(['-', '¬', '\u{ad}']).len();
        text.truncate(kept);
    } else if !text.is_empty() && !word.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

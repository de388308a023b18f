//! Reads the regions of PAGE in the stated reading order.

use super::scan::{Scan, joined};
use crate::archive::xml::Element;

/// The maximum depth of nested regions.
const DEPTH: usize = 50;

/// Reads a page.
pub fn scan(page: &Element, _order: Option<&Element>) -> Scan {
    let mut scan =
        Scan { image: page.attribute("imageFilename").map(str::to_string), ..Scan::default() };
    let mut regions = Vec::new();
    regions_in(page, 0, &mut regions);
    let mut order: Vec<&str> = Vec::new();
    if let Some(stated) = page.children().find(|child| child.name == "ReadingOrder") {
        order_in(stated, 0, &mut order);
    }
    let place: std::collections::HashMap<&str, usize> =
        order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    regions.sort_by_key(|region| {
        region.attribute("id").and_then(|id| place.get(id)).copied().unwrap_or(usize::MAX)
    });
    for region in regions {
        let lines: Vec<String> = region
            .children()
            .filter(|child| child.name == "TextLine")
            .filter_map(|line| {
                let words = || {
                    let words = line.children().filter(|child| child.name == "Word");
                    let texts: Vec<String> = words.filter_map(|word| stated(word).0).collect();
                    (!texts.is_empty()).then(|| texts.join(" "))
                };
                let (text, confidence) = stated(line);
                scan.trust(confidence);
                text.or_else(words)
            })
            .collect();
        let text = match lines.is_empty() {
            true => {
                let (text, confidence) = stated(region);
                scan.trust(confidence);
                joined(text.unwrap_or_default().lines())
            }
            false => joined(lines.iter().map(String::as_str)),
        };
        if !text.is_empty() {
            scan.blocks.push(text);
        }
    }
    scan
}

/// Returns the text that an element states, and its confidence.
fn stated(element: &Element) -> (Option<String>, Option<f64>) {
    let mut equivalents: Vec<&Element> =
        element.children().filter(|child| child.name == "TextEquiv").collect();
    // If there are several readings, the one with the lowest index is used.
    equivalents.sort_by_key(|one| one.attribute("index").and_then(|at| at.parse::<u32>().ok()));
    let Some(first) = equivalents.first() else { return (None, None) };
    let mut text = String::new();
    match first.children().find(|child| child.name == "Unicode") {
        Some(unicode) => unicode.gather(&mut text),
        None => first.gather(&mut text),
    }
    let confidence = first.attribute("conf").and_then(|value| value.parse().ok());
    (Some(text.trim().to_string()).filter(|text| !text.is_empty()), confidence)
}

fn regions_in<'a>(element: &'a Element, depth: usize, regions: &mut Vec<&'a Element>) {
    for child in element.children() {
        if child.name == "TextRegion" {
            // Page numbers and running heads do not belong to articles.
            if !matches!(child.attribute("type"), Some("page-number" | "header" | "footer")) {
                regions.push(child);
            }
        }
        if depth < DEPTH && child.name != "TextLine" {
            regions_in(child, depth + 1, regions);
        }
    }
}

fn order_in<'a>(element: &'a Element, depth: usize, order: &mut Vec<&'a str>) {
    let mut children: Vec<&Element> = element.children().collect();
    children.sort_by_key(|child| child.attribute("index").and_then(|at| at.parse::<u32>().ok()));
    for child in children {
        order.extend(child.attribute("regionRef"));
        if depth < DEPTH {
            order_in(child, depth + 1, order);
        }
    }
}

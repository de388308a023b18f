//! Removes running heads and page numbers from the pages of a PDF.

use std::collections::{HashMap, HashSet};

use super::line::Line;

/// The number of lines at the top and at the bottom of a page that may be running heads.
const EDGE: usize = 3;
/// The maximum length of a running head, in characters.
const LONGEST: usize = 120;
/// The tolerance of its position, in points.
const STEP: f64 = 4.0;

/// A line without its numbers, and its position.
type Place = (String, i64);

/// Removes lines that several pages have at the same place at their top or bottom, and numbers that stand apart there.
pub fn remove(pages: &mut [Vec<Line>]) {
    let mut seen: HashMap<Place, usize> = HashMap::new();
    for page in pages.iter() {
        let places: HashSet<Place> =
            edges(page).into_iter().filter_map(|at| place(&page[at])).collect();
        for place in places {
            *seen.entry(place).or_default() += 1;
        }
    }
    // The heads of left and right pages may differ.
    let repeated = |line: &Line| {
        let count = place(line).and_then(|place| seen.get(&place)).copied().unwrap_or(0);
        count >= 2 && count * 3 >= pages.len()
    };
    let left_out: Vec<Vec<usize>> = pages
        .iter()
        .map(|page| {
            let is_left_out = |at: &usize| repeated(&page[*at]) || is_number_apart(page, *at);
            edges(page).into_iter().filter(is_left_out).collect()
        })
        .collect();
    for (page, left_out) in pages.iter_mut().zip(left_out) {
        // A page of nothing else keeps its lines.
        if left_out.len() < page.len() {
            let mut at = 0..;
            page.retain(|_| at.next().is_none_or(|at| !left_out.contains(&at)));
        }
    }
}

/// Returns the indexes of the lines nearest to the top and to the bottom.
fn edges(page: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.len()).collect();
    order.sort_by(|a, b| page[*a].y.total_cmp(&page[*b].y));
    if order.len() > 2 * EDGE {
        order.drain(EDGE..order.len() - EDGE);
    }
    order
}

fn place(line: &Line) -> Option<Place> {
    let text = line.text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return None;
    }
    let mut plain = String::new();
    for c in text.chars() {
        match c.is_numeric() {
            true if plain.ends_with('#') => {}
            true => plain.push('#'),
            false => plain.push(c),
        }
    }
    Some((plain, (line.y / STEP).round() as i64))
}

/// Returns whether a line is the number of the page, at its top or bottom and apart from the text.
fn is_number_apart(page: &[Line], at: usize) -> bool {
    let line = &page[at];
    let others = || page.iter().enumerate().filter(move |(other, _)| *other != at);
    let distance = others().map(|(_, other)| (other.y - line.y).abs()).fold(f64::MAX, f64::min);
    let is_outer =
        others().all(|(_, other)| other.y < line.y) || others().all(|(_, other)| other.y > line.y);
    is_outer && distance > 2.5 * line.size.max(1.0) && is_page_number(&line.text)
}

/// Returns whether a line gives the number of a page: `3`, `- 3 -`, `Page 3 of 9`, `3/9`.
fn is_page_number(line: &str) -> bool {
    let words: Vec<String> = line
        .split(|c: char| c.is_whitespace() || "-–—/|.".contains(c))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let is_number = |word: &str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_known = |word: &str| {
        ["page", "p", "seite", "página", "pagina", "of", "von", "de", "sur", "di"].contains(&word)
    };
    (1..=4).contains(&words.len())
        && words.iter().any(|word| is_number(word))
        && words.iter().all(|word| is_number(word) || is_known(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(y: f64, text: &str) -> Line {
        Line { x: 50.0, end: 500.0, y, size: 10.0, text: text.into() }
    }

    #[test]
    fn heads_and_numbers_are_removed() {
        let page = |number: u32, text: &str| {
            vec![
                line(20.0, &format!("Skerry Echo {number}")),
                line(100.0, text),
                line(
                    112.0,
                    &format!("It burned until {}.", ["one", "two", "three"][number as usize - 1]),
                ),
                line(800.0, &format!("- {number} -")),
            ]
        };
        let mut pages =
            vec![page(1, "The lamp was lit."), page(2, "Boats lay off."), page(3, "1984")];
        remove(&mut pages);
        let left = |at: usize| pages[at].iter().map(|line| line.text.as_str()).collect::<Vec<_>>();
        assert_eq!(left(0), ["The lamp was lit.", "It burned until one."]);
        assert_eq!(left(2), ["1984", "It burned until three."]);
        let mut alone = vec![vec![line(100.0, "The lamp was lit."), line(800.0, "Page 1 of 1")]];
        remove(&mut alone);
        assert_eq!(alone[0].len(), 1);
        let mut short = vec![vec![line(100.0, "1984")]];
        remove(&mut short);
        assert_eq!(short[0].len(), 1);
    }
}

//! Reads the paragraphs of hOCR.

use super::scan::{Scan, joined};
use super::vendors::paragraphs;

/// Reads the pages of a document.
pub fn scans(html: &str) -> Vec<Scan> {
    let begins = |_: &str, marks: &str| marks.split(' ').any(|mark| mark == "ocr_page");
    let paragraphs = paragraphs::of_page(html, &begins);
    let pages = paragraphs.chunk_by(|a, b| a.unit == b.unit);
    let mut scans: Vec<Scan> = Vec::new();
    let about: Vec<&str> =
        html.split("class='ocr_page'").flat_map(|part| part.split("class=\"ocr_page\"")).collect();
    for page in pages.filter(|page| page[0].unit > 0) {
        let blocks = page.iter().map(|one| joined(one.text.lines()));
        let mut scan = Scan { blocks: blocks.collect(), ..Scan::default() };
        let about = about.get(page[0].unit).copied().unwrap_or_default();
        scan.image =
            value(about, "image ").map(|name| name.trim_matches(['"', '\'']).replace("&quot;", ""));
        scan.number = value(about, "ppageno ").map(str::to_string);
        for word in about.split("x_wconf ").skip(1) {
            let end = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
            scan.trust(word[..end].parse::<f64>().ok().map(|percent| percent / 100.0));
        }
        scans.push(scan);
    }
    scans
}

/// Returns the value of a property of a page. It ends at a semicolon or at the end of the tag.
fn value<'a>(about: &'a str, name: &str) -> Option<&'a str> {
    let tag = &about[..about.find('>').unwrap_or(about.len())];
    let rest = &tag[tag.find(name)? + name.len()..];
    let value = rest.split(';').next().unwrap_or_default().trim();
    (!value.is_empty()).then_some(value)
}

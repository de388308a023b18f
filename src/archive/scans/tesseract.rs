//! Reads the tables that Tesseract writes (`tesseract … tsv`): one line for each word, with the numbers of its page,
//! block, paragraph and line.

use super::scan::{Scan, joined};

/// The first line of a table.
const HEADER: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\t";

/// Returns whether a text starts like a table of words.
pub fn is_table(beginning: &str) -> bool {
    beginning.trim_start_matches('\u{feff}').starts_with(HEADER)
}

/// Reads the pages of a table.
pub fn scans(table: &str) -> Vec<Scan> {
    let mut scans: Vec<Scan> = Vec::new();
    // The numbers of the current page, paragraph and line, and the lines of the paragraph.
    let (mut page, mut paragraph, mut line) = ("", ("", ""), "");
    let mut lines: Vec<String> = Vec::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.trim_end_matches('\r').splitn(12, '\t').collect();
        let [_, of_page, block, par, of_line, _, _, _, _, _, confidence, word] = cells[..] else {
            continue;
        };
        if scans.is_empty() || of_page != page {
            end(&mut scans, &mut lines);
            scans.push(Scan { number: Some(of_page.to_string()), ..Scan::default() });
            (page, paragraph, line) = (of_page, ("", ""), "");
        }
        if word.trim().is_empty() {
            continue;
        }
        if (block, par) != paragraph {
            end(&mut scans, &mut lines);
            (paragraph, line) = ((block, par), "");
        }
        match lines.last_mut() {
            Some(last) if of_line == line => {
                last.push(' ');
                last.push_str(word.trim());
            }
            _ => lines.push(word.trim().to_string()),
        }
        line = of_line;
        if let Some(scan) = scans.last_mut() {
            scan.trust(confidence.parse::<f64>().ok().map(|percent| percent / 100.0));
        }
    }
    end(&mut scans, &mut lines);
    scans
}

/// Ends a paragraph.
fn end(scans: &mut [Scan], lines: &mut Vec<String>) {
    let text = joined(lines.iter().map(String::as_str));
    lines.clear();
    if let (false, Some(scan)) = (text.is_empty(), scans.last_mut()) {
        scan.blocks.push(text);
    }
}

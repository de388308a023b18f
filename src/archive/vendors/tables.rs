//! Tables of links without articles, which are skipped with their name as the reason: GDELT.

use crate::archive::{Reason, Why};

/// Returns the reason to skip a table if it is from GDELT: events, mentions, or the knowledge graph.
pub fn gdelt(beginning: &str) -> Option<Why> {
    let mut rows = beginning.lines().filter(|line| !line.trim().is_empty()).take(3).peekable();
    let first = rows.peek()?.trim_start_matches('\u{feff}');
    let is_header = first.starts_with("GLOBALEVENTID") || first.starts_with("GKGRECORDID");
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let event = cells.len() >= 57
            && digits(cells[0])
            && cells[1].len() == 8
            && digits(cells[1])
            && cells[2].len() == 6
            && digits(cells[2]);
        let mention = (14..=16).contains(&cells.len())
            && digits(cells[0])
            && cells[1].len() == 14
            && digits(cells[1])
            && digits(cells[2]);
        let graph = cells.len() >= 10
            && cells[0].split_once('-').is_some_and(|(time, number)| {
                time.len() == 14 && digits(time) && digits(number.trim_start_matches('T'))
            });
        event || mention || graph
    };
    (is_header || is_row(first)).then(|| {
        Reason::NoArticle.because(
            "a GDELT table, which has links and codes but no text: index the pages it links to",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_links_are_named() {
        let event = format!("1234567\t20240914\t202409\t2024{}", "\tx".repeat(57));
        assert!(gdelt(&event).is_some());
        assert!(gdelt(&format!("20240914213000-12\t20240914213000{}", "\tx".repeat(25))).is_some());
        assert!(gdelt("GLOBALEVENTID\tSQLDATE\n").is_some());
        assert!(gdelt("id\tdate\ttitle\n1\t2024-09-14\tLamp lit\n").is_none());
        assert!(gdelt("1\t20240914\tLamp lit\n").is_none());
    }
}

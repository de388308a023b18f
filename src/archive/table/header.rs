//! Finds the start of a table, the separator of its columns, and its first row.

use super::super::columns::has_meaning;

/// The possible separators of columns.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// The head of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The separator of columns.
    pub separator: u8,
    /// The cells of the first row.
    pub names: Vec<String>,
    /// The number of bytes before the first row.
    pub start: usize,
    /// The number of lines before the first row.
    pub lines: u64,
}

impl Default for Head {
    fn default() -> Self {
        Head { separator: b',', names: Vec::new(), start: 0, lines: 0 }
    }
}

impl Head {
    /// Finds the first row of a table. Returns `None` if there is none.
    pub fn of(text: &str) -> Option<Head> {
        let mut rest = text.trim_start_matches('\u{feff}');
        let mut lines = 0;
        let mut stated = None;
        loop {
            let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let (line, after) = rest.split_at(end);
            match line.trim().trim_matches('"').strip_prefix("sep=") {
                // Excel states the separator like this.
                Some(separator) => stated = separator.bytes().next(),
                None if line.trim().is_empty() => {}
                None => break,
            }
            let ending = if after.starts_with("\r\n") { 2 } else { 1 };
            rest = after.get(ending..)?;
            lines += 1;
        }
        let start = text.len() - rest.len();
        let separators = stated.map_or(SEPARATORS.to_vec(), |one| vec![one]);
        let heads = separators.into_iter().rev().filter_map(|separator| {
            let names = rows(rest, separator, 1).pop()?;
            Some(Head { separator, names, start, lines })
        });
        let known = |head: &Head| head.names.iter().filter(|name| has_meaning(name)).count();
        // A name may contain a comma. The separator is the one that gives the most columns with known names.
        heads.max_by_key(|head| (known(head), head.names.len()))
    }

    /// Returns the first rows of a text that starts with the first row.
    pub fn rows(&self, text: &str) -> Vec<Vec<String>> {
        rows(text, self.separator, SAMPLE)
    }
}

/// The number of rows to sample.
const SAMPLE: usize = 100;

fn rows(text: &str, separator: u8, most: usize) -> Vec<Vec<String>> {
    let mut table = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    // Text in memory can always be read, with rows of any length.
    let rows = table.records().take(most).map_while(Result::ok);
    rows.map(|row| row.iter().map(|cell| cell.trim().to_string()).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> (char, Vec<String>, u64) {
        let head = Head::of(text).unwrap();
        (char::from(head.separator), head.names, head.lines)
    }

    #[test]
    fn the_first_row_is_found_whatever_separates_it() {
        let names = ["headline", "pubDate", "content"].map(str::to_string).to_vec();
        assert_eq!(head("headline,pubDate,content\na,b,c\n"), (',', names.clone(), 0));
        assert_eq!(head("sep=;\r\nheadline;pubDate;content\r\n"), (';', names.clone(), 1));
        assert_eq!(head("\n\n\"headline\"|\"pubDate\"|content\n"), ('|', names.clone(), 2));
        assert_eq!(head("\u{feff}headline\tpubDate\tcontent\rx\ty\tz\r"), ('\t', names, 0));
        assert_eq!(head("\"Title; in full\";Date, Time;Text\n").0, ';');
        assert_eq!(head("title\nOne\n"), (',', vec!["title".to_string()], 0));
        assert_eq!(head("title;text").0, ';');
        assert_eq!(Head::of("\n\n"), None);
    }
}

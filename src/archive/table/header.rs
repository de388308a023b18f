//! Finds the start of a table, the separator of its columns, and its first row.

use super::super::columns::has_meaning;
use super::spaces::{Syntax, Unspaced};

/// The usual separators of columns, and those that count only between known names.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];
const RARE: [u8; 4] = [b'^', b'~', 0x1F, 0x01];

/// The maximum number of lines before the row of names, such as the title and the query of an export.
const PREAMBLE: usize = 30;

/// The maximum length, in bytes, of the cells of a row of names that is not the first row.
const NAME: usize = 40;

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
    /// Whether other lines precede the row of names.
    pub is_below: bool,
    /// The quote around cells, and whether a backslash escapes it.
    pub quote: u8,
    pub escapes: bool,
    /// Whether there are spaces before quotes.
    pub is_spaced: bool,
    /// Whether quotes are part of the text and enclose no cells.
    pub is_unquoted: bool,
}

impl Default for Head {
    fn default() -> Self {
        Head {
            separator: b',',
            names: Vec::new(),
            start: 0,
            lines: 0,
            is_below: false,
            quote: b'"',
            escapes: false,
            is_spaced: false,
            is_unquoted: false,
        }
    }
}

impl Head {
    /// Finds the row of names of a table, how its cells are quoted, and whether its rows have names. Returns `None`
    /// if the table has no row.
    pub fn of(text: &str) -> Option<Head> {
        let (mut head, stated) = Head::first(text)?;
        let known = known(&head);
        if known < 2
            && let Some((below, at, count)) = names_below(&text[head.start..], stated, known)
        {
            head =
                Head { start: head.start + at, lines: head.lines + count, is_below: true, ..below };
        }
        let rest = &text[head.start..];
        let is_quoted =
            |name: &String| name.len() > 1 && name.starts_with('\'') && name.ends_with('\'');
        if head.names.len() > 1 && head.names.iter().all(is_quoted) {
            head.quote = b'\'';
            head.names = head.rows(rest).into_iter().next()?;
        }
        head.is_unquoted = head.has_loose_quotes(rest);
        head.escapes = !head.is_unquoted && head.has_escapes(rest);
        head.is_spaced = !head.is_unquoted && head.syntax().has_spaces(rest);
        if head.is_spaced {
            head.names = head.rows(rest).into_iter().next()?;
        }
        head.add_row_names(rest);
        Some(head)
    }

    /// Finds the first row of a table, and the separator that a line before it states.
    pub fn first(text: &str) -> Option<(Head, Option<u8>)> {
        let mut rest = text.trim_start_matches('\u{feff}');
        let mut lines = 0;
        let mut stated = None;
        loop {
            let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let (line, after) = rest.split_at(end);
            let bare = line.trim().trim_matches('"');
            match bare.get(..4).filter(|name| name.eq_ignore_ascii_case("sep=")) {
                // Excel states the separator like this.
                Some(_) => stated = bare[4..].bytes().next().or(Some(b'\t')),
                None if line.trim().is_empty() => {}
                None => break,
            }
            let ending = if after.starts_with("\r\n") { 2 } else { 1 };
            rest = after.get(ending..)?;
            lines += 1;
        }
        let start = text.len() - rest.len();
        let first = row_of_names(rest, stated)?;
        Some((Head { start, lines, ..first }, stated))
    }

    /// Adds a name for a first column that has none, because R writes the names of the rows there.
    fn add_row_names(&mut self, text: &str) {
        let width = self.names.len();
        let rows = self.rows(text);
        let rest = rows.get(1..).unwrap_or_default();
        let is_number = |row: &Vec<String>| row[0].parse::<u64>().is_ok();
        if width > 1
            && !rest.is_empty()
            && rest.iter().all(|row| row.len() == width + 1 && is_number(row))
        {
            self.names.insert(0, String::new());
        }
    }

    /// Returns whether a backslash escapes quotes within cells, as in exports of databases: whether this leaves fewer
    /// quotes inside of cells than if it is part of the text.
    fn has_escapes(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let is_escape = |at: usize| bytes.get(at + 1) == Some(&self.quote);
        let strays = |escapes| Syntax { escapes, ..self.syntax() }.strays(text);
        memchr::memchr_iter(b'\\', bytes).any(is_escape) && strays(true) < strays(false)
    }

    /// Returns whether quotes are part of the text: whether every line has a cell for each column, and a cell begins with
    /// a quote that does not enclose it. Commas are too common in texts for this.
    fn has_loose_quotes(&self, text: &str) -> bool {
        if self.separator == b',' || self.quote != b'"' || !text.contains('"') {
            return false;
        }
        // The last line may be incomplete.
        let whole = text.rfind('\n').map_or(text, |end| &text[..end]);
        let lines: Vec<&str> = whole.lines().filter(|line| !line.is_empty()).take(SAMPLE).collect();
        let width = |line: &&str| line.split(char::from(self.separator)).count();
        let is_even = || lines.iter().all(|line| width(line) == self.names.len());
        let is_loose = |cell: &str| {
            let rest = cell.trim().strip_prefix('"');
            rest.is_some_and(|rest| !rest.ends_with('"'))
        };
        let separator = char::from(self.separator);
        self.names.len() > 1
            && lines.len() > 1
            && is_even()
            && lines.iter().any(|line| line.split(separator).any(is_loose))
    }

    fn syntax(&self) -> Syntax {
        Syntax { separator: self.separator, quote: self.quote, escapes: self.escapes }
    }

    /// Returns a table without the spaces before its quotes.
    pub fn unspaced<R: std::io::Read>(&self, table: R) -> Unspaced<R> {
        Unspaced::new(table, self.is_spaced.then(|| self.syntax()))
    }

    /// Returns a builder for a CSV reader of the table.
    pub fn builder(&self) -> csv::ReaderBuilder {
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(self.separator).quote(self.quote).flexible(true);
        builder.escape(self.escapes.then_some(b'\\')).quoting(!self.is_unquoted);
        builder
    }

    /// Returns the first rows of a text that starts with the first row.
    pub fn rows(&self, text: &str) -> Vec<Vec<String>> {
        rows(text, self, SAMPLE)
    }
}

/// The number of rows to sample.
const SAMPLE: usize = 100;

fn rows(text: &str, head: &Head, most: usize) -> Vec<Vec<String>> {
    let mut table = head.builder().has_headers(false).from_reader(head.unspaced(text.as_bytes()));
    // Text in memory can always be read, with rows of any length.
    let rows = table.records().take(most).map_while(Result::ok);
    rows.map(|row| row.iter().map(|cell| cell.trim().to_string()).collect()).collect()
}

/// Returns the head of a table that starts with its row of names.
fn row_of_names(text: &str, stated: Option<u8>) -> Option<Head> {
    let of = |separator| {
        let head = Head { separator, ..Head::default() };
        let names = rows(text, &head, 1).pop()?;
        Some(Head { names, ..head })
    };
    if let Some(stated) = stated {
        return of(stated);
    }
    // Most texts are not tables, so only separators that occur are tried.
    let line = &text.as_bytes()[..text.find(['\n', '\r']).unwrap_or(text.len())];
    let occurs = |separator: &u8| *separator == b',' || line.contains(separator);
    let usual = SEPARATORS.into_iter().rev().filter(occurs).filter_map(of);
    let rare = RARE.into_iter().filter(occurs).filter_map(of);
    // A name may contain a comma. The separator is the one that gives the most columns with known names.
    rare.filter(|head| known(head) > 1)
        .chain(usual)
        .max_by_key(|head| (known(head), head.names.len()))
}

/// Returns how many of the names have a meaning.
fn known(head: &Head) -> usize {
    head.names.iter().filter(|name| has_meaning(name)).count()
}

/// Finds a row with more known names than the first row, and returns the number of bytes and lines before it.
fn names_below(text: &str, stated: Option<u8>, known_above: usize) -> Option<(Head, usize, u64)> {
    let mut at = 0;
    for line in 0..PREAMBLE {
        let rest = &text[at..];
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let is_short = |name: &String| name.len() <= NAME;
        if line > 0
            && SEPARATORS.iter().any(|separator| {
                let cells = rest[..end].split(char::from(*separator));
                cells.filter(|cell| has_meaning(cell.trim().trim_matches('"'))).count() > 1
            })
            && let Some(head) = row_of_names(&rest[..end], stated)
            && known(&head) > known_above.max(1)
            && head.names.iter().all(is_short)
        {
            return Some((head, at, line as u64));
        }
        at += end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        if at >= text.len() {
            break;
        }
    }
    None
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
        assert_eq!(head("SEP=;\ntitle;text").0, ';');
        assert_eq!(head("title^date^text\na^b^c").0, '^');
        assert_eq!(
            head("'title','text'\n'a, b','c'"),
            (',', vec!["title".into(), "text".into()], 0)
        );
        let below = "Report,May\n\n# 2 rows\ntitle,date,text\n";
        assert_eq!(head(below), (',', ["title", "date", "text"].map(str::to_string).to_vec(), 3));
        assert_eq!(head("title,text\n1,A,B\n2,C,D\n").1, ["", "title", "text"]);
        assert!(Head::of("title,text\nA,\"the \\\"lamp\\\", lit\"\n").unwrap().escapes);
        // A value may end in a quote, and a backslash in the text is not an escape.
        let escapes = |text: &str| Head::of(text).unwrap().escapes;
        assert!(escapes("title,text\n\"The \\\"Lamp\\\"\",\"He said \\\"no\\\"\"\n"));
        assert!(escapes("'title','text'\n'The \\'Lamp\\'','B'\n"));
        assert!(!escapes("title,text\n\"C:\\lamps\\\",\"B\"\n\"The \\\"\"lamp\\\"\"\",C\n"));
        let spaced = "id, \"title, in full\", \"text\"\n1, \"A, b\", \"C\"\n";
        assert_eq!(head(spaced).1, ["id", "title, in full", "text"]);
        let loose = |text: &str| Head::of(text).unwrap().is_unquoted;
        assert!(loose("title\ttext\nThe lamp\t\"We left, he said.\nFerry\tIt came.\n"));
        assert!(loose("title|text\n\"Lit\" again|A\nB|C\n"));
        assert!(!loose("title\ttext\n\"The\nlamp\"\tA\nB\tC\n"));
        assert!(!loose("title\ttext\n\"The \"\"lamp\"\"\"\tA\nB\tC\n"));
        assert!(!loose("title,text\nThe lamp,\"We left\nB,C\n"));
        assert_eq!(Head::of("\n\n"), None);
    }
}

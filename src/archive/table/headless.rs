//! Tables without a row of names, or with unknown names. The fields of their columns are recognized by the contents.

use super::super::columns::{gives_date, has_meaning};
use crate::article::Precision;
use crate::dates::{self, Orders};

/// Counts of a column's cells and their contents.
#[derive(Debug, Default)]
struct Column {
    cells: usize,
    dates: usize,
    addresses: usize,
    numbers: usize,
    words: usize,
    letters: usize,
}

impl Column {
    /// Returns whether `count` is nearly all of the cells.
    fn is(&self, count: usize) -> bool {
        self.cells > 0 && count * 10 >= self.cells * 9
    }

    fn is_text(&self) -> bool {
        self.cells > 0
            && self.words >= 2 * self.cells
            && !self.is(self.dates)
            && !self.is(self.addresses)
    }

    fn length(&self) -> usize {
        self.letters / self.cells.max(1)
    }
}

/// The average length of cells, in bytes, below which a single text column holds titles.
const TITLE: usize = 150;

fn look(rows: &[Vec<String>], width: usize) -> Vec<Column> {
    let mut columns: Vec<Column> = (0..width).map(|_| Column::default()).collect();
    for row in rows {
        for (column, cell) in columns.iter_mut().zip(row) {
            if cell.is_empty() {
                continue;
            }
            column.cells += 1;
            column.dates += usize::from(is_date(cell));
            column.addresses += usize::from(is_address(cell));
            column.numbers += usize::from(cell.parse::<f64>().is_ok());
            column.words += cell.split_whitespace().count();
            column.letters += cell.len();
        }
    }
    columns
}

fn is_date(cell: &str) -> bool {
    cell.len() <= 48
        && dates::stated(cell, Orders::ANY).is_some_and(|stated| {
            !stated.part
                && (stated.found.date.precision >= Precision::Day
                    || stated.found.readings.is_some())
        })
}

fn is_address(cell: &str) -> bool {
    cell.starts_with("http://") || cell.starts_with("https://")
}

/// The maximum length of a column's name, in bytes.
const NAME: usize = 40;

/// Returns whether the first row of a table names its columns: short cells that are neither numbers, dates nor
/// addresses, above cells of a different kind.
pub fn has_names(rows: &[Vec<String>]) -> bool {
    let Some((first, rest)) = rows.split_first() else { return false };
    let plain = |cell: &String| {
        cell.len() <= NAME && cell.parse::<f64>().is_err() && !is_date(cell) && !is_address(cell)
    };
    if rest.is_empty() {
        return false;
    }
    let columns = look(rest, first.len());
    // Two usual names are sufficient.
    let known = first.iter().filter(|name| has_meaning(name)).count();
    let differs = |(name, column): (&String, &Column)| {
        column.is(column.numbers)
            || column.is(column.dates)
            || column.is(column.addresses)
            || column.length() > 4 * name.len().max(4)
    };
    first.iter().all(plain) && (known > 1 || first.iter().zip(&columns).any(differs))
}

/// Returns names for the columns: those of recognized fields, or else the given names, which may be numbers. Columns that
/// are mapped or whose names have a meaning keep their names.
pub fn names(
    rows: &[Vec<String>],
    given: &[String],
    mapped: &dyn Fn(&String) -> bool,
) -> Vec<String> {
    let mut names = given.to_vec();
    let columns = look(rows, given.len());
    // If many rows differ in length, it is not a table.
    let even = rows.iter().filter(|row| row.len() == given.len()).count();
    if even * 10 < rows.len() * 9 {
        return names;
    }
    let free = |at: &usize| !mapped(&given[*at]) && !has_meaning(&given[*at]);
    let any_mapped = given.iter().any(mapped);
    let first = |holds: &dyn Fn(&Column) -> bool| {
        (0..columns.len()).filter(free).find(|at| holds(&columns[*at]))
    };
    let date = first(&|column| column.is(column.dates))
        .filter(|_| !given.iter().any(|name| gives_date(name)));
    let url = first(&|column| column.is(column.addresses));
    for (at, name) in [(date, "date"), (url, "url")] {
        if let Some(at) = at {
            names[at] = name.to_string();
        }
    }
    if any_mapped {
        return names;
    }
    let mut texts: Vec<usize> =
        (0..columns.len()).filter(free).filter(|at| columns[*at].is_text()).collect();
    texts.sort_by_key(|at| std::cmp::Reverse(columns[*at].length()));
    match texts[..] {
        [] => {}
        [one] if columns[one].length() < TITLE => names[one] = "title".to_string(),
        [one] => names[one] = "body".to_string(),
        [body, title, ..] => {
            names[body] = "body".to_string();
            names[title] = "title".to_string();
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        text.lines().map(|line| line.split('|').map(str::to_string).collect()).collect()
    }

    fn named(text: &str) -> Vec<String> {
        let rows = rows(text);
        let numbers: Vec<String> = (1..=rows[0].len()).map(|number| number.to_string()).collect();
        names(&rows, &numbers, &|_| false)
    }

    #[test]
    fn columns_are_told_by_what_is_in_them() {
        let text = "3|2024-09-14|Ferry late again|The ferry was late on Saturday, as it is.|https://e.example/1\n\
                    1|2024-09-15|Lamp lit|The lamp on the point was lit by the new keeper.|https://e.example/2";
        assert_eq!(named(text), ["1", "date", "title", "body", "url"]);
        assert_eq!(named("1|x\n2|y"), ["1", "2"]);
    }

    #[test]
    fn a_row_of_names_is_told_from_articles() {
        assert!(has_names(&rows("nr|kopf\n1|Die Fähre kam am Samstag zu spät an")));
        assert!(!has_names(&rows("3|Ferry late\n1|Lamp lit")));
        assert!(!has_names(&rows("nr|kopf")));
    }
}

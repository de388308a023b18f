//! Tables without a row of names: what their columns give, told by what is in them.

use super::super::columns::has_meaning;
use crate::article::Precision;
use crate::dates::{self, Orders};

/// What is known of a column.
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
    /// Whether nearly all of its cells are something.
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

/// A lone text column whose cells are shorter on average holds titles. Bytes.
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

/// The longest name of a column. Bytes.
const NAME: usize = 40;

/// Whether the first row of a table names its columns: short cells that are neither numbers, dates nor
/// addresses, above cells of another kind.
pub fn has_names(rows: &[Vec<String>]) -> bool {
    let Some((first, rest)) = rows.split_first() else { return false };
    let plain = |cell: &String| {
        cell.len() <= NAME && cell.parse::<f64>().is_err() && !is_date(cell) && !is_address(cell)
    };
    if rest.is_empty() {
        return false;
    }
    let columns = look(rest, first.len());
    // Usual names are enough.
    let known = first.iter().filter(|name| has_meaning(name)).count();
    let differs = |(name, column): (&String, &Column)| {
        column.is(column.numbers)
            || column.is(column.dates)
            || column.is(column.addresses)
            || column.length() > 4 * name.len().max(4)
    };
    first.iter().all(plain) && (known > 1 || first.iter().zip(&columns).any(differs))
}

/// Names the columns that can be told, the others by their number. Columns that are mapped keep their number.
pub fn names(
    rows: &[Vec<String>],
    numbers: &[String],
    mapped: &dyn Fn(&String) -> bool,
) -> Vec<String> {
    let mut names = numbers.to_vec();
    let columns = look(rows, numbers.len());
    // Where rows differ in length, it is not a table.
    let even = rows.iter().filter(|row| row.len() == numbers.len()).count();
    if even * 10 < rows.len() * 9 {
        return names;
    }
    let free = |at: &usize| !mapped(&numbers[*at]);
    let any_mapped = numbers.iter().any(mapped);
    let first = |holds: &dyn Fn(&Column) -> bool| {
        (0..columns.len()).filter(free).find(|at| holds(&columns[*at]))
    };
    let date = first(&|column| column.is(column.dates));
    let url = first(&|column| column.is(column.addresses));
    for (at, name) in [(date, "date"), (url, "url")] {
        if let Some(at) = at {
            names[at] = name.to_string();
        }
    }
    if any_mapped {
        return names;
    }
    let mut texts: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].is_text()).collect();
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

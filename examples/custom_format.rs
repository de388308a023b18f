//! Indexes files in a format that dateline does not know: `cargo run --example custom_format target/telegrams FILE...`.
//!
//! The format here is a telegraph office's book. A telegram begins with a line such as `12 | 6 April 1930 | Dandi`, has
//! its text on the lines after it, and ends at a line of dashes.
//!
//! ```text
//! 12 | 6 April 1930 | Dandi
//! SALT MARCH ENDS
//! The salt tax was broken at the shore.
//! ----
//! ```

use std::path::{Path, PathBuf};

use dateline::{Changes, NewArticle, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    print!("{}", run(std::env::args().skip(1))?);
    Ok(())
}

/// Returns what the program prints for its arguments.
pub fn run(
    mut arguments: impl Iterator<Item = String>,
) -> Result<String, Box<dyn std::error::Error>> {
    let index = PathBuf::from(arguments.next().ok_or("usage: custom_format INDEX FILE...")?);
    let mut changes = Changes::of("telegrams");
    for file in arguments {
        let text = std::fs::read_to_string(&file)?;
        for telegram in telegrams(Path::new(&file), &text) {
            changes = changes.put(telegram);
        }
    }
    let summary = changes.apply(&Options::of(index), &mut ())?;
    let counts = &summary.articles;
    Ok(format!(
        "{} added, {} updated, {} unchanged\n",
        counts.added, counts.updated, counts.unchanged
    ))
}

/// Returns the telegrams of a book.
fn telegrams(book: &Path, text: &str) -> Vec<NewArticle> {
    let book = book.file_stem().unwrap_or_default().to_string_lossy();
    let mut telegrams = Vec::new();
    let mut lines = text.lines();
    while let Some(head) = lines.next() {
        let mut parts = head.split('|').map(str::trim);
        let (Some(number), Some(date), Some(place)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let title = lines.next().unwrap_or_default();
        let body: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("--")).collect();
        // With a key of its own, a telegram that is corrected in the book replaces the former one.
        let telegram = NewArticle::new(title, body.join("\n")).key(format!("{book}-{number}"));
        telegrams.push(telegram.date(date).header("dateline", place));
    }
    telegrams
}

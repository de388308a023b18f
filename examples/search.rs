//! Indexes a folder and lists the articles that match: `cargo run --example search target/example corpus "salt tax"`.

use std::path::PathBuf;

use dateline::{Index, Options, Query, sync};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    print!("{}", run(std::env::args().skip(1))?);
    Ok(())
}

/// Returns what the program prints for its arguments.
pub fn run(
    mut arguments: impl Iterator<Item = String>,
) -> Result<String, Box<dyn std::error::Error>> {
    let mut next = || arguments.next().ok_or("usage: search INDEX FOLDER QUERY");
    let (index, folder, query) = (PathBuf::from(next()?), next()?, next()?);
    let summary = sync(&[PathBuf::from(folder)], &Options::of(index.clone()), &mut ())?;
    let mut out = format!("{} articles\n", summary.held);
    for found in Index::open(&index)?.every(&Query::new(query))? {
        let article = found?.article;
        let date = article.date.map_or("undated".into(), |date| date.to_string());
        // Debug formatting escapes control characters, which could do harm in a terminal.
        out.push_str(&format!("{date}  {:?}\n", article.title.unwrap_or_default()));
    }
    Ok(out)
}

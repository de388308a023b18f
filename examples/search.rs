//! Indexes a folder of articles and searches it: `cargo run --example search corpus "salt tax"`.

use std::path::PathBuf;

use dateline::{Index, Options, Query, sync};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(query)) = (arguments.next(), arguments.next()) else {
        return Err("usage: search FOLDER QUERY".into());
    };
    let index = std::env::temp_dir().join("dateline-example");
    let summary = sync(&[PathBuf::from(folder)], &Options::of(index.clone()), &mut ())?;
    println!("{} articles", summary.held);
    for found in Index::open(&index)?.every(&Query::new(query))? {
        let article = found?.article;
        let date = article.date.map_or("undated".into(), |date| date.to_string());
        // Debug formatting escapes control characters, which could do harm in a terminal.
        println!("{date}  {:?}", article.title.unwrap_or_default());
    }
    Ok(())
}

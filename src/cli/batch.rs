//! `dateline batch`: counts many queries, one per line.

use std::io::{self, Read};
use std::path::PathBuf;

use dateline::answers::batch;
use dateline::error::{Error, Kind, Result};
use dateline::page::list::Counts;

use super::asking::Asking;
use super::by::{By, CountBy, by, one_interval};
use super::list::Listing;
use super::timeline::Length;
use super::{Common, End, notices};

/// Count many queries, one per line
///
/// Empty lines and lines that begin with # are skipped. A query may follow a name and a tab. A query
/// that would be partly ignored is not counted; its line and column are reported.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline batch queries.txt\n  \
    dateline batch queries.txt --interval year --output csv > counts.csv\n  \
    dateline batch queries.txt --by source,month --output csv\n  \
    printf 'salt tax\\nferry OR bridge\\n' | dateline batch - --since 2024\n\n\
    Exit status: 0 all counted, 1 some lines have errors (2 with --strict), 2 failed or misused.")]
pub struct Arguments {
    /// The file of queries; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Also count per period
    #[arg(long, value_name = "LENGTH")]
    interval: Option<Length>,
    /// Also count by the values of a field, per period, or both: source,month
    #[arg(long, value_name = "LIST", value_parser = by)]
    by: Option<By>,
    /// Count articles, or their stories; a story counts once (with --by, once for each value), in the period of its
    /// earliest article that matches
    #[arg(long, value_name = "WHAT", default_value = "article")]
    count_by: CountBy,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    list: Listing,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    arguments.list.check()?;
    let Some(asked) = arguments.asking.ask(common)? else { return Ok(End::Interrupted) };
    let lines = batch::lines(&read(arguments)?);
    let index = asked.open()?;
    let base = arguments.asking.question(String::new());
    let by = arguments.by.unwrap_or_default();
    let interval = one_interval(by.interval, arguments.interval.map(Into::into))?;
    let counted = arguments.count_by.into();
    let by = batch::By { field: by.field, interval, counted };
    let rows = batch::run(&index, &lines, &base, by)?;
    if rows.is_empty() {
        let file = match arguments.file.as_os_str() {
            file if file == "-" => "standard input".into(),
            file => file.display().to_string(),
        };
        notices(common, &[format!("{file} has no queries")]);
    }
    for row in &rows {
        let Ok(counted) = &row.outcome else { continue };
        let of_line = |notice: &String| format!("line {}: {notice}", row.line.number);
        notices(common, &counted.notices.iter().map(of_line).collect::<Vec<_>>());
    }
    arguments.list.print(&Counts { rows: &rows, by: by.field }, common)?;
    let faulty = rows.iter().any(|row| row.outcome.is_err());
    Ok(match faulty {
        true if arguments.asking.strict => End::Incomplete,
        true => End::Nothing,
        false => End::Done,
    })
}

fn read(arguments: &Arguments) -> Result<String> {
    let mut bytes = Vec::new();
    if arguments.file.as_os_str() == "-" {
        io::stdin()
            .read_to_end(&mut bytes)
            .map_err(|error| Error::because(Kind::Io, "reading standard input", error))?;
    } else {
        bytes = std::fs::read(&arguments.file)
            .map_err(|error| Error::io("reading", &arguments.file, error))?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

//! `dateline kwic`: every occurrence in its line of context.

use std::io::{self, BufWriter, Write};

use dateline::collocation;
use dateline::concordance::{self, By};
use dateline::error::Result;
use dateline::page::{concordance as page, csv};
use dateline::searching::Index;

use super::asking::{Asking, typed};
use super::{Common, End, List, location, notices, output, stdout_style};

/// Show every occurrence of what is asked for in its line of context (a concordance)
///
/// A word, a phrase, each part of a proximity is an occurrence; what is excluded is none. Lines come as
/// they are found, the newest article first, unless they are sorted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline kwic 'tax*' --since 2024 --sort R1,date\n  \
    dateline kwic '\"salt tax\"' --output csv > lines.csv\n  \
    dateline kwic ferry --collocates --window 4\n\n\
    Exit status: 0 found, 1 nothing found, 2 failed or misused.")]
pub struct Arguments {
    /// The query; several words need no quotes around them all
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Sort lines by date, source, match, a word before (L1 to L3) or behind (R1 to R3), several by commas
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = by)]
    sort: Vec<By>,
    /// Characters of context on each side
    #[arg(long, value_name = "N", default_value_t = 60)]
    context: usize,
    /// Lines to show [default: all]; collocates: 50
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
    /// Count the words near the occurrences instead: how much more often than by chance
    #[arg(long)]
    collocates: bool,
    /// Words on each side that are near
    #[arg(long, value_name = "N", default_value_t = 5, requires = "collocates")]
    window: u32,
    /// How often a word has to be near
    #[arg(long, value_name = "N", default_value_t = 2, requires = "collocates")]
    least: u64,
    #[command(flatten)]
    asking: Asking,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "text")]
    output: List,
}

fn by(name: &str) -> std::result::Result<By, String> {
    By::named(name).ok_or_else(|| "write date, source, match, L1, L2, L3, R1, R2 or R3".to_string())
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let index = Index::open(&location::existing(common)?)?;
    let question = arguments.asking.question(typed(&arguments.query));
    let mut out = BufWriter::new(io::stdout().lock());
    let style = stdout_style(common);
    if arguments.collocates {
        let limit = arguments.limit.unwrap_or(50);
        let found =
            collocation::collocation(&index, &question, arguments.window, arguments.least, limit)?;
        notices(common, &found.notices);
        let written = match arguments.output {
            List::Text => page::collocates(&found, style, &mut out),
            List::Json => writeln!(out, "{}", page::collocates_json(&found)),
            List::Jsonl => found
                .collocates
                .iter()
                .try_for_each(|word| writeln!(out, "{}", page::collocate(word))),
            List::Csv => page::collocates_csv(&found, &mut out),
        };
        written.and_then(|()| out.flush()).map_err(output)?;
        return Ok(if found.total == 0 { End::Nothing } else { End::Done });
    }
    let limit = arguments.limit.unwrap_or(usize::MAX);
    let mut shown = 0;
    let mut lines = Vec::new();
    if arguments.output == List::Csv {
        csv::row(page::COLUMNS).and_then(|row| out.write_all(&row)).map_err(output)?;
    }
    let told =
        concordance::concordance(&index, &question, arguments.context, &arguments.sort, |line| {
            if shown >= limit {
                return Ok(arguments.output == List::Json);
            }
            shown += 1;
            let written = match arguments.output {
                List::Text => page::text(&line, style, &mut out),
                List::Jsonl => writeln!(out, "{}", page::json(&line)),
                List::Csv => csv::row(page::cells(&line)).and_then(|row| out.write_all(&row)),
                List::Json => {
                    lines.push(page::json(&line));
                    Ok(())
                }
            };
            written.map_err(output)?;
            Ok(true)
        });
    let summary = told?;
    if arguments.output == List::Json {
        let mut object = page::summary(&summary);
        object["lines"] = lines.into();
        writeln!(out, "{object}").map_err(output)?;
    }
    out.flush().map_err(output)?;
    notices(common, &summary.notices);
    Ok(if summary.lines == 0 { End::Nothing } else { End::Done })
}

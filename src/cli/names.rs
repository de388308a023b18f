//! `dateline names`: shows the people, places and organizations in articles.

use dateline::answers::names::{self, Wanted};
use dateline::error::Result;

use super::asking::{Asking, typed};
use super::list::Listing;
use super::{Common, End, notices};

/// Show the people, places and organizations that are typical of some articles
///
/// Names are found by their capitals, in languages that capitalize names (not in German, which capitalizes all nouns).
/// Variants are joined: Mikhail Gorbachev, Gorbachev, Mr. Gorbachev. Each name comes with a query; its counts (among
/// the matches and in the whole archive) are that query's. The log-likelihood ratio (LL) measures how unlikely the
/// difference is by chance.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline names 'salt tax'\n  \
    dateline names strike --since 2024 -n 10 --output csv\n\n\
    Exit status: 0 done, 1 nothing found, 2 failed or misused.")]
pub struct Arguments {
    /// The query; several words need no quotes around them
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// The maximum number of names
    #[arg(short = 'n', long, value_name = "N", default_value_t = Wanted::default().limit)]
    limit: usize,
    /// The minimum number of articles that have the name
    #[arg(long, value_name = "N", default_value_t = Wanted::default().least)]
    least: u64,
    /// Look for names in at most this many of the articles, spread evenly over all of them
    #[arg(long, value_name = "N", default_value_t = Wanted::default().examined)]
    examine: usize,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    list: Listing,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    arguments.list.check()?;
    let Some(asked) = arguments.asking.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let question = arguments.asking.question(typed(&arguments.query));
    let (limit, least, examined) = (arguments.limit, arguments.least, arguments.examine);
    let found = names::names(&index, &question, &Wanted { limit, least, examined })?;
    notices(common, &found.notices);
    arguments.list.print(&found, common)?;
    Ok(if found.total == 0 { End::Nothing } else { End::Done })
}

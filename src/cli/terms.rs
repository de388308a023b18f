//! `dateline terms`: shows the words that distinguish articles from the rest.

use dateline::answers::terms;
use dateline::error::Result;

use super::asking::{Asking, typed};
use super::list::Listing;
use super::timeline::Length;
use super::{Common, End, notices};

/// Show the words that are typical of some articles, or of each month of them
///
/// A word counts once per article. The log-likelihood ratio (LL) measures how unlikely the difference is by
/// chance. The words of the query, function words (the, of, she) and numbers are left out. Under --lang or lang:,
/// articles are compared with those in the same languages. With --bursts, each period is compared with the others.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline terms 'salt tax'\n  \
    dateline terms --on 2024-06\n  \
    dateline terms --bursts --interval month -n 10 --output csv\n\n\
    Exit status: 0 done, 1 nothing found, 2 failed or misused.")]
pub struct Arguments {
    /// The query; several words need no quotes around them
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Show the words that distinguish each period from the others
    #[arg(long)]
    bursts: bool,
    /// The length of a period
    #[arg(long, value_name = "LENGTH", default_value = "month", requires = "bursts")]
    interval: Length,
    /// The maximum number of words, with --bursts per period
    #[arg(short = 'n', long, value_name = "N", default_value_t = 30)]
    limit: usize,
    /// The minimum number of articles that have the word
    #[arg(long, value_name = "N", default_value_t = 3)]
    least: u64,
    /// Include function words and numbers
    #[arg(long)]
    all_words: bool,
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
    let wanted = terms::Wanted {
        limit: arguments.limit,
        least: arguments.least,
        all_words: arguments.all_words,
        interval: arguments.bursts.then(|| arguments.interval.into()),
    };
    let found = terms::terms(&index, &question, &wanted)?;
    notices(common, &found.notices);
    arguments.list.print(&found, common)?;
    Ok(if found.total == 0 { End::Nothing } else { End::Done })
}

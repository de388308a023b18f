//! `dateline search`: ranked hits with snippets.

use std::io::Write;

use clap::ValueEnum;
use clap_complete::engine::ArgValueCompleter;

use dateline::answers::faceted::{self, Faceted, Listed};
use dateline::engine::Sort;
use dateline::error::{Error, Result};
use dateline::page::{names as page, text};
use dateline::searching::{Ask, Representative, grouped};

use super::asking::{Asking, typed};
use super::by::CountBy;
use super::completing;
use super::expanding::Expanding;
use super::hits::{Formats, HitOutput};
use super::query_help;
use super::{Common, End, line, notices, output};

/// Find articles: ranked hits with snippets
#[derive(Debug, clap::Args)]
#[command(
    long_about = query_help::description(query_help::width()),
    after_help = "Examples:\n  \
    dateline search nato enlargement --since 2025-05 --until 2025-06\n  \
    dateline search '\"peace talks\" w/20 (istanbul OR geneva) -football'\n  \
    dateline search 'title:budget source:Reuters' --on 1987-03\n  \
    dateline search --in ~/archive grain --sort newest --facets source,month\n  \
    dateline search strike --since 7d --output json\n  \
    dateline search ferry --unique --show longest\n\n\
    Exit status: 0 found, 1 nothing found, 2 failed or misused."
)]
pub struct Arguments {
    /// The query; several words need no quotes around them
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    asking: Asking,
    /// The order of hits [default: relevance, or newest if the query has no words]
    #[arg(long, value_name = "ORDER")]
    sort: Option<Order>,
    /// Prefer newer articles slightly: a fifth of the score halves in this time (30d, 6m, 1y)
    #[arg(long, value_name = "HALF-LIFE", value_parser = half_life)]
    recency: Option<f64>,
    /// The day that ages count from [default: the day of the newest article]
    #[arg(long, value_name = "DATE", requires = "recency")]
    as_of: Option<String>,
    #[command(flatten)]
    expanding: Expanding,
    /// The maximum number of hits
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Skip the first N hits
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Count by source, agency, byline, section, topic, dateline, lang, flag, id, year, month or day, or list
    /// the names in the text (name); separate several with commas
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        value_parser = facet,
        add = ArgValueCompleter::new(completing::facets)
    )]
    facets: Vec<Listed>,
    /// Values per facet, those with the most articles first [default: all]
    #[arg(long, value_name = "N")]
    facet_limit: Option<usize>,
    /// Count each facet as if none of its own values were chosen
    #[arg(long, requires = "facets")]
    open_facets: bool,
    /// Snippets per hit
    #[arg(long, value_name = "N", default_value_t = 1)]
    snippets: usize,
    /// Show one hit per story: an article and its later copies, cuts and rewrites; --limit and --offset
    /// count stories
    #[arg(long, group = "grouping")]
    unique: bool,
    /// The same as --unique
    #[arg(long, value_name = "WHAT", group = "grouping")]
    group: Option<Group>,
    /// Which of a story's matching articles to show
    #[arg(long, value_name = "WHICH", default_value = "earliest", requires = "grouping")]
    show: Shown,
    /// What facets count; a story counts once for each value that one of its matching articles has
    #[arg(long, value_name = "WHAT", default_value = "article")]
    count_by: CountBy,
    /// Print only the number of matching articles, or of their stories with --unique
    #[arg(long, conflicts_with_all = ["facets", "offset", "limit"])]
    count: bool,
    #[command(flatten)]
    output: HitOutput,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Group {
    Story,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shown {
    Earliest,
    Longest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    Relevance,
    Newest,
    Oldest,
}

fn facet(name: &str) -> std::result::Result<Listed, String> {
    let name = name.trim();
    if name.is_empty() {
        return Err("the list has an empty name\nwrite the list in quotes: 'source, month'".into());
    }
    Listed::named(name).ok_or_else(|| {
        let meant = match name {
            "author" | "authors" | "by" => "; did you mean byline?",
            "language" => "; did you mean lang?",
            "date" => "; did you mean day, month or year?",
            "tag" | "tags" | "keyword" => "; did you mean topic?",
            "person" | "people" | "place" | "org" => "; did you mean name?",
            "agencies" => "; did you mean agency?",
            _ => "",
        };
        let singular = name.strip_suffix('s').filter(|name| Listed::named(name).is_some());
        let meant = match singular {
            Some(name) => format!("; did you mean {name}?"),
            None => meant.to_string(),
        };
        format!("no such facet{meant}\nfacets are {}", Listed::offered().join(", "))
    })
}

/// Parses a length of time and returns it in seconds. A month has 30.44 days, a year 365.25.
fn half_life(text: &str) -> std::result::Result<f64, String> {
    let refused = || format!("{text:?} is not a length of time; write 30d, 6w, 3m or 1y");
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let count: u32 = text[..digits].parse().ok().ok_or_else(refused)?;
    let days = match &text[digits..] {
        "d" => 1.0,
        "w" => 7.0,
        "m" | "mo" => 30.44,
        "y" => 365.25,
        _ => return Err(refused()),
    };
    if count == 0 {
        return Err(refused());
    }
    Ok(f64::from(count) * days * 86_400.0)
}

pub fn run(arguments: Arguments, common: &Common) -> Result<End> {
    let Some(asked) = arguments.asking.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let ask = ask(&arguments)?;
    let (_, listed) = Listed::divide(&arguments.facets);
    let found = faceted::search(&index, &ask, listed)?;
    notices(common, &found.answer.notices);
    if ask.offset > 0 && ask.limit > 0 && found.answer.hits.is_empty() {
        let (first, total) = (grouped(ask.offset as u64 + 1), found.answer.counts.total);
        if total > 0 {
            notices(common, &[format!("there are no hits from {first} on")]);
        }
    }
    write(&found, &arguments, common)?;
    Ok(if found.answer.counts.total == 0 { End::Nothing } else { End::Done })
}

fn ask(arguments: &Arguments) -> Result<Ask> {
    let question = arguments.asking.question(typed(&arguments.query));
    let mut ask = Ask::of(question, if arguments.count { 0 } else { arguments.limit });
    ask.sort = arguments.sort.map(|order| match order {
        Order::Relevance => Sort::Relevance,
        Order::Newest => Sort::Newest,
        Order::Oldest => Sort::Oldest,
    });
    ask.half_life = arguments.recency;
    ask.as_of.clone_from(&arguments.as_of);
    ask.expand = arguments.expanding.terms()?;
    ask.offset = arguments.offset;
    ask.facets = Listed::divide(&arguments.facets).0;
    ask.facet_limit = arguments.facet_limit;
    ask.open_facets = arguments.open_facets;
    ask.snippets = arguments.snippets;
    ask.bodies = false;
    ask.unique = (arguments.unique || arguments.group.is_some()).then_some(match arguments.show {
        Shown::Earliest => Representative::Earliest,
        Shown::Longest => Representative::Longest,
    });
    ask.count_by = arguments.count_by.into();
    Ok(ask)
}

fn write(found: &Faceted, arguments: &Arguments, common: &Common) -> Result<()> {
    let answer = &found.answer;
    if arguments.count {
        let count = answer.stories.filter(|_| answer.unique).unwrap_or(answer.counts.total);
        return match arguments.output.format() {
            Formats::Text => line(&count.to_string()),
            Formats::Json => {
                let object = serde_json::to_string(&page::faceted(found));
                line(&object.map_err(|error| output(error.into()))?)
            }
            _ => Err(Error::usage("--count prints one number, not a list")
                .hint("use --output text or json")),
        };
    }
    let text = |style, out: &mut dyn Write| text::answer(answer, found.names.as_ref(), style, out);
    arguments.output.write(common, &answer.hits, text, || page::faceted(found))
}

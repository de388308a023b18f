//! `dateline search`: ranked hits with snippets.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::ValueEnum;

use dateline::engine::{FacetKind, Sort};
use dateline::error::Result;
use dateline::page::{csv, json, report, text, trec};
use dateline::searching::{self, Answer, Ask, Index};

use super::asking::{Asking, typed};
use super::{Common, End, index, location, notices, output, say, stderr_style, stdout_style};

/// Search: ranked hits with snippets
///
/// All words are asked for unless OR stands between them. Ten that matter:
///
///   salt tax -ferry            both words, without a third
///   (salt OR grain) "tax cut"  groups and phrases
///   oil w/5 price              within five words; pre/5 in order, not w/5
///   ferry w/s storm            in one sentence; w/p in one paragraph
///   pric* wom?n *tion fery~1   patterns, and a letter wrong
///   =Turkey caps(apple)        this very form; with a capital letter
///   title:budget lead(budget)  in the title; in the title or first two paragraphs
///   atleast3(salt) words:>400  how often, how long
///   source:(AP OR Reuters)     headers: agency: byline: section: topic:
///                              dateline: lang: id: key: path:
///   date:2024-05..2025         dates, anywhere; since: before: newer_than:30d
///
/// An empty query means every article, newest first. Dates are inclusive and as wide as they are
/// written: --until 2025-05 is the end of May. dateline explain QUERY shows how a query is read.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  \
    dateline search nato enlargement --since 2025-05 --until 2025-06\n  \
    dateline search '\"peace talks\" w/20 (istanbul OR geneva) -football'\n  \
    dateline search 'title:budget source:Reuters' --on 1987-03\n  \
    dateline search --in ~/archive grain --sort newest --facets source,month\n  \
    dateline search strike --since 7d --output json\n\n\
    Exit status: 0 found, 1 nothing found, 2 failed or misused."
)]
pub struct Arguments {
    /// The query; several words need no quotes around them all
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    asking: Asking,
    /// The order [default: relevance; newest where no word is asked for]
    #[arg(long, value_name = "ORDER")]
    sort: Option<Order>,
    /// Prefer newer articles a little: a fifth of the score falls by half in this time (30d, 6m, 1y)
    #[arg(long, value_name = "HALF-LIFE", value_parser = half_life)]
    recency: Option<f64>,
    /// The day ages are counted from [default: that of the newest article]
    #[arg(long, value_name = "DATE", requires = "recency")]
    as_of: Option<String>,
    /// Hits to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Hits to leave out at the beginning
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Count by source, agency, byline, section, topic, dateline, lang, flag, id, year, month or day; separate
    /// several with commas
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = facet)]
    facets: Vec<FacetKind>,
    /// Values to show of each facet, those with the most articles [default: all]
    #[arg(long, value_name = "N")]
    facet_limit: Option<usize>,
    /// Passages to show of each hit
    #[arg(long, value_name = "N", default_value_t = 1)]
    snippets: usize,
    /// Update the index of PATH, then search it
    #[arg(long = "in", value_name = "PATH")]
    inside: Option<PathBuf>,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "text")]
    output: Output,
    /// The query's number in a TREC run
    #[arg(long, value_name = "QID", default_value = "1", allow_hyphen_values = true)]
    qid: String,
    /// What names an article in a TREC run
    #[arg(long, value_name = "WHAT", default_value = "id")]
    by: By,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    Relevance,
    Newest,
    Oldest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    Text,
    Json,
    Jsonl,
    Csv,
    Trec,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    Id,
    Key,
}

fn facet(name: &str) -> std::result::Result<FacetKind, String> {
    FacetKind::named(name).ok_or_else(|| {
        let offered: Vec<&str> = dateline::schema::schema().facets().collect();
        format!("there is no such facet; there are {}", offered.join(", "))
    })
}

/// A length of time in seconds; a month is 30.44 days, a year 365.25.
fn half_life(text: &str) -> std::result::Result<f64, String> {
    let refused = || format!("{text:?} is no length of time; write 30d, 6w, 3m or 1y");
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
    let mut skipped = false;
    let folder = match &arguments.inside {
        Some(path) => {
            let folder = location::inside(path, common)?;
            let summary = index::update(path, &folder, common)?;
            skipped = summary.files.skipped + summary.articles.skipped > 0;
            if summary.changes_anything() {
                say(
                    common,
                    &report::summary(&summary, false, common.verbose, stderr_style(common)),
                );
            }
            if summary.interrupted {
                return Ok(End::Interrupted);
            }
            folder
        }
        None => location::existing(common)?,
    };
    let index = Index::open(&folder)?;
    if common.verbose {
        let text = format!("searching the index {}", folder.display());
        say(common, &format!("{}\n", report::notice(&text, stderr_style(common))));
    }
    let ask = ask(&arguments);
    let answer = searching::search(&index, &ask)?;
    notices(common, &answer.notices);
    write(&answer, &arguments, common)?;
    Ok(match () {
        () if arguments.asking.strict && skipped => End::Incomplete,
        () if answer.counts.total == 0 => End::Nothing,
        () => End::Done,
    })
}

fn ask(arguments: &Arguments) -> Ask {
    Ask {
        question: arguments.asking.question(typed(&arguments.query)),
        sort: arguments.sort.map(|order| match order {
            Order::Relevance => Sort::Relevance,
            Order::Newest => Sort::Newest,
            Order::Oldest => Sort::Oldest,
        }),
        half_life: arguments.recency,
        as_of: arguments.as_of.clone(),
        limit: arguments.limit,
        offset: arguments.offset,
        facets: arguments.facets.clone(),
        facet_limit: arguments.facet_limit,
        snippets: arguments.snippets,
    }
}

fn write(answer: &Answer, arguments: &Arguments, common: &Common) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match arguments.output {
        Output::Text => text::answer(answer, stdout_style(common), &mut out),
        Output::Json => json::answer(answer)
            .map_err(io::Error::from)
            .and_then(|answer| writeln!(out, "{answer}")),
        Output::Jsonl => {
            answer.hits.iter().try_for_each(|hit| writeln!(out, "{}", json::hit(hit)?))
        }
        Output::Csv => csv::answer(answer, &mut out),
        Output::Trec => {
            let by = if arguments.by == By::Id { trec::By::Id } else { trec::By::Key };
            trec::answer(answer, &arguments.qid, by, &mut out)
        }
    };
    written.and_then(|()| out.flush()).map_err(output)
}

//! `dateline timeline`: counts hits over time.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use dateline::answers::crosstable;
use dateline::answers::timeline::{self, Interval, ShareOf};
use dateline::engine::FacetKind;
use dateline::error::{Error, Result};
use dateline::page::svg;
use dateline::searching::{Counted, Index};

use super::asking::{Asking, typed};
use super::by::{By, CountBy, by, one_interval};
use super::list::Listing;
use super::staged::{Overwriting, Staged};
use super::{Common, End, List, notices};

/// Count hits over time: per day, week, month, quarter or year
///
/// An article counts in the bucket of its local day. Empty buckets are shown. Articles dated only to the month or
/// year, and undated articles, are counted separately: with the buckets, they add up to the total. The share is the
/// percentage of the articles that match the same filters; a bucket without such articles has no share.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline timeline 'salt tax' --since 2023 --until 2024 --interval quarter\n  \
    dateline timeline -e ferry -e 'storm OR flood' --svg storms.svg\n  \
    dateline timeline source:Reuters --interval day --output csv > days.csv\n  \
    dateline timeline 'salt tax' --by source,month --output csv\n  \
    dateline timeline strike --since 2024 --count-by story\n\n\
    Exit status: 0 done, 2 failed or misused.")]
pub struct Arguments {
    /// The query; several words need no quotes around them
    #[arg(value_name = "QUERY", conflicts_with = "queries")]
    query: Vec<String>,
    /// A query to compare (repeat for several)
    #[arg(short = 'e', long = "query", value_name = "QUERY", allow_hyphen_values = true)]
    queries: Vec<String>,
    /// The length of a bucket; auto: the shortest that gives at most 60 buckets [default: month; in text, a
    /// quarter or a year if there are more than 60 months]
    #[arg(long, value_name = "LENGTH", value_parser = buckets())]
    interval: Option<Buckets>,
    /// Count articles of all dates, ignoring --since, --until and --on
    #[arg(long)]
    all_dates: bool,
    /// Count by the values of a field, and optionally per period, as a table: source; source,month
    #[arg(
        long,
        value_name = "LIST",
        value_parser = by,
        conflicts_with_all = ["queries", "per_million", "share_of", "svg"]
    )]
    by: Option<By>,
    /// Count articles, or their stories; a story counts once (with --by, once for each value), on the day of its
    /// earliest article that matches
    #[arg(long, value_name = "WHAT", default_value = "article")]
    count_by: CountBy,
    /// Also count occurrences per million words
    #[arg(long)]
    per_million: bool,
    /// The basis of shares: articles that match the same filters, or the whole archive
    #[arg(long, value_name = "WHAT", default_value = "asked")]
    share_of: Whole,
    /// Also draw the timeline as a picture (SVG)
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// What the picture's vertical axis shows
    #[arg(long, value_name = "MEASURE", default_value = "articles", requires = "svg")]
    axis: Axis,
    /// Overwrite the --svg file if it exists
    #[arg(long, requires = "svg")]
    force: bool,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    list: Listing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Whole {
    Asked,
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Length {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// What the vertical axis of a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Axis {
    /// The number of articles
    Articles,
    /// The percentage of all articles of the period
    Share,
    /// Occurrences per million words
    PerMillion,
}

impl From<Axis> for svg::Measure {
    fn from(axis: Axis) -> svg::Measure {
        match axis {
            Axis::Articles => svg::Measure::Articles,
            Axis::Share => svg::Measure::Share,
            Axis::PerMillion => svg::Measure::PerMillion,
        }
    }
}

impl From<Length> for Interval {
    fn from(length: Length) -> Interval {
        match length {
            Length::Day => Interval::Day,
            Length::Week => Interval::Week,
            Length::Month => Interval::Month,
            Length::Quarter => Interval::Quarter,
            Length::Year => Interval::Year,
        }
    }
}

/// The length of a bucket, or `None` if the dates determine it.
#[derive(Debug, Clone, Copy)]
struct Buckets(Option<Interval>);

/// Returns a parser for the name of a length, or `auto`.
fn buckets() -> impl TypedValueParser<Value = Buckets> {
    let names = Interval::ALL.map(Interval::name).into_iter().chain(["auto"]);
    PossibleValuesParser::new(names)
        .map(|name| Buckets(Interval::ALL.into_iter().find(|interval| interval.name() == name)))
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    arguments.list.check()?;
    let Some(asked) = arguments.asking.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let by = arguments.by.unwrap_or_default();
    // With `auto`, the dates determine the length, but a table always needs a length.
    let is_auto = arguments.interval.is_some_and(|Buckets(length)| length.is_none());
    let given = arguments.interval.and_then(|Buckets(length)| length);
    let one = one_interval(by.interval, given)?;
    if let Some(field) = by.field {
        return table(&index, field, one.unwrap_or(Interval::Month), arguments, common);
    }
    // Programs can rely on months. People do not read hundreds of bars.
    let is_text = arguments.list.format() == List::Text;
    let length = match one {
        Some(interval) => timeline::Length::Exactly(interval),
        None if is_auto => timeline::Length::AtLeast(Interval::Day),
        None if is_text => timeline::Length::AtLeast(Interval::Month),
        None => timeline::Length::Exactly(Interval::Month),
    };
    if let Some(file) = &arguments.svg {
        refuse_other_format(file)?;
    }
    let overwriting = Overwriting::of(arguments.force, &index);
    let staged = arguments.svg.as_deref().map(|file| Staged::file(file, &overwriting));
    let staged = staged.transpose()?;
    let queries = match arguments.queries.is_empty() {
        true => vec![typed(&arguments.query)],
        false => arguments.queries.clone(),
    };
    let question = |query| match arguments.asking.question(query) {
        question if arguments.all_dates => question.of_all_dates(),
        question => question,
    };
    let questions: Vec<_> = queries.into_iter().map(question).collect();
    let per_million = arguments.per_million || arguments.axis == Axis::PerMillion;
    let share_of = match arguments.share_of {
        Whole::Asked => ShareOf::Asked,
        Whole::All => ShareOf::All,
    };
    let counted: Counted = arguments.count_by.into();
    if per_million && counted == Counted::Stories {
        return Err(Error::usage("occurrences per million words cannot be counted by story")
            .hint("leave out --count-by story"));
    }
    let answer = timeline::counting(&index, &questions, length, per_million, share_of, counted)?;
    for series in &answer.series {
        notices(common, &series.notices);
    }
    if is_text
        && length == timeline::Length::AtLeast(Interval::Month)
        && answer.interval != Interval::Month
    {
        let name = answer.interval.name();
        let notice = format!(
            "counted by {name} because the range is longer than {} months; pass --interval month for months",
            timeline::FITTING
        );
        notices(common, &[notice]);
    }
    if let Some(staged) = staged {
        std::fs::write(
            staged.path(),
            svg::picture(&answer, arguments.axis.into(), svg::Size::Wide),
        )
        .map_err(|error| Error::io("writing", staged.path(), error))?;
        staged.appear()?;
    }
    arguments.list.print(&answer, common)?;
    Ok(End::Done)
}

/// Refuses to write a picture to a file whose name is that of another format of pictures or documents.
fn refuse_other_format(file: &Path) -> Result<()> {
    const OTHERS: [&str; 10] =
        ["png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "pdf", "eps"];
    let extension = file.extension().and_then(|it| it.to_str()).unwrap_or_default().to_lowercase();
    match OTHERS.contains(&extension.as_str()) {
        true => Err(Error::usage(format!("--svg writes SVG, not {extension}")).hint(format!(
            "name the file {}; browsers and most programs for pictures convert SVG",
            file.with_extension("svg").display()
        ))),
        false => Ok(()),
    }
}

/// Prints counts by the values of a field and by period.
fn table(
    index: &Index,
    field: FacetKind,
    interval: Interval,
    arguments: &Arguments,
    common: &Common,
) -> Result<End> {
    let question = arguments.asking.question(typed(&arguments.query));
    let table = crosstable::counting(index, &question, field, interval, arguments.count_by.into())?;
    notices(common, &table.notices);
    arguments.list.print(&table, common)?;
    Ok(End::Done)
}

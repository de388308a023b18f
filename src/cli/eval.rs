//! `dateline eval`: runs a test collection and prints its measures.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use chrono::Local;
use clap::ValueEnum;

use dateline::error::Result;
use dateline::evaluation::{self, By as Name, Judgments, Run, compare, files};
use dateline::page::measures::{self, Measured};
use dateline::page::trec;
use dateline::query::Reading;
use dateline::searching::Index;

use super::{Common, End, notices, output};

/// Run a test collection and print MAP, nDCG@10, P@10, P@30, R@1000 and MRR
///
/// A file of topics has one topic per line (a number, a tab and a text), or TREC's format; judgments are in
/// TREC's format. The text of a topic is read as words, any of which may match. A run has up to 1,000 hits
/// per topic. The measures are those of trec_eval.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline eval --topics time.topics.tsv --qrels time.qrels\n  \
    dateline eval --topics t.tsv --qrels t.qrels -v --compare yesterday.run\n  \
    dateline eval --topics t.tsv --output trec > today.run\n  \
    dateline eval --run anyones.run --qrels t.qrels")]
pub struct Arguments {
    /// The file of topics
    #[arg(long, value_name = "FILE", required_unless_present = "run")]
    topics: Option<PathBuf>,
    /// The file of judgments; not needed to write a run
    #[arg(long, value_name = "FILE")]
    qrels: Option<PathBuf>,
    /// Measure this run instead of searching
    #[arg(long, value_name = "FILE", conflicts_with_all = ["topics", "path"])]
    run: Option<PathBuf>,
    /// Compare with this run: topics won and lost, and a paired t-test
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    /// Whether an article needs all words or any of them
    #[arg(long = "match", value_name = "WHICH", default_value = "any")]
    which: super::asking::Which,
    #[command(flatten)]
    expanding: super::expanding::Expanding,
    /// Whether the judgments name articles by id or by key
    #[arg(long, value_name = "WHAT", default_value = "id")]
    by: super::hits::By,
    #[command(flatten)]
    output: super::Output<Formats>,
    #[command(flatten)]
    inside: super::inside::Inside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Formats {
    Text,
    Json,
    Trec,
}

impl super::format::Formats for Formats {
    const JSON: Formats = Formats::Json;
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let mut index = None;
    let by = match arguments.by {
        super::hits::By::Id => Name::Id,
        super::hits::By::Key => Name::Key,
    };
    let run = match (&arguments.run, &arguments.topics) {
        (Some(file), _) => files::run(file)?,
        (None, Some(topics)) => {
            let Some(asked) = arguments.inside.ask(common)? else { return Ok(End::Interrupted) };
            let index = index.insert(asked.open()?);
            let reading = Reading {
                now: Local::now().fixed_offset(),
                any: arguments.which == super::asking::Which::Any,
                strict: false,
                languages: index.engine.languages()?.to_vec(),
            };
            let expand = arguments.expanding.terms()?;
            evaluation::run(index, &files::topics(topics)?, &reading, by, expand)?
        }
        (None, None) => Run::new(),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    if arguments.output.format() == Formats::Trec {
        trec::run(&run, &mut out).and_then(|()| out.flush()).map_err(output)?;
        return Ok(End::Done);
    }
    let Some(qrels) = &arguments.qrels else {
        let hint = "name a file with --qrels FILE, or write a run with --output trec";
        return Err(dateline::error::Error::usage("no judgments to measure with").hint(hint));
    };
    let judgments = files::judgments(qrels)?;
    if let Some(index) = &index {
        let unknown: Vec<String> = unknown(index, &judgments, by)?.into_iter().collect();
        notices(common, &unknown);
    }
    let topics = evaluation::by_topic(&run, &judgments);
    let other = arguments.compare.as_deref().map(files::run).transpose()?;
    let compared =
        other.map(|other| compare::compare(&topics, &evaluation::by_topic(&other, &judgments)));
    let measured = Measured { mean: evaluation::mean(&topics), topics, compared };
    let text = match arguments.output.format() {
        Formats::Json => format!("{}\n", measures::json(&measured)),
        _ => measures::text(&measured, common.verbose),
    };
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(output)?;
    Ok(End::Done)
}

/// Returns a notice if the judgments name articles that the index does not contain.
fn unknown(index: &Index, judgments: &Judgments, by: Name) -> Result<Option<String>> {
    let missing = evaluation::missing(index, judgments, by)?;
    let judged: BTreeSet<&String> = judgments.values().flat_map(|judged| judged.keys()).collect();
    let Some(example) = missing.first() else { return Ok(None) };
    let (what, other) = match by {
        Name::Id => ("ids", "--by key"),
        Name::Key => ("keys", "--by id"),
    };
    let all = missing.len() == judged.len();
    let hint =
        if all { format!("; if the judgments use other names: {other}") } else { String::new() };
    Ok(Some(format!(
        "{} of {} {what} in the judgments are not in the index, such as {example:?}, and count as not found{hint}",
        missing.len(),
        judged.len()
    )))
}

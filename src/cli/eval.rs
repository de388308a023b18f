//! `dateline eval`: runs a test collection and measures.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use chrono::Local;
use clap::ValueEnum;
use serde_json::json;

use dateline::error::Result;
use dateline::evaluation::{self, By as Name, Measures, Run, compare, files};
use dateline::query::Reading;
use dateline::searching::Index;

use super::{Common, End, location, output};

/// Run a test collection: MAP, nDCG@10, P@10, P@30, R@1000, MRR
///
/// Topics are a number, a tab and a text a line, or TREC's; judgments are TREC's. A topic's text is taken
/// as words, of which any will do; a run is 1,000 deep. The numbers are those of trec_eval.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline eval --topics time.topics.tsv --qrels time.qrels\n  \
    dateline eval --topics t.tsv --qrels t.qrels -v --compare yesterday.run\n  \
    dateline eval --topics t.tsv --output trec > today.run\n  \
    dateline eval --run anyones.run --qrels t.qrels")]
pub struct Arguments {
    /// The topics
    #[arg(long, value_name = "FILE", required_unless_present = "run")]
    topics: Option<PathBuf>,
    /// The judgments; not needed to write a run
    #[arg(long, value_name = "FILE")]
    qrels: Option<PathBuf>,
    /// Measure this run instead of searching
    #[arg(long, value_name = "FILE", conflicts_with = "topics")]
    run: Option<PathBuf>,
    /// Compare with this run: topics won and lost, and a paired t-test
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    /// Whether all words have to be there or any
    #[arg(long = "match", value_name = "WHICH", default_value = "any")]
    which: super::search::Which,
    /// What names an article
    #[arg(long, value_name = "WHAT", default_value = "id")]
    by: super::search::By,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "text")]
    output: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
    Trec,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let run = match (&arguments.run, &arguments.topics) {
        (Some(file), _) => files::run(file)?,
        (None, Some(topics)) => {
            let index = Index::open(&location::existing(common)?)?;
            let reading = Reading {
                now: Local::now().fixed_offset(),
                any: arguments.which == super::search::Which::Any,
                strict: false,
                languages: index.reader.languages()?.to_vec(),
            };
            let by = match arguments.by {
                super::search::By::Id => Name::Id,
                super::search::By::Key => Name::Key,
            };
            evaluation::run(&index, &files::topics(topics)?, &reading, by)?
        }
        (None, None) => Run::new(),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    if arguments.output == Form::Trec {
        for (topic, ranking) in &run {
            for (rank, (name, score)) in ranking.iter().enumerate() {
                writeln!(out, "{topic} Q0 {name} {} {score} dateline", rank + 1).map_err(output)?;
            }
        }
        out.flush().map_err(output)?;
        return Ok(End::Done);
    }
    let Some(qrels) = &arguments.qrels else {
        let hint = "name them with --qrels FILE, or write a run with --output trec";
        return Err(dateline::error::Error::usage("measuring: there are no judgments").hint(hint));
    };
    let judgments = files::judgments(qrels)?;
    let topics = evaluation::by_topic(&run, &judgments);
    let mean = evaluation::mean(&topics);
    let other = arguments.compare.as_deref().map(files::run).transpose()?;
    let compared = other.map(|other| {
        let theirs = evaluation::by_topic(&other, &judgments);
        compare::compare(&topics, &theirs)
    });
    let text = match arguments.output {
        Form::Json => {
            let object = |measures: &Measures| {
                measures.each().map(|(name, value)| (name.to_string(), json!(value)))
            };
            let of = |measures: &Measures| {
                object(measures).into_iter().collect::<serde_json::Map<String, _>>()
            };
            let by_topic: serde_json::Map<String, _> =
                topics.iter().map(|(topic, found)| (topic.clone(), json!(of(found)))).collect();
            let compared = compared.map(|found| {
                json!({"wins": found.wins, "losses": found.losses, "ties": found.ties,
                       "difference": found.difference, "p": found.p})
            });
            let answer = json!({"version": 1, "topics": topics.len(), "mean": of(&mean),
                                "by_topic": by_topic, "compared": compared});
            format!("{answer}\n")
        }
        _ => {
            let mut text = String::new();
            for (topic, found) in topics.iter().filter(|_| common.verbose) {
                for (name, value) in found.each() {
                    text.push_str(&format!("{topic} {name} {value:.4}\n"));
                }
            }
            for (name, value) in mean.each() {
                text.push_str(&format!("{name} {value:.4}\n"));
            }
            if let Some(found) = compared {
                let (wins, losses, ties) = (found.wins, found.losses, found.ties);
                text.push_str(&format!(
                    "compared by MAP: {:+.4}, {wins} topics better, {losses} worse, {ties} alike, p = {:.4}\n",
                    found.difference, found.p
                ));
            }
            text
        }
    };
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(output)?;
    Ok(End::Done)
}

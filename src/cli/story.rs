//! `dateline story`: the versions of one story.

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;

use dateline::answers::story::versions;
use dateline::error::Result;
use dateline::page::{report, story as page};
use dateline::searching::keyed;

use super::inside::Inside;
use super::show::article;
use super::{Common, End, Output, output, say, stderr_style, stdout_style};

/// Show the versions of one story: who printed it, when, and with what changes
///
/// A story is its earliest article and those that follow within 7 days with much of its text: copies, cuts,
/// corrections, and rewrites with a new lead. Each version is compared with the earliest one, sentence by sentence.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline story 5f1c9a                    a prefix of the key is enough\n  \
    dateline story 5f1c9a --output jsonl     one version per line\n  \
    dateline search ferry --unique           one hit per story\n\n\
    Exit status: 0 found, 1 no such article, 2 failed or misused.")]
pub struct Arguments {
    #[command(flatten)]
    inside: Inside,
    /// The key of one of its articles, or a prefix of the key
    #[arg(value_name = "KEY")]
    key: String,
    #[command(flatten)]
    output: Output<Formats>,
}

/// The formats of versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Formats {
    Text,
    Json,
    Jsonl,
}

impl super::format::Formats for Formats {
    const JSON: Formats = Formats::Json;
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let Some(asked) = arguments.inside.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let Some(found) = article(&index, &arguments.key, common)? else {
        let text = keyed::missing(&index, &arguments.key)?;
        say(common, &format!("{}\n", report::notice(&text, stderr_style(common))));
        return Ok(End::Nothing);
    };
    let versions = versions(&index, &found)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match arguments.output.format() {
        Formats::Text => page::text(&versions, stdout_style(common), &mut out),
        Formats::Json => page::json(&versions)
            .map_err(io::Error::from)
            .and_then(|versions| writeln!(out, "{versions}")),
        Formats::Jsonl => versions
            .versions
            .iter()
            .try_for_each(|version| writeln!(out, "{}", page::version(version)?)),
    };
    written.and_then(|()| out.flush()).map_err(output)?;
    Ok(End::Done)
}

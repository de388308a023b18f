//! `dateline show`: one whole article.

use std::io::{self, BufWriter, Write};

use dateline::error::Result;
use dateline::page::{json, report, text};
use dateline::searching::Index;

use super::{Common, End, Form, location, output, say, stderr_style, stdout_style};

/// Show one whole article: its headers, where each came from, and its text
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline show 5f1c9a            any beginning of a key that is no other's\n  \
    dateline show 5f1c9a --output json\n\n\
    Exit status: 0 found, 1 no such article, 2 failed or misused.")]
pub struct Arguments {
    /// The article's key, or the beginning of it
    #[arg(value_name = "KEY")]
    key: String,
    /// The form of the article
    #[arg(long, value_name = "FORM", default_value = "text")]
    output: Form,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<End> {
    let index = Index::open(&location::existing(common)?)?;
    let Some(found) = index.article(&arguments.key)? else {
        let text = format!("no article has the key {:?}", arguments.key);
        say(common, &format!("{}\n", report::notice(&text, stderr_style(common))));
        return Ok(End::Nothing);
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match arguments.output {
        Form::Text => text::article(&found, stdout_style(common), &mut out),
        Form::Json => json::article(&found)
            .map_err(io::Error::from)
            .and_then(|article| writeln!(out, "{article}")),
    };
    written.and_then(|()| out.flush()).map_err(output)?;
    Ok(End::Done)
}

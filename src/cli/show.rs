//! `dateline show`: whole articles.

use std::io::{self, BufWriter, Write};

use dateline::error::Result;
use dateline::page::{json, report, text};
use dateline::query::tree::{Filter, FilterField, Tree};
use dateline::searching::Index;

use super::inside::Inside;
use super::{Common, End, Form, Output, output, say, stderr_style, stdout_style};

/// Show whole articles: headers, where each came from, and text
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline show 5f1c9a                  a prefix is enough if no other key has it\n  \
    dateline show 5f1c9a 04be77 --json    one object per line\n\n\
    Exit status: 0 all found, 1 no such article, 2 failed or misused.")]
pub struct Arguments {
    #[command(flatten)]
    inside: Inside,
    /// The keys of the articles, or prefixes of them
    #[arg(value_name = "KEY", required = true)]
    keys: Vec<String>,
    #[command(flatten)]
    output: Output<Form>,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<End> {
    let Some(asked) = arguments.inside.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut end = End::Done;
    for (number, key) in arguments.keys.iter().enumerate() {
        let Some(found) = index.article(key)? else {
            let text = missing(&index, key)?;
            say(common, &format!("{}\n", report::notice(&text, stderr_style(common))));
            end = End::Nothing;
            continue;
        };
        let written = match arguments.output.format() {
            Form::Text => {
                let between = if number > 0 { writeln!(out) } else { Ok(()) };
                between.and_then(|()| text::article(&found, stdout_style(common), &mut out))
            }
            Form::Json => json::article(&found)
                .map_err(io::Error::from)
                .and_then(|article| writeln!(out, "{article}")),
        };
        written.map_err(output)?;
    }
    out.flush().map_err(output)?;
    Ok(end)
}

/// Returns what to say about a key that no article has. It may be an id.
fn missing(index: &Index, key: &str) -> Result<String> {
    let field = FilterField::Id;
    let id = Tree::Filter(Filter { field, value: key.to_string(), wild: false });
    Ok(match index.count(&id)? {
        0 => format!("no article has the key {key:?}"),
        count => format!(
            "no article has the key {key:?}, but {} with the id {key:?}: dateline search id:{key}",
            if count == 1 {
                "there is 1 article".into()
            } else {
                format!("there are {count} articles")
            },
        ),
    })
}

//! `dateline show`: shows whole articles.

use std::io::{self, BufWriter, Write};

use chrono::Local;

use dateline::error::Result;
use dateline::page::{article as page, json};
use dateline::searching::{Found, Highlighter, Index, keyed};

use super::asking::Written;
use super::fields::JsonFields;
use super::inside::Inside;
use super::{Common, End, Form, Output, notices, output, stdout_style};

/// Show whole articles: headers, where each came from, and text
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline show 5f1c9a                  a prefix is enough if it is unique\n  \
    dateline show 5f1c9a 04be77 --json    one object per line\n  \
    dateline show 5f1c9a --highlight 'salt w/5 tax'\n\n\
    Exit status: 0 all found, 1 no such article, 2 failed or misused.")]
pub struct Arguments {
    #[command(flatten)]
    inside: Inside,
    /// The keys of the articles, as hits show them after the id; a unique prefix is enough
    #[arg(value_name = "KEY", required = true)]
    keys: Vec<String>,
    /// Highlight what matches this query
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    highlight: Option<String>,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    output: Output<Form>,
    #[command(flatten)]
    fields: JsonFields,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<End> {
    let Some(asked) = arguments.inside.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let format = arguments.output.format();
    let mut known = json::ARTICLE_FIELDS.to_vec();
    known.extend(arguments.highlight.as_ref().map(|_| "body_parts"));
    let fields = arguments.fields.among(&known, format == Form::Json)?;
    let question = |query| arguments.written.question(query, Local::now().fixed_offset());
    let highlighter = arguments.highlight.clone().map(|it| Highlighter::new(&index, &question(it)));
    let mut highlighter = highlighter.transpose()?;
    if let Some(highlighter) = &highlighter {
        notices(common, highlighter.notices());
    }
    let mut end = End::Done;
    for (number, key) in arguments.keys.iter().enumerate() {
        let Some(found) = article(&index, key, common)? else {
            let text = keyed::missing(&index, key)?;
            notices(common, &[text]);
            end = End::Nothing;
            continue;
        };
        let parts = highlighter.as_mut().map(|highlighter| highlighter.highlight(&found.article));
        if let Some(None) = parts {
            notices(common, &[format!("{key} does not match the query of --highlight")]);
        }
        let parts = parts.flatten();
        let written = match format {
            Form::Text => {
                let between = if number > 0 { writeln!(out) } else { Ok(()) };
                let style = stdout_style(common);
                between.and_then(|()| page::text(&found, parts.as_ref(), style, &mut out))
            }
            Form::Json => {
                let article = match &parts {
                    Some(parts) => json::highlighted(&found, parts),
                    None => json::article(&found),
                };
                article.map_err(io::Error::from).and_then(|article| match &fields {
                    Some(fields) => writeln!(out, "{}", json::chosen(&article, fields)),
                    None => writeln!(out, "{article}"),
                })
            }
        };
        written.map_err(output)?;
    }
    out.flush().map_err(output)?;
    Ok(end)
}

/// Finds an article by its key or a prefix of it, and reports if what was typed is also the id of another article.
pub fn article(index: &Index, key: &str, common: &Common) -> Result<Option<Found>> {
    let found = keyed::article(index, key)?;
    if let Some(found) = &found {
        notices(common, keyed::other_with_id(index, key, found)?.as_slice());
    }
    Ok(found)
}

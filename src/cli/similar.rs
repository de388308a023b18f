//! `dateline similar`: articles about the same thing as an article or a text.

use std::io::{self, Read, Write};

use dateline::error::{Error, Result};
use dateline::page::{report, similar as page};
use dateline::searching::{AskSimilar, Found, Like, Side, keyed, similar};

use super::asking::Asking;
use super::hits::HitOutput;
use super::show::article;
use super::{Common, End, notices, say, stderr_style};

/// Find articles about the same thing as an article
///
/// Articles are compared by the 50 words that distinguish the article most. The article and its near duplicates are
/// left out; of several near-duplicate hits, one is shown.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline similar 5f1c9a                     a prefix of the key is enough\n  \
    dateline similar 5f1c9a --before            what was written earlier\n  \
    dateline similar 5f1c9a --after -n 20       what was written later\n  \
    dateline similar - --since 2025 < note.txt  similar to a text\n\n\
    Exit status: 0 found, 1 nothing found, 2 failed or misused.")]
pub struct Arguments {
    /// The key of the article, or a prefix of it; -: a text on standard input
    #[arg(value_name = "KEY")]
    key: String,
    /// Only articles of earlier days
    #[arg(long, conflicts_with = "after")]
    before: bool,
    /// Only articles of later days
    #[arg(long)]
    after: bool,
    #[command(flatten)]
    asking: Asking,
    /// The maximum number of hits
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Skip the first N hits
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Snippets per hit
    #[arg(long, value_name = "N", default_value_t = 1)]
    snippets: usize,
    #[command(flatten)]
    output: HitOutput,
}

/// The maximum length, in bytes, of a text on standard input. An article is rarely longer than 100 kB.
const LONGEST: u64 = 16 << 20;

pub fn run(arguments: Arguments, common: &Common) -> Result<End> {
    let Some(asked) = arguments.asking.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let (found, typed): (Found, String);
    let like = if arguments.key == "-" {
        typed = standard_input()?;
        Like::Text(&typed)
    } else {
        found = match article(&index, &arguments.key, common)? {
            Some(found) => found,
            None => {
                let text = keyed::missing(&index, &arguments.key)?;
                say(common, &format!("{}\n", report::notice(&text, stderr_style(common))));
                return Ok(End::Nothing);
            }
        };
        Like::Article(&found)
    };
    let side = match (arguments.before, arguments.after) {
        (true, _) => Some(Side::Before),
        (_, true) => Some(Side::After),
        _ => None,
    };
    let mut ask = AskSimilar::of(like, arguments.asking.question(String::new()), arguments.limit);
    ask.side = side;
    ask.offset = arguments.offset;
    ask.snippets = arguments.snippets;
    let answer = similar(&index, &ask)?;
    notices(common, &answer.notices);
    let text = |style, out: &mut dyn Write| page::text(&answer, style, out);
    arguments.output.write(common, &answer.hits, text, || page::json(&answer))?;
    let nothing = answer.hits.is_empty() && arguments.limit > 0 && arguments.offset == 0;
    Ok(if nothing { End::Nothing } else { End::Done })
}

/// Reads the text to compare with.
fn standard_input() -> Result<String> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::output("reading standard input", error))?;
    if bytes.len() as u64 > LONGEST {
        return Err(Error::usage(format!("the text is longer than {} MB", LONGEST >> 20))
            .hint("compare with a part of it"));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

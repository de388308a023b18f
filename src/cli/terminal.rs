//! The output streams: their styles (colors and width), and printing on them.

use std::io::{self, IsTerminal, Write};

use dateline::error::{Error, Result, harmless};
use dateline::page::report;
use dateline::page::style::Style;

use super::{Colour, Common, located};

/// Returns the style of standard output.
pub fn stdout_style(common: &Common) -> Style {
    style(common, io::stdout().is_terminal(), terminal_size::terminal_size_of(io::stdout()))
}

/// Returns the style of standard error.
pub fn stderr_style(common: &Common) -> Style {
    style(common, io::stderr().is_terminal(), terminal_size::terminal_size_of(io::stderr()))
}

/// The minimum width of a page, in columns. A narrower terminal wraps the lines itself.
const NARROWEST: usize = 20;

fn style(
    common: &Common,
    terminal: bool,
    size: Option<(terminal_size::Width, terminal_size::Height)>,
) -> Style {
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    // See <https://no-color.org>: the variable must be set and not empty. It concerns only color.
    let refused = dumb || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = match common.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => terminal && !refused,
    };
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = size.map(|(width, _)| usize::from(width.0)).filter(|_| terminal).or(columns);
    let width = width.unwrap_or(Style::PLAIN.width).max(NARROWEST);
    Style { colour, width, terminal, links: terminal && !dumb }
}

/// The reason why a failure to write a message is not an error.
pub const NOBODY_LISTENS: &str = "there is nowhere else to report it";

/// Converts a failure to write to standard output to an error.
pub fn output(error: io::Error) -> Error {
    Error::output("writing to standard output", error)
}

/// Prints one line on standard output.
pub fn line(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    // In one write: a program that has read the first of several lines may close the pipe.
    out.write_all(format!("{text}\n").as_bytes()).and_then(|()| out.flush()).map_err(output)
}

/// Prints a text on standard error, unless `--quiet` was given.
pub fn say(common: &Common, text: &str) {
    if !common.quiet {
        harmless(write!(io::stderr(), "{text}"), NOBODY_LISTENS);
    }
}

/// Prints notices on standard error.
pub fn notices(common: &Common, notices: &[String]) {
    for notice in notices {
        let notice = located::with_index(notice, common);
        say(common, &format!("{}\n", report::notice(&notice, stderr_style(common))));
    }
}

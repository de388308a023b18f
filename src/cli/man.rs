//! `dateline man`: manual pages, one per command.
//!
//! `clap_mangen` renders names, options and lists of commands. This module renders the synopsis, which shows the values
//! of flags, the description, which may contain a table, and the examples.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Arg, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use dateline::error::{Error, Result};

use super::{End, query_help};

/// Write manual pages to a folder
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline man /usr/local/share/man/man1\n  \
    dateline man . && man ./dateline-search.1")]
pub struct Arguments {
    /// The folder; created if it is missing
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes the manual pages of the program and of each of its commands.
pub fn run(arguments: &Arguments, program: Command) -> Result<End> {
    let folder = &arguments.folder;
    std::fs::create_dir_all(folder).map_err(|error| Error::io("creating", folder, error))?;
    // Pages for `help COMMAND` would repeat the others.
    let mut root = program.disable_help_subcommand(true).mut_subcommand("search", |search| {
        search.long_about(query_help::description(query_help::MANUAL))
    });
    root.build();
    let commands = root.get_subcommands();
    let commands = commands.flat_map(|each| std::iter::once(each).chain(each.get_subcommands()));
    for each in std::iter::once(&root).chain(commands) {
        if each.is_hide_set() {
            continue;
        }
        let man = Man::new(each.clone());
        let path = folder.join(man.get_filename());
        let written = page(&man, each).and_then(|text| std::fs::write(&path, text));
        written.map_err(|error| Error::io("writing", &path, error))?;
    }
    Ok(End::Done)
}

/// Renders the page of a command.
fn page(man: &Man, command: &Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    let mut roff = Roff::default();
    synopsis(&mut roff, command);
    roff.control("SH", ["DESCRIPTION"]);
    let about = command.get_long_about().or_else(|| command.get_about());
    prose(&mut roff, &about.map(ToString::to_string).unwrap_or_default());
    roff.to_writer(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    let after = command.get_after_long_help().or_else(|| command.get_after_help());
    let mut roff = Roff::default();
    after_help(&mut roff, &after.map(ToString::to_string).unwrap_or_default());
    roff.to_writer(&mut page)?;
    page.flush()?;
    Ok(page)
}

/// Writes the flags with their values, and the arguments: `dateline search [-n N] [--source NAME]... [QUERY]...`.
fn synopsis(roff: &mut Roff, command: &Command) {
    roff.control("SH", ["SYNOPSIS"]);
    // Do not hyphenate flags, and do not justify lines.
    roff.control("nh", []);
    roff.control("ad", ["l"]);
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    let mut line = vec![bold(name)];
    let shown = |arg: &&Arg| !arg.is_hide_set();
    let (positional, mut flags): (Vec<&Arg>, Vec<&Arg>) =
        command.get_arguments().filter(shown).partition(|arg| arg.is_positional());
    // A flag that was given an alias comes last in clap's list.
    let place = |name| flags.iter().position(|flag| flag.get_long() == Some(name));
    if let (Some(since), Some(until)) = (place("since"), place("until"))
        && until > since
    {
        flags[since + 1..=until].rotate_right(1);
    }
    for arg in flags.into_iter().chain(positional) {
        line.push(roman(" "));
        line.extend(usage(arg));
    }
    if command.has_subcommands() {
        line.extend([roman(" "), italic("COMMAND"), roman(" [...]")]);
    }
    roff.text(line);
    roff.control("ad", []);
    roff.control("hy", []);
}

/// Returns a flag or an argument as the synopsis shows it.
fn usage(arg: &Arg) -> Vec<Inline> {
    let mut line = Vec::new();
    let optional = !arg.is_required_set();
    line.extend(optional.then(|| roman("[")));
    match (arg.get_short(), arg.get_long()) {
        (Some(short), _) => line.push(bold(format!("-{short}"))),
        (None, Some(long)) => line.push(bold(format!("--{long}"))),
        (None, None) => {}
    }
    if arg.is_positional() || arg.get_action().takes_values() {
        // No line ends between a flag and its value.
        line.extend((!arg.is_positional()).then(|| roman("\u{a0}")));
        let names: Vec<&str> =
            arg.get_value_names().into_iter().flatten().map(|name| name.as_str()).collect();
        line.push(italic(names.join(" ")));
    }
    line.extend(optional.then(|| roman("]")));
    let many =
        matches!(arg.get_action(), clap::ArgAction::Append) && arg.get_value_delimiter().is_none();
    line.extend(many.then(|| roman("...")));
    line
}

/// Writes paragraphs. Indented lines are part of a table and keep their line breaks.
fn prose(roff: &mut Roff, text: &str) {
    let mut in_table = false;
    for line in text.lines() {
        let is_table = line.starts_with("  ");
        if is_table != in_table {
            roff.control(if is_table { "nf" } else { "fi" }, []);
            in_table = is_table;
        }
        match line.trim().is_empty() {
            true => roff.control("PP", []),
            false => roff.text([roman(line)]),
        };
    }
    if in_table {
        roff.control("fi", []);
    }
}

/// Writes the end of the help text as sections: examples, exit status and notes.
fn after_help(roff: &mut Roff, text: &str) {
    let (mut examples, mut rest) = (false, Vec::new());
    for line in text.lines() {
        if line == "Examples:" {
            roff.control("SH", ["EXAMPLES"]);
            roff.control("nf", []);
            examples = true;
        } else if examples && line.starts_with(' ') {
            roff.text([roman(line.trim_start())]);
        } else if let Some(status) = line.strip_prefix("Exit status: ") {
            rest.push(("EXIT STATUS", status));
        } else if !line.is_empty() {
            rest.push(("NOTES", line));
        }
    }
    if examples {
        roff.control("fi", []);
    }
    for (heading, line) in rest {
        roff.control("SH", [heading]);
        roff.text([roman(line)]);
    }
}

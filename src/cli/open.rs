//! `dateline open`: opens the original file of an article in the system's default program.

use std::path::PathBuf;

use dateline::catalogue::Place;
use dateline::error::{Error, Kind, Result};
use dateline::indexing::is_of_values;
use dateline::page::original;
use dateline::searching::{Found, keyed};

use super::inside::Inside;
use super::show::article;
use super::{Common, End, line, notices};

/// Open the original file of an article in the system's default program
///
/// Opens the first place of the article that still exists. An article in an archive file such as a zip has no file of
/// its own; dateline show prints its text.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline open 5f1c9a            a prefix is enough if it is unique\n  \
    less \"$(dateline open 5f1c9a --print)\"\n\n\
    Exit status: 0 opened, 1 no such article, 2 failed or misused.")]
pub struct Arguments {
    #[command(flatten)]
    inside: Inside,
    /// The key of the article, or a prefix of it
    #[arg(value_name = "KEY")]
    key: String,
    /// Print the path instead of opening the file
    #[arg(long)]
    print: bool,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let Some(asked) = arguments.inside.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let key = &arguments.key;
    let Some(found) = article(&index, key, common)? else {
        notices(common, &[keyed::missing(&index, key)?]);
        return Ok(End::Nothing);
    };
    let (place, file) = existing(&found, key)?;
    if arguments.print {
        line(&file.display().to_string())?;
        return Ok(End::Done);
    }
    if place.line > 1 {
        notices(common, &[format!("the article begins on line {} of the file", place.line)]);
    }
    open::that_detached(&file).map_err(|error| {
        // The text of such an error shows how a library represents the status of a process.
        let failed = match error.kind() {
            std::io::ErrorKind::Other => Error::io("opening", &file, "no program could open it"),
            _ => Error::io("opening", &file, error),
        };
        failed.hint(format!("print the path instead: dateline open {key} --print"))
    })?;
    Ok(End::Done)
}

/// Returns the first place of an article whose file exists, and the file.
fn existing<'f>(found: &'f Found, key: &str) -> Result<(&'f Place, PathBuf)> {
    let show = format!("read its text: dateline show {key}");
    if found.places.iter().all(|place| is_of_values(&place.root)) && !found.places.is_empty() {
        let message = "the article has no file; it was passed on standard input or by a program";
        return Err(Error::new(Kind::Io, message).hint(show));
    }
    let (mut there, mut failure): (Vec<(&Place, PathBuf)>, _) = (Vec::new(), None);
    for place in found.places.iter().filter(|place| !is_of_values(&place.root)) {
        let file = original::file(place);
        match file.try_exists() {
            Ok(true) => there.push((place, file)),
            Ok(false) => {}
            Err(error) => failure = Some(Error::io("opening", &file, error).hint(show.clone())),
        }
    }
    if let (true, Some(failure)) = (there.is_empty(), failure) {
        return Err(failure);
    }
    let own = there.iter().position(|(place, _)| original::member(place).is_none());
    match (own, there.first(), found.places.first()) {
        (Some(own), _, _) => Ok(there[own].clone()),
        (None, Some((place, file)), _) => {
            let member = original::member(place).unwrap_or_default();
            let cause = format!("the article is inside it, in {member}");
            Err(Error::io("opening", file, cause)
                .hint(format!("unpack it and open the member, or {show}")))
        }
        (None, None, Some(place)) => {
            Err(Error::io("opening", &original::file(place), "the file no longer exists")
                .hint(show))
        }
        (None, None, None) => {
            Err(Error::new(Kind::Io, "the article has no place in the catalogue").hint(show))
        }
    }
}

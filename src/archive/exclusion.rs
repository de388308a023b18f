//! Which files a walk leaves out: the patterns of `--exclude`, and those of `.datelineignore` files. Both have the
//! syntax of `.gitignore`.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The name of a file whose patterns apply to its folder and all folders below it.
pub const FILE: &str = ".datelineignore";

/// The maximum length of such a file, in bytes. The file is part of an archive, so its content is arbitrary.
const LONGEST: u64 = 64 << 10;

/// The patterns for a root, and for folders in it that have separate options.
#[derive(Debug, Clone, Default)]
pub struct Exclusion {
    folders: Vec<Gitignore>,
}

impl Exclusion {
    /// Reads the patterns of several folders.
    ///
    /// # Errors
    ///
    /// Returns an error that names the pattern if one of them is not valid.
    pub fn new<'p>(
        folders: impl IntoIterator<Item = (PathBuf, &'p [String])>,
    ) -> Result<Exclusion, String> {
        let parsed = folders.into_iter().map(|(folder, patterns)| {
            let lines = patterns.iter().map(String::as_str);
            parse(&folder, lines)
        });
        Ok(Exclusion { folders: parsed.collect::<Result<_, String>>()? })
    }

    /// Returns how the patterns of the innermost folder around a path match it.
    fn matched(&self, path: &Path, is_folder: bool) -> Match<()> {
        let around = self.folders.iter().filter(|folder| path.starts_with(folder.path()));
        let innermost = around.max_by_key(|folder| folder.path().components().count());
        let found = innermost.map(|folder| folder.matched(path, is_folder).map(drop));
        found.unwrap_or(Match::None)
    }
}

/// Parses the patterns of a folder.
///
/// # Errors
///
/// Returns an error that names the pattern if one of them is not valid.
pub fn parse<'l>(
    folder: &Path,
    lines: impl IntoIterator<Item = &'l str>,
) -> Result<Gitignore, String> {
    let mut builder = GitignoreBuilder::new(folder);
    for line in lines {
        builder.add_line(None, line).map_err(|error| match error {
            ignore::Error::Glob { err, .. } => format!("{line:?}: {err}"),
            other => format!("{line:?}: {other}"),
        })?;
    }
    builder.build().map_err(|error| error.to_string())
}

/// The patterns that apply at the current position of a walk.
pub struct Layers<'a> {
    given: &'a Exclusion,
    /// The patterns in files in the folders above the start of the walk.
    above: Vec<Gitignore>,
    /// The patterns in files in the open folders, with the depth of each folder.
    open: Vec<(usize, Gitignore)>,
}

impl<'a> Layers<'a> {
    /// Returns the patterns at the start of a walk below a root.
    ///
    /// # Errors
    ///
    /// Returns an error if a file with patterns above the start cannot be read.
    pub fn at(given: &'a Exclusion, root: &Path, from: &Path) -> Result<Layers<'a>, String> {
        let between = from.ancestors().skip(1).take_while(|folder| folder.starts_with(root));
        let above = between.map(read).filter_map(Result::transpose).collect::<Result<_, _>>()?;
        Ok(Layers { given, above, open: Vec::new() })
    }

    /// Enters a folder at a depth. Its file with patterns applies to everything that is visited in it.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read, or if a line of it is not a valid pattern.
    pub fn enter(&mut self, folder: &Path, depth: usize) -> Result<(), String> {
        self.leave(depth);
        self.open.extend(read(folder)?.map(|patterns| (depth, patterns)));
        Ok(())
    }

    /// Leaves the folders at this depth or deeper.
    pub fn leave(&mut self, depth: usize) {
        self.open.retain(|(open, _)| *open < depth);
    }

    /// Returns whether a file or folder is excluded. The innermost file with a matching pattern decides.
    pub fn exclude(&self, path: &Path, is_folder: bool) -> bool {
        let innermost_first = self.open.iter().rev().map(|(_, patterns)| patterns);
        for patterns in innermost_first.chain(&self.above) {
            match patterns.matched(path, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        self.given.matched(path, is_folder).is_ignore()
    }
}

/// Reads the file with patterns in a folder, if there is one.
fn read(folder: &Path) -> Result<Option<Gitignore>, String> {
    let path = folder.join(FILE);
    // A FIFO would block, and a link may lead anywhere.
    match fs::symlink_metadata(&path) {
        Ok(about) if about.is_file() => {}
        Ok(_) => return Err(format!("{FILE} is not a regular file")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        // The root is a file, or the folder cannot be entered, which the walk reports.
        Err(_) if !folder.is_dir() => return Ok(None),
        Err(error) => return Err(format!("{FILE}: {error}")),
    }
    let mut text = String::new();
    let file = fs::File::open(&path).map_err(|error| format!("{FILE}: {error}"))?;
    let mut start = file.take(LONGEST + 1);
    start.read_to_string(&mut text).map_err(|error| format!("{FILE}: {error}"))?;
    if text.len() as u64 > LONGEST {
        return Err(format!("{FILE} is longer than {} kB", LONGEST >> 10));
    }
    let lines = text.trim_start_matches('\u{feff}').lines();
    parse(folder, lines).map(Some).map_err(|problem| format!("{FILE}: {problem}"))
}

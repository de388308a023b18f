//! `dateline export` and `dateline replay`: write every hit as a whole article, and repeat an export.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use dateline::answers::explain;
use dateline::answers::export::{self, Export, Exported, Manifest, Recorder, Row, Sink};
use dateline::error::{Error, Result};
use dateline::page::rows::Format;
use dateline::page::{json, report};
use dateline::searching::Index;

use super::asking::{Asking, typed};
use super::fields::{Excel, Fields};
use super::inside::Inside;
use super::progress::Rows;
use super::staged::{Overwriting, Staged};
use super::{Common, End, Output, notices, output, say};

/// Export every matching article in full
///
/// Writes to standard output, or with --to to a file that appears when it is complete. A manifest next to the
/// file records the query as it was read, the commit of the index, counts, and a checksum of every row. dateline
/// replay MANIFEST repeats the export and reports what is different. The formats text and wire write a folder
/// with one file per article. The wire form cannot store a language, or a source that the text does not credit.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline export 'salt tax' --to salt.jsonl\n  \
    dateline export source:Reuters --since 2024 --to reuters.csv\n  \
    dateline export '\"peace talks\"' -o bibtex > talks.bib\n  \
    dateline export lang:en -o wire --to english/\n  \
    dateline replay salt.jsonl.manifest.json\n\n\
    Exit status: 0 found, 1 nothing found, 2 failed or misused.")]
pub struct Arguments {
    /// The query; several words need no quotes around them
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// The output format [default: by the extension of --to, else jsonl]
    #[arg(short, long, value_name = "FORMAT")]
    output: Option<Named>,
    /// Print one JSON array, like --output json
    #[arg(long, conflicts_with = "output")]
    json: bool,
    #[command(flatten)]
    excel: Excel,
    #[command(flatten)]
    fields: Fields,
    /// The maximum number of articles [default: all]
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
    /// The order of articles
    #[arg(long, value_name = "ORDER", default_value = "newest")]
    sort: Order,
    /// The file or folder to write; .jsonl, .json, .csv, .bib and .csl.json choose the format. CSV files begin
    /// with a byte-order mark
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Overwrite the file and its manifest if they exist
    #[arg(long, requires = "to")]
    force: bool,
    #[command(flatten)]
    asking: Asking,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    Newest,
    Oldest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Named {
    Jsonl,
    Json,
    Csv,
    Bibtex,
    Csl,
    Text,
    Wire,
}

impl Named {
    fn format(self) -> Format {
        match self {
            Named::Jsonl => Format::Jsonl,
            Named::Json => Format::Json,
            Named::Csv => Format::Csv,
            Named::Bibtex => Format::Bibtex,
            Named::Csl => Format::Csl,
            Named::Text => Format::Text,
            Named::Wire => Format::Wire,
        }
    }

    fn by_name(path: &Path) -> Option<Named> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        if name.ends_with(".csl.json") {
            return Some(Named::Csl);
        }
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Named::Csv),
            "bib" => Some(Named::Bibtex),
            "csl" => Some(Named::Csl),
            "json" => Some(Named::Json),
            "jsonl" | "ndjson" => Some(Named::Jsonl),
            _ => None,
        }
    }
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    if arguments.to.as_deref() == Some(Path::new("-")) {
        return Err(Error::usage("cannot export to -").hint("leave out --to for standard output"));
    }
    let format = format(arguments)?;
    let fields = arguments.fields.among(&json::ARTICLE_FIELDS, format.has_fields())?;
    if format.is_folder() && arguments.to.is_none() {
        return Err(Error::usage("this format writes one file per article and needs a folder")
            .hint("name a new folder: --to FOLDER"));
    }
    let Some(asked) = arguments.asking.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let question = arguments.asking.question(typed(&arguments.query));
    let mut export = Export::of(question, &format);
    export.oldest_first = arguments.sort == Order::Oldest;
    export.fields = fields;
    export.limit = arguments.limit;
    let done = match &arguments.to {
        None => {
            let out = BufWriter::new(io::stdout().lock());
            let mut sink = Recorder::new(&format, out, |_, _| {});
            sink.begin(export.fields.as_deref())?;
            let done = export::export(&index, &export, &mut sink)?;
            sink.finish(&index, &export, &done)?;
            done
        }
        Some(to) => {
            let overwriting = Overwriting::of(arguments.force, &index);
            let (done, manifest) = write(&index, &export, format, to, &overwriting, common)?;
            let text = report::exported(to, done.rows, manifest.bytes);
            say(common, &format!("{text}\n"));
            done
        }
    };
    notices(common, &done.notices);
    let nothing = done.rows == 0 && arguments.limit != Some(0);
    if nothing {
        notices(common, &explain::why_nothing(&index, &export.question)?);
    }
    Ok(if nothing { End::Nothing } else { End::Done })
}

/// Returns the format of an export: the one named with a flag, or else the one for the file's extension.
fn format(arguments: &Arguments) -> Result<Format> {
    let of_name = arguments.to.as_deref().filter(|to| to.extension().is_some());
    let named = match (arguments.output, of_name) {
        (None, _) if arguments.json => Named::Json,
        (Some(named), _) => named,
        (None, None) => Named::Jsonl,
        (None, Some(to)) => Named::by_name(to).ok_or_else(|| {
            let extension = to.extension().unwrap_or_default().display();
            Error::usage(format!("no export format has the extension .{extension}"))
                .hint("use .jsonl, .json, .csv, .bib or .csl.json, or name a format: --output csv")
        })?,
    };
    let excel = arguments.excel.wanted(named == Named::Csv)? || arguments.to.is_some();
    Ok(if excel { named.format().for_excel() } else { named.format() })
}

/// Writes an export and its manifest, which appear when they are complete.
fn write(
    index: &Index,
    export: &Export,
    format: Format,
    to: &Path,
    overwriting: &Overwriting,
    common: &Common,
) -> Result<(Exported, Manifest)> {
    let progress = Rows::new(common);
    let watch = |rows, of| progress.draw(rows, of);
    // Both paths are checked before either is written.
    if format.is_folder() {
        let staged = Staged::folder(to)?;
        let beside = Staged::file(&beside(to), overwriting)?;
        let recorder = Recorder::new(export.form, io::sink(), watch);
        let path = staged.path().to_path_buf();
        let mut folder = Folder { recorder, folder: &path, names: HashSet::new() };
        let done = export::export(index, export, &mut folder)?;
        let (_, manifest) = folder.recorder.finish(index, export, &done)?;
        staged.appear()?;
        save(&manifest, beside)?;
        return Ok((done, manifest));
    }
    let staged = Staged::file(to, overwriting)?;
    let beside = Staged::file(&beside(to), overwriting)?;
    let file =
        File::create(staged.path()).map_err(|error| Error::io("writing", staged.path(), error))?;
    let mut recorder = Recorder::new(export.form, BufWriter::with_capacity(1 << 20, file), watch);
    recorder.begin(export.fields.as_deref())?;
    let done = export::export(index, export, &mut recorder)?;
    let (_, manifest) = recorder.finish(index, export, &done)?;
    staged.appear()?;
    save(&manifest, beside)?;
    Ok((done, manifest))
}

/// A sink that writes each row to a separate file in a folder.
struct Folder<'a, W: Write> {
    recorder: Recorder<'a, W>,
    folder: &'a Path,
    names: HashSet<String>,
}

impl<W: Write> Sink for Folder<'_, W> {
    fn announced(&mut self, rows: u64) {
        self.recorder.announced(rows);
    }

    fn row(&mut self, row: Row) -> Result<bool> {
        // Keys supplied by articles may contain any characters.
        let safe = |c: char| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '-' };
        let key: String = row.key.chars().take(64).map(safe).collect();
        let stem = format!("{}_{key}", row.day.as_deref().unwrap_or("undated"));
        let mut name = format!("{stem}.txt");
        let mut number = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{stem}-{number}.txt");
            number += 1;
        }
        let path = self.folder.join(name);
        fs::write(&path, &row.bytes).map_err(|error| Error::io("writing", &path, error))?;
        self.recorder.row(row)
    }
}

/// Returns the path of the manifest of an export.
fn beside(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_os_string();
    name.push(".manifest.json");
    to.with_file_name(name)
}

fn save(manifest: &Manifest, staged: Staged) -> Result<()> {
    let failed = |error: io::Error| Error::io("writing", staged.path(), error);
    let file = File::create(staged.path()).map_err(failed)?;
    let mut out = BufWriter::new(file);
    serde_json::to_writer(&mut out, manifest).map_err(|error| failed(error.into()))?;
    out.write_all(b"\n").and_then(|()| out.flush()).map_err(failed)?;
    drop(out);
    staged.appear()
}

/// Repeat an export from its manifest and report what is different
///
/// The same commit of the index gives the same bytes. From a later commit, the report lists what was added,
/// removed and changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline replay salt.jsonl.manifest.json\n  \
    dateline replay salt.jsonl.manifest.json --to again.jsonl\n\n\
    Exit status: 0 no difference, 1 differences, 2 failed or misused.")]
pub struct Replay {
    /// The manifest
    #[arg(value_name = "MANIFEST")]
    manifest: PathBuf,
    /// Write the export again, to this file or folder
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Overwrite the file and its manifest if they exist
    #[arg(long, requires = "to")]
    force: bool,
    #[command(flatten)]
    output: Output<super::Form>,
    #[command(flatten)]
    inside: Inside,
}

pub fn replay(arguments: &Replay, common: &Common) -> Result<End> {
    let bytes = fs::read(&arguments.manifest)
        .map_err(|error| Error::io("reading", &arguments.manifest, error))?;
    let before: Manifest = serde_json::from_slice(&bytes).map_err(|error| {
        Error::usage(format!("{} is not a manifest", arguments.manifest.display()))
            .caused_by(error)
            .hint("name a manifest that dateline export --to FILE wrote: FILE.manifest.json")
    })?;
    let export = before.export(Format::named)?;
    let Some(asked) = arguments.inside.ask(common)? else { return Ok(End::Interrupted) };
    let index = asked.open()?;
    let again = match &arguments.to {
        Some(to) => {
            let format = Format::ALL.into_iter().find(|it| it.is(&before.format));
            let format = format.unwrap_or(Format::Jsonl);
            let overwriting = Overwriting::of(arguments.force, &index);
            write(&index, &export, format, to, &overwriting, common)?.1
        }
        None => {
            let progress = Rows::new(common);
            let watch = |rows, of| progress.draw(rows, of);
            let mut recorder = Recorder::new(export.form, io::sink(), watch);
            recorder.begin(export.fields.as_deref())?;
            let done = export::export(&index, &export, &mut recorder)?;
            recorder.finish(&index, &export, &done)?.1
        }
    };
    let differences = before.differences(&again);
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match arguments.output.format() {
        super::Form::Json => {
            writeln!(out, "{}", dateline::page::replay::json(&before, &again, &differences))
        }
        super::Form::Text => {
            // Without the article, its key says which one it is.
            let find = |key: &str| index.article(key).ok().flatten().map(|found| found.article);
            dateline::page::replay::text(&before, &again, &differences, &find, &mut out)
        }
    };
    written.and_then(|()| out.flush()).map_err(output)?;
    Ok(if differences.is_none() { End::Done } else { End::Nothing })
}

//! `dateline export` and `dateline replay`: every hit, whole, and the same again.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use dateline::error::{Error, Kind, Result};
use dateline::exporting::{self, Export, Exported, Manifest, Recorder, Row, Sink};
use dateline::page::rows::Format;
use dateline::searching::Index;

use super::asking::{Asking, typed};
use super::progress::Rows;
use super::staged::{Overwriting, Staged};
use super::{Common, End, location, notices, output};

/// Export every hit, whole
///
/// To standard output, or with --to into a file that appears when it is whole, its manifest beside it: the
/// query as read, the commit of the index, counts, a checksum of every row. dateline replay MANIFEST does it again and
/// says what is different. The forms text and wire make a folder, an article a file; the wire form has no
/// place for languages, nor for a source that the text does not credit.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline export 'salt tax' --to salt.jsonl\n  \
    dateline export source:Reuters --since 2024 --format csv --to reuters.csv\n  \
    dateline export '\"peace talks\"' --format bibtex > talks.bib\n  \
    dateline export lang:en --format wire --to english/\n  \
    dateline replay salt.jsonl.manifest.json\n\n\
    Exit status: 0 found, 1 nothing found, 2 failed or misused.")]
pub struct Arguments {
    /// The query; several words need no quotes around them all
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// The form [default: by the name of --to, else jsonl]
    #[arg(long, value_name = "FORM", alias = "output")]
    format: Option<Named>,
    /// The members wanted of each article, in this order (jsonl and csv): key,date,title
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    fields: Option<Vec<String>>,
    /// Which come first
    #[arg(long, value_name = "ORDER", default_value = "newest")]
    sort: Order,
    /// The file, or folder, to write
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
            Named::Csv => Format::Csv,
            Named::Bibtex => Format::Bibtex,
            Named::Csl => Format::Csl,
            Named::Text => Format::Text,
            Named::Wire => Format::Wire,
        }
    }

    fn by_name(path: &Path) -> Option<Named> {
        match path.extension()?.to_str()? {
            "csv" => Some(Named::Csv),
            "bib" => Some(Named::Bibtex),
            "json" => Some(Named::Csl),
            "jsonl" | "ndjson" => Some(Named::Jsonl),
            _ => None,
        }
    }
}

/// The members `--fields` may ask for.
const FIELDS: [&str; 23] = [
    "key",
    "id",
    "date",
    "date_precision",
    "source",
    "title",
    "title_parts",
    "agency",
    "byline",
    "section",
    "topics",
    "dateline",
    "lang",
    "path",
    "root",
    "line",
    "paths",
    "copies",
    "url",
    "flags",
    "body",
    "headers",
    "provenance",
];

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    if arguments.to.as_deref() == Some(Path::new("-")) {
        return Err(Error::usage("exporting to -: that is no file")
            .hint("leave --to out for standard output"));
    }
    let named = arguments.format.or_else(|| arguments.to.as_deref().and_then(Named::by_name));
    let format = named.unwrap_or(Named::Jsonl).format();
    if let Some(unknown) =
        arguments.fields.iter().flatten().find(|field| !FIELDS.contains(&field.as_str()))
    {
        return Err(Error::usage(format!("choosing fields: there is no {unknown:?}"))
            .hint(format!("there are {}", FIELDS.join(", "))));
    }
    if arguments.fields.is_some() && !matches!(format, Format::Jsonl | Format::Csv) {
        return Err(Error::usage("choosing fields: this form has its own")
            .hint("choose them with --format jsonl or csv"));
    }
    if format.is_folder() && arguments.to.is_none() {
        return Err(Error::usage("exporting a file an article: there is no folder to write")
            .hint("name it: --to FOLDER"));
    }
    let index = Index::open(&location::existing(common)?)?;
    let export = Export {
        question: arguments.asking.question(typed(&arguments.query)),
        oldest_first: arguments.sort == Order::Oldest,
        form: &format,
        fields: arguments.fields.clone(),
    };
    let done = match &arguments.to {
        None => {
            let out = BufWriter::new(io::stdout().lock());
            let mut sink = Recorder::new(&format, out, |_, _| {});
            sink.begin(export.fields.as_deref())?;
            let done = exporting::export(&index, &export, &mut sink)?;
            sink.finish(&index, &export, &done)?;
            done
        }
        Some(to) => {
            let overwriting = Overwriting::of(arguments.force, &index);
            write(&index, &export, format, to, &overwriting, common)?.0
        }
    };
    notices(common, &done.notices);
    Ok(if done.rows == 0 { End::Nothing } else { End::Done })
}

/// Writes an export and its manifest, which appear when they are whole.
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
    // Both are refused before either is written.
    let beside = Staged::file(&beside(to), overwriting)?;
    if format.is_folder() {
        let staged = Staged::folder(to)?;
        let recorder = Recorder::new(export.form, io::sink(), watch);
        let path = staged.path().to_path_buf();
        let mut folder = Folder { recorder, folder: &path, names: HashSet::new() };
        let done = exporting::export(index, export, &mut folder)?;
        let (_, manifest) = folder.recorder.finish(index, export, &done)?;
        staged.appear()?;
        save(&manifest, beside)?;
        return Ok((done, manifest));
    }
    let staged = Staged::file(to, overwriting)?;
    let file =
        File::create(staged.path()).map_err(|error| Error::io("writing", staged.path(), error))?;
    let mut recorder = Recorder::new(export.form, BufWriter::with_capacity(1 << 20, file), watch);
    recorder.begin(export.fields.as_deref())?;
    let done = exporting::export(index, export, &mut recorder)?;
    let (_, manifest) = recorder.finish(index, export, &done)?;
    staged.appear()?;
    save(&manifest, beside)?;
    Ok((done, manifest))
}

/// Rows as files of a folder.
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
        // Keys that articles brought may hold anything.
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

/// Where the manifest of a file is.
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

/// Do an export again, from its manifest, and say what is different
///
/// From the same commit of the index it gives the same bytes; from a changed one, what came, went and changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline replay salt.jsonl.manifest.json\n  \
    dateline replay salt.jsonl.manifest.json --to again.jsonl\n\n\
    Exit status: 0 nothing is different, 1 something is, 2 failed or misused.")]
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
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "text")]
    output: super::Form,
}

pub fn replay(arguments: &Replay, common: &Common) -> Result<End> {
    let bytes = fs::read(&arguments.manifest)
        .map_err(|error| Error::io("reading", &arguments.manifest, error))?;
    let before: Manifest = serde_json::from_slice(&bytes).map_err(|error| {
        Error::new(Kind::Usage, format!("reading {}: {error}", arguments.manifest.display()))
            .hint("name a manifest that dateline export --to FILE wrote: FILE.manifest.json")
    })?;
    let export = before.export(Format::named)?;
    let index = Index::open(&location::existing(common)?)?;
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
            let done = exporting::export(&index, &export, &mut recorder)?;
            recorder.finish(&index, &export, &done)?.1
        }
    };
    let differences = before.differences(&again);
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match arguments.output {
        super::Form::Json => {
            writeln!(out, "{}", dateline::page::replay::json(&before, &again, &differences))
        }
        super::Form::Text => dateline::page::replay::text(&before, &again, &differences, &mut out),
    };
    written.and_then(|()| out.flush()).map_err(output)?;
    Ok(if differences.is_none() { End::Done } else { End::Nothing })
}

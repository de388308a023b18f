//! The language that most articles of a source are in, and the articles that are not analyzed in it.

use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, DocId, SegmentReader};

use crate::analysis::{Language, Majorities};
use crate::engine::embedded::schema::fields::ANALYSIS;
use crate::engine::embedded::snapshot::commit::Snapshot;

/// A document that has to be analyzed again, and the language to analyze it in, which is that of its source. `None`
/// means the default language of its script.
pub type Unsettled = (DocAddress, Option<Language>);

fn is_english(snapshot: &Snapshot) -> tantivy::Result<bool> {
    Ok(*snapshot.languages()? == [Language::ENGLISH])
}

/// Counts the articles of each source in each known language.
pub fn majorities(snapshot: &Snapshot) -> tantivy::Result<Majorities> {
    let majorities = Majorities::default();
    if is_english(snapshot)? {
        return Ok(majorities);
    }
    for segment in snapshot.segments() {
        let (sources, langs) = (Names::of(segment, "source")?, Names::of(segment, "lang")?);
        // One row per source, one number per language.
        let mut counts = vec![0_u64; sources.names.len() * langs.names.len()];
        for doc in segment.doc_ids_alive() {
            if let (Some(source), Some(lang)) = (sources.number(doc), langs.number(doc)) {
                counts[source * langs.names.len() + lang] += 1;
            }
        }
        for (number, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            let (source, lang) = (number / langs.names.len(), number % langs.names.len());
            majorities.add(&sources.names[source], &langs.names[lang], count);
        }
    }
    Ok(majorities)
}

/// Returns up to `limit` articles that are not analyzed in the language of their source.
pub fn unsettled(snapshot: &Snapshot, limit: usize) -> tantivy::Result<Vec<Unsettled>> {
    let mut unsettled = Vec::new();
    if is_english(snapshot)? {
        return Ok(unsettled);
    }
    let majorities = majorities(snapshot)?;
    for (ord, segment) in snapshot.segments().iter().enumerate() {
        let (sources, langs) = (Names::of(segment, "source")?, Names::of(segment, "lang")?);
        let analysed = Names::of(segment, ANALYSIS)?;
        let known: Vec<Option<Language>> =
            analysed.names.iter().map(|code| Language::of_code(code)).collect();
        // The answer is the same for all articles of a source that are analyzed in the same language.
        let mut said = vec![None; (sources.names.len() + 1) * known.len()];
        for doc in segment.doc_ids_alive().filter(|doc| langs.number(*doc).is_none()) {
            let Some(now) = analysed.number(doc) else { continue };
            let Some(language) = known[now] else { continue };
            let source = sources.number(doc);
            let row = source.map_or(0, |source| source + 1);
            let wanted = *said[row * known.len() + now].get_or_insert_with(|| {
                let default = language.default_of_script();
                source.and_then(|source| majorities.of_source(&sources.names[source], default))
            });
            if wanted.unwrap_or(language.default_of_script()) != language {
                let address = DocAddress::new(ord as u32, doc);
                unsettled.push((address, wanted));
                if unsettled.len() == limit {
                    return Ok(unsettled);
                }
            }
        }
    }
    Ok(unsettled)
}

/// A column of strings, with its dictionary.
struct Names {
    column: Option<StrColumn>,
    names: Vec<String>,
}

impl Names {
    fn of(segment: &SegmentReader, field: &str) -> tantivy::Result<Names> {
        let column = segment.fast_fields().str(field)?;
        let mut names = Vec::new();
        if let Some(column) = &column {
            for ord in 0..column.num_terms() as u64 {
                let mut name = String::new();
                column.ord_to_str(ord, &mut name)?;
                names.push(name);
            }
        }
        Ok(Names { column, names })
    }

    /// Returns the number of a document's string in the dictionary.
    fn number(&self, doc: DocId) -> Option<usize> {
        self.column.as_ref()?.ords().first(doc).map(|ord| ord as usize)
    }
}

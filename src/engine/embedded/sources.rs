//! Languages by source, read from the columns: what most of a source is in, and which articles are not
//! analysed in what that says.

use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, DocId, SegmentReader};

use super::reader::Reader;
use super::records::handle;
use super::within;
use crate::analysis::{Language, Majorities};
use crate::engine::Handle;
use crate::error::Result;

/// An article that is to be analysed anew, and the language of its source to do it in; None for the
/// default of its script.
pub type Unsettled = (Handle, Option<Language>);

impl Reader {
    /// How many articles of each source are in each language that is known. Of an archive that is analysed
    /// in English alone nothing: no source of it says otherwise.
    pub fn majorities(&self) -> Result<Majorities> {
        self.count_languages().map_err(|error| self.damaged(&error))
    }

    /// The articles without a language of their own that are analysed in another than their source has it,
    /// `most` of them at most.
    pub fn unsettled(&self, most: usize) -> Result<Vec<Unsettled>> {
        self.find_unsettled(most).map_err(|error| self.damaged(&error))
    }

    fn is_english(&self) -> tantivy::Result<bool> {
        Ok(*self.languages_of_terms()? == [Language::ENGLISH])
    }

    fn count_languages(&self) -> tantivy::Result<Majorities> {
        let majorities = Majorities::default();
        if self.is_english()? {
            return Ok(majorities);
        }
        for segment in self.segments() {
            let (sources, langs) = (Names::of(segment, "source")?, Names::of(segment, "lang")?);
            // One row for each source, a number for each language.
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

    fn find_unsettled(&self, most: usize) -> tantivy::Result<Vec<Unsettled>> {
        let mut unsettled = Vec::new();
        if self.is_english()? {
            return Ok(unsettled);
        }
        let majorities = self.count_languages()?;
        for (ord, segment) in self.segments().iter().enumerate() {
            let (sources, langs) = (Names::of(segment, "source")?, Names::of(segment, "lang")?);
            let analysed = Names::of(segment, within::FIELD)?;
            let known: Vec<Option<Language>> =
                analysed.names.iter().map(|code| Language::of_code(code)).collect();
            // What a source says is the same for all articles of it that are analysed alike.
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
                    unsettled.push((handle(address), wanted));
                    if unsettled.len() == most {
                        return Ok(unsettled);
                    }
                }
            }
        }
        Ok(unsettled)
    }
}

/// A column of names.
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

    /// The number of a document's name.
    fn number(&self, doc: DocId) -> Option<usize> {
        self.column.as_ref()?.ords().first(doc).map(|ord| ord as usize)
    }
}

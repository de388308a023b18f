//! tantivy's schema, derived from the table of fields in `index-schema/article.toml`.

use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::{Index, IndexSettings, IndexSortByField, Order};

use super::token_encoding::Analysed;
use crate::schema::FieldKind;

/// The name that the tokenizer is registered under.
pub const TOKENIZER: &str = "analysed";

/// The field with the language that an article's words are analyzed in.
pub const ANALYSIS: &str = "analysis";

/// The fields, by name.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The words of title and body, at positions of one position space.
    pub text: Field,
    /// Words as printed where they differ from their stem.
    pub forms: Field,
    /// The id in the header of the article.
    pub id: Field,
    /// The publication, folded.
    pub source: Field,
    /// The credited agency, folded.
    pub agency: Field,
    /// The place of the dateline, folded.
    pub place: Field,
    /// The place of the dateline as printed.
    pub place_printed: Field,
    /// The ISO 639 code of the language.
    pub lang: Field,
    /// The ISO 639 code of the language that the words are analyzed in.
    pub analysis: Field,
    /// Each author, as a whole name and word by word, folded.
    pub byline: Field,
    /// Each author as printed.
    pub byline_printed: Field,
    /// The section, folded.
    pub section: Field,
    /// The section as printed.
    pub section_printed: Field,
    /// Each topic, folded.
    pub topic: Field,
    /// Each topic as printed.
    pub topic_printed: Field,
    /// Properties that few articles have, such as `undated` and `truncated`.
    pub flag: Field,
    /// The instant, in seconds since 1970, and the start of the key: the sort order of articles.
    pub order: Field,
    /// The first day that the date may mean, in days since 1970.
    pub day_lo: Field,
    /// The last day that the date may mean, in days since 1970.
    pub day_hi: Field,
    /// The precision of the date.
    pub precision: Field,
    /// The number of words of the title.
    pub title_words: Field,
    /// The number of words of title and body.
    pub words: Field,
    /// The fingerprint that near copies share.
    pub simhash: Field,
    /// The stored article.
    pub record: Field,
}

/// Returns the schema of `index-schema/article.toml`.
pub fn schema() -> Schema {
    let mut builder = Schema::builder();
    for field in crate::schema::schema().fields {
        let name = field.name;
        match field.kind {
            FieldKind::Words => builder.add_text_field(
                name,
                text(IndexRecordOption::WithFreqsAndPositions, TOKENIZER, true),
            ),
            FieldKind::Forms => {
                builder.add_text_field(name, text(IndexRecordOption::Basic, TOKENIZER, false))
            }
            FieldKind::Exact => {
                let options = text(IndexRecordOption::Basic, "raw", false);
                let options = if field.column { options.set_fast("raw") } else { options };
                builder.add_text_field(name, options)
            }
            FieldKind::Printed => {
                builder.add_text_field(name, TextOptions::default().set_fast("raw"))
            }
            FieldKind::Number => builder.add_i64_field(name, NumericOptions::default().set_fast()),
            FieldKind::Record => builder.add_bytes_field(name, BytesOptions::from(STORED)),
        };
    }
    builder.build()
}

fn text(record: IndexRecordOption, tokenizer: &str, norms: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(record)
            .set_fieldnorms(norms),
    )
}

/// Returns the settings of an index. Documents are sorted newest first. tantivy does not compress stored records,
/// because each record is already a compressed frame.
pub fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField { field: "order".into(), order: Order::Desc }),
        docstore_compression: tantivy::store::Compressor::None,
        docstore_blocksize: 16 << 10,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// Registers the tokenizer that the schema names.
pub fn register(index: &Index) {
    index.tokenizers().register(TOKENIZER, Analysed::default());
}

impl Fields {
    /// Looks up the fields of an index.
    ///
    /// # Errors
    ///
    /// Fails if a field is missing.
    pub fn of(schema: &Schema) -> tantivy::Result<Fields> {
        let get = |name: &str| schema.get_field(name);
        Ok(Fields {
            text: get("text")?,
            forms: get("forms")?,
            id: get("id")?,
            source: get("source")?,
            agency: get("agency")?,
            place: get("place")?,
            place_printed: get("place_printed")?,
            lang: get("lang")?,
            analysis: get(ANALYSIS)?,
            byline: get("byline")?,
            byline_printed: get("byline_printed")?,
            section: get("section")?,
            section_printed: get("section_printed")?,
            topic: get("topic")?,
            topic_printed: get("topic_printed")?,
            flag: get("flag")?,
            order: get("order")?,
            day_lo: get("day_lo")?,
            day_hi: get("day_hi")?,
            precision: get("precision")?,
            title_words: get("title_words")?,
            words: get("words")?,
            simhash: get("simhash")?,
            record: get("record")?,
        })
    }
}

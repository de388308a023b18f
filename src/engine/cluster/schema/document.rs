//! Turns an article into a JSON document, on a reading thread.

use serde_json::{Map, Value, json};

use super::names::{
    ANALYSIS, ARTICLE, BODY, BODY_FORMS, DAY_HI, DAY_LO, DAY_MILLIS, FLAG, KEY, LEVEL, ORDER,
    PRECISION, SEC_HI, SEC_LO, TITLE, TITLE_FORMS, TITLE_WORDS, UNDATED_PRECISION, WORDS,
};
use super::stored_article;
use super::token_encoding::{body, title};
use crate::analysis::fingerprint::Fingerprint;
use crate::analysis::{Analyzer, Language, fold};
use crate::article::{Article, Key};
use crate::query::tree::Extent;

/// The token of [`LEVEL`].
const LEVEL_TOKEN: &str = ".";

/// A document, and the key of its article.
#[derive(Debug, Clone)]
pub struct Document {
    /// The article's key, which is the id of the document.
    pub key: Key,
    /// The article's [`order`](Article::order), which decides the period that it belongs to.
    pub order: i64,
    /// The document, one JSON object on one line.
    pub json: String,
}

/// Prepares documents. Each thread has its own preparer.
#[derive(Default)]
pub struct Preparer {
    analyzer: Analyzer,
}

impl Preparer {
    /// Returns the document of an article.
    pub fn prepare(&mut self, article: &Article) -> Document {
        let json = self.fields(article).to_string();
        Document { key: article.key.clone(), order: article.order(), json }
    }

    /// Returns the fields of an article.
    fn fields(&mut self, article: &Article) -> Value {
        let mut fields = Map::new();
        self.add_text(article, &mut fields);
        add_headers(article, &mut fields);
        add_date(article, &mut fields);
        let mut put = |name: &str, value: Value| fields.insert(name.into(), value);
        put(KEY, json!(article.key));
        put(ORDER, json!(article.order()));
        put(ARTICLE, stored_article::to_json(article));
        Value::Object(fields)
    }

    /// Adds the analyzed fields, the numbers of words, and the fingerprint.
    fn add_text(&mut self, article: &Article, fields: &mut Map<String, Value>) {
        let language = Language::of_article(article);
        let mut fingerprint = Fingerprint::default();
        let headline = article.title.as_deref().unwrap_or_default();
        let title = title(&mut self.analyzer, language, headline, |_| {});
        let body = body(&mut self.analyzer, language, &article.body, |hash| fingerprint.add(hash));
        let mut put = |name: &str, value: Value| fields.insert(name.into(), value);
        put(LEVEL, json!(LEVEL_TOKEN));
        put(TITLE, json!(title.stems));
        put(TITLE_FORMS, json!(title.forms));
        put(BODY, json!(body.stems));
        put(BODY_FORMS, json!(body.forms));
        put(ANALYSIS, json!(language.code()));
        put(TITLE_WORDS, json!(title.words));
        put(WORDS, json!(body.words));
        put("simhash", json!(fingerprint.finish() as i64));
    }
}

/// Adds the headers, folded where they are compared folded.
fn add_headers(article: &Article, fields: &mut Map<String, Value>) {
    let mut put = |name: &str, values: Vec<String>| {
        if !values.is_empty() {
            fields.insert(name.into(), json!(values));
        }
    };
    let folded =
        |values: &[String]| values.iter().map(|value| fold::name(value)).collect::<Vec<_>>();
    put("source", folded(article.source.as_slice()));
    put("agency", folded(article.agency.as_slice()));
    put("lang", folded(article.lang.as_slice()));
    let printed = [
        ("place", "place_printed", article.dateline.as_slice()),
        ("section", "section_printed", article.section.as_slice()),
        ("topic", "topic_printed", &article.topics),
    ];
    for (searched, as_written, values) in printed {
        put(searched, folded(values));
        put(as_written, values.to_vec());
    }
    let names = folded(&article.byline);
    let words: Vec<String> = names
        .iter()
        .flat_map(|name| fold::words_of_name(name).filter(move |word| word != name))
        .map(str::to_string)
        .collect();
    put("byline", [names, words].concat());
    put("byline_printed", article.byline.clone());
    put("id", article.id.clone().into_iter().collect());
}

/// Adds the date and the flags. Undated articles have no days.
fn add_date(article: &Article, fields: &mut Map<String, Value>) {
    let mut put = |name: &str, value: Value| fields.insert(name.into(), value);
    match &article.date {
        None => {
            put(PRECISION, json!(UNDATED_PRECISION));
        }
        Some(date) => {
            let extent = Extent::of(date);
            put(PRECISION, json!(date.precision as i64));
            put(DAY_LO, json!(extent.days.0 * DAY_MILLIS));
            put(DAY_HI, json!(extent.days.1 * DAY_MILLIS));
            put(SEC_LO, json!(extent.seconds.0));
            put(SEC_HI, json!(extent.seconds.1));
        }
    }
    put(FLAG, json!(article.flag_names().collect::<Vec<_>>()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Date;
    use crate::engine::cluster::schema::mapping::{Parts, mapping};
    use crate::engine::cluster::schema::meta::Meta;

    #[test]
    fn a_document_has_only_fields_of_the_mapping() {
        let article = Article {
            key: "k1".into(),
            id: Some("403".into()),
            date: Date::from_parts(1931, Some(5), None),
            title: Some("Salt".into()),
            source: Some("The Harbor Post".into()),
            byline: vec!["Jane Roe".into()],
            section: Some("Ports".into()),
            topics: vec!["Herring".into()],
            dateline: Some("LONDON".into()),
            body: "Ports.".into(),
            lang: Some("en".into()),
            agency: Some("Wire".into()),
            ..Article::default()
        };
        let fields = Preparer::default().fields(&article);
        let mapping = mapping(&Meta::of_new_index(), Parts::default());
        let known = mapping["mappings"]["properties"].as_object().unwrap();
        for name in fields.as_object().unwrap().keys() {
            assert!(known.contains_key(name), "{name}");
        }
        assert_eq!(fields.as_object().unwrap().len(), known.len(), "every field has a value");
        assert_eq!(fields["byline"], json!(["jane roe", "jane", "roe"]));
        assert_eq!(fields["day_lo"], json!(-14_125_i64 * DAY_MILLIS));
        assert_eq!(fields["flag"], json!(["inexact"]));
        let document = Preparer::default().prepare(&article);
        assert!(!document.json.contains('\n'));
    }
}

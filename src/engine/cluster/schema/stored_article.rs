//! The stored article: everything that an [`Article`] has, as JSON in the field `article`. Absent values are left out.

use chrono::DateTime;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::article::{Article, Date, Flags, Header, Precision};

/// An article as it is stored.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Stored {
    key: String,
    id: Option<String>,
    /// The rank of the precision, the local time in seconds since 1970, and the offset from UTC in seconds.
    date: Option<(u8, i64, i32)>,
    source: Option<String>,
    agency: Option<String>,
    dateline: Option<String>,
    byline: Vec<String>,
    section: Option<String>,
    topics: Vec<String>,
    lang: Option<String>,
    source_lang: Option<String>,
    url: Option<String>,
    headers: Vec<(String, String)>,
    provenance: Vec<(String, String)>,
    flags: Vec<String>,
    title: Option<String>,
    body: String,
}

const PRECISIONS: [Precision; 5] =
    [Precision::Year, Precision::Month, Precision::Day, Precision::Minute, Precision::Second];

/// Returns an article as JSON.
pub fn to_json(article: &Article) -> Value {
    let mut stored = Map::new();
    let mut put = |name: &str, value: Value| {
        let absent = match &value {
            Value::Null => true,
            Value::Array(values) => values.is_empty(),
            _ => false,
        };
        if !absent {
            stored.insert(name.into(), value);
        }
    };
    let date =
        |date: &Date| json!([date.precision as u8, date.wall.and_utc().timestamp(), date.offset]);
    let headers = article.headers.iter().map(|header| json!([header.name, header.value]));
    put("key", json!(article.key));
    put("id", json!(article.id));
    put("date", article.date.as_ref().map_or(Value::Null, date));
    put("source", json!(article.source));
    put("agency", json!(article.agency));
    put("dateline", json!(article.dateline));
    put("byline", json!(article.byline));
    put("section", json!(article.section));
    put("topics", json!(article.topics));
    put("lang", json!(article.lang));
    put("source_lang", json!(article.source_lang));
    put("url", json!(article.url));
    put("headers", headers.collect());
    put("provenance", json!(article.provenance));
    put("flags", json!(flags(&article.flags)));
    put("title", json!(article.title));
    put("body", json!(article.body));
    Value::Object(stored)
}

/// Reads an article from JSON.
///
/// # Errors
///
/// Fails if it is not what [`to_json`] returns. The text says what is wrong.
pub fn from_json(json: Value) -> Result<Article, String> {
    let stored = Stored::deserialize(json).map_err(|error| error.to_string())?;
    if stored.key.is_empty() {
        return Err("the key is missing".into());
    }
    let header = |(name, value)| Header { name, value };
    Ok(Article {
        key: stored.key,
        id: stored.id,
        date: stored.date.map(date).transpose()?,
        source: stored.source,
        agency: stored.agency,
        dateline: stored.dateline,
        byline: stored.byline,
        section: stored.section,
        topics: stored.topics,
        title: stored.title,
        body: stored.body,
        lang: stored.lang,
        source_lang: stored.source_lang,
        url: stored.url,
        headers: stored.headers.into_iter().map(header).collect(),
        provenance: stored.provenance,
        flags: flags_of(&stored.flags),
    })
}

fn date((precision, wall, offset): (u8, i64, i32)) -> Result<Date, String> {
    let precision = PRECISIONS.get(usize::from(precision)).copied();
    let wall = DateTime::from_timestamp(wall, 0);
    match (precision, wall) {
        (Some(precision), Some(wall)) => Ok(Date { wall: wall.naive_utc(), precision, offset }),
        _ => Err("the date is out of range".into()),
    }
}

/// Returns the names of the flags that are set.
fn flags(flags: &Flags) -> Vec<&'static str> {
    let Flags {
        suspect,
        date_unread,
        truncated,
        source_inherited,
        date_inherited,
        title_inherited,
        key_brought,
    } = flags;
    let named = [
        (suspect, "suspect"),
        (date_unread, "date_unread"),
        (truncated, "truncated"),
        (source_inherited, "source_inherited"),
        (date_inherited, "date_inherited"),
        (title_inherited, "title_inherited"),
        (key_brought, "key_brought"),
    ];
    named.into_iter().filter(|(set, _)| **set).map(|(_, name)| name).collect()
}

fn flags_of(names: &[String]) -> Flags {
    let is = |name: &str| names.iter().any(|known| known == name);
    Flags {
        suspect: is("suspect"),
        date_unread: is("date_unread"),
        truncated: is("truncated"),
        source_inherited: is("source_inherited"),
        date_inherited: is("date_inherited"),
        title_inherited: is("title_inherited"),
        key_brought: is("key_brought"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_read_as_it_was_stored() {
        let whole = Article {
            key: "k1".into(),
            id: Some("403".into()),
            date: Date::from_parts(1931, Some(5), None),
            source: Some("Post".into()),
            agency: Some("Wire".into()),
            dateline: Some("LONDON".into()),
            byline: vec!["A. Writer".into()],
            section: Some("Ports".into()),
            topics: vec!["herring".into()],
            title: Some("Füße".into()),
            body: "Body.\nMore.\u{0}".into(),
            lang: Some("en".into()),
            source_lang: Some("de".into()),
            url: Some("https://example.org".into()),
            headers: vec![Header { name: "date".into(), value: "1931-05".into() }],
            provenance: vec![("date".into(), "header line 1".into())],
            flags: Flags { suspect: true, key_brought: true, ..Flags::default() },
        };
        let empty = Article { key: "k2".into(), ..Article::default() };
        for article in [whole, empty] {
            let text = to_json(&article).to_string();
            let read = from_json(serde_json::from_str(&text).unwrap()).unwrap();
            assert_eq!(read, article);
        }
        let zoned = Date {
            precision: Precision::Second,
            offset: -3_600,
            ..Date::from_parts(1, Some(1), Some(1)).unwrap()
        };
        let article = Article { key: "k3".into(), date: Some(zoned), ..Article::default() };
        assert_eq!(from_json(to_json(&article)).unwrap(), article);
    }

    #[test]
    fn something_else_is_not_an_article() {
        for wrong in [
            json!(null),
            json!({}),
            json!({"key": 1}),
            json!({"key": "a", "date": [9, 0, 0]}),
            json!({"key": "a", "date": [0, i64::MAX, 0]}),
        ] {
            assert!(from_json(wrong.clone()).is_err(), "{wrong}");
        }
    }
}

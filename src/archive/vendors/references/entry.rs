//! The fields of an entry in BibTeX, and the article that they describe.

use crate::archive::RawArticle;
use crate::archive::vendors::languages::language;
use crate::archive::vendors::record::Record;

/// The name under which the type of an entry is among its fields. No field of a list has this name.
pub const TYPE: &str = "entry type";

/// The fields of an entry, in order, with names in lower case. Its key is among them as `key`, and its type as [`TYPE`].
#[derive(Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Adds a field.
    pub fn add(&mut self, name: &str, value: &str) {
        self.0.push((name.to_string(), value.to_string()));
    }

    /// Returns the number of fields.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns all fields.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the first value with this name that is not empty.
    pub fn named(&self, name: &str) -> Option<&str> {
        self.all()
            .find(|(known, value)| *known == name && !value.is_empty())
            .map(|(_, value)| value)
    }

    /// Returns the value of the first name that has one.
    fn first(&self, names: &[&str]) -> &str {
        names.iter().find_map(|name| self.named(name)).unwrap_or_default()
    }
}

/// The names of the source, the most specific first.
const SOURCES: [&str; 9] = [
    "journal",
    "journaltitle",
    "newspaper",
    "booktitle",
    "publication",
    "source",
    "publisher",
    "organization",
    "howpublished",
];

/// The names of whole dates.
const DATES: [&str; 6] =
    ["date", "issue_date", "issuedate", "pubdate", "publication_date", "published"];

/// The names of the text. The abstract of a reference is what it has of its article.
const TEXTS: [&str; 3] = ["abstract", "fulltext", "annotation"];

/// Fields that are not headers of their own.
const READ: [&str; 10] = [
    TYPE, "year", "month", "day", "author", "keywords", "abstract", "crossref", "langid",
    "language",
];

/// Returns the article that an entry describes.
pub fn article(fields: &Fields) -> RawArticle {
    let mut record = Record::default();
    record.say("id", fields.first(&["key"]));
    record.say("title", &titled(fields));
    record.say("date", &date(fields));
    let source = fields.first(&SOURCES);
    let address = super::tex::address(source);
    record.say("source", if address.contains("://") { &address } else { source });
    for author in fields.first(&["author"]).lines() {
        if author.trim() != "others" {
            record.say("byline", author);
        }
    }
    record.say("section", fields.first(&["section", "chapter"]));
    record.say("page", &fields.first(&["pages", "page"]).replace(['–', '—'], "-"));
    record.say("url", fields.first(&["url"]));
    let name = fields.first(&["langid", "language", "hyphenation"]);
    match name.len() {
        2 => record.say("lang", name),
        _ => language(name, &mut record),
    }
    for topic in fields.first(&["keywords", "keyword"]).split([',', ';']) {
        record.say("topic", topic);
    }
    let text = TEXTS.iter().find_map(|name| fields.named(name));
    record.write(text.unwrap_or_default());
    for (name, value) in fields.all().filter(|(name, _)| !READ.contains(name)) {
        if !record.states(value) && Some(value) != text && name != "url" {
            record.say(name, value);
        }
    }
    record.article()
}

/// Returns the title with its subtitle, if it has one.
fn titled(fields: &Fields) -> String {
    let title = fields.first(&["title", "headline"]);
    match fields.named("subtitle") {
        Some(below) if !title.is_empty() => {
            let mark = if title.ends_with(['?', '!', ':', '.']) { "" } else { ":" };
            format!("{title}{mark} {below}")
        }
        _ => title.to_string(),
    }
}

fn date(fields: &Fields) -> String {
    let whole = fields.first(&DATES);
    if !whole.is_empty() {
        return whole.to_string();
    }
    let (year, month, day) =
        (fields.first(&["year"]), fields.first(&["month"]), fields.first(&["day"]));
    match (month.parse::<u32>(), day.parse::<u32>()) {
        _ if year.contains(['-', '/', ' ']) => year.to_string(),
        (Ok(month), Ok(day)) => format!("{year}-{month:02}-{day:02}"),
        (Ok(month), Err(_)) => format!("{year}-{month:02}"),
        (Err(_), _) => format!("{day} {month} {year}").trim().to_string(),
    }
}

//! What a page shows, as an address: every state of the page is a URL that can be shared.

use form_urlencoded::Serializer;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::article::Article;
use crate::error::Result;
use crate::query::tree::FilterField;
use crate::searching::{HeaderValue, Question};
use crate::web::parameters::Parameters;

/// Characters that a segment of a path has as they are (RFC 3986, "unreserved").
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The parameters that the state of the page consists of, without the base of the address.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Address {
    /// The query.
    pub query: String,
    /// The query language of the query, unless it is dateline's own.
    pub dialect: String,
    /// Whether what a dialect has and dateline lacks is left out.
    pub lenient: bool,
    /// The first date.
    pub since: String,
    /// The last date.
    pub until: String,
    /// Sources, any of them.
    pub sources: Vec<String>,
    /// Languages, any of them.
    pub langs: Vec<String>,
    /// Values of other headers.
    pub only: Vec<HeaderValue>,
    /// Values that are excluded.
    pub without: Vec<HeaderValue>,
    /// Whether any word is enough.
    pub any: bool,
    /// Whether articles dated too coarsely are included.
    pub inexact: bool,
    /// The order of hits, if it was chosen.
    pub sort: String,
    /// Whether there is one hit per story.
    pub unique: bool,
    /// Whether names are shown beside the results.
    pub names: bool,
    /// Hits skipped.
    pub offset: usize,
    /// Whether the timeline shows the chosen dates only, in finer steps.
    pub zoomed: bool,
    /// The path that the site begins with.
    pub base: String,
}

impl Address {
    /// Reads the state of a page.
    pub fn read(parameters: &Parameters, base: &str) -> Result<Address> {
        let text = |name: &str| parameters.text(name).unwrap_or_default().to_string();
        let headers = |name: &str| -> Vec<HeaderValue> {
            // Those that cannot be read are reported when the question is read.
            parameters.all(name).iter().filter_map(|text| HeaderValue::parse(text)).collect()
        };
        let on = text("on");
        let or_on = |date: String| if date.is_empty() { on.clone() } else { date };
        Ok(Address {
            query: text("q"),
            dialect: text("dialect"),
            lenient: parameters.is_on("lenient"),
            since: or_on(text("since")),
            until: or_on(text("until")),
            sources: parameters.all("source"),
            langs: parameters.all("lang"),
            only: headers("only"),
            without: headers("without"),
            any: parameters.text("match") == Some("any"),
            inexact: parameters.is_on("inexact"),
            sort: text("sort"),
            unique: parameters.is_on("unique"),
            names: parameters.is_on("names"),
            offset: 0,
            zoomed: parameters.text("axis") == Some("range"),
            base: base.to_string(),
        })
    }

    /// Returns the state of a page that shows a question.
    pub fn of_question(question: &Question) -> Address {
        let on = question.on.clone();
        let date = |date: &Option<String>| date.clone().or(on.clone()).unwrap_or_default();
        Address {
            query: question.query.clone(),
            dialect: question.dialect.map(|dialect| dialect.to_string()).unwrap_or_default(),
            lenient: question.lenient,
            since: date(&question.since),
            until: date(&question.until),
            sources: question.sources.clone(),
            langs: question.langs.clone(),
            only: question.only.clone(),
            without: question.without.clone(),
            any: question.any,
            inexact: question.inexact,
            ..Address::default()
        }
    }

    /// Returns the parameters.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut text = |name, value: &str| {
            if !value.is_empty() {
                pairs.push((name, value.to_string()));
            }
        };
        text("q", &self.query);
        text("dialect", &self.dialect);
        text("lenient", if self.lenient { "true" } else { "" });
        text("since", &self.since);
        text("until", &self.until);
        self.sources.iter().for_each(|source| text("source", source));
        self.langs.iter().for_each(|lang| text("lang", lang));
        self.only.iter().for_each(|value| text("only", &value.to_string()));
        self.without.iter().for_each(|value| text("without", &value.to_string()));
        text("match", if self.any { "any" } else { "" });
        text("inexact", if self.inexact { "true" } else { "" });
        pairs
    }

    fn at(&self, path: &str, further: &[(&str, String)]) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(self.pairs());
        query.extend_pairs(further);
        match query.finish() {
            query if query.is_empty() => format!("{}{path}", self.base),
            query => format!("{}{path}?{query}", self.base),
        }
    }

    /// Encodes a segment of a path.
    pub fn segment(text: &str) -> String {
        // A segment of dots alone would be taken for a step up or nothing.
        match text.chars().all(|c| c == '.') {
            true => text.replace('.', "%2E"),
            false => utf8_percent_encode(text, SEGMENT).to_string(),
        }
    }

    /// The parameters of the page of results that are not part of the question.
    fn of_page(&self) -> Vec<(&'static str, String)> {
        let mut further = Vec::new();
        if !self.sort.is_empty() {
            further.push(("sort", self.sort.clone()));
        }
        if self.unique {
            further.push(("unique", "true".into()));
        }
        if self.names {
            further.push(("names", "true".into()));
        }
        if self.zoomed {
            further.push(("axis", "range".into()));
        }
        if self.offset > 0 {
            further.push(("offset", self.offset.to_string()));
        }
        further
    }

    /// The page of results.
    pub fn page(&self) -> String {
        self.at("/", &self.of_page())
    }

    /// The first page with one hit per story, or with all hits.
    pub fn with_stories(&self, unique: bool) -> String {
        Address { unique, offset: 0, ..self.clone() }.page()
    }

    /// The same page with or without names beside the results.
    pub fn with_names(&self, names: bool) -> Address {
        Address { names, ..self.clone() }
    }

    /// Another page of the results.
    pub fn page_at(&self, offset: usize) -> String {
        Address { offset, ..self.clone() }.page()
    }

    /// An article, with the words of its title in the address, so that a page about an article that is gone can search
    /// for it.
    pub fn article(&self, article: &Article) -> String {
        let sort = (!self.sort.is_empty()).then(|| ("sort", self.sort.clone()));
        self.at(&Self::path_of(article), &sort.into_iter().collect::<Vec<_>>())
    }

    /// An article as a hit of a given rank.
    pub fn hit(&self, article: &Article, rank: usize) -> String {
        let mut further = Vec::new();
        if !self.sort.is_empty() {
            further.push(("sort", self.sort.clone()));
        }
        // Ranks count stories then.
        if self.unique {
            further.push(("unique", "true".into()));
        }
        further.push(("rank", rank.to_string()));
        self.at(&Self::path_of(article), &further)
    }

    /// Articles similar to one. They belong to no search.
    pub fn similar(&self, article: &Article) -> String {
        format!("{}/similar/{}", self.base, Self::segment(&article.key))
    }

    /// The versions of an article's story. They belong to no search.
    pub fn story(&self, article: &Article) -> String {
        format!("{}/story/{}", self.base, Self::segment(&article.key))
    }

    fn path_of(article: &Article) -> String {
        let words = article.title.as_deref().unwrap_or_default();
        let words: Vec<String> = words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(10)
            .map(str::to_lowercase)
            .collect();
        let key = Self::segment(&article.key);
        match words.is_empty() {
            true => format!("/article/{key}"),
            false => format!("/article/{key}/{}", Self::segment(&words.join("-"))),
        }
    }

    /// The Atom feed.
    pub fn feed(&self) -> String {
        self.at("/feed.atom", &self.by_story())
    }

    /// The parameter that groups by story, if the page does.
    pub fn by_story(&self) -> Vec<(&'static str, String)> {
        self.unique.then(|| ("unique", "true".into())).into_iter().collect()
    }

    /// The concordance.
    pub fn kwic(&self, offset: usize) -> String {
        let further = if offset > 0 { vec![("offset", offset.to_string())] } else { Vec::new() };
        self.at("/kwic", &further)
    }

    /// The comparison, with this query as the first.
    pub fn compare(&self) -> String {
        self.at("/compare", &[])
    }

    /// All values of a facet.
    pub fn values(&self, field: FilterField) -> String {
        let name = if field == FilterField::Publisher { "source" } else { field.name() };
        self.at(&format!("/values/{name}"), &self.by_story())
    }

    /// The export in a format.
    pub fn export(&self, format: &str) -> String {
        self.at("/api/v1/export", &[("output", format.to_string())])
    }

    /// The first page, with other dates.
    pub fn with_dates(&self, since: &str, until: &str) -> Address {
        let (since, until) = (since.to_string(), until.to_string());
        Address { since, until, offset: 0, zoomed: false, ..self.clone() }
    }

    /// Returns whether a value of a header is chosen.
    pub fn has(&self, field: FilterField, value: &str) -> bool {
        match field {
            FilterField::Source => self.sources.iter().any(|chosen| chosen == value),
            FilterField::Lang => self.langs.iter().any(|chosen| chosen == value),
            _ => self.only.iter().any(|chosen| chosen.field == field && chosen.value == value),
        }
    }

    /// The first page with a value of a header chosen, or no longer chosen.
    pub fn toggled(&self, field: FilterField, value: &str) -> Address {
        let mut address = Address { offset: 0, ..self.clone() };
        let was = self.has(field, value);
        match field {
            FilterField::Source => address.sources.retain(|chosen| chosen != value),
            FilterField::Lang => address.langs.retain(|chosen| chosen != value),
            _ => address.only.retain(|chosen| chosen.field != field || chosen.value != value),
        }
        address.without.retain(|chosen| chosen.field != field || chosen.value != value);
        if !was {
            match field {
                FilterField::Source => address.sources.push(value.to_string()),
                FilterField::Lang => address.langs.push(value.to_string()),
                _ => address.only.push(HeaderValue { field, value: value.to_string() }),
            }
        }
        address
    }

    /// The first page with a value of a header excluded.
    pub fn excluding(&self, field: FilterField, value: &str) -> Address {
        let chosen = if self.has(field, value) { self.toggled(field, value) } else { self.clone() };
        let excluded = HeaderValue { field, value: value.to_string() };
        let mut address = Address { offset: 0, ..chosen };
        if !address.without.contains(&excluded) {
            address.without.push(excluded);
        }
        address
    }

    /// The first page without an exclusion.
    pub fn including(&self, excluded: &HeaderValue) -> Address {
        let mut address = Address { offset: 0, ..self.clone() };
        address.without.retain(|other| other != excluded);
        address
    }

    /// Returns whether anything but the query restricts the results.
    pub fn is_filtered(&self) -> bool {
        !(self.sources.is_empty()
            && self.langs.is_empty()
            && self.only.is_empty()
            && self.without.is_empty())
    }
}

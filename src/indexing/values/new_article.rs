//! An article that is passed as a value.

use crate::archive::RawArticle;
use crate::article::Header;

/// An article that is passed as a value.
///
/// ```
/// use dateline::NewArticle;
///
/// let article = NewArticle::new("Salt march ends", "The salt tax was broken.")
///     .key("dandi-24")
///     .date("1930-04-06")
///     .source("Coast Gazette");
/// ```
#[derive(Debug, Clone)]
pub struct NewArticle {
    headers: Vec<Header>,
    body: String,
}

impl NewArticle {
    /// Creates an article. The title may be empty, or the body.
    pub fn new(title: impl Into<String>, body: impl Into<String>) -> NewArticle {
        NewArticle { headers: Vec::new(), body: body.into() }.header("title", title)
    }

    /// Sets the key: at most 512 bytes, without control characters. An article without a key gets a hash of its
    /// content, so that a changed text is another article.
    pub fn key(self, key: impl Into<String>) -> NewArticle {
        self.header("key", key)
    }

    /// Sets the date, in any form that is read in files, such as `1930-04-06` or `6 April 1930`.
    pub fn date(self, date: impl Into<String>) -> NewArticle {
        self.header("date", date)
    }

    /// Sets the source. By default, it is the name of the root.
    pub fn source(self, source: impl Into<String>) -> NewArticle {
        self.header("source", source)
    }

    /// Adds a header, named as in JSON Lines: `byline`, `section`, `topic` (repeatedly), `lang`, `url`, `id`,
    /// `dateline`, `agency`. Headers with other names are stored with the article.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> NewArticle {
        self.headers.push(Header { name: name.into(), value: value.into() });
        self
    }

    /// Returns the article as a format would pass it on.
    pub(super) fn raw(&self) -> RawArticle {
        RawArticle {
            line: 1,
            headers: self.headers.clone(),
            place: "value".into(),
            text: self.body.clone(),
            ..RawArticle::default()
        }
    }

    /// Returns the supplied key, if there is one.
    pub(super) fn own_key(&self) -> Option<&str> {
        let key = self.headers.iter().rfind(|header| header.name == "key");
        key.map(|header| header.value.trim()).filter(|key| !key.is_empty())
    }

    /// Returns the hash of everything in the article.
    pub(super) fn hash(&self) -> blake3::Hasher {
        let mut hasher = blake3::Hasher::new();
        let headers = self.headers.iter().flat_map(|header| [&header.name, &header.value]);
        for part in headers.chain([&self.body]) {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        hasher
    }

    /// Returns the size of everything in the article, in bytes.
    pub(super) fn size(&self) -> u64 {
        let headers = self.headers.iter().map(|header| header.name.len() + header.value.len());
        (headers.sum::<usize>() + self.body.len()) as u64
    }
}

//! What is stored of an article but is not part of its content: headers, authors, topics, and where each field was found.
//!
//! The key of an article does not depend on these. If they change, the article is written again, so that the index equals
//! that of a clean build.

use std::fmt::Write;

use crate::article::Article;
use crate::error::harmless;

/// Returns a hash of an article's details, which is never 0.
pub(super) fn details_of(article: &Article) -> u32 {
    let Article {
        // The key is their hash, or the catalogue has them.
        key: _,
        id: _,
        title: _,
        body: _,
        source: _,
        // A majority decides it, and `settling` writes the article again if it changes.
        source_lang: _,
        date,
        agency,
        dateline,
        byline,
        section,
        topics,
        lang,
        url,
        headers,
        provenance,
        flags,
    } = article;
    let mut hash = Hash(crc32fast::Hasher::new());
    hash.part(date.map(|date| date.to_string()).as_deref());
    for part in [agency, dateline, section, lang, url] {
        hash.part(part.as_deref());
    }
    for list in [byline, topics] {
        hash.part(None);
        list.iter().for_each(|part| hash.part(Some(part)));
    }
    for header in headers {
        hash.part(Some(&header.name));
        hash.part(Some(&header.value));
    }
    for (field, place) in provenance {
        hash.part(Some(field));
        hash.part(Some(place));
    }
    // Writing to a hash cannot fail.
    harmless(write!(hash, "{flags:?}"), "a hash takes any text");
    hash.0.finalize().max(1)
}

struct Hash(crc32fast::Hasher);

impl Hash {
    /// Adds a part that may be absent. Neither of the bytes around it occurs in UTF-8.
    fn part(&mut self, part: Option<&str>) {
        match part {
            Some(part) => self.0.update(part.as_bytes()),
            None => self.0.update(&[0xFE]),
        }
        self.0.update(&[0xFF]);
    }
}

impl Write for Hash {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Header;

    #[test]
    fn every_detail_counts_and_the_content_does_not() {
        let article = Article::of("Title", "Body");
        let same = details_of(&article);
        assert_eq!(details_of(&Article { key: "k".into(), ..Article::of("Other", "text") }), same);
        let header = Header { name: "a".into(), value: "b".into() };
        let one = || "x".to_string();
        let mut flags = article.flags;
        flags.suspect = true;
        let others = [
            Article { agency: Some(one()), ..article.clone() },
            Article { dateline: Some(one()), ..article.clone() },
            Article { section: Some(one()), ..article.clone() },
            Article { url: Some(one()), ..article.clone() },
            Article { byline: vec![one()], ..article.clone() },
            Article { byline: vec!["x".into(), "x".into()], ..article.clone() },
            Article { topics: vec![one()], ..article.clone() },
            Article { headers: vec![header], ..article.clone() },
            Article { provenance: vec![(one(), "line 1".into())], ..article.clone() },
            Article { provenance: vec![(one(), "line 2".into())], ..article.clone() },
            Article { flags, ..article.clone() },
        ];
        let mut hashes: Vec<u32> = others.iter().map(details_of).chain([same]).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), others.len() + 1);
    }
}

//! A hit, as the pages list it.

use super::address::Address;
use super::{Run, direction, runs, shown};
use crate::page::heading;
use crate::page::printed::line;
use crate::searching::Shown;
use crate::snippet::Part;

/// A hit on a page.
pub struct Hit {
    /// Its rank, from 1.
    pub rank: usize,
    /// Its key.
    pub key: String,
    /// The address of the article.
    pub link: String,
    /// Its day, or `undated`.
    pub date: String,
    /// Its source.
    pub source: String,
    /// Its authors.
    pub byline: String,
    /// Its section.
    pub section: String,
    /// The number of its places.
    pub copies: usize,
    /// Who printed its story, empty if nobody else did.
    pub printed: String,
    /// The address of its story.
    pub story: String,
    /// Its title, or how it begins.
    pub heading: Vec<Run>,
    /// Its passages.
    pub passages: Vec<Vec<Run>>,
    /// Its language.
    pub lang: String,
    /// The direction of its language's script.
    pub direction: &'static str,
}

impl Hit {
    /// Returns a hit whose article is at an address.
    pub fn of(hit: &Shown, link: String, address: &Address) -> Hit {
        let article = &hit.found.article;
        let heading = match hit.title.is_empty() {
            true => runs(&[Part { text: heading(article), mark: false }]),
            false => runs(&hit.title),
        };
        let mut passages = Vec::new();
        for passage in &hit.passages {
            let mut parts = runs(&passage.parts);
            let dots = || Run { text: "… ".into(), mark: false };
            if passage.cut_before {
                parts.insert(0, dots());
            }
            if passage.cut_behind {
                parts.push(Run { text: " …".into(), mark: false });
            }
            passages.push(parts);
        }
        let text = |value: &Option<String>| value.as_deref().map(shown).unwrap_or_default();
        Hit {
            rank: hit.rank,
            key: article.key.clone(),
            link,
            date: article
                .date
                .map_or("undated".into(), |date| date.to_string().chars().take(10).collect()),
            source: text(&article.source),
            byline: shown(&article.byline.join(", ")),
            section: text(&article.section),
            copies: hit.found.places.len(),
            printed: hit.story.as_ref().and_then(line).map(|line| shown(&line)).unwrap_or_default(),
            story: address.story(article),
            heading,
            passages,
            lang: article.lang.clone().unwrap_or_default(),
            direction: direction(article.lang.as_deref()),
        }
    }
}

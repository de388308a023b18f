//! What every page has around its content: the search box, what the archive holds, the footer.

use super::address::Address;
use crate::web::held::Held;

/// What every page has around its content.
pub struct Frame {
    /// The path that the site begins with.
    pub base: String,
    /// The title of the page.
    pub title: String,
    /// The text in the search box.
    pub query: String,
    /// The other parameters that a new search keeps.
    pub kept: Vec<(&'static str, String)>,
    /// What the archive holds.
    pub held: Held,
    /// The Atom feed of what the page shows.
    pub feed: Option<String>,
}

impl Frame {
    /// A frame around a page that belongs to a search.
    pub fn of(address: &Address, held: Held, title: String) -> Frame {
        let mut kept = address.pairs();
        kept.retain(|(name, _)| !["q", "since", "until"].contains(name));
        kept.extend(address.unique.then(|| ("unique", "true".to_string())));
        kept.extend(address.names.then(|| ("names", "true".to_string())));
        Frame {
            base: address.base.clone(),
            title,
            query: address.query.clone(),
            kept,
            held,
            feed: Some(address.feed()),
        }
    }

    /// A frame around a page that belongs to no search.
    pub fn plain(base: &str, title: impl Into<String>) -> Frame {
        Frame {
            base: base.to_string(),
            title: title.into(),
            query: String::new(),
            kept: Vec::new(),
            held: Held::default(),
            feed: None,
        }
    }
}

//! Dates in the data of scripts, for pages that do not state their date in any other way.

use super::scan::Page;
use super::tree::Kind;
use super::witnesses::Found;
use crate::dates::{self, Orders};

/// The names of members with the publication date, the most reliable first.
const NAMES: [&str; 10] = [
    "datePublished",
    "publishedDate",
    "published_at",
    "publishedAt",
    "publish_date",
    "publishDate",
    "publicationDate",
    "published_time",
    "firstPublished",
    "page_published",
];

/// The maximum number of bytes of a page's script data that are searched.
const MOST: usize = 4 << 20;

/// Adds the publication date in the data of a page's scripts. Data with several days is ignored, because it describes a
/// list of articles.
pub fn published(page: &Page, found: &mut Found) {
    let texts = page.scripts.iter().flat_map(|script| page.tree.children(*script));
    let texts = texts.filter_map(|id| match &page.tree.nodes[id].kind {
        Kind::Text(text) => Some(text.as_str()),
        Kind::Element(_) => None,
    });
    let mut room = MOST;
    let texts: Vec<&str> = texts
        .map(|text| {
            let taken = &text[..text.floor_char_boundary(room)];
            room -= taken.len();
            taken
        })
        .collect();
    for name in NAMES {
        let values = || texts.iter().flat_map(|text| members(text, name));
        let days = || {
            let stated = values().filter_map(|value| dates::stated(value, Orders::ANY));
            stated.map(|stated| stated.found.date.first_day())
        };
        if let (Some(first), Some(last)) = (days().min(), days().max()) {
            if (last - first).num_days() <= 1
                && let Some(value) = values().next()
            {
                found.whole(&format!("`{name}` in a script"), value);
            }
            return;
        }
    }
}

/// Returns the values of the members called `name` in a text that may be JSON, a script, or JSON within a string.
pub fn members<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(name).filter_map(move |(at, _)| {
        let is_quoted = text[..at].ends_with('"');
        let rest = text[at + name.len()..].trim_start_matches('\\').strip_prefix('"')?;
        let rest = rest.trim_start().strip_prefix(':')?.trim_start();
        let rest = rest.trim_start_matches('\\');
        let value = match rest.strip_prefix('"') {
            Some(rest) => &rest[..rest.find(['"', '\\'])?],
            None => &rest[..rest.find(|c: char| !c.is_ascii_digit())?],
        };
        (is_quoted && !value.is_empty() && value.len() < 400).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::members;

    #[test]
    fn members_are_found_in_json_and_within_strings() {
        let text =
            r#"{"at": "2024-05-10", "flat":1, "at":1685520000} "{\"at\":\"2024-05-11\"}" at"#;
        let found: Vec<&str> = members(text, "at").collect();
        assert_eq!(found, ["2024-05-10", "1685520000", "2024-05-11"]);
        for text in ["", "\"at", "\"at\":", "\"at\":\"", "\"at\":7"] {
            assert_eq!(members(text, "at").count(), 0, "{text}");
        }
    }
}

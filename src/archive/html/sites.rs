//! The names of a page's site, which are not the title of its article.

use super::address::host;
use super::titles::plain;

/// The names of a page's site.
#[derive(Debug, Default, Clone)]
pub struct Sites {
    /// The names, as [`plain`] returns them.
    names: Vec<String>,
    /// Their letters and digits, and those of handles and hosts, which have no spaces.
    closed: Vec<String>,
}

/// The names of `<meta>` elements with the name of the site.
const NAMES: [&str; 6] = [
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "al:ios:app_name",
    "dc.publisher",
    "citation_publisher",
];

/// The minimum number of letters of a handle or a host that is compared with titles.
const LONG: usize = 4;

/// The maximum number of words in the name of a site.
const WORDS: usize = 6;

/// The maximum number of names of a site.
const MOST: usize = 16;

impl Sites {
    /// Returns the names of the site in the head of a page.
    pub fn of(metas: &[(String, String)], links: &[(String, String)]) -> Sites {
        let mut sites = Sites::default();
        for (name, value) in metas {
            match name.as_str() {
                "twitter:site" => sites.add_closed(value),
                "og:url" => sites.add_host(value),
                name if NAMES.contains(&name) => sites.add(value),
                _ => {}
            }
        }
        for (_, address) in links.iter().filter(|(rel, _)| rel == "canonical") {
            sites.add_host(address);
        }
        sites
    }

    /// Returns whether no name is known.
    pub fn is_empty(&self) -> bool {
        self.closed.is_empty() && self.names.is_empty()
    }

    /// Adds the name of a publisher.
    pub fn add(&mut self, name: &str) {
        let name = plain(name);
        // Some publishing systems write the title of the article here.
        if name.split(' ').count() > WORDS || self.names.len() == MOST {
            return;
        }
        if !name.is_empty() && !self.names.contains(&name) {
            self.add_closed(&name);
            self.names.push(name);
        }
    }

    fn add_closed(&mut self, name: &str) {
        let closed = closed(name);
        if closed.chars().count() >= LONG
            && self.closed.len() < 4 * MOST
            && !self.closed.contains(&closed)
        {
            self.closed.push(closed);
        }
    }

    /// Adds the host of an address, and the part of it that people say.
    pub fn add_host(&mut self, address: &str) {
        let Some(host) = host(address) else { return };
        self.add_closed(host);
        let labels = host.rsplit_once('.').map_or("", |(labels, _)| labels).split('.');
        if let Some(label) = labels.max_by_key(|label| label.len()) {
            self.add_closed(label);
        }
    }

    /// Returns whether a text is a name of the site.
    pub fn is_site(&self, text: &str) -> bool {
        let text = plain(text);
        let bare = text.strip_prefix("the ").unwrap_or(&text);
        let is = |text: &str| {
            let closed = closed(text);
            self.names.iter().any(|name| name == text) || self.closed.contains(&closed)
        };
        !text.is_empty() && (is(&text) || is(bare))
    }

    /// Returns whether a text, as [`plain`] returns it, is the start or the end of a name of the site.
    pub fn is_short_form(&self, text: &str) -> bool {
        let is_part = |name: &String| {
            name.strip_prefix(text).is_some_and(|rest| rest.starts_with(' '))
                || name.strip_suffix(text).is_some_and(|rest| rest.ends_with(' '))
        };
        !text.is_empty() && self.names.iter().any(is_part)
    }
}

/// Returns the letters and digits of a name.
fn closed(name: &str) -> String {
    plain(name).split(' ').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_known_by_its_names_and_its_host() {
        let metas = [
            ("og:site_name".to_string(), "Skerry Echo".to_string()),
            ("twitter:site".to_string(), "@lampofskerry".to_string()),
        ];
        let links = [("canonical".to_string(), "https://www.skerry-post.co.uk/a".to_string())];
        let sites = Sites::of(&metas, &links);
        for name in
            ["SKERRY ECHO", "The Skerry Echo", "Lamp of Skerry", "Skerry Post", "skerry-post.co.uk"]
        {
            assert!(sites.is_site(name), "{name}");
        }
        for name in ["Skerry", "Echo", "", "The", "Co"] {
            assert!(!sites.is_site(name), "{name}");
        }
        assert!(sites.is_short_form("echo") && !sites.is_short_form("cho"));
    }
}

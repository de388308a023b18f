//! Addresses of indexes in a cluster.

use std::fmt;

use crate::error::{Error, Result};

/// The maximum length of an index name, in bytes. OpenSearch allows 255; the rest is for the names of indexes that
/// belong to it.
const MAX_NAME: usize = 200;

/// The ending of the name of the index that stores the places of articles.
const PLACES: &str = "-places";

/// The address of an index: the servers of a cluster, and the name of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    servers: Vec<String>,
    index: String,
}

impl Address {
    /// Returns whether a location is an address, and not a folder.
    pub fn is_address(location: &str) -> bool {
        let scheme = location.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        scheme.is_some_and(|scheme| scheme == "http" || scheme == "https")
    }

    /// Parses an address such as `https://search.example.org:9200/news`. Several servers of one cluster are separated
    /// by commas: `https://a:9200,b:9200/news`.
    ///
    /// # Errors
    ///
    /// Fails if the address names a user, a pattern of indexes, or anything besides servers and one index.
    pub fn parse(address: &str) -> Result<Address> {
        let (scheme, rest) = address.split_once("://").unwrap_or_default();
        let scheme = scheme.to_ascii_lowercase();
        if !Address::is_address(address) {
            return Err(refused("an address begins with http:// or https://"));
        }
        // Nothing of the address may be shown before this check.
        if rest.contains('@') {
            return Err(Error::usage("the address of the index contains a user or a password")
                .hint("leave them out of the address, and put user:password into a file"));
        }
        let Some((hosts, path)) = rest.split_once('/') else {
            return Err(refused("the address does not name an index"));
        };
        let index = path.strip_suffix('/').unwrap_or(path);
        check_name(index)?;
        let servers = hosts.split(',').map(|host| {
            check_host(host)?;
            Ok(format!("{scheme}://{host}"))
        });
        Ok(Address { servers: servers.collect::<Result<_>>()?, index: index.to_string() })
    }

    /// Returns the servers, without a slash at the end.
    pub fn servers(&self) -> &[String] {
        &self.servers
    }

    /// Returns the name of the index that stores the articles.
    pub fn index(&self) -> &str {
        &self.index
    }

    /// Returns the address of another index of the same cluster. The caller knows its name to be valid.
    pub fn of_index(&self, index: &str) -> Address {
        Address { servers: self.servers.clone(), index: index.to_string() }
    }

    /// Returns the name of the index that stores the places of the articles.
    pub fn places(&self) -> String {
        format!("{}{PLACES}", self.index)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, _) = self.servers[0].split_once("://").unwrap_or_default();
        let prefix = scheme.len() + 3;
        let hosts: Vec<&str> = self.servers.iter().map(|server| &server[prefix..]).collect();
        write!(f, "{scheme}://{}/{}", hosts.join(","), self.index)
    }
}

fn refused(why: &str) -> Error {
    Error::usage(why).hint("write the address of the index as https://HOST:9200/NAME")
}

/// Checks a host with an optional port.
fn check_host(host: &str) -> Result<()> {
    let (name, port) = match host.rsplit_once(':') {
        // The colons of an IPv6 address are within brackets.
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    };
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let valid = match inner {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            !name.is_empty() && name.chars().all(allowed)
        }
    };
    if !valid {
        return Err(refused(&format!("{host:?} is not a host")));
    }
    match port.map(str::parse::<u16>) {
        None => Ok(()),
        Some(Ok(port)) if port > 0 => Ok(()),
        Some(_) => Err(refused(&format!("{host:?} has an invalid port"))),
    }
}

/// Checks the name of an index. OpenSearch reads `*`, `,` and `_all` as several indexes, and `<…>` as a date.
fn check_name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(refused("the address does not name an index"));
    }
    let allowed =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    if !begins || !name.chars().all(allowed) {
        return Err(refused(&format!("{name:?} is not the name of one index")).hint(
            "use lowercase letters, digits, hyphens, dots and underscores, with a letter or a digit first",
        ));
    }
    if name.len() > MAX_NAME {
        return Err(refused(&format!("the name of the index is longer than {MAX_NAME} bytes")));
    }
    if name.ends_with(PLACES) {
        return Err(Error::usage(format!(
            "{name:?} is the name of an index of places, which belongs to another index"
        ))
        .hint(format!("leave out {PLACES}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_servers_and_one_index() {
        let address = Address::parse("https://a.example.org:9200,[::1]:9201/news-1/").unwrap();
        assert_eq!(address.servers(), ["https://a.example.org:9200", "https://[::1]:9201"]);
        assert_eq!(address.index(), "news-1");
        assert_eq!(address.places(), "news-1-places");
        assert_eq!(address.to_string(), "https://a.example.org:9200,[::1]:9201/news-1");
        assert!(Address::parse("http://localhost/n").is_ok());
    }

    #[test]
    fn an_address_that_means_anything_else_is_refused() {
        for wrong in [
            "https://h:9200",
            "https://h:9200/",
            "https://h:9200/a/b",
            "https://h:9200/*",
            "https://h:9200/a*",
            "https://h:9200/a,b",
            "https://h:9200/_all",
            "https://h:9200/.security",
            "https://h:9200/-a",
            "https://h:9200/News",
            "https://h:9200/a?x=1",
            "https://h:9200/%2a",
            "https://h:9200/<a-{now}>",
            "https://h:9200/a-places",
            "https://h:0/a",
            "https://h:99999/a",
            "https:///a",
            "https://h,/a",
            "https://h h/a",
            "https://[::g]/a",
            "ftp://h/a",
        ] {
            assert!(Address::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Address::parse(&format!("http://h/{}", "a".repeat(201))).is_err());
    }

    #[test]
    fn a_password_in_an_address_is_refused_and_not_shown() {
        let error = Address::parse("https://user:secret@h:9200/news").unwrap_err();
        assert!(!format!("{error:?}").contains("secret"));
    }

    #[test]
    fn a_folder_is_not_an_address() {
        assert!(Address::is_address("HTTP://h/a") && Address::is_address("https://h/a"));
        for folder in [".dateline", "/srv/http", "C:\\news", "http:/x", "file://x"] {
            assert!(!Address::is_address(folder), "{folder}");
        }
    }
}

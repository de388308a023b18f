//! What the address of a page says: its host, and the order of day and month in its country.

/// Returns the address that a page had before the Wayback Machine archived it:
/// `https://web.archive.org/web/20120315081530/http://echo.example/lamp`. Other addresses are not changed.
pub fn original(url: &str) -> &str {
    let bare = url.trim().trim_start_matches("https://").trim_start_matches("http://");
    let archived = || {
        let (moment, original) = bare.strip_prefix("web.archive.org/web/")?.split_once('/')?;
        let rest = moment.trim_start_matches(|c: char| c.is_ascii_digit());
        // How the page is shown: `id_`, `if_`.
        let is_moment = rest.len() < moment.len() && (rest.is_empty() || rest.ends_with('_'));
        let is_address = original.starts_with("http://") || original.starts_with("https://");
        (is_moment && is_address).then_some(original)
    };
    archived().unwrap_or(url)
}

/// Returns the host of an address, without `www.`
pub fn host(url: &str) -> Option<&str> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

/// Returns whether the day comes before the month, judging by the language of a page and the country of its address.
/// Returns `None` if both orders are common.
pub fn day_first(lang: Option<&str>, url: Option<&str>) -> Option<bool> {
    let lang = lang.unwrap_or_default().to_ascii_lowercase().replace('_', "-");
    let land = url.and_then(host).and_then(|host| host.rsplit('.').next()).unwrap_or_default();
    match lang.as_str() {
        "en-us" => Some(false),
        "en-gb" | "en-au" | "en-nz" | "en-ie" | "en-in" | "en-za" => Some(true),
        other if other.starts_with("en") || other.is_empty() => match land {
            "uk" | "au" | "nz" | "ie" | "in" | "za" | "de" | "at" | "fr" | "it" | "es" | "nl"
            | "be" | "pl" | "ru" | "eu" => Some(true),
            "us" | "gov" | "mil" => Some(false),
            _ => None,
        },
        // Chinese, Japanese, Korean and Hungarian put the year first.
        _ => Some(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archived_pages_have_their_original_address() {
        for (url, meant) in [
            (
                "https://web.archive.org/web/20120315081530/http://echo.example/a",
                "http://echo.example/a",
            ),
            (
                "http://web.archive.org/web/2012id_/https://echo.example/a?b",
                "https://echo.example/a?b",
            ),
            ("web.archive.org/web/20120315/http://echo.example/", "http://echo.example/"),
            ("https://web.archive.org/web/", "https://web.archive.org/web/"),
            (
                "https://web.archive.org/web/lamps/http://echo.example/",
                "https://web.archive.org/web/lamps/http://echo.example/",
            ),
            (
                "https://echo.example/web/2012/http://a.example",
                "https://echo.example/web/2012/http://a.example",
            ),
        ] {
            assert_eq!(original(url), meant);
        }
    }
}

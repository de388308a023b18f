//! What the address of a page says: its host, and the order of day and month in its country.

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

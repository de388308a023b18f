//! Page furniture: what a scraper picked up around an article and no reader would call part of it.
//!
//! Only whole lines are judged, and only before the title. The lists are short on purpose: a
//! title taken for furniture is lost, while furniture taken for a title is merely ugly.

/// Lines that are menus, sections, share bars and trackers, in lower case.
const PHRASES: &[&str] = &[
    "advertisement",
    "all news",
    "breaking news",
    "business",
    "business news",
    "compartir",
    "condividi",
    "copy link",
    "economy",
    "email",
    "entertainment",
    "facebook",
    "follow us",
    "home",
    "home page",
    "homepage",
    "international",
    "latest",
    "latest news",
    "latest stories",
    "linkedin",
    "live",
    "local news",
    "log in",
    "login",
    "menu",
    "more news",
    "most read",
    "national",
    "news",
    "opinion",
    "partager",
    "politics",
    "print",
    "print this page",
    "read more",
    "related news",
    "search",
    "share",
    "share this",
    "share this article",
    "sign in",
    "skip to content",
    "skip to main content",
    "sport",
    "sports",
    "startseite",
    "subscribe",
    "teilen",
    "telegram",
    "top news",
    "top stories",
    "trending",
    "tweet",
    "twitter",
    "whatsapp",
    "world",
    "world news",
    "yandex metrika counter",
    "yandex.metrika counter",
];

/// Whether a line before the title is furniture.
pub fn is(line: &str) -> bool {
    let line = line.trim();
    let lower = line.to_lowercase();
    PHRASES.contains(&lower.trim_end_matches([':', '.', '>', '»', '|']).trim_end())
        || is_address(line)
        || is_menu(line)
        || is_icon(&lower)
        || is_path(line)
        || line.starts_with('©')
        || lower.starts_with("copyright ")
}

/// A web address and nothing else.
pub fn is_address(line: &str) -> bool {
    !line.contains(char::is_whitespace) && (line.contains("://") || line.starts_with("www."))
}

/// Short names set apart by wide gaps or bars: `US     Europe     Arab`.
fn is_menu(line: &str) -> bool {
    let wide: Vec<&str> =
        line.split("   ").map(str::trim).filter(|part| !part.is_empty()).collect();
    let barred: Vec<&str> =
        line.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
    [wide, barred].iter().any(|parts| {
        parts.len() >= 3 && parts.iter().all(|part| part.split_whitespace().count() <= 3)
    })
}

/// Names of pictures on buttons: `• close-icon close-icon`.
fn is_icon(lower: &str) -> bool {
    let mut words =
        lower.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).peekable();
    words.peek().is_some() && words.all(|word| word.ends_with("-icon") || word == "icon")
}

/// A trail of sections: `Home > World > Europe`.
fn is_path(line: &str) -> bool {
    let parts: Vec<&str> = line.split(['>', '»', '›']).collect();
    parts.len() >= 3 && parts.iter().all(|part| part.split_whitespace().count() <= 4)
}

/// The weather box some front pages begin with: `27.1 C`.
pub fn is_weather(line: &str) -> bool {
    let Some(number) = line.trim().strip_suffix(['C', 'F']) else { return false };
    number.trim_end_matches(['°', ' ', '\u{a0}']).parse::<f32>().is_ok()
}

//! Page furniture: text around an article that a scraper picked up and that no reader would call part of the article.
//!
//! Only whole lines before the title are judged. The lists are short on purpose: a title mistaken for furniture is
//! lost, while furniture mistaken for a title is merely ugly.

/// Menus, sections, share bars and trackers, in lower case.
const PHRASES: &[&str] = &[
    "accueil",
    "actualités",
    "advertisement",
    "all news",
    "anzeige",
    "bookmark",
    "breaking",
    "breaking news",
    "business",
    "business news",
    "close",
    "compartir",
    "condividi",
    "copy link",
    "deportes",
    "economy",
    "economía",
    "editor's choice",
    "editor's picks",
    "email",
    "entertainment",
    "facebook",
    "follow us",
    "gallery",
    "google analytics",
    "headlines",
    "home",
    "home page",
    "homepage",
    "in pictures",
    "inicio",
    "internacional",
    "international",
    "latest",
    "latest news",
    "latest stories",
    "linkedin",
    "listen",
    "listen to this article",
    "live",
    "live updates",
    "liveinternet",
    "local news",
    "log in",
    "login",
    "main news",
    "menu",
    "monde",
    "more news",
    "most read",
    "must read",
    "nachrichten",
    "national",
    "news",
    "newsletter",
    "noticias",
    "open menu",
    "opinion",
    "partager",
    "photos",
    "politics",
    "politik",
    "portada",
    "print",
    "print this page",
    "publicidad",
    "publicité",
    "read more",
    "related news",
    "save",
    "search",
    "share",
    "share on facebook",
    "share on twitter",
    "share this",
    "share this article",
    "sign in",
    "skip to content",
    "skip to main content",
    "skip to navigation",
    "sociedad",
    "société",
    "sport",
    "sports",
    "startseite",
    "subscribe",
    "teilen",
    "telegram",
    "toggle navigation",
    "top news",
    "top stories",
    "top story",
    "trending",
    "tweet",
    "twitter",
    "videos",
    "whatsapp",
    "wirtschaft",
    "world",
    "world news",
    "yandex metrika counter",
    "yandex.metrica",
    "yandex.metrika counter",
    "últimas noticias",
];

/// Returns whether a line before the title is furniture.
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

/// Returns whether a line is only a web address.
pub fn is_address(line: &str) -> bool {
    !line.contains(char::is_whitespace) && (line.contains("://") || line.starts_with("www."))
}

/// Returns whether a line is a menu: short names separated by wide gaps or bars, such as `US     Europe     Arab`.
fn is_menu(line: &str) -> bool {
    let wide: Vec<&str> =
        line.split("   ").map(str::trim).filter(|part| !part.is_empty()).collect();
    let barred: Vec<&str> =
        line.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
    [wide, barred].iter().any(|parts| {
        parts.len() >= 3 && parts.iter().all(|part| part.split_whitespace().count() <= 3)
    })
}

/// Returns whether a line consists of the names of icons: `• close-icon close-icon`.
fn is_icon(lower: &str) -> bool {
    let mut words =
        lower.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).peekable();
    words.peek().is_some() && words.all(|word| word.ends_with("-icon") || word == "icon")
}

/// Returns whether a line is a trail of sections: `Home > World > Europe`, `Home / World / Europe`. A `>` that closes a
/// `<` does not count: `ALPHA <A> BUYS BETA <B>`.
fn is_path(line: &str) -> bool {
    if line.contains('<') {
        return false;
    }
    let line = line.replace(" / ", ">");
    let parts: Vec<&str> = line.split(['>', '»', '›']).collect();
    let is_short = |part: &&str| part.split_whitespace().count() <= 4;
    let first = parts[0].trim().to_lowercase();
    // The path may end with the title.
    let kept = if PHRASES.contains(&first.as_str()) { &parts[..parts.len() - 1] } else { &parts };
    parts.len() >= 3 && kept.iter().all(is_short)
}

/// Returns whether a line is a section and a name: `Opinion | Ada Quill`.
pub fn is_section(line: &str) -> bool {
    let Some((section, name)) = line.split_once(" | ") else { return false };
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    PHRASES.contains(&section.trim().to_lowercase().as_str())
        && name.split_whitespace().count() <= 4
        && name.split_whitespace().all(is_name)
}

/// Words at the start of a line that states when a page was published, in lower case.
const STAMPS: &[&str] = &[
    "actualizado",
    "aktualisiert",
    "erstmeldung",
    "last updated",
    "mis à jour",
    "modified",
    "posted",
    "published",
    "publicado",
    "publié",
    "stand",
    "update",
    "updated",
];

/// Returns whether a line states when a page was published or changed: `Updated: 12 Feb 2023, 10:30`.
pub fn is_stamp(line: &str) -> bool {
    let lower = line.to_lowercase();
    let said = STAMPS.iter().any(|word| {
        lower.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    });
    said && line.bytes().filter(u8::is_ascii_digit).count() >= 4
        && line.split_whitespace().count() <= 10
        && !line.ends_with('.')
}

/// Returns whether a line is a labeled caption: `Photo: …`.
pub fn is_labelled_caption(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["photo:", "photo by ", "foto:", "image:", "file photo", "pic:", "crédit photo"]
        .iter()
        .any(|label| lower.starts_with(label))
}

/// Words that occur only in picture credits, in lower case.
const PICTURES: &[&str] = &[
    "[photo",
    "(photo by",
    "(photo:",
    "(photo/",
    "/getty",
    "getty images",
    "afp photo",
    "ap photo",
    "courtesy photo",
    "file image)",
    "file photo)",
    "photo/",
    "photo credit",
    "photograph by",
    "reuters/",
    "shutterstock",
    "via ap)",
    "via reuters)",
    "handout)",
    "(file)",
    "(archive)",
    "photo courtesy",
];

/// Returns whether a line is a caption that credits its picture or says that it is a caption: `The lamp in May.
/// REUTERS/Ada Quill`.
pub fn is_credited_caption(line: &str) -> bool {
    let lower = line.to_lowercase();
    let shown = [
        "in this photo",
        "in this file photo",
        "in this image",
        "a file photo",
        "a view of",
        "pictured:",
    ];
    let credited = PICTURES.iter().any(|credit| lower.contains(credit));
    credited && line.split_whitespace().count() >= 4
        || shown.iter().any(|beginning| lower.starts_with(beginning)) && line.ends_with('.')
}

/// Returns whether a line is the weather at the top of some front pages: `27.1 C`.
pub fn is_weather(line: &str) -> bool {
    let Some(number) = line.trim().strip_suffix(['C', 'F']) else { return false };
    number.trim_end_matches(['°', ' ', '\u{a0}']).parse::<f32>().is_ok()
}

//! What a tag says about its element: its names, and its date or time.

use html5gum::StartTag;

/// Returns the value of an attribute, if it is not empty.
pub fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    let value = String::from_utf8_lossy(&value.value).trim().to_string();
    (!value.is_empty()).then_some(value)
}

/// Returns the `class`, the `id` and other names of an element, in lower case.
pub fn marks(tag: &StartTag<()>) -> String {
    let names = ["class", "id", "itemprop", "property", "data-testid", "data-qa", "rel"];
    let mut marks = String::new();
    for value in names.iter().filter_map(|name| attribute(tag, name)) {
        let end = value.floor_char_boundary(200);
        marks.push_str(&value[..end].to_lowercase());
        marks.push(' ');
    }
    if attribute(tag, ARIA_HIDDEN).is_some_and(|hidden| hidden == "true") {
        marks.extend([ARIA_HIDDEN, " "]);
    }
    marks
}

/// The mark of an element that is not read aloud.
pub const ARIA_HIDDEN: &str = "aria-hidden";

/// Returns the value of the attribute that states an element's date or time.
pub fn moment(tag: &StartTag<()>, name: &str, marks: &str) -> Option<String> {
    const OF_TIME: [&str; 12] = [
        "datetime",
        "content",
        "data-datetime",
        "data-date",
        "data-time",
        "data-timestamp",
        "data-published",
        "data-published-date",
        "data-publish-date",
        "data-published-at",
        "data-utc",
        "title",
    ];
    match name {
        // In a `<time>`, `title` is more reliable than the attributes for scripts.
        "time" => {
            let first = ["datetime", "content", "title"];
            first.iter().chain(&OF_TIME[2..]).find_map(|name| attribute(tag, name))
        }
        "abbr" => attribute(tag, "title"),
        "meta" => None,
        _ if marks.contains("date") || marks.contains("publi") || marks.contains("time") => {
            OF_TIME.iter().find_map(|name| attribute(tag, name))
        }
        _ => {
            let named = ["datetime", "data-published-date", "data-publish-date", "data-pubdate"];
            named.iter().find_map(|name| attribute(tag, name))
        }
    }
}

/// Returns whether readers do not see the element.
pub fn is_invisible(tag: &StartTag<()>) -> bool {
    let style = tag.attributes.get(b"style".as_slice());
    tag.attributes.contains_key(b"hidden".as_slice())
        || attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"))
        || style.is_some_and(|style| {
            let style = String::from_utf8_lossy(&style.value).to_ascii_lowercase();
            let declarations = style.split(';').filter_map(|one| one.split_once(':'));
            declarations.map(|(name, value)| (name.trim(), value.trim())).any(|(name, value)| {
                name == "display" && value.starts_with("none")
                    || name == "visibility" && value.starts_with("hidden")
                    || name == "mso-hide" && value.starts_with("all")
            })
        })
}

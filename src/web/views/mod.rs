//! The pages: each reads its parameters, asks, and fills a template of `templates/`.

mod about_article;
pub mod address;
pub mod also;
pub mod article;
mod command;
pub mod compare;
pub mod facets;
mod fixed;
pub mod frame;
pub mod help;
pub mod hit;
pub mod kwic;
pub mod marked;
pub mod names;
mod narrowing;
pub mod nothing;
mod notice;
pub mod problem;
pub mod quick;
pub mod search;
pub mod similar;
pub mod story;
pub mod timeline;
pub mod values;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::reply::{HTML, reply};
pub use crate::searching::{articles, grouped as number};
use crate::snippet::Part;

/// Text of an article for a page: control characters and overrides of the direction of text become U+FFFD. The template
/// escapes the rest.
pub fn shown(text: &str) -> String {
    let harmful = |c: char| match c {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        c => c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'),
    };
    text.chars().map(|c| if harmful(c) { '\u{fffd}' } else { c }).collect()
}

/// Text as a sentence begins: with a capital letter.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A run of text, marked or not.
pub struct Run {
    /// The text.
    pub text: String,
    /// Whether it matched.
    pub mark: bool,
}

/// Returns parts of a text for a page.
pub fn runs(parts: &[Part]) -> Vec<Run> {
    parts.iter().map(|part| Run { text: shown(&part.text), mark: part.mark }).collect()
}

/// Returns the direction of a language's script, for the attribute `dir`.
pub fn direction(lang: Option<&str>) -> &'static str {
    match lang {
        Some("ar" | "fa" | "he" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb") => "rtl",
        Some(_) => "ltr",
        None => "auto",
    }
}

/// Returns whether a text runs from right to left: as its language says, or as its first letters do if the language is not
/// known.
pub fn is_rtl(lang: Option<&str>, text: &str) -> bool {
    // Hebrew, Arabic and their neighbours, and their presentation forms.
    let is_rtl_letter = |c: char| {
        c.is_alphabetic()
            && matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
    };
    match direction(lang) {
        "auto" => text.chars().find(|c| c.is_alphabetic()).is_some_and(is_rtl_letter),
        direction => direction == "rtl",
    }
}

/// Answers with a page.
pub fn page(template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => reply(StatusCode::OK, HTML, text),
        Err(error) => unrenderable(&error),
    }
}

/// Answers for a template that could not be filled, which only a lack of memory explains.
pub fn unrenderable(error: &askama::Error) -> Response {
    tracing::error!(error = %error, "filling a template");
    reply(
        StatusCode::INTERNAL_SERVER_ERROR,
        "text/plain; charset=utf-8",
        "the page cannot be shown\n",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_direction_of_a_text_is_that_of_its_language_or_its_letters() {
        assert!(is_rtl(Some("ar"), "BBC"));
        assert!(!is_rtl(Some("en"), "تونس"));
        assert!(is_rtl(None, "12 (تونس) BBC"));
        assert!(!is_rtl(None, "12 BBC תל"));
        assert!(!is_rtl(None, "12"));
    }

    #[test]
    fn text_cannot_turn_the_direction_of_a_page() {
        assert_eq!(shown("a\u{202e}b\u{1b}c\nd\u{200f}"), "a\u{fffd}b\u{fffd}c\nd\u{200f}");
    }
}

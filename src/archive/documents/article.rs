//! The article of a document.

use super::properties::Properties;
use crate::archive::{Cut, Other, RawArticle, Reason, Sink, text, vendors};
use crate::error::harmless;

/// Passes on the article of a document, or several articles if the document is an export.
pub fn give(
    title: Option<String>,
    paragraphs: &[String],
    properties: Properties,
    cut: Option<Cut>,
    sink: Sink,
) {
    let all = title.iter().chain(paragraphs).map(String::as_str);
    if let Some(count) = vendors::split_document(all, sink) {
        // Articles beyond the limit are missing, which a flag on the last one would not show.
        if let Some(cut) = cut {
            let why = Reason::TooLong.because(format!("{cut} of the export was read: split it"));
            harmless(sink(Err(Other::Skipped(count + 1, why))), "nothing follows");
        }
        return;
    }
    let article = article(title, paragraphs, properties);
    harmless(
        sink(match vendors::unsplit::of_article(&article) {
            Some(why) => Err(Other::Skipped(1, why)),
            None => Ok(RawArticle { cut, ..article }),
        }),
        "nothing follows",
    );
}

/// Builds the article of a document from its title by style, its paragraphs and its properties.
pub fn article(title: Option<String>, paragraphs: &[String], properties: Properties) -> RawArticle {
    let body = paragraphs.join("\n\n");
    let mut article = match title {
        Some(title) => text::titled(&title, "title paragraph", &body),
        None => RawArticle { place: "first paragraph".into(), ..text::article(&body) },
    };
    article.body_from = Some("text of the document");
    properties.complete(&mut article);
    article
}

//! The properties of a document's file, which are used for what the text does not say.

use serde::{Deserialize, Serialize};

use crate::archive::{Candidate, RawArticle};
use crate::article::Header;

/// The properties of a file.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Properties {
    pub title: Option<String>,
    pub creator: Option<String>,
    pub created: Option<String>,
    pub language: Option<String>,
}

/// Placeholder titles that programs fill in.
const PROGRAMS: [&str; 8] = [
    "microsoft word",
    "untitled",
    "document",
    "word document",
    "presentation",
    "powerpoint",
    "(anonymous)",
    "unknown",
];

impl Properties {
    /// Adds the title, creator, language and date of the file to an article. A title that the article has is kept.
    pub fn complete(self, article: &mut RawArticle) {
        let titled = article.headers.iter().any(|header| header.name == "title");
        if let (false, Some(title)) = (titled, self.title.filter(|title| says(title))) {
            article.headers.push(Header { name: "title".into(), value: title });
            article.place = "properties of the file".into();
        }
        let others = [("creator", self.creator), ("lang", self.language)];
        for (name, value) in others {
            if let Some(value) =
                value.filter(|value| !value.trim().is_empty() && !is_program(value))
            {
                article.headers.push(Header { name: name.into(), value });
            }
        }
        article.file_date = self.created.map(|written| Candidate {
            place: "properties".into(),
            written,
            zone: None,
        });
    }
}

/// Returns whether an author is a program, or the name that a program fills in.
fn is_program(author: &str) -> bool {
    const AUTHORS: [&str; 12] = [
        "python-docx",
        "microsoft office user",
        "microsoft word",
        "windows user",
        "user",
        "admin",
        "administrator",
        "unknown",
        "(anonymous)",
        "anonymous",
        "calibre",
        "libreoffice",
    ];
    AUTHORS.contains(&author.trim().to_lowercase().as_str())
}

/// Returns whether a title was written by a person.
fn says(title: &str) -> bool {
    let lower = title.trim().to_lowercase();
    let named = PROGRAMS.iter().any(|name| {
        lower.strip_prefix(name).is_some_and(|rest| {
            rest.is_empty()
                || rest.starts_with([' ', '-']) && rest.len() < 40
                || rest.parse::<u32>().is_ok()
        })
    });
    let is_file = lower.rsplit_once('.').is_some_and(|(_, end)| {
        ["doc", "docx", "odt", "rtf", "pdf", "indd", "qxd", "txt", "pages"].contains(&end)
    });
    !lower.is_empty() && !named && !is_file && lower.contains(char::is_alphabetic)
}

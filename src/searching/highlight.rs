//! Marks the places in a whole article that match a query.

use super::index::Index;
use super::question::{Question, Read};
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::error::Result;
use crate::matching::{Marks, Matcher};
use crate::snippet::{self, Part};

/// Marks the matches of a query in articles.
pub struct Highlighter {
    read: Read,
    analyzer: Analyzer,
}

/// An article, split into marked and unmarked parts.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Highlighted {
    /// The title.
    pub title: Vec<Part>,
    /// The body.
    pub body: Vec<Part>,
}

impl Highlighter {
    /// Reads a query for an index.
    ///
    /// # Errors
    ///
    /// Fails if the query is not valid.
    pub fn new(index: &Index, question: &Question) -> Result<Highlighter> {
        let mut analyzer = Analyzer::default();
        Ok(Highlighter { read: question.read(index, &mut analyzer)?, analyzer })
    }

    /// Returns notices about how the query was read.
    pub fn notices(&self) -> &[String] {
        &self.read.query.notices
    }

    /// Returns the places in an article that the query matches, or `None` if the article does not match it.
    pub fn marks(&mut self, article: &Article) -> Option<Marks> {
        Matcher::new(&self.read.tree).marks(&mut self.analyzer, article)
    }

    /// Returns the marked parts of an article, or `None` if the article does not match the query.
    pub fn highlight(&mut self, article: &Article) -> Option<Highlighted> {
        let marks = self.marks(article)?;
        let title = article.title.as_deref().unwrap_or_default();
        Some(Highlighted {
            title: snippet::parts(title, 0, title.len(), &marks.title),
            body: snippet::parts(&article.body, 0, article.body.len(), &marks.body),
        })
    }
}

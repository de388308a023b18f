//! What reading threads need to prepare documents.

use std::io;
use std::sync::Arc;

use super::document::{self, Document};
use super::fields::Fields;
use crate::article::Article;
use crate::engine::store::{Preparation, Prepared, Preparer};

/// The fields of an index, and the dictionary that its stored articles are compressed with.
pub struct FolderPreparation {
    /// The fields.
    pub fields: Fields,
    /// The dictionary, which may be empty.
    pub dictionary: Arc<[u8]>,
}

impl Preparation for FolderPreparation {
    type Document = Document;

    fn preparer(&self) -> io::Result<Box<dyn Preparer<Document>>> {
        Ok(Box::new(document::Preparer::new(self.fields, &self.dictionary)?))
    }
}

impl Preparer<Document> for document::Preparer {
    fn prepare(&mut self, article: &Article) -> io::Result<Document> {
        document::Preparer::prepare(self, article)
    }
}

impl Prepared for Document {
    fn key(&self) -> &str {
        &self.key
    }

    fn size(&self) -> usize {
        self.size
    }
}

//! Entering an article: whose key it has, whether it is new, and what is written of it.

use super::ledger::Ledger;
use crate::archive::Entry;
use crate::article::{Article, KEY_BITS, hash_of_key};
use crate::catalogue::KeyNumber;
use crate::engine::Store;
use crate::engine::embedded::fields::Fields;
use crate::engine::embedded::{Document, Preparer, Writer};
use crate::error::{Error, Result};
use crate::normalise::Normalised;

impl Ledger<'_> {
    /// Enters an article of a file that was read. Returns its key, and whether it lost the key it
    /// brought to another.
    pub(super) fn article(
        &mut self,
        entry: &Entry,
        normalised: Normalised,
        document: Option<Document>,
        writer: Option<&mut Writer>,
    ) -> Result<(KeyNumber, bool)> {
        let Normalised { mut article, derived } = normalised;
        let order = article.order();
        let mut document = document;
        let mut lost = false;
        // Normalising derives it as a hash, whatever the article.
        let content = hash_of_key(&derived).expect("a hash of the content");
        let source = (article.source.as_deref(), article.flags.source_inherited);
        if let Some(number) = self.new.keys.number(&article.key)
            && *self.new.keys.content(number) != content
        {
            if self.confirmed.contains(number) {
                self.summary.notices.push(format!(
                    "{}: another article has the key {:?}; this one gets {derived}",
                    entry.path, article.key
                ));
                article.key.clone_from(&derived);
                article.flags.key_brought = false;
                document = match (document, writer.as_ref()) {
                    (Some(_), Some(writer)) => Some(self.prepare(&article, writer.fields())?),
                    _ => None,
                };
                lost = true;
            } else {
                // The article of this key has changed, or gone: a place later in the walk that
                // still has the old one will be read again.
                self.new.keys.set_content(number, content);
                self.new.keys.set_source(number, source);
                let former = self.new.keys.set_order(number, order);
                self.confirmed.insert(number);
                self.replaced.insert(number);
                self.dropped.remove(&number);
                self.write(number, former, document, writer)?;
                return Ok((number, false));
            }
        }
        let Some(number) = self.new.keys.number(&article.key) else {
            let number = self.new.keys.add(&article.key, content, order, source);
            self.write(number, order, document, writer)?;
            self.confirmed.insert(number);
            return Ok((number, lost));
        };
        // The first place in the walk says what an article inherits; `--source` and `--tz` may
        // have changed since the last run.
        let first = self.confirmed.insert(number);
        let dropped = self.dropped.remove(&number);
        let keys = &mut self.new.keys;
        let moved = source.1 && keys.source(number) != source.0;
        // The other dates of its column may decide otherwise than before.
        let redated = keys.second(number) != order >> KEY_BITS;
        if dropped || first && (self.scope.changed[entry.root] || moved || redated) {
            keys.set_source(number, source);
            let former = keys.set_order(number, order);
            self.write(number, former, document, writer)?;
        }
        Ok((number, lost))
    }

    /// Writes an article's document, in place of the one the index had.
    fn write(
        &mut self,
        number: KeyNumber,
        former: i64,
        document: Option<Document>,
        writer: Option<&mut Writer>,
    ) -> Result<()> {
        let (Some(document), Some(writer)) = (document, writer) else { return Ok(()) };
        if (number as usize) < self.known {
            writer.remove(&document.key, former)?;
        }
        writer.add(document)
    }

    pub(super) fn prepare(&self, article: &Article, fields: Fields) -> Result<Document> {
        let fail = |error| Error::io("writing to", &self.means.options.index, error);
        Preparer::new(fields, self.means.dictionary)
            .and_then(|mut preparer| preparer.prepare(article))
            .map_err(fail)
    }
}

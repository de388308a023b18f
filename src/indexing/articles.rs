//! Entering an article: whose key it has, whether it is new, and what is written of it.

use super::RootOptions;
use super::ledger::Ledger;
use super::reading::{Message, Piece, read_now};
use crate::archive::Entry;
use crate::article::{Article, KEY_BITS, hash_of_key};
use crate::catalogue::{KeyNumber, WITHIN};
use crate::engine::Store;
use crate::engine::embedded::fields::Fields;
use crate::engine::embedded::{Document, Preparer, Writer};
use crate::error::{Error, Result};
use crate::normalise::Normalised;

/// A hash of what an article has its title or date from: the path of its file, and its last change where that
/// counts. 0 if it states both.
fn place_of(entry: &Entry, roots: &[RootOptions], article: &Article) -> u32 {
    let inherits = article.flags.date_inherited || article.flags.title_inherited;
    if inherits { place_hash(&entry.path, entry.modified, &roots[entry.root]) } else { 0 }
}

/// The same of a file whose articles inherit something.
pub fn place_hash(path: &str, modified: i64, options: &RootOptions) -> u32 {
    let file = path.split(WITHIN).next().unwrap_or(path);
    let modified = if options.for_path(file).date_from_mtime { modified } else { 0 };
    crc32fast::hash(&[file.as_bytes(), &modified.to_le_bytes()].concat()).max(1)
}

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
        let place = place_of(entry, self.context.roots, &article);
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
                self.new.keys.set_place(number, place);
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
            self.new.keys.set_place(number, place);
            self.write(number, order, document, writer)?;
            self.confirmed.insert(number);
            return Ok((number, lost));
        };
        // The first place in the walk says what an article inherits; `--source` and `--tz` may
        // have changed since the last run.
        let first = self.confirmed.insert(number);
        let dropped = self.dropped.remove(&number);
        let keys = &mut self.new.keys;
        let moved = source.1 && keys.source(number) != source.0 || keys.place(number) != place;
        // The other dates of its column may decide otherwise than before.
        let redated = keys.second(number) != order >> KEY_BITS;
        if dropped || first && (self.scope.changed[entry.root] || moved || redated) {
            keys.set_source(number, source);
            keys.set_place(number, place);
            let former = keys.set_order(number, order);
            self.write(number, former, document, writer)?;
        }
        Ok((number, lost))
    }

    /// Reads a file again for an article that has its title or date from its first place, which has changed.
    pub(super) fn move_in(
        &mut self,
        entry: &Entry,
        number: KeyNumber,
        writer: &mut Writer,
    ) -> Result<()> {
        let key = self.new.keys.key(number).into_owned();
        let pieces = read_now(entry, self.context).into_iter().flat_map(|message| match message {
            Message::Articles(pieces) => pieces,
            Message::End(..) => Vec::new(),
        });
        for piece in pieces {
            let Piece::Article(_, found, document) = piece else { continue };
            let article = found.article;
            if article.key != key {
                continue;
            }
            let keys = &mut self.new.keys;
            keys.set_source(number, (article.source.as_deref(), article.flags.source_inherited));
            keys.set_place(number, place_of(entry, self.context.roots, &article));
            let former = keys.set_order(number, article.order());
            return self.write(number, former, document, Some(writer));
        }
        Ok(())
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
        let fail = |error| Error::io("writing to", &self.context.options.index, error);
        Preparer::new(fields, self.context.dictionary)
            .and_then(|mut preparer| preparer.prepare(article))
            .map_err(fail)
    }
}

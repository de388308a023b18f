//! Recording an article: which key it gets, whether it is new, and what is written to the index.

use super::RootOptions;
use super::ledger::{DocumentOf, Ledger};
use super::reading::{Message, Piece, read_now};
use crate::archive::Entry;
use crate::article::{Article, KEY_BITS, hash_of_key};
use crate::catalogue::{KeyNumber, WITHIN};
use crate::engine::store::{Indexer, Preparation, Prepared, Store};
use crate::error::{Error, Result};
use crate::normalise::Normalised;

/// Returns a hash of what an article inherits its title or date from: the path of its file, and the file's modification
/// time if articles take their date from it. Returns 0 if the article states both.
fn place_of(entry: &Entry, roots: &[RootOptions], article: &Article) -> u32 {
    let inherits = article.flags.date_inherited || article.flags.title_inherited;
    if inherits { place_hash(&entry.path, entry.modified, &roots[entry.root]) } else { 0 }
}

/// Returns the hash for a file whose articles inherit their title or date.
pub fn place_hash(path: &str, modified: i64, options: &RootOptions) -> u32 {
    let file = path.split(WITHIN).next().unwrap_or(path);
    let modified = if options.for_path(file).date_from_mtime { modified } else { 0 };
    crc32fast::hash(&[file.as_bytes(), &modified.to_le_bytes()].concat()).max(1)
}

impl<S: Store> Ledger<'_, S> {
    /// Records an article of a file that was read. Returns its key, and whether it lost the key it supplied to another
    /// article.
    pub(super) fn article(
        &mut self,
        entry: &Entry,
        normalised: Normalised,
        document: Option<DocumentOf<S>>,
        writer: Option<&mut S::Indexer>,
    ) -> Result<(KeyNumber, bool)> {
        let Normalised { mut article, derived } = normalised;
        let order = article.order();
        let mut document = document;
        let mut lost = false;
        // Normalization always derives the key as a hash of the content.
        let content = hash_of_key(&derived).expect("a hash of the content");
        let source = (article.source.as_deref(), article.flags.source_inherited);
        let place = place_of(entry, self.context.roots, &article);
        if let Some(number) = self.new.keys.number(&article.key)
            && *self.new.keys.content(number) != content
        {
            if self.confirmed.contains(number) {
                self.summary.notices.push(format!(
                    "{}: another article has the key {:?}; indexed as {derived} instead",
                    entry.path, article.key
                ));
                article.key.clone_from(&derived);
                article.flags.key_brought = false;
                document = self.prepare(&article)?;
                lost = true;
            } else {
                // The article with this key has changed or is gone. If a later file in the walk still has the old one,
                // that file is read again.
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
        // An article inherits from its first place in the walk. `--source` and `--tz` may have changed since the last
        // run.
        let first = self.confirmed.insert(number);
        let dropped = self.dropped.remove(&number);
        let keys = &mut self.new.keys;
        let moved = source.1 && keys.source(number) != source.0 || keys.place(number) != place;
        // The other dates in the article's column may now lead to a different date.
        let redated = keys.second(number) != order >> KEY_BITS;
        if first && !dropped {
            self.reread.dates += u64::from(redated);
            self.reread.sources += u64::from(keys.source(number) != source.0);
        }
        if dropped || first && (self.scope.changed[entry.root] || moved || redated) {
            keys.set_source(number, source);
            keys.set_place(number, place);
            let former = keys.set_order(number, order);
            self.write(number, former, document, writer)?;
        }
        Ok((number, lost))
    }

    /// Reads a file again for an article that inherits its title or date from its first place, after that place has
    /// changed.
    pub(super) fn move_in(
        &mut self,
        entry: &Entry,
        number: KeyNumber,
        writer: &mut S::Indexer,
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

    /// Writes an article's document, replacing the one in the index.
    fn write(
        &mut self,
        number: KeyNumber,
        former: i64,
        document: Option<DocumentOf<S>>,
        writer: Option<&mut S::Indexer>,
    ) -> Result<()> {
        let (Some(document), Some(writer)) = (document, writer) else { return Ok(()) };
        if (number as usize) < self.known {
            writer.remove(document.key(), former)?;
        }
        writer.add(document)
    }

    /// Returns the document of an article; `None` in a dry run.
    pub(super) fn prepare(&self, article: &Article) -> Result<Option<DocumentOf<S>>> {
        let fail = |error| Error::io("writing to", &self.context.options.index, error);
        let Some(preparation) = self.context.preparation else { return Ok(None) };
        let prepared = preparation.preparer().and_then(|mut preparer| preparer.prepare(article));
        prepared.map(Some).map_err(fail)
    }
}

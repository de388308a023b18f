//! Recording an article: which key it gets, whether it is new, and what is written to the index.

use super::details::details_of;
use super::inherited::place_of;
use super::ledger::{DocumentOf, Ledger};
use super::reading::{Message, Piece, read_now};
use crate::archive::Entry;
use crate::article::{Article, KEY_BITS, hash_of_key};
use crate::catalogue::KeyNumber;
use crate::engine::store::{Indexer, Preparation, Prepared, Store};
use crate::error::{Error, Result};
use crate::normalise::Normalised;

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
        let details = details_of(&article);
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
                // It was prepared with the other key.
                document = None;
                lost = true;
            } else {
                // The article with this key has changed or is gone. If a later file in the walk still has the old one,
                // that file is read again.
                self.new.keys.set_content(number, content);
                self.new.keys.set_source(number, source);
                self.new.keys.set_place(number, place);
                self.new.keys.set_details(number, details);
                let former = self.new.keys.set_order(number, order);
                self.confirmed.insert(number);
                self.replaced.insert(number);
                self.dropped.remove(&number);
                self.write(number, former, &article, document, writer)?;
                return Ok((number, false));
            }
        }
        let Some(number) = self.new.keys.number(&article.key) else {
            let number = self.new.keys.add(&article.key, content, order, source);
            self.new.keys.set_place(number, place);
            self.new.keys.set_details(number, details);
            self.write(number, order, &article, document, writer)?;
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
        // A line was inserted above the article, or a header that is not part of its content has changed.
        let detailed = keys.details(number) != details;
        if first && !dropped {
            let resourced = keys.source(number) != source.0;
            self.reread.dates += u64::from(redated);
            self.reread.sources += u64::from(resourced);
            let known = keys.details(number) != 0;
            self.reread.headers += u64::from(known && detailed && !redated && !resourced);
        }
        if dropped || first && (self.scope.changed[entry.root] || moved || redated || detailed) {
            keys.set_source(number, source);
            keys.set_place(number, place);
            keys.set_details(number, details);
            let former = keys.set_order(number, order);
            self.write(number, former, &article, document, writer)?;
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
            keys.set_details(number, details_of(&article));
            let former = keys.set_order(number, article.order());
            return self.write(number, former, &article, document, Some(writer));
        }
        Ok(())
    }

    /// Writes an article, replacing the one in the index. Prepares its document if `document` is `None`. Writes nothing
    /// in a dry run, which has no writer.
    fn write(
        &mut self,
        number: KeyNumber,
        former: i64,
        article: &Article,
        document: Option<DocumentOf<S>>,
        writer: Option<&mut S::Indexer>,
    ) -> Result<()> {
        let Some(writer) = writer else { return Ok(()) };
        let document = match document {
            Some(document) => Some(document),
            None => self.prepare(article)?,
        };
        let Some(document) = document else { return Ok(()) };
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

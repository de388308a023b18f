//! Decides the verdict on each file and article, in the order of the walk.
//!
//! The order matters. The first place of an article in the walk is its place, and the others are copies. The first
//! article that supplies a key keeps it. Regardless of the order in which files change between runs, the index is the
//! same as after a clean build.

use std::sync::Arc;

use super::Observer;
use super::keeping::{is_lost, kept_text};
use super::ledger::{DocumentOf, Ledger};
use super::pipeline::{Messages, Step};
use super::reading::{Message, Piece, STOPPED, broken_off, read_now};
use super::report::Line;
use crate::archive::{Entry, Reason, Why};
use crate::catalogue::{FileRecord, PARTLY_READ, Placing, Verdict};
use crate::engine::store::Store;
use crate::error::Result;

impl<S: Store> Ledger<'_, S> {
    /// Records the next file of the walk.
    pub fn file(
        &mut self,
        entry: Entry,
        step: Step,
        messages: Messages<DocumentOf<S>>,
        mut writer: Option<&mut S::Indexer>,
        observer: &mut dyn Observer,
    ) -> Result<()> {
        let mut reread;
        let (step, messages): (Step, Messages<DocumentOf<S>>) = match step {
            Step::Unchanged if self.holds_a_replaced_key(&entry) => {
                reread = read_now(&entry, self.context).into_iter();
                (Step::Reading, &mut reread)
            }
            step => (step, messages),
        };
        // The number of members with articles, and the number of articles in members.
        let (mut giving, mut given) = (0, 0);
        // Whether reading ended early since the last member, and whether it did in an earlier member.
        let (mut broken, mut broken_member) = (false, false);
        let (verdict, hash, unsettled) = match step {
            // The file is not marked as seen, so it is removed if it was indexed before.
            Step::Excluded => {
                self.summary.files.excluded += 1;
                let root = self.new.roots[entry.root].path.as_str();
                observer.line(&Line::of_file(&entry.path, root, "excluded"));
                return Ok(());
            }
            Step::Unchanged => {
                self.see(&entry, entry.path.as_str().into());
                self.summary.files.seen += 1;
                self.confirm(&entry);
                self.enter_unchanged(&entry, observer);
                return Ok(());
            }
            Step::Unreadable(why) if why.reason == Reason::Unreadable => {
                self.closed.insert((entry.root, entry.path.as_str().into()));
                let (verdict, kept) =
                    self.keep_all(&entry, &entry.path, &why.to_string(), observer);
                given = kept;
                (verdict, 0, false)
            }
            Step::Unreadable(why) => (Verdict::skipped(why.to_string()), 0, false),
            Step::Reading => {
                let mut articles = Placing::default();
                let mut skipped = Vec::new();
                let mut unsettled = false;
                let mut end = None;
                let mut told = 0;
                for message in messages {
                    match message {
                        Message::End(result, hash) => {
                            end = Some((result, hash));
                            break;
                        }
                        Message::Articles(pieces) => {
                            let bytes: u64 = pieces.iter().map(Piece::text_bytes).sum();
                            let count = pieces.iter().filter(|piece| piece.is_article()).count();
                            observer.advanced(count as u64, bytes);
                            told += bytes;
                            for piece in pieces {
                                match piece {
                                    Piece::Skipped(line, why) => {
                                        broken |= why.reason == Reason::Unreadable;
                                        skipped.push((line, self.new.keys.name(&why.to_string())))
                                    }
                                    Piece::Member(member) => {
                                        giving += usize::from(!articles.is_empty());
                                        let articles = std::mem::take(&mut articles).finish();
                                        broken |= matches!(&member.outcome, Err(why) if why.reason == Reason::Unreadable);
                                        let skipped = std::mem::take(&mut skipped);
                                        let broken = std::mem::take(&mut broken);
                                        given += self.member(
                                            &entry, member, articles, skipped, broken, observer,
                                        );
                                        broken_member |= broken;
                                    }
                                    Piece::Article(line, article, document) => {
                                        if article.article.flags.truncated {
                                            self.is_cut_in(&entry.path);
                                        }
                                        let (key, lost) = self.article(
                                            &entry,
                                            *article,
                                            document,
                                            writer.as_deref_mut(),
                                        )?;
                                        unsettled |= lost;
                                        articles.push(line, key);
                                    }
                                }
                            }
                            if let Some(writer) = writer.as_deref_mut()
                                && self.is_due(bytes, articles.bytes())
                            {
                                self.checkpoint(Some((&entry, &articles)), writer)?;
                            }
                        }
                    }
                }
                let (result, hash) = end.ok_or_else(|| broken_off(&entry))?;
                observer.advanced(0, entry.size.saturating_sub(told));
                let stopped = result.as_ref().is_err_and(|reason| reason == STOPPED);
                if stopped && articles.is_empty() && giving == 0 {
                    // The run ends before this file, so its record is unchanged.
                    return Ok(());
                }
                if !stopped {
                    self.summary.bytes += entry.size;
                }
                let mut articles = articles.finish();
                let lost = result.as_ref().is_err_and(|reason| is_lost(Why::split(reason).0));
                let nothing = articles.is_empty() && giving == 0;
                let partly = (broken || lost && !nothing) && !stopped;
                if let (true, Err(reason)) = (partly && lost, &result) {
                    skipped.push((0, self.new.keys.name(reason)));
                }
                if partly {
                    // Articles in the part that could not be read may still be there.
                    let found = self.keep_rest(&entry, &entry.path, articles, observer);
                    given += found.members;
                    giving += found.members;
                    articles = found.articles;
                    if found.kept > 0
                        && let Some((_, reason)) = skipped.last_mut()
                    {
                        *reason = self.new.keys.name(&kept_text(reason, found.kept));
                        unsettled = true;
                    }
                }
                // The next run reads a partly read file again, from its start.
                unsettled |= stopped || broken_member || partly && lost;
                let verdict = match result {
                    Err(_) if stopped => self.indexed(PARTLY_READ, articles, skipped),
                    Err(_) if partly && lost => self.indexed(PARTLY_READ, articles, skipped),
                    Err(reason) if giving > 0 => {
                        // What was read of a container before reading failed is kept.
                        skipped.push((0, self.new.keys.name(&reason)));
                        self.indexed("container", articles, skipped)
                    }
                    Err(reason) if is_lost(Why::split(&reason).0) => {
                        let (verdict, kept) = self.keep_all(&entry, &entry.path, &reason, observer);
                        given += kept;
                        verdict
                    }
                    Err(reason) => self
                        .still_converted(&entry, hash)
                        .unwrap_or_else(|| Verdict::skipped(reason)),
                    Ok(_) if articles.is_empty() && giving == 0 && skipped.len() == 1 => {
                        Verdict::skipped(skipped.remove(0).1)
                    }
                    Ok(_) if articles.is_empty() && giving == 0 => {
                        Verdict::skipped(Reason::NoArticle.as_str())
                    }
                    Ok(format) => self.indexed(format, articles, skipped),
                };
                (verdict, hash, unsettled)
            }
        };
        let path: Arc<str> = entry.path.as_str().into();
        self.summary.files.seen += 1;
        if !self.see(&entry, Arc::clone(&path)) {
            // File names that differ only in bytes that are not UTF-8 have the same path. The first one in the walk
            // gets it.
            self.summary.files.skipped += 1;
            let reason = Reason::SamePath.as_str();
            self.summary.skips.add(reason, &entry.path);
            let root = self.new.roots[entry.root].path.as_str();
            let line = Line { reason: Some(reason), ..Line::of_file(&entry.path, root, "skipped") };
            observer.line(&line);
            return Ok(());
        }
        let record = FileRecord {
            size: entry.size,
            modified: entry.modified,
            identity: entry.identity,
            hash,
            verdict,
            unsettled,
            member: false,
        };
        self.enter(&entry, path, record, given, observer);
        // The bytes of the file's text were already counted as they arrived.
        match writer {
            Some(writer) if self.is_due(0, 0) => self.checkpoint(None, writer),
            _ => Ok(()),
        }
    }
}

//! The options of a root: those remembered, and how they combine with those of folders in it and those given.
//!
//! Only this module decides the options of a root, regardless of which command updates the index. An option that is not
//! given keeps its value. A folder that was a root with its own options keeps them when an outer root absorbs it.

use std::collections::BTreeMap;
use std::path::Path;

use super::reading_options::ReadingOptions;
use super::stored_options::Stored;
use crate::archive::Exclusion;
use crate::catalogue::{Root, RootHeader, WITHIN};
use crate::error::{Error, Kind, Result};
use crate::normalise::Zone;

/// The options of a root, and those of folders in it that used to be roots.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct RootOptions {
    /// The options of the root itself.
    pub own: ReadingOptions,
    /// The options of inner folders, by path below the root.
    pub inner: BTreeMap<String, ReadingOptions>,
}

impl RootOptions {
    /// Returns the options for a file, by its path below the root: those of the innermost folder that has options.
    pub fn for_path(&self, path: &str) -> &ReadingOptions {
        let within = |folder: &str| {
            let below = path.strip_prefix(folder);
            below.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('/') || rest.starts_with(WITHIN)
            })
        };
        let inner = self.inner.iter().filter(|(folder, _)| within(folder));
        inner.max_by_key(|(folder, _)| folder.len()).map_or(&self.own, |(_, options)| options)
    }

    /// Returns the patterns of the files and folders to exclude under a root.
    ///
    /// # Errors
    ///
    /// Fails if a pattern is not valid.
    pub fn exclusion(&self, root: &Path) -> Result<Exclusion> {
        let own = std::iter::once((root.to_path_buf(), self.own.exclude.as_slice()));
        let inner = self.inner.iter();
        let inner = inner.map(|(below, options)| (root.join(below), options.exclude.as_slice()));
        Exclusion::new(own.chain(inner)).map_err(|problem| {
            Error::usage(format!("--exclude {problem}"))
                .hint("patterns have the syntax of .gitignore: '*.bak', 'drafts/', '/2019/*.html'")
        })
    }

    /// Returns whether `other` reads files differently. A difference only in which files are excluded does not count.
    pub fn reads_otherwise(&self, other: &RootOptions) -> bool {
        let read = |options: &RootOptions| {
            let mut options = options.clone();
            options.own.exclude.clear();
            options.inner.values_mut().for_each(|inner| inner.exclude.clear());
            options
        };
        read(self) != read(other)
    }

    /// Returns a notice for each name in the mapping file that no article had.
    pub fn unseen_names(&self) -> Vec<String> {
        let all = std::iter::once(&self.own).chain(self.inner.values());
        let unseen = all.flat_map(|options| options.columns.unseen());
        let said = unseen.map(|(field, name)| {
            format!("--map: no article read has {name:?}, which is mapped to {field}")
        });
        said.collect()
    }

    /// Takes over the options of a root inside this one. Options with default values were never given, so this root's
    /// options apply there.
    pub fn take_in(&mut self, below: &str, taken: &RootOptions) {
        let defaults = ReadingOptions::default();
        if taken.own != defaults {
            self.inner.insert(below.to_string(), taken.own.clone());
        }
        for (folder, options) in &taken.inner {
            self.inner.insert(format!("{below}/{folder}"), options.clone());
        }
    }

    /// Reads the remembered options of a root.
    ///
    /// # Errors
    ///
    /// Fails if they cannot be read. Otherwise the root's files would be read with different options than before.
    pub fn remembered(root: &RootHeader) -> Result<RootOptions> {
        let unreadable = |cause: String| {
            Error::new(Kind::Index, format!("reading the options of {}: {cause}", root.path))
                .hint("give them again: dateline index --rebuild --discard-unknown-roots FOLDER...")
        };
        // A root that was never walked has no time zone.
        if root.zone.is_empty() {
            return Ok(RootOptions::default());
        }
        let stored = Stored::parse(&root.reading).map_err(unreadable)?;
        let own = Stored {
            source: root.source.clone(),
            zone: Some(root.zone.clone()),
            inner: BTreeMap::new(),
            ..stored.clone()
        };
        let inner = stored.inner.into_iter();
        let inner = inner.map(|(folder, stored)| Ok((folder, stored.options()?)));
        Ok(RootOptions {
            own: own.options().map_err(unreadable)?,
            inner: inner.collect::<std::result::Result<_, String>>().map_err(unreadable)?,
        })
    }

    /// Stores the options in a root of the catalogue.
    pub fn store(&self, root: &mut Root) {
        let mut stored = Stored::of(&self.own);
        root.source = stored.source.take();
        root.zone = stored.zone.take().unwrap_or_else(|| Zone::UTC.to_string());
        stored.inner =
            self.inner.iter().map(|(folder, own)| (folder.clone(), Stored::of(own))).collect();
        root.reading = match stored == Stored::default() {
            true => String::new(),
            // Strings, numbers and maps of strings can always be written as JSON.
            false => serde_json::to_string(&stored).expect("a JSON form"),
        };
    }

    /// Returns the options as command-line flags, for display. The flags of an inner folder are preceded by its path.
    pub fn flags(&self) -> Vec<String> {
        let mut flags = self.own.flags();
        for (folder, options) in &self.inner {
            flags.extend(options.flags().into_iter().map(|flag| format!("{folder}: {flag}")));
        }
        flags
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::archive::Columns;
    use crate::indexing::reading_options::GivenOptions;

    fn stored(options: &RootOptions) -> RootHeader {
        let mut root = Root::default();
        options.store(&mut root);
        let Root { path, source, zone, reading, .. } = root;
        RootHeader { path, source, zone, reading, files: 0, members: 0 }
    }

    #[test]
    fn options_are_remembered_as_they_were_given() {
        let given = GivenOptions {
            source: Some(Some("AP".into())),
            zone: Some("Europe/Rome".parse().unwrap()),
            format: Some(Some("wire")),
            columns: Some(Arc::new(Columns::parse("[columns]\ntitle = \"kopf\"\n").unwrap())),
            date_from_mtime: Some(true),
            max_article: Some(3 << 20),
            exclude: Some(vec!["drafts/".into(), "*.bak".into()]),
        };
        let mut options =
            RootOptions { own: given.over(&ReadingOptions::default()), ..RootOptions::default() };
        options.take_in("inner/x", &options.clone());
        options.take_in("plain", &RootOptions::default());
        assert_eq!(RootOptions::remembered(&stored(&options)).unwrap(), options);
        assert_eq!(GivenOptions::default().over(&options.own), options.own);
        assert_eq!(options.inner.len(), 1, "defaults were never given");
        let plain = RootOptions::default();
        assert_eq!(stored(&plain).reading, "");
        assert_eq!(RootOptions::remembered(&stored(&plain)).unwrap(), plain);
    }

    #[test]
    fn what_an_earlier_version_remembered_is_read() {
        let reading = r#"["wire",{"columns":{"title":"kopf"}},true]"#;
        let root =
            RootHeader { zone: "+02:00".into(), reading: reading.into(), ..RootHeader::default() };
        let options = RootOptions::remembered(&root).unwrap().own;
        assert_eq!((options.format, options.date_from_mtime), (Some("wire"), true));
        assert_ne!(*options.columns, Columns::default());
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_not_the_default() {
        for (zone, reading) in
            [("Mars/Olympus", ""), ("UTC", "{"), ("UTC", r#"{"format":"of another time"}"#)]
        {
            let root =
                RootHeader { zone: zone.into(), reading: reading.into(), ..RootHeader::default() };
            assert!(RootOptions::remembered(&root).is_err(), "{zone} {reading}");
        }
    }

    #[test]
    fn the_innermost_folder_decides() {
        let of = |source: &str| ReadingOptions {
            source: Some(source.into()),
            ..ReadingOptions::default()
        };
        let inner = [("a", of("A")), ("a/b", of("B"))].map(|(path, own)| (path.to_string(), own));
        let options = RootOptions { own: of("root"), inner: inner.into() };
        for (path, source) in
            [("x.txt", "root"), ("ab/x", "root"), ("a/x", "A"), ("a/b/x", "B"), ("a/b!/x", "B")]
        {
            assert_eq!(options.for_path(path).source.as_deref(), Some(source), "{path}");
        }
    }
}

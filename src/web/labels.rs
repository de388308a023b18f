//! Labels of roots: what clients see instead of paths of the server.

use std::collections::HashMap;
use std::path::Path;

use crate::answers::info::Holdings;
use crate::searching::{Found, Index};

/// The label of each root.
pub struct Labels(HashMap<String, String>);

impl Labels {
    /// Labels each root of an index with the last part of its path. Roots that would have the same label get a number.
    pub fn of(index: &Index) -> Labels {
        let mut labels = HashMap::new();
        let mut taken: HashMap<String, usize> = HashMap::new();
        for root in index.catalogue.roots() {
            let name = Path::new(&root.path).file_name().unwrap_or_default();
            let name = match name.to_string_lossy() {
                name if name.is_empty() => "archive".to_string(),
                name => name.into_owned(),
            };
            let count = taken.entry(name.clone()).or_insert(0);
            *count += 1;
            let label = if *count > 1 { format!("{name} ({count})") } else { name };
            labels.insert(root.path.clone(), label);
        }
        Labels(labels)
    }

    /// Returns the label of a root.
    pub fn of_root(&self, root: &str) -> String {
        self.0.get(root).cloned().unwrap_or_else(|| "archive".into())
    }

    /// Replaces the paths of roots in the places of an article.
    pub fn apply(&self, found: &mut Found) {
        for place in &mut found.places {
            place.root = self.of_root(&place.root);
        }
    }

    /// Replaces the paths of roots and of the index in a description of the index.
    pub fn apply_to_holdings(&self, holdings: &mut Holdings) {
        for root in &mut holdings.roots {
            root.path = self.of_root(&root.path);
        }
        let folder = holdings.folder.as_path();
        let named = match folder.file_name() {
            Some(name) if name == ".dateline" => folder.parent().and_then(Path::file_name),
            name => name,
        };
        holdings.folder = named.unwrap_or_default().into();
    }
}

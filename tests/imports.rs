//! Imports between files and folders have no cycles.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use crate::architecture::{sources, without_tests};

/// The path of a module within the crate.
type Module = Vec<String>;

/// Folders of the embedded engine, and the files `store` and `verification`, each with the folders that it may import.
const ENGINE: [(&str, &[&str]); 10] = [
    ("storage", &[]),
    ("schema", &[]),
    ("snapshot", &["schema", "storage"]),
    ("queries", &["snapshot", "schema"]),
    ("write", &["queries", "schema", "storage"]),
    ("plan", &["queries", "snapshot", "schema"]),
    ("execute", &["plan", "queries", "snapshot"]),
    ("statistics", &["execute", "plan", "queries", "snapshot", "schema"]),
    ("store", &["schema", "storage", "write"]),
    ("verification", &["storage", "store"]),
];

/// Folders of the cluster engine, and the files `store` and `verification`, each with the folders that it may import.
const CLUSTER: [(&str, &[&str]); 10] = [
    ("client", &[]),
    ("schema", &[]),
    ("snapshot", &["client", "schema"]),
    ("queries", &["schema"]),
    ("write", &["client", "schema", "snapshot"]),
    ("plan", &["client", "queries", "snapshot", "schema"]),
    ("execute", &["client", "plan", "queries", "snapshot", "schema"]),
    ("statistics", &["client", "execute", "plan", "queries", "snapshot", "schema"]),
    ("store", &["client", "schema", "write"]),
    ("verification", &["client", "schema", "snapshot", "store", "write"]),
];

/// The modules of the crate, with the imports of each.
struct Crate {
    code: BTreeMap<Module, String>,
    folders: BTreeSet<Module>,
    /// The names that each module imports or exports, with their paths.
    names: BTreeMap<Module, BTreeMap<String, Vec<String>>>,
}

impl Crate {
    fn read() -> Crate {
        let mut read =
            Crate { code: BTreeMap::new(), folders: BTreeSet::new(), names: BTreeMap::new() };
        for (name, code) in sources() {
            let mut module: Module =
                name.trim_end_matches(".rs").split('/').map(str::to_string).collect();
            if ["main", "tests"]
                .iter()
                .any(|last| module.last().is_some_and(|name| name.ends_with(last)))
            {
                continue;
            }
            if ["mod", "lib"].contains(&module.last().map_or("", String::as_str)) {
                module.pop();
                read.folders.insert(module.clone());
            }
            read.code.insert(module, without_tests(&code));
        }
        let statement =
            Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))?\s+)?use\s+([^;]+);").expect("valid");
        for (module, code) in &read.code {
            let mut names = BTreeMap::new();
            for found in statement.captures_iter(code) {
                for (mut path, alias) in paths(&found[1]) {
                    if path.last().is_some_and(|last| last == "self") {
                        path.pop();
                    }
                    names.insert(alias.or(path.last().cloned()).unwrap_or_default(), path);
                }
            }
            read.names.insert(module.clone(), names);
        }
        read
    }

    /// Resolves a path in a module to a path within the crate. Returns `None` for a path to another crate.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Vec<String>> {
        let mut from = module.clone();
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "super" | "self" => {
                let rest = path.iter().skip_while(|part| *part == "super" || *part == "self");
                for _ in path.iter().take_while(|part| *part == "super") {
                    from.pop();
                }
                from.extend(rest.cloned());
                Some(from)
            }
            child => {
                from.push(child.to_string());
                self.code.contains_key(&from).then(|| {
                    from.extend(path[1..].iter().cloned());
                    from
                })
            }
        }
    }

    /// Returns the module that defines an item, following re-exports.
    fn defining(&self, path: &[String], depth: usize) -> Option<Module> {
        let at = (0..=path.len()).rev().find(|at| self.code.contains_key(&path[..*at]))?;
        let module = path[..at].to_vec();
        let exported = path.get(at).and_then(|name| self.names[&module].get(name));
        match exported.and_then(|exported| self.absolute(&module, exported)) {
            Some(mut target) if depth < 8 && target != path[..=at] => {
                target.extend(path[at + 1..].iter().cloned());
                self.defining(&target, depth + 1)
            }
            _ => Some(module),
        }
    }

    /// Returns the imports of each module. A `mod.rs` that only declares and re-exports imports nothing.
    fn imports(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        let inline = Regex::new(r"\b((?:crate|super|self)(?:::\w+)+)").expect("valid");
        let called = Regex::new(r"(?:^|[^:\w.])([a-z_]\w*)::(\w+)").expect("valid");
        let statement =
            Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))?\s+)?use\s+[^;]+;").expect("valid");
        let declared =
            Regex::new(r"(?m)^\s*(?:#\[[^\]]*\]\s*)?(?:pub(?:\([^)]*\))?\s+)?mod\s+\w+;")
                .expect("valid");
        let mut imports = BTreeMap::new();
        for (module, code) in &self.code {
            let body = statement.replace_all(code, "").into_owned();
            let only_exports = declared.replace_all(&body, "").trim().is_empty();
            if self.folders.contains(module) && only_exports {
                continue;
            }
            let mut used: Vec<Vec<String>> = self.names[module].values().cloned().collect();
            let path = |text: &str| text.split("::").map(str::to_string).collect::<Vec<_>>();
            used.extend(inline.captures_iter(&body).map(|found| path(&found[1])));
            for found in called.captures_iter(&body) {
                let mut child = module.clone();
                child.push(found[1].to_string());
                if self.folders.contains(module) && self.code.contains_key(&child) {
                    used.push(vec!["self".into(), found[1].into(), found[2].into()]);
                } else if let Some(imported) = self.names[module].get(&found[1]) {
                    used.push(imported.iter().cloned().chain([found[2].to_string()]).collect());
                }
            }
            let found = used.iter().filter_map(|path| self.absolute(module, path));
            let mut found: BTreeSet<Module> =
                found.filter_map(|path| self.defining(&path, 0)).collect();
            found.remove(module);
            imports.insert(module.clone(), found);
        }
        imports
    }
}

/// Returns the paths in a `use` declaration, each with its alias.
fn paths(tree: &str) -> Vec<(Vec<String>, Option<String>)> {
    let tree = tree.trim();
    let parts = |text: &str| {
        text.split("::")
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(str::to_string)
            .collect::<Vec<_>>()
    };
    let Some(open) = tree.find('{') else {
        let (path, alias) = match tree.split_once(" as ") {
            Some((path, alias)) => (path, Some(alias.trim().to_string())),
            None => (tree, None),
        };
        return vec![(parts(path), alias)];
    };
    let prefix = parts(&tree[..open]);
    let inner = &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())];
    let (mut depth, mut start, mut branches) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                branches.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    branches.push(&inner[start..]);
    let branches = branches.into_iter().filter(|branch| !branch.trim().is_empty()).flat_map(paths);
    branches.map(|(path, alias)| ([prefix.clone(), path].concat(), alias)).collect()
}

/// Returns the modules that a module imports, directly or indirectly.
fn reachable<'m>(
    from: &Module,
    imports: &'m BTreeMap<Module, BTreeSet<Module>>,
) -> BTreeSet<&'m Module> {
    let mut seen = BTreeSet::new();
    let mut next: Vec<&Module> = imports.get(from).into_iter().flatten().collect();
    while let Some(module) = next.pop() {
        if seen.insert(module) {
            next.extend(imports.get(module).into_iter().flatten());
        }
    }
    seen
}

#[test]
fn no_file_imports_one_that_imports_it() {
    let imports = Crate::read().imports();
    assert!(imports.len() > 200, "{} modules are too few", imports.len());
    let edges: usize = imports.values().map(BTreeSet::len).sum();
    assert!(edges > 800, "{edges} imports are too few");
    for module in imports.keys() {
        let cyclic = reachable(module, &imports).contains(module);
        assert!(!cyclic, "{} is imported by what it imports", module.join("::"));
    }
}

/// Within each folder, a file or a nested folder with everything in it is one unit. The units of a folder must not import
/// each other in a circle.
#[test]
fn no_folder_imports_one_that_imports_it() {
    let imports = Crate::read().imports();
    let mut folders: BTreeSet<&[String]> = BTreeSet::new();
    for module in imports.keys() {
        folders.extend((0..module.len()).map(|depth| &module[..depth]));
    }
    let nested = folders.iter().filter(|folder| folder.len() > 1).count();
    assert!(nested > 30, "{nested} nested folders are too few");
    for folder in folders {
        let unit = |module: &Module| {
            module.starts_with(folder).then(|| module.get(..=folder.len()).map(<[_]>::to_vec))?
        };
        let mut units: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (module, imports) in &imports {
            let Some(from) = unit(module) else { continue };
            let to: Vec<Module> =
                imports.iter().filter_map(unit).filter(|to| *to != from).collect();
            units.entry(from).or_default().extend(to);
        }
        for from in units.keys() {
            let cyclic = reachable(from, &units).contains(from);
            assert!(!cyclic, "{} is imported by what it imports", from.join("::"));
        }
    }
}

#[test]
fn the_folders_of_the_engines_point_one_way() {
    let imports = Crate::read().imports();
    for (engine, folders) in [("embedded", ENGINE.as_slice()), ("cluster", CLUSTER.as_slice())] {
        let folder = |module: &Module| {
            let rest =
                module.strip_prefix(["engine".to_string(), engine.to_string()].as_slice())?;
            rest.first().cloned()
        };
        let mut known = 0;
        for (module, imports) in &imports {
            let Some(from) = folder(module) else { continue };
            let (_, allowed) = folders
                .iter()
                .find(|(name, _)| *name == from)
                .unwrap_or_else(|| panic!("{from} is new"));
            for import in imports {
                let Some(to) = folder(import).filter(|to| *to != from) else { continue };
                known += 1;
                assert!(
                    allowed.contains(&to.as_str()),
                    "{} imports {}",
                    module.join("::"),
                    import.join("::")
                );
            }
        }
        assert!(known > 30, "{known} imports of {engine} are too few");
    }
}

#[test]
fn braces_and_aliases_of_imports_are_read() {
    let read = |tree| paths(tree).into_iter().map(|(path, alias)| (path.join("::"), alias));
    let found: Vec<_> = read("crate::{a, b::{self, C as D}}").collect();
    let wanted =
        [("crate::a", None), ("crate::b::self", None), ("crate::b::C", Some("D".to_string()))];
    assert_eq!(found, wanted.map(|(path, alias)| (path.to_string(), alias)));
}

//! Finds the turns of phrase listed in `docs/style.md` that a pattern can match, in pages, help, messages and comments.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The patterns, each with a replacement.
const TURNS: &[(&str, &str)] = &[
    (r"(?i)\b(is|are) no ", "is not a …"),
    (r"(?i)\bthere (is|are) none\b", "no …"),
    (r"(?i)\bin step\b", "up to date"),
    (r"(?i)\banew\b", "again"),
    (r"(?i)\bbut for\b", "except"),
    (r"(?i)\bheld against\b", "compared with"),
    (r"(?i)\b(becomes? of|became of|what stands|what is left)\b", "the noun itself"),
    (r"(?i)\bstands? (beside|behind|for|there|in front)\b", "is beside, is after, means, is there"),
    (r"(?i)\bbroken off\b", "interrupted"),
    (r"(?i)\bmend(s|ed|ing)?\b", "fix"),
    (r"(?i)\bputs? right\b", "repairs"),
    (r"(?i)\b(whatever|whoever)\b", "even if, regardless of"),
    (r"(?i)\b(this very|its own accord)\b", "plainer words"),
    (r"(?i)\balso (if|when|while|where)\b", "even if"),
    (r"(?i)\bone after the other\b", "one by one, consecutive"),
    (r"(?i)\b(the|this|same|an?) affair\b", "subject, event"),
    (r"(?:^|[.:|] )Of (an?|longer|several|very) [^.|]*,", "in a …, for a …, if several …"),
    (
        r"(?i)\b(one|an?) \w+ an? (file|line|query|article|page|row|hit|bucket|topic|thread|day|word)\b",
        "per",
    ),
    (r"(?i)\btold (by|apart by|from) (its|their|the)\b", "recognized by"),
    (r"(?i)\briver\b", "pipeline"),
    (r"(?i)\b(its|the) seal\b", "checksum"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the files in a folder and its subfolders whose names end in `ending`.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the repository").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Fails and lists the turns found in `texts`, which are pairs of a place and a text.
fn refuse(texts: impl Iterator<Item = (String, String)>) {
    let turns: Vec<(Regex, &str)> = TURNS
        .iter()
        .map(|&(pattern, remedy)| (Regex::new(pattern).expect("a valid pattern"), remedy))
        .collect();
    // These are correct, and the regex crate has no lookaround to exclude them: "is no longer", "there is no index",
    // "one of an article".
    let correct = Regex::new(r"(?i)no (longer|more)\b|\bthere (is|are) no\b|\b(of|in|with) an?\b")
        .expect("a valid pattern");
    let mut found = String::new();
    for (place, text) in texts {
        let text = correct.replace_all(&text, "");
        for (turn, remedy) in &turns {
            if let Some(hit) = turn.find(&text) {
                found.push_str(&format!("{place}: {:?}; write {remedy}\n", hit.as_str()));
            }
        }
    }
    assert!(found.is_empty(), "docs/style.md explains these turns:\n{found}");
}

fn lines(path: &Path) -> Vec<(String, String)> {
    let name = path.strip_prefix(root()).unwrap_or(path).display().to_string();
    let text = fs::read_to_string(path).expect("a text of the repository");
    text.lines()
        .enumerate()
        .map(|(at, line)| (format!("{name}:{}", at + 1), line.to_owned()))
        .collect()
}

#[test]
fn pages_are_in_plain_english() {
    let mut pages = files(&root().join("docs"), ".md");
    pages.retain(|page| !page.ends_with("style.md"));
    for page in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "index-schema/README.md",
    ] {
        pages.push(root().join(page));
    }
    assert!(pages.len() > 12, "{} pages are too few", pages.len());
    refuse(pages.iter().flat_map(|page| lines(page)));
}

#[test]
fn help_is_in_plain_english() {
    let mut help = files(&root().join("tests/golden"), ".txt");
    help.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("help") || name == "faults.txt"
    });
    assert!(help.len() > 15, "{} files of help are too few", help.len());
    refuse(help.iter().flat_map(|file| lines(file)));
}

/// Checks string literals of three words or more; shorter ones are data.
#[test]
fn messages_are_in_plain_english() {
    let token = Regex::new(r##"(?s)//[^\n]*|'(?:[^'\\\n]|\\.)'|r#+".*?"#+|"(?:[^"\\]|\\.)*""##)
        .expect("a valid pattern");
    let mut messages = Vec::new();
    for file in files(&root().join("src"), ".rs") {
        let name = file.strip_prefix(root()).unwrap_or(&file).display().to_string();
        if name.contains("tests") {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a source file");
        for literal in token.find_iter(&text) {
            let words = literal.as_str();
            if words.starts_with('"') && words.split_whitespace().count() > 2 {
                let line = text[..literal.start()].matches('\n').count() + 1;
                messages.push((format!("{name}:{line}"), words.to_owned()));
            }
        }
    }
    assert!(messages.len() > 300, "{} messages are too few", messages.len());
    refuse(messages.into_iter());
}

#[test]
fn comments_are_in_plain_english() {
    let comment = Regex::new(r"(?:^|\s)//[/!]? (.*)$").expect("a valid pattern");
    let mut comments = Vec::new();
    for file in files(&root().join("src"), ".rs") {
        for (place, line) in lines(&file) {
            if let Some(text) = comment.captures(&line) {
                comments.push((place, text[1].to_owned()));
            }
        }
    }
    assert!(comments.len() > 10_000, "{} comments are too few", comments.len());
    refuse(comments.into_iter());
}

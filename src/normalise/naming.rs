//! The title that the file name gives to an article without a title.

use crate::dates::address;

/// File names that say nothing about an article.
const PLAIN: [&str; 18] = [
    "article", "body", "content", "copy", "doc", "document", "file", "fulltext", "index", "item",
    "main", "news", "ocr", "page", "scan", "seq", "text", "untitled",
];

/// Returns the name of a file as a title, without its extension, its date and the separators between its words. Returns
/// `None` if it has no meaningful word.
pub fn title_of_path(path: &str) -> Option<String> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = match file.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() && end.len() <= 10 && !end.contains(' ') => stem,
        _ => file,
    };
    let spaced = stem.contains(' ');
    let separates =
        |c: char| c.is_whitespace() || c == '_' || c == '+' || !spaced && matches!(c, '-' | '.');
    let dated = address::day_of_path(stem).is_some();
    let is_number = |word: &str| word.chars().all(|c| c.is_numeric() || matches!(c, '-' | '.'));
    let words: Vec<&str> = stem.split(separates).filter(|word| !word.is_empty()).collect();
    // A number at the start, or the numbers of a date, are not part of the title.
    let from = words.iter().take_while(|word| is_number(word)).count();
    let kept = &words[from..];
    let end = match dated && from == 0 {
        true => kept.len() - kept.iter().rev().take_while(|word| is_number(word)).count(),
        false => kept.len(),
    };
    let kept = &kept[..end];
    let says = |word: &&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && !PLAIN.contains(&word.to_lowercase().as_str())
    };
    let wide = |word: &&str| {
        word.chars().any(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
    };
    if !kept.iter().any(|word| says(word) || wide(word)) {
        return None;
    }
    let title = kept.join(" ");
    let mut characters = title.chars();
    let first = characters.next()?;
    Some(first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_made_readable() {
        for (path, title) in [
            ("news/2019-05-31_lamp-lit.txt", Some("Lamp lit")),
            ("lamp_lit_2019-05-31.txt", Some("Lamp lit")),
            ("Lamp lit again - at last.md", Some("Lamp lit again - at last")),
            ("20190531-lamp.txt", Some("Lamp")),
            ("\u{5c4}岬の灯台.txt", Some("\u{5c4}岬の灯台")),
            ("sport/001.txt", None),
            ("1910/10/31/ocr.txt", None),
            ("page_12.txt", None),
            ("51121", None),
            ("", None),
            ("---.txt", None),
        ] {
            assert_eq!(title_of_path(path).as_deref(), title, "{path}");
        }
    }
}

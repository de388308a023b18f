//! Texts of BibTeX without the commands of TeX.

/// TeX accents: the mark before a letter, and the combining character.
const ACCENTS: [(char, char); 8] = [
    ('\'', '\u{301}'),
    ('`', '\u{300}'),
    ('^', '\u{302}'),
    ('"', '\u{308}'),
    ('~', '\u{303}'),
    ('c', '\u{327}'),
    ('v', '\u{30c}'),
    ('=', '\u{304}'),
];

/// Removes braces from a value and replaces the common TeX commands.
pub fn plain(value: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let value = value.trim().trim_matches('"');
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' => {}
            '~' => out.push(' '),
            '\\' => {
                if let Some(mark) = chars.next() {
                    let accent = ACCENTS.iter().find(|(known, _)| *known == mark);
                    while accent.is_some()
                        && chars.peek().is_some_and(|c| matches!(c, '{' | ' ' | '\\'))
                    {
                        chars.next();
                    }
                    match (accent, chars.peek().copied().filter(|c| c.is_alphabetic())) {
                        (Some((_, combining)), Some(letter)) => {
                            chars.next();
                            out.push(if letter == 'ı' { 'i' } else { letter });
                            out.push(*combining);
                        }
                        _ if mark == 's' && chars.peek() == Some(&'s') => {
                            chars.next();
                            out.push('ß');
                        }
                        _ => out.push(mark),
                    }
                }
            }
            c => out.push(c),
        }
    }
    out.nfc().collect()
}

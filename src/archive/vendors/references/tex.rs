//! Texts of BibTeX without the commands of TeX.

use std::iter::Peekable;
use std::str::Chars;

use unicode_normalization::UnicodeNormalization;

/// TeX accents: the mark before a letter, and the combining character.
const ACCENTS: [(char, char); 15] = [
    ('\'', '\u{301}'),
    ('`', '\u{300}'),
    ('^', '\u{302}'),
    ('"', '\u{308}'),
    ('~', '\u{303}'),
    ('=', '\u{304}'),
    ('.', '\u{307}'),
    ('c', '\u{327}'),
    ('v', '\u{30c}'),
    ('u', '\u{306}'),
    ('H', '\u{30b}'),
    ('k', '\u{328}'),
    ('r', '\u{30a}'),
    ('d', '\u{323}'),
    ('b', '\u{331}'),
];

/// Commands that print characters.
const CHARACTERS: [(&str, &str); 63] = [
    ("ss", "ß"),
    ("SS", "ẞ"),
    ("o", "ø"),
    ("O", "Ø"),
    ("l", "ł"),
    ("L", "Ł"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("aa", "å"),
    ("AA", "Å"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("th", "þ"),
    ("TH", "Þ"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("ng", "ŋ"),
    ("NG", "Ŋ"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("ldots", "…"),
    ("dots", "…"),
    ("textellipsis", "…"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("textquotesingle", "'"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textquotedbl", "\""),
    ("quotedblbase", "„"),
    ("quotesinglbase", "‚"),
    ("glqq", "„"),
    ("grqq", "“"),
    ("flqq", "«"),
    ("frqq", "»"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("guilsinglleft", "‹"),
    ("guilsinglright", "›"),
    ("textasciitilde", "~"),
    ("textasciicircum", "^"),
    ("textbackslash", "\\"),
    ("textbar", "|"),
    ("textless", "<"),
    ("textgreater", ">"),
    ("textunderscore", "_"),
    ("textdegree", "°"),
    ("circ", "°"),
    ("degree", "°"),
    ("copyright", "©"),
    ("textcopyright", "©"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("pounds", "£"),
    ("textsterling", "£"),
    ("euro", "€"),
    ("texteuro", "€"),
    ("S", "§"),
    ("slash", "/"),
];

/// Commands whose first argument is not part of the text.
const LEFT_OUT: [&str; 5] = ["cite", "label", "href", "textcolor", "vspace"];

/// Removes braces from a value and replaces the commands of TeX.
pub fn plain(value: &str) -> String {
    let value = value.trim();
    let quoted = value.len() >= 2 && value.starts_with('"') && value.ends_with('"');
    let value = if quoted { &value[1..value.len() - 1] } else { value };
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    let mut in_formula = false;
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' => {}
            '~' => out.push(' '),
            '\\' => command(&mut chars, &mut out, 0),
            '$' if in_formula => in_formula = false,
            '$' if is_formula(&chars) => in_formula = true,
            '_' | '^' if in_formula => {}
            '-' if chars.next_if_eq(&'-').is_some() => {
                let is_long = chars.next_if_eq(&'-').is_some();
                out.push(if is_long { '—' } else { '–' });
            }
            '`' => out.push(if chars.next_if_eq(&'`').is_some() { '“' } else { '‘' }),
            '\'' if chars.next_if_eq(&'\'').is_some() => out.push('”'),
            c => out.push(c),
        }
    }
    out.nfc().collect()
}

/// Returns the names of people, which ` and ` separates outside braces, each on a line.
pub fn people(value: &str) -> String {
    let value = value.trim();
    let inner = match value.chars().next() {
        Some('{') => value[1..].strip_suffix('}'),
        Some('"') => value[1..].strip_suffix('"'),
        _ => None,
    };
    let value = inner.unwrap_or(value).replace(['\r', '\n', '\t'], " ");
    let mut names = Vec::new();
    let (mut depth, mut from) = (0_usize, 0);
    for (at, c) in value.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 && at >= from => {
                if let Some(rest) = value[at..].get(..5)
                    && rest.eq_ignore_ascii_case(" and ")
                {
                    names.push(plain(&value[from..at]));
                    from = at + 5;
                }
            }
            _ => {}
        }
    }
    names.push(plain(value.get(from..).unwrap_or_default()));
    let names: Vec<String> = names
        .iter()
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|name| !name.is_empty())
        .collect();
    names.join("\n")
}

/// Removes the braces and the escapes from an address or a name of a file.
pub fn address(value: &str) -> String {
    let value = value.trim().trim_matches(['{', '}', '"']);
    let inner = value.strip_prefix("\\url{").unwrap_or(value);
    inner.replace("{\\_}", "_").replace("{\\%}", "%").replace(['\\', '{', '}'], "")
}

/// The number of characters within which a formula ends.
const FORMULA: usize = 100;

/// Returns whether a dollar sign before `rest` starts a formula, and not an amount of money.
fn is_formula(rest: &Peekable<Chars>) -> bool {
    let mut has_sign = false;
    for c in rest.clone().take(FORMULA) {
        match c {
            '$' => return has_sign,
            '\\' | '_' | '^' => has_sign = true,
            _ => {}
        }
    }
    false
}

/// The maximum number of accents on one letter.
const STACKED: usize = 4;

/// Replaces a command, whose backslash was read. `stacked` is the number of accents before it.
fn command(chars: &mut Peekable<Chars>, out: &mut String, stacked: usize) {
    let Some(mark) = chars.next() else { return };
    if !mark.is_ascii_alphabetic() {
        return match accent_of(mark) {
            Some(accent) => accented((mark, accent), chars, out, stacked),
            None => symbol(mark, out),
        };
    }
    let mut name = String::from(mark);
    while let Some(c) = chars.next_if(char::is_ascii_alphabetic) {
        name.push(c);
    }
    let accent = Some(mark).filter(|_| name.len() == 1).and_then(accent_of);
    // The space after the name of a command only ends the name.
    let spaces = std::iter::from_fn(|| chars.next_if(|c| c.is_whitespace())).count();
    if let Some(accent) = accent {
        return accented((mark, accent), chars, out, stacked);
    }
    if let Some((_, text)) = CHARACTERS.iter().find(|(known, _)| *known == name) {
        return out.push_str(text);
    }
    if LEFT_OUT.contains(&name.as_str()) && chars.next_if_eq(&'{').is_some() {
        let mut depth = 1;
        while depth > 0
            && let Some(c) = chars.next()
        {
            depth = match c {
                '{' => depth + 1,
                '}' => depth - 1,
                _ => depth,
            };
        }
    } else if matches!(name.as_str(), "newline" | "par" | "quad" | "qquad" | "space") {
        out.push(' ');
    } else if spaces > 0 && !out.is_empty() && !out.ends_with([' ', '\n']) && chars.peek().is_some()
    {
        // A command without a text must not join the words around it.
        out.push(' ');
    }
}

fn accent_of(mark: char) -> Option<char> {
    ACCENTS.iter().find(|(known, _)| *known == mark).map(|(_, accent)| *accent)
}

/// Adds the letter after an accent, with the accent: `"u`, `"{u}`, `' e` or `'{\i}`.
fn accented(
    (mark, accent): (char, char),
    chars: &mut Peekable<Chars>,
    out: &mut String,
    stacked: usize,
) {
    while chars.next_if(|c| matches!(c, '{' | ' ')).is_some() {}
    if stacked < STACKED && chars.next_if_eq(&'\\').is_some() {
        let start = out.len();
        command(chars, out, stacked + 1);
        let base = out.split_off(start);
        let base = match base.as_str() {
            "ı" => "i",
            "ȷ" => "j",
            other => other,
        };
        out.push_str(base);
        if base.chars().count() == 1 {
            out.push(accent);
        }
        return;
    }
    match chars.next_if(|c| c.is_alphabetic()) {
        Some(letter) => out.extend([if letter == 'ı' { 'i' } else { letter }, accent]),
        // An accent over nothing is the character itself.
        None if !mark.is_alphabetic() => out.push(mark),
        None => {}
    }
}

/// Adds what a command without letters prints.
fn symbol(mark: char, out: &mut String) {
    match mark {
        '\\' | ',' | ' ' | ';' | ':' | '\n' | '\t' => out.push(' '),
        '/' | '-' | '@' | '!' | '(' | ')' | '[' | ']' => {}
        mark => out.push(mark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_become_what_they_print() {
        for (tex, text) in [
            (r#"{\"u}ber die Stra{\ss}e"#, "über die Straße"),
            (r"Stra\ss e und Gro\ss{}markt", "Straße und Großmarkt"),
            (r"Caf\'e, caf\'{e}, {\'{\i}}talo, \'\i", "Café, café, ítalo, í"),
            (r"\c{c}a, \c ca, \v{S}koda, \H{o}, \k{a}, \r{a}, \u{g}", "ça, ça, Škoda, ő, ą, å, ğ"),
            (r"\O{}re, \aa{}, {\AE}r{\o}, \l{}\'od\'z", "Øre, å, Ærø, łódź"),
            (r"\textit{Lamp} \emph{lit} {\em again}, {\bf now}", "Lamp lit again, now"),
            ("Lamps 1914--1918 --- lit~again", "Lamps 1914–1918 — lit again"),
            ("``Lit'' `again' it's", "“Lit” ‘again' it's"),
            (r"Lamps \& boats, 50\% off, \$5, \#1, a\_b", "Lamps & boats, 50% off, $5, #1, a_b"),
            (r"Lamps\ldots{} and \dots", "Lamps… and …"),
            (r"At 20$^{\circ}$C, CO$_2$", "At 20°C, CO2"),
            ("From $5 to $9 a day", "From $5 to $9 a day"),
            (r"{\textcopyright}, \copyright{} 2024", "©, © 2024"),
            (r"\href{https://e.example/a}{the page}, \cite{a}", "the page, "),
            (r"ship\-wreck a\\b", "shipwreck a b"),
            (r"\~{}x \^{}y", "~x ^y"),
            (r#""Lamp" lit"#, r#""Lamp" lit"#),
        ] {
            assert_eq!(plain(tex), text, "{tex}");
        }
        assert_eq!(address(r"{https://e.example/~a\_b\%20c}"), "https://e.example/~a_b%20c");
    }

    #[test]
    fn unfinished_commands_end_with_the_text() {
        for tex in ["\\", "\\'", "\\'{", "\\c", "\\href{", "$", "\\textit", "{\\\"{\\'{\\"] {
            plain(tex);
        }
        plain(&"\\'".repeat(100_000));
    }
}

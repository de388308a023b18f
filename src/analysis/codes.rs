//! Language codes, as they appear in tags and as people write them.

/// Codes that mean another code: country codes, codes that ISO 639-1 has replaced, and the two written forms of
/// Norwegian, which share a code so that a search finds both.
const OTHERS: [(&str, &str); 14] = [
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gr", "el"),
    ("in", "id"),
    ("iw", "he"),
    ("ji", "yi"),
    ("jp", "ja"),
    ("jw", "jv"),
    ("kr", "ko"),
    ("mo", "ro"),
    ("nb", "no"),
    ("nn", "no"),
    ("ua", "uk"),
];

/// Three-letter codes (ISO 639-2 and 639-3) that web pages use.
const LONG: [(&str, &str); 24] = [
    ("ara", "ar"),
    ("ces", "cs"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("ger", "de"),
    ("heb", "he"),
    ("hun", "hu"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("nld", "nl"),
    ("nob", "no"),
    ("nno", "no"),
    ("nor", "no"),
    ("pol", "pl"),
    ("por", "pt"),
    ("rus", "ru"),
    ("spa", "es"),
    ("zho", "zh"),
];

/// English names of the most common languages of newspapers.
const NAMES: [(&str, &str); 26] = [
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("norwegian", "no"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("thai", "th"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
];

/// Returns the English name of a language, or `None` if newspapers rarely use the language.
pub fn name_of(code: &str) -> Option<String> {
    let (name, _) = NAMES.iter().find(|(_, known)| *known == code)?;
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect())
}

/// Returns the code of the language with this English name.
pub fn code_of_name(name: &str) -> Option<&'static str> {
    let name = name.trim().to_ascii_lowercase();
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code)
}

/// Returns the ISO 639-1 code of the language in a tag (BCP 47), or `None` if the text is not such a tag.
pub fn code_of(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let known = OTHERS.iter().chain(&LONG).find(|(written, _)| *written == code);
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase());
    match known {
        Some((_, meant)) => Some((*meant).to_string()),
        None => is_code.then_some(code),
    }
}

#[cfg(test)]
mod tests {
    use super::code_of;

    #[test]
    fn tags_name_languages() {
        for (tag, code) in [
            ("en", "en"),
            ("de-AT", "de"),
            ("PT_br", "pt"),
            ("kr", "ko"),
            ("nb-NO", "no"),
            ("nn", "no"),
            ("no", "no"),
            ("deu", "de"),
        ] {
            assert_eq!(code_of(tag).as_deref(), Some(code), "{tag}");
        }
        for tag in ["", "english", "e1", "mul", "-"] {
            assert_eq!(code_of(tag), None, "{tag}");
        }
    }
}

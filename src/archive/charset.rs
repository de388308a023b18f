//! Chooses the encoding of bytes that are neither UTF-8 nor UTF-16: the first declared one that the bytes do not
//! contradict, or else a detected one (`chardetng`).
//!
//! Many pages declare UTF-8 or Latin-1 because a template does, although their text is in another encoding.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, IBM866, ISO_8859_2, ISO_8859_5, ISO_8859_6, ISO_8859_7, ISO_8859_8, KOI8_R, KOI8_U,
    UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
    WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, X_MAC_CYRILLIC,
};

/// Returns the encoding of a text that is neither ASCII nor UTF-8. `declared` is the name of the encoding that is
/// declared elsewhere, if any.
pub(super) fn of(beginning: &[u8], declared: Option<&str>) -> &'static Encoding {
    let head = Head::of(beginning);
    let outside = declared.and_then(|name| Encoding::for_label(name.as_bytes()));
    let declared = || outside.into_iter().chain(head.declared.iter().copied());
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    // The sample may end inside a character, which says nothing about the encoding.
    detector.feed(beginning, false);
    let tld = head.lang.as_deref().and_then(tld);
    let detected = detector.guess(tld.map(str::as_bytes), Utf8Detection::Deny);
    let is_sure = beginning.iter().filter(|byte| !byte.is_ascii()).count() >= ENOUGH;
    let counts = |one: &&'static Encoding| {
        is_plausible(one, beginning) && !(is_sure && is_other_of_kind(one, detected, &head))
    };
    declared().find(counts).map_or(detected, |one| widened(one, beginning))
}

/// Returns the first encoding that an ASCII text declares. It may hold for what follows the sample.
pub(super) fn declared_by(beginning: &[u8]) -> Option<&'static Encoding> {
    Head::of(beginning).declared.first().copied()
}

/// Returns whether bytes are UTF-8 with a few errors, such as an article that was cut within a character.
pub(super) fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut characters, mut errors) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        errors += usize::from(!chunk.invalid().is_empty());
    }
    // In other encodings, hardly any bytes happen to be valid.
    characters >= 2 * errors
}

/// What the head of a page or a document says about its encoding.
struct Head {
    declared: Vec<&'static Encoding>,
    /// The language of the page.
    lang: Option<String>,
}

/// The number of bytes that are searched for declarations.
const HEAD: usize = 8 << 10;

/// The maximum number of declarations that are read.
const DECLARATIONS: usize = 8;

impl Head {
    fn of(beginning: &[u8]) -> Head {
        let mut head = Head { declared: Vec::new(), lang: None };
        let beginning = &beginning[..beginning.len().min(HEAD)];
        // Most texts are not markup, and are not copied. White space may also be outside ASCII.
        let first = beginning.iter().find(|byte| !char::from(**byte).is_whitespace());
        if first.is_none_or(|first| first.is_ascii() && *first != b'<') {
            return head;
        }
        let text = String::from_utf8_lossy(beginning).to_ascii_lowercase();
        if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
            return head;
        }
        // The tag around a place.
        let tag = |at: usize| &text[text[..at].rfind('<').unwrap_or(0)..at];
        let value = |at: usize| {
            let rest = text[at..].trim_start().strip_prefix('=')?;
            let rest = rest.trim_start_matches(['"', '\'', ' ']);
            rest.get(..rest.find(['"', '\'', ' ', '>', ';', '/', '?'])?)
        };
        for (name, of) in [("charset", "<meta"), ("encoding", "<?xml")] {
            let places = text.match_indices(name).filter(|(at, _)| tag(*at).starts_with(of));
            for (at, _) in places.take(DECLARATIONS) {
                let label = value(at + name.len()).map(str::as_bytes);
                let encoding = label.and_then(Encoding::for_label);
                // A text whose declaration could be read as ASCII is not UTF-16.
                head.declared.extend(encoding.filter(|one| *one != UTF_16LE && *one != UTF_16BE));
            }
        }
        let mut langs = text.match_indices("lang=").take(DECLARATIONS);
        let lang = langs.find(|(at, _)| tag(*at).starts_with("<html"));
        head.lang = lang.and_then(|(at, _)| value(at + 4)).map(str::to_string);
        head
    }
}

/// Returns the top-level domain of the country in which a language is mostly written, for the detector.
fn tld(lang: &str) -> Option<&str> {
    let (language, region) = lang.split_once(['-', '_']).unwrap_or((lang, ""));
    Some(match (language, region) {
        ("zh", "tw" | "hk" | "hant") => "tw",
        ("zh", _) => "cn",
        ("ja", _) => "jp",
        ("ko", _) => "kr",
        ("el", _) => "gr",
        ("cs", _) => "cz",
        ("uk", _) => "ua",
        ("he", _) => "il",
        ("fa", _) => "ir",
        ("ar", _) => "eg",
        ("vi", _) => "vn",
        ("sl", _) => "si",
        ("sr", _) => "rs",
        ("et", _) => "ee",
        ("be", _) => "by",
        ("th" | "ru" | "bg" | "mk" | "pl" | "hu" | "sk" | "hr" | "ro" | "tr" | "lt" | "lv", _) => {
            language
        }
        _ => return None,
    })
}

/// The share of bytes outside ASCII that are next to another, from which a text is not in Latin letters.
const FOREIGN: f64 = 0.6;
/// The minimum number of bytes outside ASCII from which a declaration may be wrong.
const ENOUGH: usize = 24;

/// Returns whether an encoding may be that of the bytes, which are not UTF-8.
fn is_plausible(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    if encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE {
        return false;
    }
    if encoding == WINDOWS_1252 {
        // In languages with Latin letters, few accented letters are next to each other.
        let is_high = |at: &usize| bytes.get(*at).is_some_and(|byte| *byte >= 0x80);
        let high = || (0..bytes.len()).filter(is_high);
        let joined = high().filter(|at| is_high(&(at + 1)) || *at > 0 && is_high(&(at - 1)));
        let (all, joined) = (high().count(), joined.count());
        return all < ENOUGH || (joined as f64) < FOREIGN * all as f64;
    }
    if encoding.is_single_byte() {
        return true;
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let (all, wrong) = text.chars().fold((0, 0), |(all, wrong), c| {
        (all + usize::from(!c.is_ascii()), wrong + usize::from(c == '\u{fffd}'))
    });
    // The sample may end inside a character.
    wrong <= 1 + all / 50
}

/// Encodings of the same letters, which are often declared in place of one another.
const KINDS: [&[&Encoding]; 1] =
    [&[WINDOWS_1251, KOI8_R, KOI8_U, ISO_8859_5, IBM866, X_MAC_CYRILLIC]];

/// Languages of which Latin-1 lacks letters, with the encodings that have them.
const BEYOND_LATIN_1: [(&[&str], &[&Encoding]); 2] = [
    (&["pl", "cs", "sk", "hu", "hr", "sl", "bs", "ro", "sq"], &[WINDOWS_1250, ISO_8859_2]),
    (&["tr", "az"], &[WINDOWS_1254]),
];

/// Returns whether the detected encoding, instead of the declared one, is that of the text: if both encode the same
/// letters, or if Latin-1 is declared and lacks letters of the page's language.
fn is_other_of_kind(declared: &'static Encoding, detected: &'static Encoding, head: &Head) -> bool {
    let are_alike = |of: &[&Encoding]| of.contains(&declared) && of.contains(&detected);
    // The letters of Russian have the same bytes in both.
    let are_same = are_alike(&[KOI8_R, KOI8_U]);
    let lang = head.lang.as_deref().unwrap_or_default();
    let lang = lang.split(['-', '_']).next().unwrap_or_default();
    let is_beyond = |(langs, encodings): &(&[&str], &[&Encoding])| {
        langs.contains(&lang) && encodings.contains(&detected)
    };
    declared != detected
        && !are_same
        && (KINDS.iter().any(|kind| are_alike(kind))
            || declared == WINDOWS_1252 && BEYOND_LATIN_1.iter().any(is_beyond))
}

/// Returns the encoding of Windows instead of the ISO's if bytes are used that are control characters in the latter.
fn widened(encoding: &'static Encoding, bytes: &[u8]) -> &'static Encoding {
    const PAIRS: [(&Encoding, &Encoding); 4] = [
        (ISO_8859_2, WINDOWS_1250),
        (ISO_8859_6, WINDOWS_1256),
        (ISO_8859_7, WINDOWS_1253),
        (ISO_8859_8, WINDOWS_1255),
    ];
    let pair = PAIRS.iter().find(|(iso, _)| *iso == encoding);
    match pair {
        Some((_, wider)) if bytes.iter().any(|byte| (0x80..0xa0).contains(byte)) => wider,
        _ => encoding,
    }
}

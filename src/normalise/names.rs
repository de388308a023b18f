//! Recognizes the names of agencies and newspapers: well-known ones, and text that may be a name.

/// Agencies that sign with their name alone, in lower case.
const AGENCIES: &[&str] = &[
    "aap",
    "aa",
    "adn",
    "afp",
    "agi",
    "ana",
    "anadolu",
    "anadolu agency",
    "ani",
    "ansa",
    "ap",
    "apa",
    "associated press",
    "the associated press",
    "azertac",
    "bernama",
    "bloomberg",
    "bna",
    "bta",
    "business wire",
    "cna",
    "cnn",
    "cp",
    "dpa",
    "dpa-afx",
    "efe",
    "europa press",
    "globenewswire",
    "ians",
    "interfax",
    "ips",
    "irna",
    "itar-tass",
    "jiji",
    "jta",
    "kuna",
    "kyodo",
    "lusa",
    "mena",
    "menafn",
    "nan",
    "ntb",
    "pa",
    "petra",
    "pna",
    "pr newswire",
    "prnewswire",
    "pti",
    "qna",
    "reuter",
    "reuters",
    "ria novosti",
    "sana",
    "sda",
    "spa",
    "sputnik",
    "tass",
    "trend",
    "tt",
    "ukrinform",
    "uni",
    "upi",
    "wam",
    "xinhua",
    "yonhap",
];

/// Words at the end of the name of a newspaper or an agency.
const HOUSES: &[&str] = &[
    "agency",
    "bulletin",
    "bureau",
    "chronicle",
    "courier",
    "echo",
    "examiner",
    "gazette",
    "guardian",
    "herald",
    "inquirer",
    "news",
    "newswire",
    "observer",
    "post",
    "press",
    "service",
    "telegraph",
    "times",
    "tribune",
    "wire",
    "zeitung",
];

/// Words in parentheses that are editorial notes, not names, in lower case.
const NOTES: &[&str] = &[
    "adds",
    "audio",
    "corrected",
    "correction",
    "corrects",
    "delayed",
    "end",
    "eng",
    "file",
    "graphic",
    "image",
    "live",
    "more",
    "photo",
    "photos",
    "preliminary",
    "provisional",
    "recasts",
    "reopens",
    "repeats",
    "revised",
    "revises",
    "summary",
    "update",
    "updated",
    "updates",
    "video",
    "videos",
    "with video",
    "writes through",
];

/// Words of units, prices and tables, in lower case. The name of a source contains none of them.
const UNITS: &[&str] = &[
    "barrel",
    "bbl",
    "billion",
    "bln",
    "bushel",
    "cents",
    "close",
    "cts",
    "dlr",
    "dlrs",
    "dollars",
    "francs",
    "kg",
    "kilo",
    "kilos",
    "lbs",
    "lire",
    "marks",
    "million",
    "mln",
    "ounce",
    "pct",
    "pence",
    "per",
    "percent",
    "pounds",
    "prices",
    "shares",
    "stg",
    "ton",
    "tonne",
    "tonnes",
    "tons",
    "unchanged",
    "yen",
];

/// The length, in bytes, above which no name is one of [`AGENCIES`], not even in letters that are longer as capitals.
const LONGEST: usize = 80;

/// Returns whether a name is that of a well-known agency.
pub fn is_agency(name: &str) -> bool {
    name.len() <= LONGEST && AGENCIES.contains(&name.to_lowercase().as_str())
}

/// Returns whether a name ends like that of a newspaper or an agency.
pub fn is_house(name: &str) -> bool {
    let last = name.split_whitespace().next_back().map(str::to_lowercase);
    name.starts_with(char::is_uppercase) && last.is_some_and(|word| HOUSES.contains(&word.as_str()))
}

/// Returns whether words in parentheses are an editorial note.
pub fn is_note(name: &str) -> bool {
    let lower = name.to_lowercase();
    NOTES.contains(&lower.as_str())
        || lower
            .split_whitespace()
            .next_back()
            .is_some_and(|word| matches!(word, "photo" | "photos" | "file" | "image" | "video"))
}

/// Returns whether a text can be the name of a source, as opposed to a note, a unit or a heading.
pub fn is_name(name: &str) -> bool {
    let mut words = name.split(|c: char| c.is_whitespace() || c == '/').map(str::to_lowercase);
    is_agency(name)
        || name.contains(char::is_alphabetic)
            && !name.contains(['/', '=', '%', '$', '<', '>', ':'])
            && name.chars().count() <= 80
            && !is_note(name)
            && !words.any(|word| UNITS.contains(&word.trim_matches(['.', ','])))
}

/// Returns whether a name may be that of an unknown agency: short and in capitals.
pub fn is_acronym(name: &str) -> bool {
    let letters = name.chars().count();
    is_capital(name) && (2..=8).contains(&letters) && !name.contains(char::is_whitespace)
}

/// Returns whether all letters are capitals, and there are at least two.
pub fn is_capital(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic()).peekable();
    word.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && letters.peek().is_some()
        && letters.all(char::is_uppercase)
}

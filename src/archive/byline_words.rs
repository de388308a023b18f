//! Words in bylines, for every reader of them.

/// Words before the name of an author, in lower case. The longer ones come last.
pub const BY: [&str; 9] = ["by", "von", "par", "por", "door", "av", "af", "written by", "story by"];

/// Words within names, in lower case, and between two of them.
pub const PARTICLES: [&str; 20] = [
    "and", "und", "et", "y", "e", "en", "och", "og", "de", "van", "von", "der", "den", "la", "di",
    "da", "bin", "al", "ter", "zu",
];

/// Agencies, in lower case. A byline may name one as an employer.
pub const AGENCIES: [&str; 16] = [
    "reuters",
    "reuter",
    "ap",
    "afp",
    "upi",
    "dpa",
    "tass",
    "itar-tass",
    "xinhua",
    "bloomberg",
    "efe",
    "ansa",
    "kyodo",
    "interfax",
    "apa",
    "pti",
];

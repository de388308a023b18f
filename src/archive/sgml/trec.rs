//! What the number of a TREC document says of it (<https://trec.nist.gov/data/docs_eng.html>): the paper it was
//! printed in, and for some papers the day.

/// The prefixes of document numbers, and the papers they stand for.
const PAPERS: [(&str, &str); 8] = [
    ("AP", "AP"),
    ("FBIS", "FBIS"),
    ("FR", "Federal Register"),
    ("FT", "Financial Times"),
    ("LA", "Los Angeles Times"),
    ("SJMN", "San Jose Mercury News"),
    ("WSJ", "Wall Street Journal"),
    ("ZF", "Ziff-Davis"),
];

/// The letters that a document number begins with.
fn prefix(number: &str) -> &str {
    let number = number.trim();
    &number[..number.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(number.len())]
}

/// The paper that a document is from, by its number.
pub fn source(number: &str) -> Option<&'static str> {
    let prefix = prefix(number);
    // A name alone is not the number of a document.
    let numbered = number.trim()[prefix.len()..].starts_with(|c: char| c.is_ascii_digit());
    let known = PAPERS.iter().find(|(known, _)| *known == prefix && numbered);
    known.map(|(_, paper)| *paper)
}

/// The agency that a dateline credits: `AP` in `ROME (AP)`.
pub fn credit(dateline: &str) -> Option<&str> {
    let (_, after) = dateline.split_once('(')?;
    let (agency, after) = after.split_once(')')?;
    let ends = after.trim().trim_matches(['-', '–', '—', '_', ':']).is_empty();
    let agency = agency.trim();
    (ends && (2..=40).contains(&agency.len()) && !agency.contains(['(', ',']))
        .then_some(agency)
        .filter(|agency| agency.starts_with(char::is_uppercase))
}

/// The day in a document number: `AP880212-0001`, `WSJ870324-0001`, and, month first, `LA010189-0001`.
pub fn day(number: &str) -> Option<String> {
    let prefix = prefix(number);
    let digits = number.trim().get(prefix.len()..prefix.len() + 6)?;
    match prefix {
        "AP" | "FR" | "WSJ" => extended(digits),
        "LA" => extended(&format!("{}{}", &digits.get(4..)?, &digits.get(..4)?)),
        _ => None,
    }
}

/// A day of the twentieth century with hyphens, of one without them: `910514` is 1991-05-14.
pub fn extended(date: &str) -> Option<String> {
    let digits = date.trim();
    let plain = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| format!("19{}-{}-{}", &digits[..2], &digits[2..4], &digits[4..]))
}

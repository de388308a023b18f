//! Classifies paragraphs by their text: running text, labels, lists of links.

use super::blocks::{Block, Form};

/// The minimum length of running text in most articles, in characters. Chinese and Japanese characters count three
/// times.
pub const LONG: usize = 60;
/// The minimum length of running text in articles with short paragraphs.
pub const SHORT: usize = 20;

/// The length, in bytes, below which a paragraph is left out if more than half of it is within links.
const LINE: usize = 60;

/// Labels of parts that are left out, and prompts.
const LABELS: [&str; 24] = [
    "advertisement",
    "advert",
    "ad",
    "anzeige",
    "werbung",
    "publicité",
    "publicidad",
    "pubblicità",
    "publicidade",
    "reklama",
    "reklam",
    "reklame",
    "annons",
    "advertentie",
    "mainos",
    "реклама",
    "広告",
    "광고",
    "广告",
    "story continues below advertisement",
    "article continues below advertisement",
    "continue reading",
    "share this article",
    "loading...",
];

/// Returns the length of a text in characters. Chinese and Japanese characters count three times.
pub fn length(text: &str) -> usize {
    text.chars().map(|c| if c > '\u{2e80}' { 3 } else { 1 }).sum()
}

/// Returns how much a paragraph counts as running text, or 0 if it is not running text.
pub fn weight(block: &Block, least: usize) -> f64 {
    let length = length(&block.text);
    let is_linked = block.linked * 5 > block.text.len() * 2;
    match block.form != Form::Paragraph || length < least || is_linked {
        true => 0.0,
        false => length as f64,
    }
}

/// Returns whether a paragraph consists mostly of links.
pub fn is_linked(block: &Block) -> bool {
    let share = if block.text.len() < LINE || block.form == Form::Heading { 5 } else { 8 };
    block.linked * 10 > block.text.len() * share
}

/// Returns whether a text ends like a sentence.
pub fn is_sentence(text: &str) -> bool {
    const ENDS: [char; 17] =
        ['.', '!', '?', '…', '"', '”', '“', '»', '’', ':', '。', '！', '？', '」', ')', '।', '؟'];
    text.len() > 20 && text.ends_with(ENDS)
}

/// Returns whether a paragraph without links is a sentence of a few words, such as the last one of an article.
pub fn is_short_sentence(block: &Block) -> bool {
    const ENDS: [char; 8] = ['.', '!', '?', '…', '”', '»', '。', '؟'];
    let starts = |c: char| c.is_alphabetic() && !c.is_lowercase() || "“„«\"'‘¿¡".contains(c);
    block.linked == 0 && block.text.starts_with(starts) && block.text.ends_with(ENDS)
}

/// The maximum length of a caption or prompt, in bytes.
const ASIDE: usize = 240;

/// How prompts to read another article start.
const PROMPTS: [&str; 22] = [
    "read more",
    "read also",
    "also read",
    "read next",
    "see also",
    "related:",
    "more:",
    "watch:",
    "don't miss",
    "recommended:",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "auch interessant",
    "lire aussi",
    "à lire aussi",
    "leia mais",
    "leia também",
    "lea también",
    "leggi anche",
    "lees ook",
    "les også",
];

/// How invitations to subscribe to a newsletter start.
const INVITATIONS: [&str; 9] = [
    "sign up",
    "subscribe",
    "get the",
    "get our",
    "join our",
    "register",
    "melden sie",
    "abonnieren",
    "inscrivez",
];

/// Returns whether a paragraph asks readers to read another article or to subscribe, or is the caption of a picture.
pub fn is_aside(block: &Block) -> bool {
    if block.text.len() > ASIDE {
        return false;
    }
    let lower = block.text.to_lowercase();
    let begins = |prompts: &[&str]| prompts.iter().any(|prompt| lower.starts_with(prompt));
    let is_prompt = begins(&PROMPTS) && (block.linked * 3 > block.text.len() || lower.len() < 16);
    let is_letter =
        begins(&INVITATIONS) && ["newsletter", "inbox"].iter().any(|word| lower.contains(word));
    let credits = ["(image:", "(photo:", "(picture:", "(foto:", "(bild:"];
    let is_caption = lower.ends_with(')') && credits.iter().any(|credit| lower.contains(credit))
        || lower.ends_with("getty images");
    is_prompt || is_letter || is_caption
}

/// Returns whether a text is a label of something that was left out, or a bare address.
pub fn is_label(text: &str) -> bool {
    if !text.contains(' ') && text.starts_with("http") {
        return true;
    }
    if text.len() > 60 {
        return false;
    }
    let lower = text.to_lowercase();
    let plain = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    LABELS.contains(&plain)
}

//! The names of languages in the interfaces of press databases.

use super::record::Record;

/// The names of languages in the common interfaces, and their codes.
const LANGUAGES: [(&str, &str); 79] = [
    ("english", "en"),
    ("englisch", "en"),
    ("anglais", "en"),
    ("inglés", "en"),
    ("inglese", "en"),
    ("英文", "en"),
    ("german", "de"),
    ("deutsch", "de"),
    ("allemand", "de"),
    ("alemán", "de"),
    ("tedesco", "de"),
    ("德文", "de"),
    ("french", "fr"),
    ("français", "fr"),
    ("französisch", "fr"),
    ("francés", "fr"),
    ("francese", "fr"),
    ("法文", "fr"),
    ("spanish", "es"),
    ("español", "es"),
    ("spanisch", "es"),
    ("espagnol", "es"),
    ("spagnolo", "es"),
    ("italian", "it"),
    ("italiano", "it"),
    ("italienisch", "it"),
    ("italien", "it"),
    ("dutch", "nl"),
    ("nederlands", "nl"),
    ("niederländisch", "nl"),
    ("néerlandais", "nl"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("korean", "ko"),
    ("koreanisch", "ko"),
    ("japanese", "ja"),
    ("russian", "ru"),
    ("chinese", "zh"),
    ("polish", "pl"),
    ("swedish", "sv"),
    ("danish", "da"),
    ("norwegian", "no"),
    ("ingles", "en"),
    ("engels", "en"),
    ("inglês", "en"),
    ("английский", "en"),
    ("영어", "en"),
    ("英語", "en"),
    ("alemão", "de"),
    ("duits", "de"),
    ("francês", "fr"),
    ("frans", "fr"),
    ("espanhol", "es"),
    ("spaans", "es"),
    ("castellano", "es"),
    ("italiaans", "it"),
    ("niederlaendisch", "nl"),
    ("neerlandés", "nl"),
    ("holandés", "nl"),
    ("olandese", "nl"),
    ("holandês", "nl"),
    ("portugués", "pt"),
    ("portugais", "pt"),
    ("portugiesisch", "pt"),
    ("portoghese", "pt"),
    ("portugees", "pt"),
    ("日文", "ja"),
    ("日本語", "ja"),
    ("中文", "zh"),
    ("한국어", "ko"),
    ("русский", "ru"),
    ("svenska", "sv"),
    ("dansk", "da"),
    ("norsk", "no"),
    ("polski", "pl"),
    ("arabic", "ar"),
    ("turkish", "tr"),
    ("catalan", "ca"),
    ("català", "ca"),
];

/// Adds the language of an article. `name` is the name of the language.
pub fn language(name: &str, record: &mut Record) {
    let lower = name.trim().to_lowercase();
    match LANGUAGES.iter().find(|(known, _)| *known == lower) {
        Some((_, code)) => record.say("lang", code),
        None => record.say("language", name),
    }
}

/// Returns whether a text is the name of a language.
pub fn is_name(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    LANGUAGES.iter().any(|(known, _)| *known == lower)
}

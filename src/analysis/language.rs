//! Languages, their stemmers and their most common words.

use frostem::Algorithm;
use whatlang::Lang;

use crate::article::Article;

/// A language that analysis distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(u8);

struct Known {
    code: &'static str,
    stemmer: Option<Algorithm>,
    lang: Option<Lang>,
    /// Some of the most common words, folded. Empty if the script alone identifies the language.
    common: &'static [&'static str],
}

macro_rules! known {
    ($code:literal, $stemmer:expr, $lang:ident, $common:literal) => {
        Known { code: $code, stemmer: $stemmer, lang: Some(Lang::$lang), common: &[$common] }
    };
}

/// The languages, English first. Text in any other language is folded but not stemmed.
static LANGUAGES: &[Known] = &[
    known!(
        "en",
        Some(Algorithm::English),
        Eng,
        " the of and to in a for said is on that it with was at by from its be as has have are will an not which were but this or had would they been their more than after he "
    ),
    known!("ar", Some(Algorithm::Arabic), Ara, ""),
    known!(
        "ca",
        Some(Algorithm::Catalan),
        Cat,
        " el la els les de del i que en un una per amb es al no va dels "
    ),
    known!(
        "cs",
        Some(Algorithm::Czech),
        Ces,
        " a v na se ze je to s z do o i za by pro ale jako po "
    ),
    known!(
        "da",
        Some(Algorithm::Danish),
        Dan,
        " og i at det er en til af pa for den der som med de har ikke et fra "
    ),
    known!(
        "de",
        Some(Algorithm::German),
        Deu,
        " der die und in den von zu das mit sich des auf fur ist im dem nicht ein eine als auch an "
    ),
    known!("el", Some(Algorithm::Greek), Ell, ""),
    known!(
        "es",
        Some(Algorithm::Spanish),
        Spa,
        " de la que el en y a los se del las un por con una para no su al lo "
    ),
    known!("et", Some(Algorithm::Estonian), Est, " ja on ei et ta see oli mis kui ka aga ning "),
    known!("fa", Some(Algorithm::Persian), Pes, ""),
    known!(
        "fi",
        Some(Algorithm::Finnish),
        Fin,
        " ja on ei etta se oli han mutta myos ovat kun joka mukaan vuoden "
    ),
    known!(
        "fr",
        Some(Algorithm::French),
        Fra,
        " de la le et les des en un une du que est pour qui dans a par sur au pas plus avec il ce "
    ),
    known!("he", None, Heb, ""),
    known!("hi", Some(Algorithm::Hindi), Hin, ""),
    known!(
        "hu",
        Some(Algorithm::Hungarian),
        Hun,
        " a az es hogy nem is egy ez meg csak de volt mar mint azt "
    ),
    known!(
        "id",
        Some(Algorithm::Indonesian),
        Ind,
        " yang dan di dengan untuk dari dalam ini itu pada tidak akan ke oleh "
    ),
    known!(
        "it",
        Some(Algorithm::Italian),
        Ita,
        " di e il la che in a per un del una non della con i le si da dei al nel "
    ),
    known!(
        "lt",
        Some(Algorithm::Lithuanian),
        Lit,
        " ir kad i su is yra buvo bet tai kaip nuo jo apie "
    ),
    known!(
        "nl",
        Some(Algorithm::Dutch),
        Nld,
        " de van het een en in is dat op te voor met zijn die niet aan er om ook als "
    ),
    known!(
        "no",
        Some(Algorithm::Norwegian),
        Nob,
        " og i at det er en til av pa for som med de har ikke et fra "
    ),
    known!(
        "pl",
        Some(Algorithm::Polish),
        Pol,
        " w i na z sie do ze nie jest o to jak za po od przez dla "
    ),
    known!(
        "pt",
        Some(Algorithm::Portuguese),
        Por,
        " de a que o e do da em um para com nao uma os no se na por mais as dos "
    ),
    known!(
        "ro",
        Some(Algorithm::Romanian),
        Ron,
        " de si in a la cu pe ca din nu un o sa este au care pentru "
    ),
    known!("ru", Some(Algorithm::Russian), Rus, ""),
    known!(
        "sv",
        Some(Algorithm::Swedish),
        Swe,
        " och i att det en som ar av for den till med de har pa inte om ett "
    ),
    known!("ta", Some(Algorithm::Tamil), Tam, ""),
    known!("th", None, Tha, ""),
    known!(
        "tr",
        Some(Algorithm::Turkish),
        Tur,
        " ve bir bu da de icin ile olarak cok daha gibi ise oldugu "
    ),
    known!("uk", Some(Algorithm::Ukrainian), Ukr, ""),
    known!("zh", None, Cmn, ""),
    known!("ja", None, Jpn, ""),
    known!("ko", None, Kor, ""),
];

/// The maximum number of bytes of a text from which its language or script is determined.
pub(super) const SAMPLE: usize = 1_200;

impl Language {
    /// English.
    pub const ENGLISH: Language = Language(0);

    /// Returns the language with an ISO 639-1 code, or `None` if analysis does not distinguish it.
    pub fn of_code(code: &str) -> Option<Language> {
        let at = LANGUAGES.iter().position(|known| known.code == code)?;
        Some(Language(at as u8))
    }

    /// Returns the language that `whatlang` detected, or `None` if analysis does not distinguish it.
    pub(super) fn of_lang(lang: Lang) -> Option<Language> {
        let at = LANGUAGES.iter().position(|known| known.lang == Some(lang))?;
        Some(Language(at as u8))
    }

    /// Returns the ISO 639-1 code.
    pub fn code(self) -> &'static str {
        self.known().code
    }

    /// Returns the stemmer, if there is one.
    pub fn stemmer(self) -> Option<Algorithm> {
        self.known().stemmer
    }

    /// Returns some of the most common words, folded. Returns none if the script alone identifies the language.
    pub fn commonest(self) -> impl Iterator<Item = &'static str> {
        let lists: &'static [&'static str] = self.known().common;
        lists.iter().flat_map(|list| list.split_whitespace())
    }

    /// Returns all languages, English first.
    pub fn all() -> impl Iterator<Item = Language> {
        (0..LANGUAGES.len()).map(|number| Language(number as u8))
    }

    /// Returns the number of languages.
    pub const fn count() -> usize {
        LANGUAGES.len()
    }

    /// Returns the language's number, which is less than [`Language::count`].
    pub fn number(self) -> usize {
        usize::from(self.0)
    }

    fn known(self) -> &'static Known {
        &LANGUAGES[self.number()]
    }

    /// Returns the language in which an article is analyzed: its known language, else that of most articles of its
    /// source, else the default of its script. If analysis does not distinguish the language, the default of the script
    /// is used too.
    pub fn of_article(article: &Article) -> Language {
        let lang = article.lang.as_ref().or(article.source_lang.as_ref());
        lang.and_then(|lang| Language::of_code(lang)).unwrap_or_else(|| {
            let sample = |text: &str| text[..text.floor_char_boundary(SAMPLE)].to_string();
            let title = article.title.as_deref().map(sample).unwrap_or_default();
            Language::of_script(&(title + &sample(&article.body)))
        })
    }

    /// Returns the default language of a language's script. For scripts without a default, this is English.
    pub fn default_of_script(self) -> Language {
        let code = match self.code() {
            "ru" | "uk" => "ru",
            "ar" | "fa" => "ar",
            "el" => "el",
            "he" => "he",
            _ => return Language::ENGLISH,
        };
        Language::of_code(code).unwrap_or(Language::ENGLISH)
    }

    /// Returns the default language of the script that most letters of a text belong to.
    pub fn of_script(text: &str) -> Language {
        if text.is_ascii() {
            return Language::ENGLISH;
        }
        let mut counts = [0_u32; 5];
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            counts[match c {
                '\u{400}'..='\u{52f}' => 1,
                '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' => 2,
                '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => 3,
                '\u{590}'..='\u{5ff}' => 4,
                _ => 0,
            }] += 1;
        }
        let commonest = (0..5).max_by_key(|at| (counts[*at], 5 - at)).unwrap_or_default();
        let code = ["en", "ru", "ar", "el", "he"][commonest];
        Language::of_code(code).unwrap_or(Language::ENGLISH)
    }
}

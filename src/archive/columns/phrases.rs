//! Names composed of known words: `headline_text`, `Data de publicação da notícia`, `新闻来源`.
//!
//! The words are the usual names of fields, words for an article (`news`), for publication, for completeness, and
//! articles and prepositions, in several languages. Spaces and punctuation are not considered. A name with any other
//! word has no meaning here: an `image_title` is not a title.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::column_names::{Field, Meaning, usual};

/// The maximum number of words of a name.
const MOST: usize = 6;

/// What a word is in a composed name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// What the field belongs to. On its own, it does not say which field.
    Article,
    /// Article words that are the text if nothing but completeness is said about them: `full_article`.
    Unit,
    /// Only a title or a text can be whole.
    Whole,
    Main,
    /// An article or a preposition of the language.
    Link,
    /// Publication. The date of it is the date of the article.
    Issue,
    /// The name of a person, a newspaper or a section.
    Name,
    /// Says nothing more beside the word for a title.
    Text,
    /// A word for a field only beside another one, or beside a name, the news or a publication.
    Part,
    /// A date in Italian and Portuguese, but not in English.
    Data,
}

/// The words of each role.
const ROLES: [(Role, &str); 10] = [
    (
        Role::Article,
        "article articles news story stories post posts document artikel artikels nachricht nachrichten beitrag \
         beitrags meldung bericht noticia noticias notícia notícias artículo articulo artigo matéria articolo notizia \
         nouvelle actualité nieuws nieuwsbericht artykuł artykułu wiadomość wiadomości nyhet artikkel artikkelen \
         artikeln artikkelin статья статьи новость новости статті новини haber haberin cikk článek článku zprávy \
         المقال الخبر 新闻 新聞 文章 기사 뉴스 記事 ニュース berita",
    ),
    (Role::Unit, "article story"),
    (
        Role::Whole,
        "full clean cleaned complete whole entire completo completa complet intégral integral integrale vollständiger \
         vollständige volledige pełny pełna полный hela hele koko teljes tam 完整 전체",
    ),
    (Role::Main, "main haupt principal principale"),
    (
        Role::Link,
        "of the for at on de des du del della dello dell delle da do dos das di der die den l d la le el van het 的 の",
    ),
    (
        Role::Issue,
        "publication published publish publishing pub posted posting issue issued release released parution \
         publicación publicacion publicação publicacao pubblicazione publicatie veröffentlichung erscheinung publikacji \
         wydania publicering objave publicării publicarii публикации публікації 发布 發布 发表 發表 出版 刊登 発行 公開 掲載 발행 게시 등록 yayın",
    ),
    (Role::Name, "name nom nombre nome naam nazwa namn navn nimi имя 名 名称 名稱 姓名 이름 명"),
    (Role::Text, "text texto texte testo tekst текст"),
    (Role::Part, "media medium site channel domain medio ts unix unixtime epoch"),
    (Role::Data, "data"),
];

/// The words for news, whose site, channel or medium is their source.
const NEWS: [&str; 4] = ["news", "新闻", "新聞", "뉴스"];

/// The links of a language in which `data` is not a date.
const ENGLISH: [&str; 5] = ["of", "the", "for", "at", "on"];

/// The words for an article in languages in which `data` is a date.
const LATIN: [&str; 8] =
    ["articolo", "notizia", "notícia", "notícias", "noticia", "artigo", "matéria", "artykułu"];

/// The usual names that are not words of composed names, because they have other meanings there.
const ALONE: [&str; 24] = [
    "name",
    "subject",
    "heading",
    "head",
    "kop",
    "lead",
    "isi",
    "desk",
    "year",
    "jahr",
    "année",
    "año",
    "ano",
    "publicationyear",
    "pubyear",
    "canonical",
    "annee",
    "anno",
    "jaar",
    "rok",
    "год",
    "år",
    "年份",
    "extract",
];

/// A word of composed names.
#[derive(Debug)]
struct Word {
    text: &'static str,
    roles: Vec<Role>,
    /// The fields that the word means on its own, which a composed name means less reliably.
    meanings: Vec<Meaning>,
}

impl Word {
    fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Returns the field that the word names. A `source` may also be an address.
    fn field(&self) -> Option<Field> {
        if self.is(Role::Unit) || self.is(Role::Article) {
            return None;
        }
        self.meanings.last().map(|(field, _)| *field)
    }

    fn rank(&self) -> usize {
        self.meanings.iter().map(|(_, rank)| *rank).max().unwrap_or_default()
    }

    fn is_change(&self) -> bool {
        self.text.contains("modif") || self.text.contains("updat")
    }
}

/// The words by their first letters, the longest first.
static WORDS: LazyLock<HashMap<char, Vec<Word>>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Word> = HashMap::new();
    for (name, meanings) in usual() {
        let is_source = *name == "source";
        if !ALONE.contains(name) && (meanings.len() == 1 || is_source) {
            let meanings = meanings.iter().map(|(field, rank)| (*field, rank + 1)).collect();
            words.insert(name, Word { text: name, roles: Vec::new(), meanings });
        }
    }
    for (role, texts) in ROLES {
        for text in texts.split_whitespace() {
            let new = || Word { text, roles: Vec::new(), meanings: Vec::new() };
            words.entry(text).or_insert_with(new).roles.push(role);
        }
    }
    let mut by_letter: HashMap<char, Vec<Word>> = HashMap::new();
    for word in words.into_values() {
        if let Some(first) = word.text.chars().next() {
            by_letter.entry(first).or_default().push(word);
        }
    }
    for words in by_letter.values_mut() {
        words.sort_unstable_by_key(|word| std::cmp::Reverse((word.text.len(), word.text)));
    }
    by_letter
});

/// Returns what a composed name means, given its letters and digits in lower case.
pub fn composed(plain: &str) -> &'static [Meaning] {
    split(plain, &WORDS, &mut Vec::new()).unwrap_or_default()
}

/// Finds words that the rest of a name consists of, so that the name has a meaning.
fn split(
    rest: &str,
    all: &'static HashMap<char, Vec<Word>>,
    words: &mut Vec<&'static Word>,
) -> Option<&'static [Meaning]> {
    let Some(first) = rest.chars().next() else { return meaning(words) };
    if words.len() == MOST {
        return None;
    }
    for word in all.get(&first)? {
        if let Some(after) = rest.strip_prefix(word.text) {
            words.push(word);
            let found = split(after, all, words);
            words.pop();
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// Returns what words mean together.
fn meaning(words: &[&'static Word]) -> Option<&'static [Meaning]> {
    let (first, last) = (words.first()?, words.last()?);
    if words.len() < 2 || first.is(Role::Link) || last.is(Role::Link) {
        return None;
    }
    let has = |role| words.iter().any(|word| word.is(role));
    let is_dated = words.iter().any(|word| {
        word.is(Role::Data) || !word.is(Role::Issue) && word.field() == Some(Field::Date)
    });
    let mut heads: Vec<&'static Word> = Vec::new();
    for word in words.iter().copied() {
        if word.is(Role::Issue) && is_dated {
            continue;
        }
        if word.is(Role::Data) && !is_date(words) || word.is(Role::Part) && !is_named(word, words) {
            return None;
        }
        match word.field() {
            Some(_) => heads.push(word),
            None if word.is(Role::Issue) => return None,
            None => {}
        }
    }
    if heads.is_empty() {
        return of_article(words);
    }
    let field = together(&heads, last)?;
    let fits = match field {
        Field::Byline | Field::Source | Field::Section | Field::Topic => !has(Role::Whole),
        Field::Title => !has(Role::Name),
        Field::Body => !has(Role::Name),
        _ => !has(Role::Name) && !has(Role::Whole) && !has(Role::Main),
    };
    if !fits {
        return None;
    }
    let of_field = heads.iter().filter(|word| word.field() == Some(field));
    let least = of_field.max_by_key(|word| word.rank())?;
    if field == Field::Date && has(Role::Issue) && !words.iter().any(|word| word.is_change()) {
        return Some(&PUBLISHED);
    }
    Some(&least.meanings)
}

/// The meaning of the date of a publication.
static PUBLISHED: LazyLock<Vec<Meaning>> = LazyLock::new(|| {
    let word = usual().get("published").map(Vec::as_slice).unwrap_or_default();
    word.iter().map(|(field, rank)| (*field, rank + 1)).collect()
});

/// Returns the field that words for one or two fields name.
fn together(heads: &[&'static Word], last: &Word) -> Option<Field> {
    let mut fields: Vec<Field> = heads.iter().filter_map(|word| word.field()).collect();
    let last_field = fields.last().copied();
    fields.dedup();
    fields.sort_unstable_by_key(|field| Field::ALL.iter().position(|one| one == field));
    fields.dedup();
    match fields[..] {
        [field] => Some(field),
        [Field::Title, Field::Body] => last.is(Role::Text).then_some(Field::Title),
        [Field::Date, Field::Title] => last_field.filter(|field| *field == Field::Date),
        [Field::Title | Field::Source, Field::Section] => Some(Field::Section),
        [Field::Title, Field::Source] => Some(Field::Source),
        _ => None,
    }
}

/// Returns the meaning of words for an article: its text, if they say that it is whole or that it is news.
fn of_article(words: &[&'static Word]) -> Option<&'static [Meaning]> {
    let last = words.last()?;
    let are = words.iter().all(|word| word.is(Role::Article) || word.is(Role::Whole));
    let word = usual().get(last.text).filter(|_| are && last.is(Role::Unit))?;
    Some(word)
}

/// Returns whether `data` is a date among these words.
fn is_date(words: &[&'static Word]) -> bool {
    let links = |word: &&Word| word.is(Role::Link) && !ENGLISH.contains(&word.text);
    let is_news = |word: &&Word| word.is(Role::Article) && LATIN.contains(&word.text);
    words.iter().any(|word| word.is(Role::Issue) || links(word) || is_news(word))
}

/// Returns whether a word names its field among these words.
fn is_named(part: &Word, words: &[&'static Word]) -> bool {
    words.iter().any(|word| {
        let is_same = !word.is(Role::Part) && word.field() == part.field();
        word.is(Role::Name)
            || is_same && part.field().is_some()
            || part.field() == Some(Field::Date) && word.is(Role::Issue)
            || part.field() == Some(Field::Source) && NEWS.contains(&word.text)
            || part.field().is_none() && word.field() == Some(Field::Date)
    })
}

//! What the name of a column or a member means: a usual name, possibly with a namespace, a type or a language, or a
//! name composed of known words.

use super::super::column_names::{Field, Meaning, plain, usual};
use super::phrases::composed;

/// The maximum length of a known name, including spaces and punctuation, in bytes.
const LONGEST: usize = 64;

/// Returns the fields that a column with this name may give.
pub fn meanings(name: &str) -> &'static [Meaning] {
    if name.len() > LONGEST {
        return &[];
    }
    // A key supplied by an article is not normalized, so only the exact name counts.
    if name == "key" {
        return &[(Field::Key, 0)];
    }
    if name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return known(name);
    }
    let found = known(&plain(name));
    if !found.is_empty() {
        return found;
    }
    if let Some((space, inner)) = name.split_once([':', '.'])
        && NAMESPACES.iter().any(|known| known.eq_ignore_ascii_case(space))
    {
        return match plain(inner).as_str() {
            // In Dublin Core, a subject is a topic.
            "subject" => known("subjects"),
            inner => known(inner),
        };
    }
    // Solr names the type of a field at its end, and other systems its language.
    if let Some((front, end)) = name.rsplit_once('_')
        && SUFFIXES.contains(&end)
    {
        return known(&plain(front));
    }
    // A remark about the values, such as their type: `Date (UTC)`.
    if let Some((front, _)) = name.split_once(['(', '['])
        && name.trim_end().ends_with([')', ']'])
    {
        return known(&plain(front));
    }
    match PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)) {
        Some(inner) => known(&plain(inner)),
        None => found,
    }
}

/// Prefixes of the names of fields: Drupal's, and those of Dublin Core and OpenGraph without punctuation.
const PREFIXES: [&str; 3] = ["field_", "dc_", "og_"];

/// Returns what a name means, given its letters and digits in lower case.
fn known(plain: &str) -> &'static [Meaning] {
    usual().get(plain).map_or_else(|| composed(plain), Vec::as_slice)
}

/// Vocabularies whose terms are written with a prefix: `dc:title`.
const NAMESPACES: [&str; 6] = ["dc", "dcterms", "dct", "schema", "prism", "bibo"];

/// The ends of the names of dynamic fields in Solr, and codes of languages.
const SUFFIXES: [&str; 19] = [
    "eng", "s", "ss", "t", "ts", "txt", "dt", "dts", "tdt", "tdate", "str", "en", "de", "fr", "es",
    "it", "pt", "nl", "ru",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_however_they_are_written() {
        for name in ["date_publish", "Date-Publish", "datePublish", "DATE PUBLISH"] {
            assert_eq!(
                meanings(name).first().map(|(field, _)| *field),
                Some(Field::Date),
                "{name}"
            );
        }
        assert_eq!(meanings("key"), [(Field::Key, 0)]);
        assert_eq!(meanings("Key").first().map(|(field, _)| *field), Some(Field::Id));
        let fields: Vec<Field> = meanings("subject").iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, [Field::Title, Field::Topic]);
        assert!(meanings("retweets").is_empty());
    }

    fn field(name: &str) -> Option<Field> {
        meanings(name).last().map(|(field, _)| *field)
    }

    #[test]
    fn names_composed_of_known_words_are_known() {
        for (wanted, names) in [
            (
                Field::Title,
                "headline_text|mainHeadline|news_headline|Titel des Artikels|Titolo articolo|Título da notícia|\
                 Titre de l'article|Заголовок статьи|기사 제목|文章标题|title text|cleanTitle",
            ),
            (
                Field::Body,
                "clean_text|news_article|full_article|Texto completo|Texte intégral|Текст статьи|Artikeltext|article.body|\
                 新闻全文|Tekst artykułu|Texto de la noticia",
            ),
            (
                Field::Date,
                "article.published|Fecha de la noticia|Data da publicação da notícia|Data da notícia|news_date|\
                 Дата публикации статьи|publishedTimestamp|publishedAtTimestamp|pub_ts|headline_date|文章发布日期",
            ),
            (
                Field::Source,
                "Media Outlet|news_source|article.source|newspaper_title|Journal name|Fuente de la noticia|新闻来源",
            ),
            (Field::Section, "headline_category|news_category|section_title|newspaper section"),
            (Field::Byline, "author_name|article_author|Autor del artículo|Автор статьи|作者姓名"),
            (Field::Url, "news_url|storyLink"),
        ] {
            for name in names.split('|') {
                assert_eq!(field(name), Some(wanted), "{name}");
            }
        }
    }

    #[test]
    fn remarks_and_prefixes_are_left_out() {
        for (wanted, names) in [
            (Field::Date, "Date (UTC)|Date [GMT]|field_date"),
            (Field::Body, "Content (html)|field_body"),
            (Field::Title, "Title (string)|og_title|dc_title"),
        ] {
            for name in names.split('|') {
                assert_eq!(field(name), Some(wanted), "{name}");
            }
        }
        assert!(meanings("(date)").is_empty() || meanings("(date)")[0].0 == Field::Date);
        assert!(meanings("field_image").is_empty() && meanings("Comments (3)").is_empty());
    }

    #[test]
    fn names_with_other_words_or_of_several_fields_are_not_known() {
        for name in [
            "image_title",
            "author_url",
            "author_title",
            "text_url",
            "title_ts",
            "text_ts",
            "data_text",
            "news_data",
            "data of the article",
            "full_time",
            "article_media",
            "post_count",
            "crawl_timestamp",
            "author_text",
            "full_name",
            "news",
            "articles",
            "publication text",
            "title_of",
            "unix",
        ] {
            let meaning = composed(&plain(name));
            assert_eq!(meaning, [], "{name}");
        }
    }

    #[test]
    fn a_usual_name_is_more_reliable_than_a_composed_one() {
        let rank = |name: &str| meanings(name).last().map(|(_, rank)| *rank);
        assert!(rank("title") < rank("main_title") && rank("text") < rank("clean_text"));
        assert!(rank("publish_ts") < rank("created") && rank("date") < rank("article_date"));
        assert!(rank("article_updated") > rank("created"));
        let long = "del".repeat(13);
        assert_eq!(composed(&long), []);
    }
}

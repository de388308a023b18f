//! The usual names of columns and members, by field.
//!
//! They include the names in news-please, fundus, trafilatura, newspaper4k, Media Cloud, CC-News, RealNews, HuffPost,
//! All the News, Pushshift, Zotero, CSL JSON and ProQuest, and in responses of WordPress, the Guardian, the New York
//! Times, Solr, Elasticsearch and Feedly.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A field of an article that a column can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Key,
    Id,
    Date,
    Title,
    Body,
    Lang,
    Url,
    Source,
    Byline,
    Section,
    Topic,
}

impl Field {
    /// The fields in the order in which they choose their columns. A title chooses before a topic, because both may be
    /// called `subject`. An address chooses before a source.
    pub const ALL: [Field; 11] = [
        Field::Key,
        Field::Id,
        Field::Date,
        Field::Title,
        Field::Body,
        Field::Lang,
        Field::Url,
        Field::Source,
        Field::Byline,
        Field::Section,
        Field::Topic,
    ];

    /// Returns the name of the field's header, which is also its name in a mapping file.
    pub fn name(self) -> &'static str {
        match self {
            Field::Key => "key",
            Field::Id => "id",
            Field::Date => "date",
            Field::Title => "title",
            Field::Body => "body",
            Field::Lang => "lang",
            Field::Url => "url",
            Field::Source => "source",
            Field::Byline => "byline",
            Field::Section => "section",
            Field::Topic => "topic",
        }
    }

    /// Returns the usual names of the field, the most reliable first, in lower case and with letters and digits only.
    fn usual(self) -> &'static str {
        match self {
            Field::Key => "",
            Field::Id => {
                "id articleid docid docno documentid newid guid uuid uid accessionnumber storiesid storeid \
                 postid storyid itemid nid key"
            }
            Field::Date => {
                "date publishedat datepublished publicationdate publisheddate publishdate datepublish \
                 publishingdate pubdate published webpublicationdate firstpublicationdate firstpublished \
                 publishtime publishedtime publishedon pubtime pubdatetime publishdatetime dateposted postdate \
                 posted displaydate releasedate issued issuedate articledate newsdate seendate datetime \
                 datum fecha createdat createdutc datecreated created timestamp versioncreated time \
                 publicationyear pubyear year dategmt postdategmt lastmodified datemodified datemodify modified \
                 updatedat dateupdated updated"
            }
            Field::Title => {
                "title headline heading head webtitle titel titre titolo titulo überschrift articletitle \
                 newstitle posttitle titlefull subject"
            }
            Field::Body => {
                "body content maintext text articlebody bodytext fulltext article articletext story storytext \
                 contenttext plaintext textcontent cleanedtext selftext postcontent contenthtml bodyhtml \
                 articlehtml texte inhalt texto rawtext paragraphs contents html description summary abstract \
                 abstractnote shortdescription leadparagraph lead teaser excerpt snippet standfirst subtitle \
                 trailtext"
            }
            Field::Lang => {
                "lang language langcode locale languagecode contentlanguage inlanguage metalang metalanguage"
            }
            Field::Url => {
                "url link href permalink weburl articleurl canonicalurl canonical urlcanonical documenturl \
                 shareurl fullurl requestedurl respondedurl uri sourceurl source"
            }
            Field::Source => {
                "containertitle publicationtitle pubtitle source sourcename sourcetitle publication publisher \
                 outlet newspaper medium media medianame sitename metasitename ogsitename site sourcehostname sourcedomain domain \
                 hostname provider channel sourceurl mediaurl siteurl"
            }
            Field::Byline => {
                "byline author authors authorname creator creators writer writers journalist journalists \
                 reporter contributors bylines"
            }
            Field::Section => {
                "section sectionname sections category categories categoryname rubrik ressort rubrique sección \
                 desk newsdesk pillarname"
            }
            Field::Topic => {
                "topic topics tag tags keyword keywords subject subjects subjectterms identifierkeywords \
                 manualtags automatictags metakeywords newskeywords hashtags schlagwörter schlagworte"
            }
        }
    }
}

/// The first name of the body that does not mean the full text.
const WEAK: &str = "description";

/// A possible meaning of a name: a field, and the rank of the name (0 is the most reliable).
pub type Meaning = (Field, usize);

static MEANINGS: LazyLock<HashMap<&'static str, Vec<Meaning>>> = LazyLock::new(|| {
    let mut meanings: HashMap<&'static str, Vec<Meaning>> = HashMap::new();
    for field in Field::ALL {
        for (rank, name) in field.usual().split_whitespace().enumerate() {
            meanings.entry(name).or_default().push((field, rank));
        }
    }
    meanings
});

/// The rank of the first weak name of a body.
static FIRST_WEAK: LazyLock<usize> = LazyLock::new(|| {
    let names = Field::Body.usual().split_whitespace();
    names.take_while(|name| *name != WEAK).count()
});

/// The maximum length of a usual name, including spaces and punctuation, in bytes.
const LONGEST: usize = 40;

/// Returns the fields that a column with this name may give.
pub fn meanings(name: &str) -> &'static [Meaning] {
    if name.len() > LONGEST {
        return &[];
    }
    // A key supplied by an article is not normalized, so only the exact name counts.
    if name == "key" {
        return &[(Field::Key, 0)];
    }
    let known = |plain: &str| MEANINGS.get(plain).map_or(&[][..], Vec::as_slice);
    match name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        true => known(name),
        false => known(&plain(name)),
    }
}

/// Returns the letters and digits of a name, in lower case.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns whether a name of the body means the full text, as opposed to a summary.
pub fn is_whole_text(rank: usize) -> bool {
    rank < *FIRST_WEAK
}

/// Returns whether a column with this name is the title only if no other column is.
pub fn is_last_title(name: &str) -> bool {
    plain(name) == "subject"
}

/// The names of objects whose members are treated like those outside of them.
const ENVELOPES: [&str; 11] = [
    "_source",
    "fields",
    "attributes",
    "article",
    "document",
    "doc",
    "node",
    "item",
    "data",
    "metadata",
    "thread",
];

/// Returns whether an object with this name holds members of the article.
pub fn is_envelope(name: &str) -> bool {
    ENVELOPES.contains(&name)
}

/// The paths of nested members, with the field they give if no other member does.
pub const NESTED: [(Field, &[&str]); 5] = [
    (Field::Source, &["origin", "title"]),
    (Field::Source, &["html", "source_info", "name"]),
    (Field::Url, &["html", "requested_url"]),
    (Field::Url, &["canonical", "href"]),
    (Field::Url, &["alternate", "href"]),
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
}

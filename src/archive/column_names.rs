//! The usual names of columns and members, by field.
//!
//! They include the names in news-please, fundus, trafilatura, newspaper4k, Media Cloud, CC-News, RealNews, HuffPost,
//! All the News, Pushshift, Zotero, CSL JSON and ProQuest, and in responses of WordPress, the Guardian, the New York
//! Times, Arc Publishing, Solr, Elasticsearch, Feedly and Trove.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

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
                 posted postedon postedat displaydate releasedate firstpublished firstpublishedat publishat publishup \
                 publishstart onlinedate printdate editiondate entrydate rawdate dateraw cleandate dateclean parseddate dateparsed \
                 datestr datestring isodate dateiso originaldate uploaddate issued issuedate articledate newsdate seendate datetime \
                 datum fecha createdat createdutc datecreated created timestamp versioncreated time \
                 erscheinungsdatum veröffentlichungsdatum veröffentlicht veröffentlichtam pubdatum datepublication \
                 datedepublication dateparution publiéle fechapublicación fechapublicacion fechadepublicación \
                 datapublicação datapublicacao datadepublicação datapubblicazione datadipubblicazione \
                 publicatiedatum verschijningsdatum datapublikacji datawydania datumvydání дата датапубликации \
                 датапублікації datadodania opublikowano dataarticolo dagsetning تاريخالنشر تاریخانتشار dátum датум \
                 fechahora fechayhora dataora dataehora датаивремя датавремя опубликовано опубліковано \
                 erschienen erschienenam erscheinungstag veroeffentlicht veroeffentlichtam veroeffentlichungsdatum publicado \
                 publicadoem publicadoel publicada pubblicato pubblicatoil publié publicerad publicerat publisert udgivet \
                 julkaistu kuupäev datums ngàyxuấtbản tanggalterbit tanggalpublikasi dtpublicacao dtpublicação dtpub 日期 时间 時間 发布时间 發布時間 发布日期 發布日期 发表时间 發表日期 日付 掲載日 公開日 \
                 発行日 날짜 일자 작성일 발행일 작성일자 등록일 등록일시 등록일자 게재일 게재일자 보도일자 입력일시 公開日時 掲載日時 配信日時 配信日 dato udgivelsesdato päivämäärä dátum tarih yayıntarihi التاريخ تاریخ \
                 תאריך ημερομηνία ngày ngàyđăng tanggal released unixtime epoch ts \
                 publicationyear pubyear year jahr année año ano annee anno jaar rok год år 年份 dategmt postdategmt lastmodified datemodified \
                 datemodify modified updatedat dateupdated updated warcdate data"
            }
            Field::Title => {
                "title headline heading head webtitle titel titre titolo titulo título überschrift schlagzeile \
                 articletitle newstitle posttitle titlefull titular manchete kop tytuł nagłówek titulek nadpis \
                 titlu naslov заголовок название назва 标题 標題 新闻标题 題名 タイトル 見出し 제목 rubrik overskrift \
                 tittel otsikko encabezado cabecera intitulé ueberschrift títol заглавие наслов pealkiri fyrirsögn antraštė virsraksts tytul تیتر \
                 题目 rawtitle titleraw articlename cím başlık العنوان عنوان כותרת τίτλος tiêuđề judul subject name"
            }
            Field::Body => {
                "body content maintext text articlebody bodytext fulltext article articletext story storytext \
                 contenttext contentelements plaintext textcontent cleanedtext selftext postcontent contenthtml bodyhtml \
                 articlehtml texte inhalt volltext contenu texto contenido cuerpo conteúdo conteudo testo contenuto \
                 tekst inhoud treść текст содержание зміст 内容 內容 正文 新闻内容 全文 本文 記事 본문 내용 기사 teksti \
                 szöveg metin içerik النص المحتوى متن טקסט תוכן κείμενο nộidung isi rawtext paragraphs contents html \
                 markdown pagecontent mobiledoc extractedtext corpo corps tresc transcription rawcontent fließtext fliesstext \
                 obsah sadržaj sadrzaj садржај besedilo conținut conţinut continut indhold innhold innehåll sisältö contido contingut \
                 teks tekstas teksts isiberita съдържание περιεχόμενο نص محتوا متنخبر نصالخبر bodyvalue bodyplain contentplain doctext texti hlead \
                 postmessage \
                 ocrtext ocr transcript openingtext brödtext brødtekst 内文 內文 document leadparagraph hitsentence description summary abstract \
                 abstractnote shortdescription lead teaser excerpt extract snippet standfirst subtitle \
                 trailtext introtext leadtext"
            }
            Field::Lang => {
                "lang language langcode locale languagecode contentlanguage inlanguage metalang metalanguage"
            }
            Field::Url => {
                "troveurl url link href permalink weburl articleurl canonicalurl canonical urlcanonical documenturl \
                 shareurl fullurl requestedurl respondedurl warctargeturi uri sourceurl source"
            }
            Field::Source => {
                "containertitle publicationtitle pubtitle source sourcename sourcetitle publication publisher \
                 outlet newspaper medium media medianame sitename metasitename ogsitename site sourcehostname sourcedomain domain \
                 hostname quelle zeitung medientitel fuente periódico fonte jornal giornale testata bron krant źródło \
                 источник издание джерело 来源 來源 出处 媒体 媒體 出典 媒体名 언론사 출처 매체 källa kilde lähde forrás kaynak \
                 المصدر منبع πηγή nguồn sumber journal medio izvor tidning avis diario periodico газета 신문사 매체 \
                 provider channel sourceurl mediaurl siteurl"
            }
            Field::Byline => {
                "byline author authors authorname creator creators writer writers journalist journalists \
                 reporter contributors bylines autor autoren verfasser auteur auteurs autore autorzy автор 作者 记者 \
                 記者 著者 기자 작성자 författare forfatter kirjoittaja szerző yazar الكاتب penulis tácgiả 기고자"
            }
            Field::Section => {
                "section sectionname sections category categories categoryname ressort rubrique sección \
                 seção editoria sezione rubriek dział рубрика раздел 栏目 欄目 版面 分类 분류 섹션 newstype desk newsdesk pillarname \
                 rubrik"
            }
            Field::Topic => {
                "topic topics tag tags keyword keywords subject subjects subjectterms identifierkeywords \
                 manualtags automatictags metakeywords newskeywords hashtags schlagwörter schlagworte"
            }
        }
    }
}

/// The first name of the body that does not mean the full text.
const WEAK: &str = "leadparagraph";

/// A possible meaning of a name: a field, and the rank of the name (0 is the most reliable). The ranks of usual names
/// are even; a name composed of a usual name and other words has the rank after it.
pub type Meaning = (Field, usize);

static MEANINGS: LazyLock<HashMap<&'static str, Vec<Meaning>>> = LazyLock::new(|| {
    let mut meanings: HashMap<&'static str, Vec<Meaning>> = HashMap::new();
    for field in Field::ALL {
        for (rank, name) in field.usual().split_whitespace().enumerate() {
            meanings.entry(name).or_default().push((field, 2 * rank));
        }
    }
    meanings
});

/// The rank of the first weak name of a body.
static FIRST_WEAK: LazyLock<usize> = LazyLock::new(|| {
    let names = Field::Body.usual().split_whitespace();
    2 * names.take_while(|name| *name != WEAK).count()
});

/// Returns the usual names and what they mean.
pub fn usual() -> &'static HashMap<&'static str, Vec<Meaning>> {
    &MEANINGS
}

/// Returns the letters and digits of a name, in lower case.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns whether a name of the body means the full text, as opposed to a summary.
pub fn is_whole_text(rank: usize) -> bool {
    rank < *FIRST_WEAK
}

/// Returns whether a name is too general to show that an object is an article.
pub fn is_vague(name: &str) -> bool {
    plain(name) == "name"
}

/// Returns whether a column with this name is the title only if no other column is.
pub fn is_last_title(name: &str) -> bool {
    matches!(plain(name).as_str(), "subject" | "name")
}

/// Returns whether a column with this name is either an address or the name of a source.
pub fn is_source(name: &str) -> bool {
    plain(name).ends_with("source")
}

/// The names of objects whose members are treated like those outside of them.
const ENVELOPES: [&str; 17] = [
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
    "row",
    "properties",
    "meta",
    "extra_info",
    "kwargs",
    "warc_headers",
];

/// Returns whether an object with this name holds members of the article.
fn is_envelope(name: &str) -> bool {
    ENVELOPES.contains(&name)
}

/// The names of objects that hold the members of an article if they have both its title and its text, because they may
/// also be a text.
const FULL: [&str; 4] = ["story", "content", "body", "text"];

/// Returns whether an object with this name and these members holds members of the article.
pub fn is_envelope_of(name: &str, inner: &Map<String, Value>) -> bool {
    let has =
        |names: &[&str]| names.iter().any(|name| inner.get(*name).is_some_and(Value::is_string));
    let is_full = || {
        has(&["title", "headline"])
            && has(&["text", "body", "content", "html", "fullText", "articleBody"])
    };
    is_envelope(name) || FULL.contains(&name) && is_full()
}

/// The paths of nested members, with the field they give if no other member does.
pub const NESTED: [(Field, &[&str]); 18] = [
    // Arc Publishing.
    (Field::Title, &["headlines", "basic"]),
    (Field::Byline, &["credits", "by"]),
    (Field::Section, &["taxonomy", "primary_section", "name"]),
    (Field::Source, &["origin", "title"]),
    (Field::Source, &["html", "source_info", "name"]),
    (Field::Url, &["html", "requested_url"]),
    (Field::Source, &["html", "source_info", "publisher"]),
    (Field::Source, &["account", "display_name"]),
    (Field::Source, &["account", "name"]),
    (Field::Url, &["canonical", "href"]),
    (Field::Url, &["alternate", "href"]),
    (Field::Url, &["links", "permalink"]),
    (Field::Byline, &["_embedded", "author"]),
    (Field::Source, &["feed", "title"]),
    // MediaWiki.
    (Field::Body, &["revisions", "slots", "main"]),
    (Field::Body, &["revisions", "*"]),
    (Field::Date, &["revisions", "timestamp"]),
    (Field::Source, &["provider", "name"]),
];

//! The names of `<meta>` elements with dates.

/// The names of `<meta>` elements with the publication date, the most reliable first.
pub(super) const PUBLISHED: [&str; 30] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publication_date",
    "published_time",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published-date",
    "published_date",
    "date.published",
    "datepublication",
    "publicationdate",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "article_date_original",
    "originalpublicationdate",
    "article:published",
    "rnews:datepublished",
    "bt:pubdate",
    "ptime",
    "article:post_date",
    "displaydate",
];
/// The names of `<meta>` elements with any date. Publishing systems fill them with the date of the page's record.
pub(super) const SOME: [&str; 15] = [
    "dc.date.issued",
    "dcterms.issued",
    "dc.issued",
    "date",
    "dcterms.date",
    "dc.date.created",
    "dcterms.created",
    "dc.created",
    "dc.date",
    "timestamp",
    "pdate",
    "video:release_date",
    "datecreated",
    "created",
    "creation_date",
];
/// The names of `<meta>` elements with a later or a different date.
pub(super) const MODIFIED: [&str; 13] = [
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmodified",
    "last-modified",
    "modified_time",
    "dc.date.modified",
    "dcterms.modified",
    "revised",
    "date_updated",
    "updated_time",
    "cxenseparse:publishtime",
];

/// Returns whether the name of a `<meta>` element, in lower case, means the date of publication.
pub(super) fn names_publication(name: &str) -> bool {
    let says = |word: &str| name.contains(word);
    let is_date = says("date") || says("time") || name.ends_with("_at") || name.ends_with("_on");
    is_date
        && (says("publish") || says("release") || says("article:create"))
        && !["modif", "updat", "unpublish", "expir", "video", "book", "music"]
            .iter()
            .any(|word| says(word))
}

/// Returns whether the name of a `<meta>` element, in lower case, means another date than that of the article.
pub(super) fn is_of_other(name: &str) -> bool {
    const OTHER: [&str; 16] = [
        "modif",
        "updat",
        "unpublish",
        "expir",
        "video",
        "book",
        "music",
        "event",
        "start",
        "end",
        "valid",
        "birth",
        "copyright",
        "revis",
        "last",
        "http-equiv",
    ];
    OTHER.iter().any(|word| name.contains(word)) || matches!(name, "expires" | "revisit-after")
}

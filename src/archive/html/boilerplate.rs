//! Recognizes what surrounds an article on its page by the names of elements: navigation, advertisements, share bars,
//! lists of other articles, comments, forms.

use super::tree::Element;

/// What the names of an element say about its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// The element holds the text of an article.
    Article,
    /// Nothing.
    Neutral,
    /// The element surrounds an article, unless it contains a large part of the page's text.
    Around,
    /// The element is not part of an article, unless it contains nearly all of the page's text: comments, notices about
    /// cookies.
    Apart,
}

/// Prefixes of the names of elements that hold an article's text, without hyphens.
const ARTICLE: [&str; 24] = [
    "articlebody",
    "articlecontent",
    "articletext",
    "articlemain",
    "articleparagraph",
    "bodycontent",
    "bodytext",
    "contentbody",
    "entrycontent",
    "fullarticle",
    "maincontent",
    "newsbody",
    "newscontent",
    "newstext",
    "pagecontent",
    "postbody",
    "postcontent",
    "posttext",
    "storybody",
    "storycontent",
    "storytext",
    "textcontent",
    "richtext",
    "singlecontent",
];
/// Prefixes of words in the names of elements that are not part of an article.
const APART: [&str; 22] = [
    "comment",
    "consent",
    "cookie",
    "disqus",
    "disclaim",
    "footer",
    "gdpr",
    "livefyre",
    "masthead",
    "modal",
    "newsletter",
    "onetrust",
    "popmake",
    "popup",
    "related",
    "taboola",
    "outbrain",
    "recommend",
    "caption",
    "imagecredit",
    "photocredit",
    "piccredit",
];
/// Prefixes of words in the names of elements that surround articles.
const AROUND: [&str; 80] = [
    "aboutauthor",
    "addthis",
    "adslot",
    "adsby",
    "advert",
    "affiliate",
    "agegate",
    "alsolike",
    "alsoread",
    "authorbio",
    "authorbox",
    "authorinfo",
    "banner",
    "bookmark",
    "breadcrumb",
    "byline",
    "catlinks",
    "colophon",
    "contributor",
    "copyright",
    "donat",
    "dropdown",
    "editlink",
    "editsection",
    "facebook",
    "feedback",
    "followus",
    "fundrais",
    "hatnote",
    "inlinead",
    "instory",
    "jumpto",
    "keyword",
    "login",
    "menu",
    "meta",
    "morefrom",
    "morenews",
    "morestories",
    "moreon",
    "mostread",
    "mostpopular",
    "nav",
    "nocontent",
    "optin",
    "overlay",
    "pagination",
    "pager",
    "paging",
    "podcast",
    "popular",
    "postmeta",
    "promo",
    "rating",
    "readalso",
    "readnext",
    "recirc",
    "register",
    "relatedposts",
    "relbox",
    "share",
    "sharing",
    "shoutbox",
    "signin",
    "signup",
    "similar",
    "sitemap",
    "sidebar",
    "skip",
    "social",
    "sponsor",
    "subscri",
    "survey",
    "syndicat",
    "tags",
    "teaser",
    "toolbar",
    "topics",
    "trending",
    "timestamp",
];
/// Words in the names of elements that surround articles.
const WHOLE: [&str; 14] = [
    "ad", "ads", "adv", "bio", "cta", "date", "dateline", "poll", "shop", "tag", "tools", "toc",
    "credit", "credits",
];
/// The names of elements that are only meant for screen readers.
const UNSEEN: [&str; 4] = ["sr-only", "screen-reader", "visually-hidden", "visuallyhidden"];

/// Returns what the names of an element say about its text.
pub fn named(element: &Element) -> Named {
    match element.tag.name() {
        "nav" | "footer" | "figcaption" | "caption" => return Named::Apart,
        "aside" | "figure" | "form" | "header" | "menu" | "fieldset" | "dialog" | "address" => {
            return Named::Around;
        }
        // Classes of articles say more about their subject and layout than about their place on the page.
        "article" if element.marks.split(' ').any(|mark| has_word(mark, &["teaser"])) => {
            return Named::Around;
        }
        "html" | "body" | "article" | "main" => return Named::Neutral,
        _ => {}
    }
    by_marks(element)
}

/// Returns what the classes and the like of an element say about its text.
pub fn by_marks(element: &Element) -> Named {
    let mut named = Named::Neutral;
    // Names with these characters are utility classes, which only describe the appearance.
    for mark in element.marks.split(' ').filter(|mark| !mark.contains([':', '[', '/', '@'])) {
        let joined: String = mark.chars().filter(|c| !matches!(c, '-' | '_')).take(40).collect();
        if ARTICLE.iter().any(|name| joined.starts_with(name)) && !has_word(mark, &AROUND) {
            return Named::Article;
        }
        // Embedded posts are part of the article that quotes them.
        if mark.contains("embed") {
            continue;
        }
        if has_word(mark, &APART) {
            named = Named::Apart;
        } else if named == Named::Neutral
            && (has_word(mark, &AROUND)
                || AROUND.iter().any(|name| joined.starts_with(name))
                || words(mark).any(|word| WHOLE.contains(&word)))
        {
            named = Named::Around;
        }
    }
    named
}

fn words(mark: &str) -> impl Iterator<Item = &str> {
    mark.split(['-', '_', '.']).filter(|word| !word.is_empty())
}

/// Returns whether a word of a class or the like begins with one of several prefixes.
pub fn has_word(mark: &str, names: &[&str]) -> bool {
    words(mark).any(|word| names.iter().any(|name| word.starts_with(name)))
}

/// Returns whether an element is the bar that the Wayback Machine adds to a page.
pub fn is_of_archive(element: &Element) -> bool {
    element.marks.starts_with("wm-ipp")
}

/// Returns whether readers do not see an element, or it is not the page's.
pub fn is_unseen(element: &Element) -> bool {
    element.is_invisible
        || is_of_archive(element)
        || UNSEEN.iter().any(|name| element.marks.contains(name))
}

//! What surrounds an article on its page, by the names that elements have: navigation, advertisements, share
//! bars, lists of other articles, comments, forms.

use super::tree::Element;

/// What the names of an element say of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// The text of an article.
    Article,
    /// Nothing.
    Neutral,
    /// It surrounds an article, unless it contains most of the page's text.
    Around,
    /// It surrounds an article: comments, notices about cookies.
    Apart,
}

/// Beginnings of names of the elements that hold an article's text, without hyphens.
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
/// Beginnings of words in names of what is apart from an article, however much text it has.
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
/// Beginnings of words in names of what surrounds articles.
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
/// Words in names of what surrounds articles.
const WHOLE: [&str; 14] = [
    "ad", "ads", "adv", "bio", "cta", "date", "dateline", "poll", "shop", "tag", "tools", "toc",
    "credit", "credits",
];
/// Names of what is there for screen readers alone.
const UNSEEN: [&str; 4] = ["sr-only", "screen-reader", "visually-hidden", "visuallyhidden"];

/// Returns what the names of an element say.
pub fn named(element: &Element) -> Named {
    match element.tag.name() {
        "nav" | "footer" | "figcaption" | "caption" => return Named::Apart,
        "aside" | "figure" | "form" | "header" | "menu" | "fieldset" | "dialog" | "address" => {
            return Named::Around;
        }
        "html" | "body" | "article" | "main" => return Named::Neutral,
        _ => {}
    }
    let mut named = Named::Neutral;
    // Names with these characters are rules of appearance.
    for mark in element.marks.split(' ').filter(|mark| !mark.contains([':', '[', '/', '@'])) {
        let joined: String = mark.chars().filter(|c| !matches!(c, '-' | '_')).take(40).collect();
        if ARTICLE.iter().any(|name| joined.starts_with(name)) && !is_any(mark, &AROUND) {
            return Named::Article;
        }
        // Posts that an article quotes are a part of it.
        if mark.contains("embed") {
            continue;
        }
        if is_any(mark, &APART) {
            named = Named::Apart;
        } else if named == Named::Neutral
            && (is_any(mark, &AROUND)
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

fn is_any(mark: &str, names: &[&str]) -> bool {
    words(mark).any(|word| names.iter().any(|name| word.starts_with(name)))
}

/// Whether an inline element is not seen.
pub fn is_unseen(element: &Element) -> bool {
    element.is_invisible || UNSEEN.iter().any(|name| element.marks.contains(name))
}

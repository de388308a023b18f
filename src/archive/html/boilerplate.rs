//! What surrounds an article on its page, by the names that elements have: navigation, advertisements, share
//! bars, lists of other articles, comments, forms.

use super::tree::Element;

/// Names of what surrounds articles, as the beginnings of words in `class`, `id` and the like.
const AROUND: [&str; 108] = [
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
    "banner",
    "bio",
    "bookmark",
    "bottombar",
    "breadcrumb",
    "byline",
    "callout",
    "catlinks",
    "colophon",
    "comment",
    "consent",
    "contributor",
    "cookie",
    "copyright",
    "cta",
    "disclaim",
    "discuss",
    "disqus",
    "donat",
    "dropdown",
    "editlink",
    "editsection",
    "embedly",
    "facebook",
    "fblike",
    "feedback",
    "followus",
    "foot",
    "fundrais",
    "gallery",
    "gdpr",
    "hatnote",
    "infobox",
    "instoryad",
    "jumpto",
    "keyword",
    "livefyre",
    "login",
    "masthead",
    "media",
    "menu",
    "meta",
    "modal",
    "morefrom",
    "morenews",
    "morestories",
    "moreon",
    "mostread",
    "mostpopular",
    "nav",
    "newsletter",
    "nocontent",
    "noprint",
    "optin",
    "outbrain",
    "overlay",
    "pagination",
    "pager",
    "paging",
    "paywall",
    "podcast",
    "poll",
    "popular",
    "popup",
    "postmeta",
    "printonly",
    "promo",
    "rating",
    "readalso",
    "readmore",
    "readnext",
    "recirc",
    "recommend",
    "references",
    "register",
    "rel",
    "share",
    "sharing",
    "shop",
    "shoutbox",
    "sidebar",
    "signin",
    "signup",
    "similar",
    "sitemap",
    "skip",
    "social",
    "sponsor",
    "subscri",
    "survey",
    "syndicat",
    "taboola",
    "tags",
    "teaser",
    "toolbar",
    "topics",
    "trending",
];
/// Names that are meant as a whole.
const WHOLE: [&str; 16] = [
    "ad",
    "ads",
    "adv",
    "date",
    "dateline",
    "tag",
    "tools",
    "timestamp",
    "time",
    "toc",
    "user",
    "widget",
    "print",
    "links",
    "more",
    "tweet",
];
/// Names of what is there for screen readers alone.
const UNSEEN: [&str; 4] = ["sr-only", "screen-reader", "visually-hidden", "visuallyhidden"];

/// Whether the names of an element say that it surrounds articles.
pub fn is_around(element: &Element) -> bool {
    match element.tag.name() {
        "nav" | "footer" | "aside" | "form" | "menu" | "fieldset" | "dialog" | "address" => {
            return true;
        }
        "html" | "body" | "article" | "main" => return false,
        _ => {}
    }
    let marks = &element.marks;
    !marks.is_empty()
        && marks.split(' ').any(|mark| {
            let words = mark.split(['-', '_', ':', '.']).filter(|word| !word.is_empty());
            let mut joined = mark.replace(['-', '_'], "");
            joined.truncate(40.min(joined.len()));
            words.clone().any(|word| {
                WHOLE.contains(&word) || AROUND.iter().any(|name| word.starts_with(name))
            }) || AROUND.iter().any(|name| joined.starts_with(name))
        })
}

/// Whether an inline element is not seen.
pub fn is_unseen(element: &Element) -> bool {
    element.is_invisible || UNSEEN.iter().any(|name| element.marks.contains(name))
}

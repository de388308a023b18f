//! How elements affect the text within them, by name.

/// How an element affects the text of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A part of a paragraph. Elements with unknown names, such as custom elements, are inline as well.
    Inline,
    /// An element that ends the paragraph before it and the one within it.
    Block,
    /// A heading, which is a separate block.
    Heading,
    /// A caption of a picture or a table, which is a separate block.
    Caption,
    /// A cell of a table.
    Cell,
    /// A line break. Two of them end a paragraph.
    Break,
    /// An element whose content is not text for readers.
    Hidden,
}

/// The name of an element. All unknown names are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tag(u8);

/// The known names in alphabetical order, with their roles.
const KNOWN: [(&str, Role); 110] = {
    use Role::{Block, Break, Caption, Cell, Heading, Hidden, Inline};
    [
        ("a", Inline),
        ("abbr", Inline),
        ("address", Block),
        ("amp-ad", Hidden),
        ("amp-script", Hidden),
        ("area", Hidden),
        ("article", Block),
        ("aside", Block),
        ("audio", Hidden),
        ("b", Inline),
        ("base", Hidden),
        ("blockquote", Block),
        ("body", Block),
        ("br", Break),
        ("button", Hidden),
        ("canvas", Hidden),
        ("caption", Caption),
        ("center", Block),
        ("cite", Inline),
        ("col", Hidden),
        ("colgroup", Hidden),
        ("data", Inline),
        ("datalist", Hidden),
        ("dd", Block),
        ("details", Block),
        ("dialog", Hidden),
        ("dir", Block),
        ("div", Block),
        ("dl", Block),
        ("dt", Block),
        ("em", Inline),
        ("embed", Hidden),
        ("fieldset", Block),
        ("figcaption", Caption),
        ("figure", Block),
        ("font", Inline),
        ("footer", Block),
        ("form", Block),
        ("frame", Hidden),
        ("frameset", Block),
        ("h1", Heading),
        ("h2", Heading),
        ("h3", Heading),
        ("h4", Heading),
        ("h5", Heading),
        ("h6", Heading),
        ("head", Hidden),
        ("header", Block),
        ("hgroup", Block),
        ("hr", Block),
        ("html", Block),
        ("i", Inline),
        ("iframe", Hidden),
        ("img", Inline),
        ("input", Hidden),
        ("ins", Inline),
        ("label", Inline),
        ("legend", Block),
        ("li", Block),
        ("link", Hidden),
        ("main", Block),
        ("map", Hidden),
        ("mark", Inline),
        ("menu", Block),
        ("meta", Hidden),
        ("meter", Hidden),
        ("nav", Block),
        ("noembed", Hidden),
        ("noframes", Hidden),
        ("noscript", Hidden),
        ("object", Hidden),
        ("ol", Block),
        ("optgroup", Hidden),
        ("option", Hidden),
        ("p", Block),
        ("param", Hidden),
        ("picture", Inline),
        ("plaintext", Block),
        ("pre", Block),
        ("progress", Hidden),
        ("rp", Hidden),
        ("rt", Hidden),
        ("rtc", Hidden),
        ("script", Hidden),
        ("search", Block),
        ("section", Block),
        ("select", Hidden),
        ("slot", Inline),
        ("source", Hidden),
        ("span", Inline),
        ("strong", Inline),
        ("style", Hidden),
        ("sub", Inline),
        ("summary", Block),
        ("sup", Inline),
        ("svg", Hidden),
        ("table", Block),
        ("tbody", Block),
        ("td", Cell),
        ("template", Hidden),
        ("textarea", Hidden),
        ("tfoot", Block),
        ("th", Cell),
        ("thead", Block),
        ("time", Inline),
        ("title", Hidden),
        ("tr", Block),
        ("track", Hidden),
        ("ul", Block),
        ("video", Hidden),
    ]
};

/// Elements without content.
const VOID: [&str; 17] = [
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr", "basefont", "keygen",
];

impl Tag {
    /// The tag of all elements with unknown names.
    pub const OTHER: Tag = Tag(u8::MAX);

    /// Returns the tag for a name in lower case.
    pub fn of(name: &str) -> Tag {
        match KNOWN.binary_search_by(|(known, _)| (*known).cmp(name)) {
            // There are fewer than 255 known names.
            Ok(at) => Tag(at as u8),
            Err(_) => Tag::OTHER,
        }
    }

    /// Returns the name, or an empty string if it is unknown.
    pub fn name(self) -> &'static str {
        KNOWN.get(usize::from(self.0)).map_or("", |(name, _)| name)
    }

    /// Returns how the element affects the text.
    pub fn role(self) -> Role {
        KNOWN.get(usize::from(self.0)).map_or(Role::Inline, |(_, role)| *role)
    }

    /// Returns an index for tables with one entry per tag.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Returns whether the element ends the paragraph before it.
    pub fn is_block(self) -> bool {
        matches!(self.role(), Role::Block | Role::Heading | Role::Caption | Role::Cell)
    }
}

/// Returns whether elements of this name have neither content nor an end tag.
pub fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_are_found() {
        assert!(KNOWN.is_sorted_by_key(|(name, _)| *name));
        for (name, role) in KNOWN {
            assert_eq!((Tag::of(name).name(), Tag::of(name).role()), (name, role));
        }
        assert_eq!(Tag::of("x-card"), Tag::OTHER);
        assert_eq!(Tag::OTHER.role(), Role::Inline);
    }
}

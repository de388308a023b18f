//! Color and layout for a terminal. Output to a pipe is plain.

/// The way that text is styled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to write color escapes.
    pub colour: bool,
    /// The width of the terminal, in columns.
    pub width: usize,
    /// Whether the output goes to a terminal: lines are broken to fit. For a pipe, each fact is on one line.
    pub terminal: bool,
    /// Whether paths are hyperlinks (OSC 8).
    pub links: bool,
}

/// The role of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading.
    Heading,
    /// A match.
    Mark,
    /// Less important text.
    Dim,
    /// The word "error".
    Error,
    /// The word "hint" or "note".
    Note,
}

impl Style {
    /// No styling, and a width for text that has to be wrapped.
    pub const PLAIN: Style = Style { colour: false, width: 80, terminal: false, links: false };

    /// Returns a text as a hyperlink to an address (OSC 8). Both have to be escaped already.
    pub fn link(self, address: &str, text: &str) -> String {
        match self.links {
            true => format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
            false => text.to_string(),
        }
    }

    /// Returns the text in the style of its role. The text has to be escaped already.
    pub fn paint(self, role: Role, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_string();
        }
        // SGR codes, ECMA-48: bold, bold yellow, faint, bold red, bold cyan.
        let code = match role {
            Role::Heading => "1",
            Role::Mark => "1;33",
            Role::Dim => "2",
            Role::Error => "1;31",
            Role::Note => "1;36",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

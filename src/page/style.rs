//! Colour on a terminal: a few roles, and nothing in a pipe.

/// Whether, and how, to dress text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether escapes are written.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether a person reads this on a terminal: lines are broken to fit, and paths are hyperlinks. A pipe has one
    /// line per fact.
    pub terminal: bool,
}

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading.
    Heading,
    /// What matched.
    Mark,
    /// Less important.
    Dim,
    /// The word "error".
    Error,
    /// The word "hint" or "note".
    Note,
}

impl Style {
    /// No dress, a width for what has to be wrapped.
    pub const PLAIN: Style = Style { colour: false, width: 80, terminal: false };

    /// Returns a text that a terminal opens the address of (OSC 8). Both have to be escaped already.
    pub fn link(self, address: &str, text: &str) -> String {
        match self.terminal {
            true => format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
            false => text.to_string(),
        }
    }

    /// The text in its role. The text has to be escaped already.
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

//! The sizes, line styles and markers that all parts of a picture share.

/// How large a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// For a report or a window.
    Wide,
    /// For a phone, where a wide picture would be illegible or have to be scrolled.
    Narrow,
}

impl Size {
    /// Returns the width of the whole picture.
    pub fn width(self) -> f64 {
        match self {
            Size::Wide => 960.0,
            Size::Narrow => 360.0,
        }
    }

    /// Returns the height of the area between the axes.
    pub fn plot(self) -> f64 {
        match self {
            Size::Wide => 360.0,
            Size::Narrow => 220.0,
        }
    }
}

pub const LEFT: f64 = 70.0;

pub const RIGHT: f64 = 24.0;

/// The height of a line of text.
pub const ROW: f64 = 18.0;

/// The width, in pixels, of the widest common character in a 12-pixel sans-serif font.
pub const CHARACTER: f64 = 7.0;

/// The color, dash pattern and marker of each line. The colors are those of Okabe and Ito (2008), except yellow, which
/// is faint on white, and with two dark colors added.
pub const LOOKS: [(&str, &str, &str); 9] = [
    ("#0072b2", "", "circle"),
    ("#d55e00", "8 4", "square"),
    ("#009e73", "2 3", "triangle"),
    ("#cc79a7", "10 3 2 3", "diamond"),
    ("#000000", "5 2", "cross"),
    ("#e69f00", "", "square"),
    ("#56b4e9", "8 4", "triangle"),
    ("#7f3b08", "2 3", "diamond"),
    ("#542788", "10 3 2 3", "circle"),
];

pub fn marker(shape: &str, x: f64, y: f64, color: &str) -> String {
    match shape {
        "square" => format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"6\" height=\"6\" fill=\"{color}\"/>\n",
            x - 3.0,
            y - 3.0
        ),
        "triangle" => format!("<path d=\"M{x:.1} {:.1}l4 7h-8z\" fill=\"{color}\"/>\n", y - 4.0),
        "diamond" => {
            format!("<path d=\"M{x:.1} {:.1}l4 4l-4 4l-4 -4z\" fill=\"{color}\"/>\n", y - 4.0)
        }
        "cross" => format!(
            "<path d=\"M{:.1} {:.1}l6 6m0 -6l-6 6\" stroke=\"{color}\" stroke-width=\"2\"/>\n",
            x - 3.0,
            y - 3.0
        ),
        _ => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{color}\"/>\n"),
    }
}

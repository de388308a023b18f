//! A line of a page.

/// A run of characters on one baseline. Sizes and positions are in points, and `y` is measured from the top.
#[derive(Debug, Clone)]
pub struct Line {
    pub x: f64,
    pub end: f64,
    pub y: f64,
    pub size: f64,
    pub text: String,
}

//! The drawing as shapes for SVG: a wide one for paper and screens, a tall one for narrow screens.
//!
//! Only geometry is decided here; colours and fonts are the style sheet's. Widths are reckoned in the
//! units of the view box, with 7.9 units for a character of fixed width.

mod labels;
mod sketch;
mod tall;
mod wide;

use serde::Serialize;

use crate::findings::Lang;

use super::topology::Topology;
use labels::Labels;
use sketch::Shape;

/// A drawing.
#[derive(Debug, Serialize)]
pub(super) struct Drawing {
    /// Width of the view box.
    pub(super) width: u32,
    /// Height of the view box.
    pub(super) height: u32,
    /// In the order in which they are drawn.
    pub(super) shapes: Vec<Shape>,
}

/// Both layouts: wide, tall.
pub(super) fn draw(topology: &Topology, device: &str, lang: Lang) -> [Drawing; 2] {
    let labels = Labels::new(topology, device, lang);
    [wide::draw(topology, &labels), tall::draw(topology, &labels)]
}

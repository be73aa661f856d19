//! Shapes, and how they are put into a drawing.

use serde::Serialize;

use crate::connection::Role;

/// From one line of text to the next.
pub(super) const LINE: u32 = 20;

/// A shape; its class gives it its look.
#[derive(Debug, Serialize)]
#[serde(tag = "shape", rename_all = "lowercase")]
pub(in crate::report) enum Shape {
    /// A box.
    Rect {
        class: &'static str,
        x: u32,
        y: u32,
        width: u32,
        height: u32,
    },
    /// A line.
    Line {
        class: &'static str,
        x1: u32,
        y1: u32,
        x2: u32,
        y2: u32,
    },
    /// A line of text.
    Text {
        class: &'static str,
        anchor: &'static str,
        x: u32,
        y: u32,
        text: String,
    },
}

/// The class of a tunnel's line.
pub(super) fn pipe(role: Role) -> &'static str {
    if role == Role::Standby {
        "pipe standby"
    } else {
        "pipe"
    }
}

/// Puts shapes into a list.
#[derive(Default)]
pub(super) struct Sketch(pub(super) Vec<Shape>);

impl Sketch {
    pub(super) fn rect(&mut self, class: &'static str, [x, y, width, height]: [u32; 4]) {
        self.0.push(Shape::Rect {
            class,
            x,
            y,
            width,
            height,
        });
    }

    pub(super) fn line(&mut self, class: &'static str, [x1, y1, x2, y2]: [u32; 4]) {
        self.0.push(Shape::Line {
            class,
            x1,
            y1,
            x2,
            y2,
        });
    }

    pub(super) fn text(
        &mut self,
        class: &'static str,
        anchor: &'static str,
        [x, y]: [u32; 2],
        text: impl Into<String>,
    ) {
        self.0.push(Shape::Text {
            class,
            anchor,
            x,
            y,
            text: text.into(),
        });
    }

    /// Lines of text below each other.
    pub(super) fn lines(&mut self, anchor: &'static str, [x, y]: [u32; 2], lines: &[String]) {
        for (place, line) in (0..).zip(lines) {
            let class = if line.starts_with(|c: char| c.is_ascii_digit() || c == '?') {
                "value"
            } else {
                "word"
            };
            self.text(class, anchor, [x, y + place * LINE], line);
        }
    }
}

/// A number of lines, in the units of the view box's arithmetic.
pub(super) fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

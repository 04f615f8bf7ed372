//! Drawing: shapes in tenths of a pixel, so that no fraction is ever rounded by chance, and words that are escaped.

use std::fmt::Write as _;

use crate::escape;

/// A length in tenths of a pixel.
pub(super) type Tenths = i64;

/// A picture as it is drawn.
pub(super) struct Svg {
    out: String,
}

/// Where a text stands to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// How much of a length belongs to this much of the most there is.
pub(super) fn scaled(value: u64, most: u64, length: Tenths) -> Tenths {
    let length = u128::try_from(length).unwrap_or(0);
    let part = (u128::from(value) * length).checked_div(u128::from(most)).unwrap_or(0);
    Tenths::try_from(part.min(length)).unwrap_or(0)
}

/// The next number from there on that is easy to read on an axis: one digit, and noughts.
pub(super) fn round_up(value: u64) -> u64 {
    let mut step = 1_u64;
    loop {
        for nice in [1, 2, 3, 4, 5, 6, 8] {
            let candidate = step.saturating_mul(nice);
            if candidate >= value {
                return candidate;
            }
        }
        step = step.saturating_mul(10);
    }
}

struct Pixels(Tenths);

impl std::fmt::Display for Pixels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, tenth) = (self.0.abs() / 10, self.0.abs() % 10);
        if tenth == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{tenth}") }
    }
}

// Writing to a `String` cannot fail, so what `write!` returns says nothing.
impl Svg {
    /// A picture of that size in whole pixels, with a name for its title, which no other picture of the page has, and what it shows in
    /// words for those who do not see it.
    pub(super) fn new(class: &str, width: i64, height: i64, id: &str, title: &str, desc: &str) -> Self {
        let mut out = String::new();
        let _ = write!(
            out,
            "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
             <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            escape::html(&escape::term(title)),
            escape::html(&escape::term(desc)),
        );
        Self { out }
    }

    pub(super) fn rect(&mut self, class: &str, x: Tenths, y: Tenths, width: Tenths, height: Tenths) {
        if width > 0 && height > 0 {
            let (x, y, width, height) = (Pixels(x), Pixels(y), Pixels(width), Pixels(height));
            let _ =
                write!(self.out, "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>");
        }
    }

    pub(super) fn line(&mut self, class: &str, from: (Tenths, Tenths), to: (Tenths, Tenths)) {
        let _ = write!(
            self.out,
            "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
            Pixels(from.0),
            Pixels(from.1),
            Pixels(to.0),
            Pixels(to.1)
        );
    }

    pub(super) fn path(&mut self, class: &str, points: &[(Tenths, Tenths)]) {
        let _ = write!(self.out, "<polyline class=\"{class}\" points=\"");
        for (x, y) in points {
            let _ = write!(self.out, "{},{} ", Pixels(*x), Pixels(*y));
        }
        self.out.push_str("\"/>");
    }

    pub(super) fn dot(&mut self, x: Tenths, y: Tenths) {
        let _ = write!(self.out, "<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"3\"/>", Pixels(x), Pixels(y));
    }

    /// Words at a point: escaped, on one line.
    pub(super) fn text(&mut self, class: &str, x: Tenths, y: Tenths, anchor: Anchor, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let words = escape::term(words);
        let words = escape::html(&words);
        let (x, y) = (Pixels(x), Pixels(y));
        let _ = write!(self.out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{words}</text>");
    }

    pub(super) fn end(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_number_that_is_easy_to_read() {
        let cases = [(0, 1), (1, 1), (3, 3), (7, 8), (9, 10), (11, 20), (420, 500), (9_001, 10_000)];
        for (value, expected) in cases {
            assert_eq!(round_up(value), expected);
        }
    }

    #[test]
    fn nothing_of_nothing_has_no_length() {
        assert_eq!(scaled(0, 0, 500), 0);
        assert_eq!(scaled(7, 7, 500), 500);
        assert_eq!(scaled(u64::MAX, 1, 500), 500);
    }

    #[test]
    fn words_in_a_picture_are_no_markup() {
        let mut svg = Svg::new("x", 10, 10, "id", "<script>", "a & b");
        svg.text("t", 5, -15, Anchor::Start, "</text><script>\n");
        let drawn = svg.end();
        assert!(!drawn.contains("<script>") && drawn.contains("&lt;script&gt;"), "{drawn}");
        assert!(drawn.contains("x=\"0.5\" y=\"-1.5\""), "{drawn}");
    }
}

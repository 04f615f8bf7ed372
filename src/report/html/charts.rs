//! The charts. Each says in words what it shows, and what it shows stands in a table beside it.

use super::svg::{Anchor, Svg, Tenths, round_up, scaled};
use crate::report::figures::LEAST_FOR_MEDIAN;
use crate::report::lengths::Lengths;
use crate::report::series::{Stretch, Stride};
use crate::report::words::{self, count};

/// The height of a line of text, and of a bar, in tenths of a pixel.
const LINE: Tenths = 180;

/// How many labels there is room for beneath the bars of that many pixels.
const LABEL_EVERY: i64 = 72;

/// What the chart over time is called, in the picture and above it.
pub(super) const OVER_TIME: &str = "Incidents received, and what became of the promises made in them";

/// The height of the chart over time, in pixels.
const OVER_TIME_HEIGHT: i64 = 330;

/// What is left free beside it for the numbers of the axes.
const AXIS: Tenths = 440;

/// How high its two panels are, where each begins, and where the labels stand beneath both.
const PANEL: Tenths = 1000;
const INCIDENTS_TOP: Tenths = 360;
const PROMISES_TOP: Tenths = 1900;
const LABELS: Tenths = 3080;

/// How thin and how thick a bar may become.
const THINNEST: Tenths = 10;
const THICKEST: Tenths = 480;

/// Where the bars of the steps stand, from left to right.
struct Slots {
    across: Tenths,
    number: Tenths,
    bar: Tenths,
}

impl Slots {
    /// So many bars in a picture so many pixels wide; each takes seven tenths of its room.
    fn new(width: i64, steps: usize) -> Self {
        let across = width * 10 - AXIS;
        let number = Tenths::try_from(steps.max(1)).unwrap_or(1);
        Self { across, number, bar: (across / number * 7 / 10).clamp(THINNEST, THICKEST) }
    }

    /// The left side of a bar.
    fn left(&self, place: usize) -> Tenths {
        let place = Tenths::try_from(place).unwrap_or(0);
        AXIS + place * self.across / self.number + (self.across / self.number - self.bar) / 2
    }

    /// Every how many bars there is room for a label.
    fn labelled(&self) -> usize {
        usize::try_from((self.number * LABEL_EVERY / (self.across / 10).max(1)).max(0)).unwrap_or(0) + 1
    }
}

/// Incidents and promises along the period, in a picture so many pixels wide.
pub(super) fn over_time(class: &str, width: i64, stride: Stride, steps: &[Stretch], desc: &str) -> String {
    let mut svg = Svg::new(class, width, OVER_TIME_HEIGHT, &["time-", class].concat(), OVER_TIME, desc);
    let slots = Slots::new(width, steps.len());
    incidents(&mut svg, width, &slots, steps);
    promises(&mut svg, width, &slots, steps);
    for (place, stretch) in steps.iter().enumerate().filter(|(place, _)| place.is_multiple_of(slots.labelled())) {
        let words = stride.name_of(stretch.first);
        let short = if stride == Stride::Month { words.replace(" 20", " ’") } else { words };
        svg.text("faint", slots.left(place) + slots.bar / 2, LABELS, Anchor::Middle, &short);
    }
    svg.end()
}

/// A bar a step.
fn incidents(svg: &mut Svg, width: i64, slots: &Slots, steps: &[Stretch]) {
    let most = round_up(steps.iter().map(|stretch| stretch.step.received).max().unwrap_or(0));
    panel(svg, width, INCIDENTS_TOP, "Incidents", most);
    for (place, stretch) in steps.iter().enumerate() {
        let height = scaled(stretch.step.received, most, PANEL);
        let class = if stretch.partly.is_some() { "part" } else { "bar" };
        svg.rect(class, slots.left(place), INCIDENTS_TOP + PANEL - height, slots.bar, height);
    }
}

/// A bar a step, in layers by what became of them.
fn promises(svg: &mut Svg, width: i64, slots: &Slots, steps: &[Stretch]) {
    let most = round_up(steps.iter().map(|stretch| stretch.step.promises.all()).max().unwrap_or(0));
    panel(svg, width, PROMISES_TOP, "Promises", most);
    for (place, stretch) in steps.iter().enumerate() {
        let promises = stretch.step.promises;
        let undecided = promises.owed + promises.overdue + promises.released;
        let ground = PROMISES_TOP + PANEL;
        let mut floor = ground;
        let mut below = 0;
        let layers =
            [("kept", promises.kept), ("late", promises.late), ("broken", promises.broken), ("open", undecided)];
        for (class, times) in layers {
            below += times;
            let top = ground - scaled(below, most, PANEL);
            svg.rect(class, slots.left(place), top, slots.bar, floor - top);
            floor = top;
        }
    }
}

/// The name of a panel, its lines at nought, the half and the most, and their numbers.
fn panel(svg: &mut Svg, width: i64, top: Tenths, name: &str, most: u64) {
    svg.text("heavy", 0, top - 150, Anchor::Start, name);
    for half in [0, 1, 2] {
        let y = top + PANEL - PANEL / 2 * half;
        svg.line(if half == 0 { "axis" } else { "rule" }, (AXIS, y), (width * 10, y));
        let value = most * u64::try_from(half).unwrap_or(0) / 2;
        if half != 1 || most.is_multiple_of(2) {
            svg.text("faint", AXIS - 70, y + 45, Anchor::End, &count(value));
        }
    }
}

/// The lower ends of the bins of lengths, in seconds, each about twice the one before: a scale by logarithm that is read in usual units.
const BOUNDS: [u64; 21] = [
    10,
    20,
    30,
    60,
    120,
    300,
    600,
    1200,
    1800,
    3600,
    2 * 3600,
    4 * 3600,
    8 * 3600,
    16 * 3600,
    86_400,
    2 * 86_400,
    4 * 86_400,
    7 * 86_400,
    14 * 86_400,
    30 * 86_400,
    60 * 86_400,
];

/// What stands beneath, by the place of its bound.
const TICKS: &[(usize, &str)] =
    &[(3, "1 min"), (6, "10 min"), (9, "1 h"), (12, "8 h"), (14, "1 day"), (17, "1 week"), (20, "60 days")];

/// How lengths of time are spread: bins, with the median and the ninetieth percentile marked.
pub(super) fn spread(id: &str, title: &str, desc: &str, lengths: &Lengths) -> String {
    let mut svg = Svg::new("spread", 440, 158, id, title, desc);
    let bins = lengths.binned(&BOUNDS);
    let most = bins.iter().copied().max().unwrap_or(0).max(1);
    let slot = 4400 / 22;
    svg.line("axis", (0, 1260), (4400, 1260));
    for (place, bin) in (0..).zip(&bins) {
        let height = scaled(*bin, most, 800).max(if *bin > 0 { 10 } else { 0 });
        svg.rect("bar", place * slot + 15, 1260 - height, slot - 30, height);
    }
    for (bound, words) in TICKS {
        let x = (Tenths::try_from(*bound).unwrap_or(0) + 1) * slot;
        svg.line("axis", (x, 1260), (x, 1310));
        // The last of them would stick out past the edge.
        let is_last = *bound + 1 == BOUNDS.len();
        let (at, anchor) = if is_last { (4400, Anchor::End) } else { (x, Anchor::Middle) };
        svg.text("faint", at, 1440, anchor, words);
    }
    for (class, percent, y) in [("mark", 50, 120), ("nine", 90, 310)] {
        let Some(length) = lengths.rank(percent) else { continue };
        let x = place_of(length, slot);
        let words = match percent {
            50 => format!("median {}", words::length(length)),
            _ => format!("nine in ten within {}", words::length(length)),
        };
        // The median is named to its left and the other to its right, so that neither name crosses the other line, where there is room.
        let to_the_left = if percent == 50 { x > 1300 } else { x > 2500 };
        let (anchor, text) = if to_the_left { (Anchor::End, x - 50) } else { (Anchor::Start, x + 50) };
        if percent == 50 || lengths.n() >= crate::report::figures::LEAST_FOR_P90 {
            svg.line(class, (x, y - 100), (x, 1260));
            svg.text("over", text, y, anchor, &words);
        }
    }
    svg.end()
}

/// Whether there are enough lengths for a picture of how they are spread.
pub(super) const fn can_be_spread(lengths: &Lengths) -> bool {
    lengths.n() >= LEAST_FOR_MEDIAN
}

/// Where a length stands on the scale of bins: within its bin, by how far it is between the bounds.
fn place_of(length: u64, slot: Tenths) -> Tenths {
    let bin = BOUNDS.partition_point(|bound| *bound <= length);
    let low = bin.checked_sub(1).and_then(|below| BOUNDS.get(below)).copied().unwrap_or(0);
    let high = BOUNDS.get(bin).copied().unwrap_or(low * 2);
    Tenths::try_from(bin).unwrap_or(0) * slot + scaled(length - low, high - low, slot)
}

/// One bar of a chart of bars.
pub(super) struct Bar {
    /// What stands above it.
    pub label: String,
    /// How long it is.
    pub value: u64,
    /// What stands at its end.
    pub words: String,
}

/// Bars lying one beneath the other, the words of each above it; to the scale of the whole, else of the
/// largest; with the sum of them so far along, where they add up to that whole.
pub(super) fn bars(id: &str, title: &str, desc: &str, bars: &[Bar], whole: Option<u64>, adds_up: bool) -> String {
    let number = i64::try_from(bars.len()).unwrap_or(0);
    let mut svg = Svg::new("bars", 440, number * 42 + 4, id, title, desc);
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or(0);
    let scale = whole.unwrap_or(most);
    let mut sum = 0;
    let mut points = Vec::new();
    for (place, bar) in (0..).zip(bars) {
        let top = place * 420 + 210;
        svg.rect("track", 0, top, 4400, LINE - 30);
        svg.rect("bar", 0, top, scaled(bar.value, scale, 4400).max(10), LINE - 30);
        sum += bar.value;
        points.push((scaled(sum, scale, 4400), top + (LINE - 30) / 2));
    }
    if adds_up && points.len() > 1 {
        svg.path("sum", &points);
        for (x, y) in points {
            svg.dot(x, y);
        }
    }
    for (place, bar) in (0..).zip(bars) {
        let line = place * 420 + 140;
        svg.text("over", 0, line, Anchor::Start, &bar.label);
        svg.text("over heavy", 4400, line, Anchor::End, &bar.words);
    }
    svg.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_rise_and_ticks_stand_at_them() {
        assert!(BOUNDS.is_sorted());
        for (place, words) in TICKS {
            assert!(BOUNDS.get(*place).is_some(), "{words}");
        }
    }

    #[test]
    fn a_length_stands_within_its_bin() {
        assert_eq!(place_of(0, 100), 0);
        assert_eq!(place_of(10, 100), 100);
        assert_eq!(place_of(15, 100), 150);
        assert_eq!(place_of(60 * 86_400, 100), 2100);
        assert_eq!(place_of(10_000 * 86_400, 100), 2200);
    }
}

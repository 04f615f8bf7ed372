//! The report for a terminal: a line a figure, with small bars.
//!
//! From `WIDE` columns on, the counts stand in columns of their own; below that, beneath the value. Bars are of blocks, or of plain
//! characters where the terminal has no others; everything they show is said in words as well.

use super::Report;
use super::define::Section;
use super::figures::{Figure, Part};
use super::lengths::Lengths;
use super::tally::Tally;
use super::words::{self, Column, count, details, headline, row_phrases};
use crate::escape;
use crate::text::{clip, display_width, list_and, plural, wrap_hanging};

/// From this many columns on there is room for bars and counts beside the values.
const WIDE: usize = 96;

/// The widest that is still easy to read along a line.
const WIDEST: usize = 132;

/// How wide a name is at most.
const NAME: usize = 28;

/// How wide a bar is.
const BAR: usize = 10;

/// The upper bounds of the small histograms of lengths, in seconds, each about four times the one before.
const BINS: [u64; 9] = [60, 300, 900, 3600, 4 * 3600, 86400, 3 * 86400, 10 * 86400, 30 * 86400];

/// Characters that fill a bar, from nothing to full.
const BLOCKS: [char; 9] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// Characters of a histogram, from nothing to full.
const HEIGHTS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The same without blocks.
const PLAIN_HEIGHTS: [char; 9] = [' ', '.', '.', ':', ':', '-', '=', '+', '#'];

struct Look {
    width: usize,
    plain: bool,
}

/// The report as lines of at most that many columns; `plain` takes no characters outside ASCII for bars and dashes.
pub fn render(report: &Report<'_>, width: usize, plain: bool) -> String {
    let look = Look { width: width.clamp(20, WIDEST), plain };
    let mut out = String::new();
    out.extend([&wrap_hanging(&words::period(report), look.width, "", ""), "\n"]);
    if report.total.received > 0 {
        let figures = report.total.figures();
        for section in Section::ALL {
            look.section(&mut out, section, &figures, &report.total);
        }
        if let Some(by) = &report.by {
            look.groups(&mut out, report, by.name());
        }
        out.extend(["\n", &wrap_hanging(words::FOOT, look.width, "", ""), "\n"]);
    }
    if plain { in_ascii(&out) } else { out }
}

/// Our own dashes, and the marks where names were cut off, as ASCII has them; what else people wrote stays as it is.
fn in_ascii(text: &str) -> String {
    text.replace(words::NONE, "-").replace('…', ".")
}

impl Look {
    fn is_wide(&self) -> bool {
        self.width >= WIDE
    }

    fn section(&self, out: &mut String, section: Section, figures: &[Figure], tally: &Tally) {
        let heading = section.title();
        out.push('\n');
        if self.is_wide() {
            let heads = columns("n", "unknown", "not yet");
            let gap = self.width.saturating_sub(display_width(heading) + display_width(&heads));
            out.extend([heading, &" ".repeat(gap), heads.trim_end(), "\n"]);
        } else {
            out.extend([heading, "\n"]);
        }
        for figure in figures.iter().filter(|figure| figure.is.section == section) {
            self.figure(out, figure, tally);
        }
    }

    /// How wide a name is in this width.
    fn name(&self) -> usize {
        NAME.min(self.width / 2)
    }

    fn figure(&self, out: &mut String, figure: &Figure, tally: &Tally) {
        let headline = headline(figure);
        let bar = lengths_of(figure, tally).map_or_else(|| self.bar(&figure.parts), |lengths| self.histogram(lengths));
        let counts = [figure.n, figure.unknown, figure.not_yet].map(count);
        let name = self.name();
        let title = format!("  {:<1$}", clip(figure.is.title, name), name);
        if self.is_wide() {
            let columns = columns(&counts[0], &counts[1], &counts[2]);
            let room = self.width.saturating_sub(display_width(&title) + BAR + 4 + display_width(&columns));
            let lines = folded(&headline, room);
            let first = lines.first().map_or("", String::as_str);
            out.extend([&title, " ", &padded(first, room), " ", &padded(&bar, BAR), "  ", &columns, "\n"]);
            for line in lines.iter().skip(1) {
                out.extend([&" ".repeat(name + 3), line.as_str(), "\n"]);
            }
        } else {
            let start = [&title, " "].concat();
            let indent = " ".repeat(name + 3);
            out.extend([&wrap_hanging(&headline, self.width, &start, &indent), "\n"]);
            let counted = match (figure.unknown, figure.not_yet) {
                (0, 0) => format!("n {}", counts[0]),
                (_, 0) => format!("n {}, unknown {}", counts[0], counts[1]),
                (0, _) => format!("n {}, not yet {}", counts[0], counts[2]),
                _ => format!("n {}, unknown {}, not yet {}", counts[0], counts[1], counts[2]),
            };
            let with_bar = if bar.trim().is_empty() { counted } else { format!("{}  {counted}", bar.trim_end()) };
            out.extend([&wrap_hanging(&with_bar, self.width, &indent, &indent), "\n"]);
        }
        let details = details(figure);
        if !details.is_empty() {
            let indent = " ".repeat(name + 3);
            out.extend([&wrap_hanging(&details.join(", "), self.width, &indent, &indent), "\n"]);
        }
        self.rows(out, figure);
    }

    fn rows(&self, out: &mut String, figure: &Figure) {
        let name = self.name();
        for row in &figure.rows {
            let label = words::label(figure.is.figure, &row.key);
            let label = escape::term(&label);
            let bar = self.bar(&row.parts);
            let start = format!("    {} {} ", padded(&clip(&label, name - 2), name - 2), padded(&bar, BAR));
            let indent = " ".repeat(display_width(&start));
            out.extend([&wrap_hanging(&row_phrases(row).join(", "), self.width, &start, &indent), "\n"]);
            if let Some(note) = &row.note {
                let indent = "      ";
                out.extend([&wrap_hanging(&escape::term(note), self.width, indent, indent), "\n"]);
            }
        }
    }

    /// A bar of the share that a figure or a row has; nothing where there are too few.
    fn bar(&self, parts: &[Part]) -> String {
        words::bar(parts).map(|per_mille| self.filled(per_mille, 1000)).unwrap_or_default()
    }

    /// A bar as long as this part of the whole.
    fn filled(&self, part: u64, whole: u64) -> String {
        let eighths = (part * BAR as u64 * 8 + whole / 2).checked_div(whole).unwrap_or(0);
        let eighths = usize::try_from(eighths).unwrap_or(0).min(BAR * 8);
        if self.plain {
            return "#".repeat(eighths.div_ceil(8).min(BAR));
        }
        let mut bar = "█".repeat(eighths / 8);
        if !eighths.is_multiple_of(8) {
            bar.push(BLOCKS[eighths % 8]);
        }
        bar
    }

    /// How lengths are spread over [`BINS`], each bin as high as it is full.
    fn histogram(&self, lengths: &Lengths) -> String {
        if lengths.n() < super::figures::LEAST_FOR_MEDIAN {
            return String::new();
        }
        let bins = lengths.binned(&BINS);
        let most = bins.iter().copied().max().unwrap_or(0).max(1);
        let heights = if self.plain { PLAIN_HEIGHTS } else { HEIGHTS };
        let height = |bin: &u64| {
            let eighths = usize::try_from((bin * 8).div_ceil(most)).unwrap_or(8);
            heights.get(eighths).copied().unwrap_or(' ')
        };
        bins.iter().map(height).collect()
    }

    fn groups(&self, out: &mut String, report: &Report<'_>, by: &str) {
        let groups = report.groups();
        let labels: Vec<String> =
            groups.iter().map(|group| escape::term(&words::group_title(by, group)).into_owned()).collect();
        let widest = labels.iter().map(|label| display_width(label)).max().unwrap_or(0);
        let name = widest.max(by.len()).clamp(7, self.name());
        let cells: Vec<Vec<String>> = words::COLUMNS
            .iter()
            .map(|column| groups.iter().map(|group| (column.value)(&group.tally)).collect())
            .collect();
        let mut columns: Vec<(&Column, &Vec<String>, usize)> = Vec::new();
        let mut room = self.width.saturating_sub(name + 2 + BAR + 1);
        for (column, cells) in words::COLUMNS.iter().zip(&cells) {
            let width = cells.iter().map(|cell| display_width(cell)).max().unwrap_or(0).max(column.title.len());
            if width + 2 > room {
                break;
            }
            room -= width + 2;
            columns.push((column, cells, width));
        }
        out.extend(["\nBy ", &escape::term(&words::field_label(by)), "\n  ", &padded("", name), " ", &padded("", BAR)]);
        for (column, _, width) in &columns {
            out.extend(["  ", &right(column.title, *width)]);
        }
        out.push('\n');
        let most = groups.iter().map(|group| group.tally.received).max().unwrap_or(1);
        for (place, group) in groups.iter().enumerate() {
            let shown = labels.get(place).map_or("", String::as_str);
            let bar = self.filled(group.tally.received, most);
            out.extend(["  ", &padded(&clip(shown, name), name), " ", &padded(&bar, BAR)]);
            for (_, cells, width) in &columns {
                out.extend(["  ", &right(cells.get(place).map_or("", String::as_str), *width)]);
            }
            out.push('\n');
        }
        self.left_out(out, words::COLUMNS.get(columns.len()..).unwrap_or_default());
    }

    /// Says which columns there was no room for, and where they are.
    fn left_out(&self, out: &mut String, columns: &[Column]) {
        if columns.is_empty() {
            return;
        }
        let names: Vec<String> = columns.iter().map(|column| format!("`{}`", column.title)).collect();
        let were = plural(columns.len(), "column was", "columns were");
        let words = format!(
            "{were} left out for want of room: {}. A wider terminal shows more; `--format html` and `--format markdown` show all.",
            list_and(&names)
        );
        out.extend([&wrap_hanging(&words, self.width, "  ", "  "), "\n"]);
    }
}

fn columns(n: &str, unknown: &str, not_yet: &str) -> String {
    format!("{n:>9} {unknown:>9} {not_yet:>9}")
}

fn padded(text: &str, width: usize) -> String {
    [text, &" ".repeat(width.saturating_sub(display_width(text)))].concat()
}

fn right(text: &str, width: usize) -> String {
    [&" ".repeat(width.saturating_sub(display_width(text))), text].concat()
}

fn folded(text: &str, width: usize) -> Vec<String> {
    crate::text::wrap(text, width.max(10), 0).lines().map(str::to_owned).collect()
}

fn lengths_of<'t>(figure: &Figure, tally: &'t Tally) -> Option<&'t Lengths> {
    use super::define::FigureId as F;
    let span = match figure.is.figure {
        F::TimeToOwn => &tally.time_to_own,
        F::TimeToAcknowledge => &tally.time_to_acknowledge,
        F::TimeToFirstContact => &tally.time_to_first_contact,
        F::TimeToFix => &tally.time_to_fix,
        F::TimeToRecovered => &tally.time_to_recovered,
        F::ApprovalLag => &tally.approval_lag,
        _ => return None,
    };
    Some(&span.lengths)
}

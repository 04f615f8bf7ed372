//! The learnt weights: how much each word, pair and three words speak for each category, each element, and for harm at all.
//!
//! The weights are one file, made by `coach/train.rs` from the labelled wording and read in place: nothing is built when
//! the program starts. Integers are added, so the same text has the same margins on every machine.
//!
//! The file, little-endian: eight bytes of name, the number of features (`u32`), a scale, a bias and a
//! threshold for each output, the doubt for each doubling of sentences, the weights of the score (`f32`), the bucket starts (`u32`), the prints (`u16`), and for each feature its weight in the length of a sentence (`u8`) with
//! its weights for the outputs (`i8`).

use super::category::Category;
use super::element::Element;
use super::features;
use super::score::FACTS;
use super::token::Token;

/// How many things are weighed: harm at all, the twelve categories, the ten elements.
pub const OUTPUTS: usize = 1 + Category::ALL.len() + Element::ALL.len();

/// The first bytes of the file; the number is the form's.
pub const NAME: &[u8; 8] = b"recoach2";

/// The table has two to the power of this many buckets.
pub const BUCKET_BITS: u32 = 15;

/// Steps of a feature's weight in the length of a sentence, to one.
pub const LENGTH_STEPS: f32 = 20.0;

const BUCKETS: usize = 1 << BUCKET_BITS;
const ROW: usize = OUTPUTS + 1;

/// How strongly a sentence speaks for each output; above its threshold it is taken as said.
pub type Margins = [f32; OUTPUTS];

/// The place of a category among the outputs.
pub const fn category_at(category: Category) -> usize {
    1 + category.index()
}

/// The place of an element among the outputs.
pub const fn element_at(element: Element) -> usize {
    1 + Category::ALL.len() + element.index()
}

/// Where a feature is in the table: its bucket and its print.
pub const fn place(feature: u64) -> (usize, u16) {
    ((feature >> (64 - BUCKET_BITS)) as usize, ((feature >> (48 - BUCKET_BITS)) & 0xffff) as u16)
}

/// The weights.
#[derive(Debug, Clone)]
pub struct Model {
    scale: Margins,
    bias: Margins,
    threshold: Margins,
    crowd: f32,
    score: [f32; FACTS],
    starts: Vec<u32>,
    prints: &'static [[u8; 2]],
    rows: &'static [[u8; ROW]],
}

/// Takes pieces off the front of the file.
struct Cursor(&'static [u8]);

impl Cursor {
    fn take(&mut self, bytes: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.take(4)?.try_into().ok()?)).ok()
    }

    fn floats<const N: usize>(&mut self) -> Option<[f32; N]> {
        let mut floats = [0.0; N];
        for (float, bytes) in floats.iter_mut().zip(self.take(4 * N)?.as_chunks().0) {
            *float = f32::from_le_bytes(*bytes);
        }
        Some(floats)
    }
}

impl Model {
    /// Reads the weights; `None` when the bytes are not such a file.
    pub fn of(bytes: &'static [u8]) -> Option<Self> {
        let mut cursor = Cursor(bytes);
        if cursor.take(NAME.len())? != NAME {
            return None;
        }
        let features = cursor.count()?;
        let (scale, bias, threshold) = (cursor.floats()?, cursor.floats()?, cursor.floats()?);
        let ([crowd], score) = (cursor.floats()?, cursor.floats()?);
        let starts =
            cursor.take(4 * (BUCKETS + 1))?.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        let prints = cursor.take(2 * features)?.as_chunks().0;
        let rows = cursor.take(ROW * features)?.as_chunks().0;
        cursor.0.is_empty().then_some(Self { scale, bias, threshold, crowd, score, starts, prints, rows })
    }

    /// Above this margin the output is taken as said.
    pub const fn threshold(&self, output: usize) -> f32 {
        self.threshold[output]
    }

    /// How much more must speak for harm in a sentence each time the number of sentences doubles: of many sentences, most
    /// are sound.
    pub const fn crowd(&self) -> f32 {
        self.crowd
    }

    /// The weights of the score, in the order of its facts.
    pub const fn score(&self) -> &[f32; FACTS] {
        &self.score
    }

    /// The margins of a sentence by its words alone.
    pub fn margins(&self, tokens: &[Token]) -> Margins {
        let mut sums = Sums::default();
        let mut found = [0; AT_ONCE];
        let mut count = 0;
        features::each(tokens, |feature, _| {
            let Some(row) = self.row_number(feature) else { return };
            found[count] = row;
            count += 1;
            if count == AT_ONCE {
                sums.add(self.rows, &found);
                count = 0;
            }
        });
        sums.add(self.rows, &found[..count]);
        let Sums { sums, length } = sums;
        let length = (to_float(length).sqrt() / LENGTH_STEPS).max(f32::MIN_POSITIVE);
        std::array::from_fn(|output| to_float(sums[output + 1]) * self.scale[output] / length + self.bias[output])
    }

    /// The stretch of at most `widest` tokens that speaks most for this output, as a range of token numbers.
    ///
    /// Empty only when there are no tokens.
    pub fn strongest(&self, tokens: &[Token], output: usize, widest: usize) -> std::ops::Range<usize> {
        let mut weights = vec![0_i32; tokens.len() + 1];
        let mut at = 0;
        features::each(tokens, |feature, size| {
            // Each word is told first alone, then with those before it.
            at += usize::from(size == 1);
            let weight = self.row(feature).map_or(0, |row| i32::from(row[output + 1].cast_signed()));
            for place in weights[..at].iter_mut().rev().take(size) {
                *place += weight;
            }
        });
        weights.truncate(tokens.len());
        best_stretch(&weights, widest)
    }

    fn row(&self, feature: u64) -> Option<&'static [u8; ROW]> {
        self.rows.get(self.row_number(feature)?)
    }

    fn row_number(&self, feature: u64) -> Option<usize> {
        let (bucket, print) = place(feature);
        let (from, to) = (*self.starts.get(bucket)? as usize, *self.starts.get(bucket + 1)? as usize);
        Some(from + position(self.prints.get(from..)?, to - from, print)?)
    }
}

/// So many rows are found before they are added up: looking up and adding in turn would wait for the memory at each of them.
const AT_ONCE: usize = 128;

/// What the rows of a sentence come to.
#[derive(Default)]
struct Sums {
    sums: [i32; ROW],
    length: u32,
}

impl Sums {
    /// Adds at most [`AT_ONCE`] rows, whose sums fit sixteen bits.
    fn add(&mut self, rows: &[[u8; ROW]], numbers: &[usize]) {
        let mut part = [0_i16; ROW];
        for row in numbers.iter().filter_map(|number| rows.get(*number)) {
            self.length += u32::from(row[0]) * u32::from(row[0]);
            for (sum, weight) in part.iter_mut().zip(row) {
                *sum += i16::from(weight.cast_signed());
            }
        }
        for (sum, part) in self.sums.iter_mut().zip(part) {
            *sum += i32::from(part);
        }
    }
}

/// Where among the first `count` prints this one is.
///
/// Nearly all buckets have at most eight: these are compared all at once, because a loop that ends here or there by chance is
/// guessed wrongly by the processor at every other word.
fn position(prints: &[[u8; 2]], count: usize, print: u16) -> Option<usize> {
    let is = |known: &[u8; 2]| u16::from_le_bytes(*known) == print;
    match prints.first_chunk::<8>() {
        Some(first) if count <= 8 => {
            let same = first.iter().rev().fold(0_u32, |same, known| same << 1 | u32::from(is(known)));
            let same = same & ((1 << count) - 1);
            (same != 0).then(|| same.trailing_zeros() as usize)
        }
        _ => prints.iter().take(count).position(is),
    }
}

/// Sums are far below what a float holds exactly: 16 million.
#[expect(clippy::cast_precision_loss, reason = "a sentence's sum of small weights; what is lost is less than a step")]
fn to_float(sum: impl Into<i64>) -> f32 {
    sum.into() as f32
}

/// The stretch with the largest sum, of at most `widest`; the single largest when all are negative.
fn best_stretch(weights: &[i32], widest: usize) -> std::ops::Range<usize> {
    let mut best = (i32::MIN, 0..0);
    for from in 0..weights.len() {
        let mut sum = 0;
        for (to, weight) in weights.iter().enumerate().skip(from).take(widest) {
            sum += weight;
            if sum > best.0 {
                best = (sum, from..to + 1);
            }
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_weights_are_refused() {
        assert!(Model::of(b"").is_none());
        assert!(Model::of(b"recoach2 and then nothing of use").is_none());
    }

    #[test]
    fn a_print_is_found_only_within_its_bucket() {
        let prints: Vec<[u8; 2]> = (0_u16..12).map(u16::to_le_bytes).collect();
        assert_eq!(position(&prints, 8, 7), Some(7));
        assert_eq!(position(&prints, 7, 7), None);
        assert_eq!(position(&prints, 12, 11), Some(11));
        assert_eq!(position(&prints[8..], 4, 11), Some(3));
        assert_eq!(position(&prints[8..], 3, 11), None);
        assert_eq!(position(&prints, 0, 0), None);
    }

    #[test]
    fn the_best_stretch_is_the_largest_sum_within_its_width() {
        assert_eq!(best_stretch(&[1, -5, 3, 2, -1, 4], 6), 2..6);
        assert_eq!(best_stretch(&[1, -5, 3, 2, -1, 4], 2), 2..4);
        assert_eq!(best_stretch(&[-3, -1, -2], 3), 1..2);
        assert_eq!(best_stretch(&[], 3), 0..0);
    }
}

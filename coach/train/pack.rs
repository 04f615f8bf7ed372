//! What was learnt as the file that the coach reads; `recover::coach::model` tells its form.

use recover::coach::model::{BUCKET_BITS, LENGTH_STEPS, NAME, OUTPUTS, place};
use recover::coach::score::FACTS;

use crate::fit::Learnt;

/// What stands in front of the weights and is chosen after they are learnt.
#[derive(Debug, Clone)]
pub struct Settings {
    pub threshold: [f32; OUTPUTS],
    pub crowd: f32,
    pub score: [f32; FACTS],
}

impl Default for Settings {
    fn default() -> Self {
        Self { threshold: [0.0; OUTPUTS], crowd: 0.0, score: [0.0; FACTS] }
    }
}

/// A feature that moves nothing by so many of its 127 steps is left out.
const LEAST: u8 = 10;

/// The file.
pub fn pack(learnt: &Learnt, settings: &Settings) -> Vec<u8> {
    let scale: [f32; OUTPUTS] = std::array::from_fn(|output| scale(learnt, output));
    let mut rows: Vec<(usize, u16, [u8; OUTPUTS + 1])> = learnt
        .features
        .iter()
        .filter_map(|(feature, length, weights)| {
            let mut row = [0; OUTPUTS + 1];
            row[0] = (length * LENGTH_STEPS).round().min(255.0) as u8;
            for ((byte, weight), scale) in row[1..].iter_mut().zip(weights).zip(scale) {
                *byte = ((weight / scale).round().clamp(-127.0, 127.0) as i8).cast_unsigned();
            }
            let (bucket, print) = place(*feature);
            row[1..].iter().any(|byte| byte.cast_signed().unsigned_abs() >= LEAST).then_some((bucket, print, row))
        })
        .collect();
    rows.sort_unstable();
    rows.dedup_by_key(|(bucket, print, _)| (*bucket, *print));
    let mut bytes = NAME.to_vec();
    let mut put = |part: &[u8]| bytes.extend_from_slice(part);
    put(&(rows.len() as u32).to_le_bytes());
    let floats =
        scale.iter().chain(&learnt.bias).chain(&settings.threshold).chain([&settings.crowd]).chain(&settings.score);
    floats.for_each(|float| put(&float.to_le_bytes()));
    for bucket in 0..=(1_usize << BUCKET_BITS) {
        put(&(rows.partition_point(|(of, _, _)| *of < bucket) as u32).to_le_bytes());
    }
    rows.iter().for_each(|(_, print, _)| put(&print.to_le_bytes()));
    rows.iter().for_each(|(_, _, row)| put(row));
    bytes
}

/// The step of an output's weights: nearly all are kept exactly to a step, and the few largest are cut.
fn scale(learnt: &Learnt, output: usize) -> f32 {
    let mut sizes: Vec<f32> = learnt.features.iter().map(|(_, _, weights)| weights[output].abs()).collect();
    sizes.sort_by(f32::total_cmp);
    let large = sizes.get(sizes.len() * 9995 / 10000).copied().unwrap_or(1.0);
    (large / 127.0).max(f32::MIN_POSITIVE)
}

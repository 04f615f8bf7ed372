//! A linear support vector machine with squared hinge loss, by coordinate descent on the dual (Hsieh and others, ICML 2008).

/// Rounds over all examples before it is good enough.
const MOST_ROUNDS: usize = 150;

/// It is good enough when no step would change more than this.
const GOOD_ENOUGH: f32 = 0.05;

/// One example: which features it has and how much of each.
pub type Example = Vec<(u32, f32)>;

/// Learns the weights of `features` features, and the bias, which comes last.
///
/// `examples` are pairs of an example and whether it is one; `cost` is what a mistake costs, first for a no, then for a yes.
pub fn learn(features: usize, examples: &[(&Example, bool)], cost: [f32; 2]) -> Vec<f32> {
    let mut weights = vec![0.0_f32; features + 1];
    let mut alphas = vec![0.0_f32; examples.len()];
    let slack: Vec<f32> = examples.iter().map(|(_, yes)| 0.5 / cost[usize::from(*yes)]).collect();
    let lengths: Vec<f32> = (examples.iter().zip(&slack))
        .map(|((example, _), slack)| example.iter().map(|(_, value)| value * value).sum::<f32>() + 1.0 + slack)
        .collect();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..MOST_ROUNDS {
        shuffle(&mut order, &mut state);
        let mut largest = 0.0_f32;
        for &at in &order {
            let (example, yes) = examples[at];
            let sign = if yes { 1.0 } else { -1.0 };
            let said: f32 = example.iter().map(|(feature, value)| weights[*feature as usize] * value).sum();
            let slope = sign * (said + weights[features]) - 1.0 + alphas[at] * slack[at];
            let change = if alphas[at] > 0.0 { slope } else { slope.min(0.0) };
            largest = largest.max(change.abs());
            if change == 0.0 {
                continue;
            }
            let alpha = (alphas[at] - slope / lengths[at]).max(0.0);
            let step = (alpha - alphas[at]) * sign;
            alphas[at] = alpha;
            for (feature, value) in example {
                weights[*feature as usize] += step * value;
            }
            weights[features] += step;
        }
        if largest < GOOD_ENOUGH {
            break;
        }
    }
    weights
}

/// The same disorder every time (xorshift).
fn shuffle(order: &mut [usize], state: &mut u64) {
    for last in (1..order.len()).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        order.swap(last, (*state % (last as u64 + 1)) as usize);
    }
}

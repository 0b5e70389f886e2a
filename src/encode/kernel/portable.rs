//! The path for any processor.

use super::{
    attention::{self, Attention, Bias, Heads},
    lanes,
    matrix::{Activations, BLOCK, Matrix, PANEL, STEP},
};

pub(super) fn quantise(input: &[f32], output: &mut Activations) {
    lanes::quantise(input, output);
}

pub(super) fn add_normalise(
    rows: &mut [f32],
    other: Option<&[f32]>,
    weight: &[f32],
    bias: &[f32],
    epsilon: f32,
) {
    lanes::add_normalise(rows, other, weight, bias, epsilon);
}

pub(super) fn gelu(numbers: &mut [f32]) {
    lanes::gelu(numbers);
}

pub(super) fn attend<const TABLES: usize>(
    heads: Heads,
    joined: &[f32],
    bias: Bias<'_, TABLES>,
    scratch: &mut Attention,
    output: &mut [f32],
) {
    attention::attend(heads, joined, bias, scratch, output, attention::accumulate);
}

/// The product as every path defines it: exact sums a block, scaled and added in order, the bias last.
pub(super) fn multiply(matrix: &Matrix, input: &Activations, output: &mut [f32]) {
    let (rows, blocks) = (matrix.rows(), matrix.blocks());
    for panel in 0..matrix.panels() {
        let last = PANEL.min(rows - panel * PANEL);
        for token in 0..input.tokens() {
            let mut totals = [0.0; PANEL];
            for block in 0..blocks {
                let at = panel * blocks + block;
                let weights = &matrix.weights[at * PANEL * BLOCK..(at + 1) * PANEL * BLOCK];
                let from = (token * blocks + block) * BLOCK;
                let sums = dot(weights, &input.bytes[from..from + BLOCK]);
                let scale = input.scales[token * blocks + block];
                let scales = &matrix.scales[at * PANEL..(at + 1) * PANEL];
                for ((total, sum), row) in totals.iter_mut().zip(sums).zip(scales) {
                    *total += sum as f32 * (row * scale);
                }
            }
            let to = token * rows + panel * PANEL;
            let bias = &matrix.bias[panel * PANEL..(panel + 1) * PANEL];
            for ((to, total), bias) in output[to..to + last].iter_mut().zip(totals).zip(bias) {
                *to = total + bias;
            }
        }
    }
}

/// Sixteen sums over one block.
fn dot(weights: &[i8], bytes: &[u8]) -> [i32; PANEL] {
    let mut sums = [0; PANEL];
    for (step, four) in weights.chunks_exact(PANEL * STEP).zip(bytes.chunks_exact(STEP)) {
        let four: [i32; STEP] = std::array::from_fn(|i| i32::from(four[i]) - 128);
        for (sum, row) in sums.iter_mut().zip(step.chunks_exact(STEP)) {
            for (w, x) in row.iter().zip(four) {
                *sum += i32::from(*w) * x;
            }
        }
    }
    sums
}

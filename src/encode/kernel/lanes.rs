//! The float functions, over lanes of 16 numbers: one text for every instruction set.
//!
//! The compiler turns each loop over a lane into vector instructions of the width at hand. It never reorders
//! or fuses float operations, so the result is the same at any width.

use super::matrix::{Activations, BLOCK};

/// Numbers handled at once: one AVX-512 register.
pub const LANES: usize = 16;

/// A lane.
pub type Lane = [f32; LANES];

/// Adding and subtracting this rounds to the nearest whole number, ties to even (|x| < 2²²): 1.5 × 2²³.
const ROUNDER: f32 = 12_582_912.0;

/// Rounds a number within ±127 to the nearest whole one, ties to even.
#[inline(always)]
pub(super) fn round(x: f32) -> i8 {
    // The whole number stands in the low bits of the sum.
    (x + ROUNDER).to_bits() as i8
}

/// Sum of a lane, in a fixed tree.
#[inline(always)]
pub(super) fn sum(mut lane: Lane) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lane[i] += lane[i + half];
        }
        half /= 2;
    }
    lane[0]
}

/// Largest number of a lane.
#[inline(always)]
pub(super) fn largest(mut lane: Lane) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lane[i] = if lane[i + half] > lane[i] { lane[i + half] } else { lane[i] };
        }
        half /= 2;
    }
    lane[0]
}

/// eˣ for x ≤ 0; below -87, where the result leaves the normal numbers, as for -87.
///
/// Cephes' `expf`: reduction by ln 2 in two parts and a polynomial of degree 5; relative error below 2⁻²².
#[inline(always)]
pub(super) fn exp(x: Lane) -> Lane {
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    let mut out = [0.0; LANES];
    for (o, x) in out.iter_mut().zip(x) {
        let x = if x < -87.0 { -87.0 } else { x };
        let shifted = x * std::f32::consts::LOG2_E + ROUNDER;
        let n = shifted - ROUNDER;
        let r = x - n * LN2_HIGH - n * LN2_LOW;
        let mut p = 1.987_569_1e-4;
        p = p * r + 1.398_199_9e-3;
        p = p * r + 8.333_452e-3;
        p = p * r + 4.166_579_6e-2;
        p = p * r + 1.666_666_5e-1;
        p = p * r + 0.5;
        let p = p * r * r + r + 1.0;
        // 2ⁿ: n stands in the low bits of `shifted`; it goes where a float has its exponent.
        let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
        *o = p * power;
    }
    out
}

/// The error function, as a rational function of x clamped to [-4, 4] (Eigen's `erf` for single precision);
/// absolute error below 5 × 10⁻⁷.
#[inline(always)]
fn erf(x: f32) -> f32 {
    let x = if x > 4.0 { 4.0 } else { x };
    let x = if x < -4.0 { -4.0 } else { x };
    let x2 = x * x;
    let mut p = -2.726_142_3e-10;
    p = p * x2 + 2.770_681_4e-8;
    p = p * x2 - 2.101_024e-6;
    p = p * x2 - 5.692_506_4e-5;
    p = p * x2 - 7.349_906e-4;
    p = p * x2 - 0.002_954_6;
    p = p * x2 - 1.609_603_3e-2;
    let mut q = -1.456_607_2e-5;
    q = q * x2 - 2.133_740_6e-4;
    q = q * x2 - 1.682_827e-3;
    q = q * x2 - 7.373_329e-3;
    q = q * x2 - 1.426_473_9e-2;
    x * p / q
}

#[inline(always)]
pub(super) fn gelu(numbers: &mut [f32]) {
    let (lanes, rest) = numbers.as_chunks_mut::<LANES>();
    for lane in lanes {
        for x in lane {
            *x = 0.5 * *x * (1.0 + erf(*x * std::f32::consts::FRAC_1_SQRT_2));
        }
    }
    for x in rest {
        *x = 0.5 * *x * (1.0 + erf(*x * std::f32::consts::FRAC_1_SQRT_2));
    }
}

/// Sum of `f` over a row, 16 partial sums, in a fixed order.
#[inline(always)]
fn fold(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let (lanes, rest) = row.as_chunks::<LANES>();
    let mut total = [0.0; LANES];
    for lane in lanes {
        for (t, x) in total.iter_mut().zip(lane) {
            *t += f(*x);
        }
    }
    rest.iter().fold(sum(total), |total, x| total + f(*x))
}

#[inline(always)]
pub(super) fn add_normalise(
    rows: &mut [f32],
    other: Option<&[f32]>,
    weight: &[f32],
    bias: &[f32],
    epsilon: f32,
) {
    let width = weight.len();
    for (at, row) in rows.chunks_exact_mut(width).enumerate() {
        if let Some(other) = other {
            for (x, y) in row.iter_mut().zip(&other[at * width..(at + 1) * width]) {
                *x += y;
            }
        }
        let mean = fold(row, |x| x) / width as f32;
        let variance = fold(row, |x| (x - mean) * (x - mean)) / width as f32;
        let scale = 1.0 / (variance + epsilon).sqrt();
        for ((x, w), b) in row.iter_mut().zip(weight).zip(bias) {
            *x = (*x - mean) * scale * w + b;
        }
    }
}

#[inline(always)]
pub(super) fn quantise(input: &[f32], output: &mut Activations) {
    let (columns, blocks) = (output.columns(), output.blocks());
    for (t, row) in input.chunks_exact(columns).enumerate() {
        for (b, block) in row.chunks(BLOCK).enumerate() {
            let (lanes, rest) = block.as_chunks::<LANES>();
            let mut peak = [0.0; LANES];
            for lane in lanes {
                for (p, x) in peak.iter_mut().zip(lane) {
                    *p = if x.abs() > *p { x.abs() } else { *p };
                }
            }
            let peak = rest.iter().fold(largest(peak), |p, x| if x.abs() > p { x.abs() } else { p });
            output.scales[t * blocks + b] = peak / 127.0;
            let scale = if peak > 0.0 { 127.0 / peak } else { 0.0 };
            let at = (t * blocks + b) * BLOCK;
            for (to, x) in output.bytes[at..at + block.len()].iter_mut().zip(block) {
                *to = (round(x * scale) as u8).wrapping_add(128);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close_to_the_library_and_never_negative() {
        for step in 0..9_000 {
            let x = -0.01 * step as f32;
            let got = exp([x; LANES])[3];
            let want = f64::from(x.max(-87.0)).exp();
            assert!((f64::from(got) / want - 1.0).abs() < 5e-7, "exp({x}) = {got}, not {want}");
        }
    }

    /// erf by its Maclaurin series in double precision.
    fn series(x: f64) -> f64 {
        let mut term = x;
        let mut total = x;
        for n in 1..200 {
            term *= -x * x / f64::from(n);
            total += term / f64::from(2 * n + 1);
        }
        total * std::f64::consts::FRAC_2_SQRT_PI
    }

    #[test]
    fn erf_is_close_to_its_series() {
        for step in -400..=400 {
            let x = 0.01 * step as f32;
            assert!((f64::from(erf(x)) - series(f64::from(x))).abs() < 5e-7, "erf({x}) = {}", erf(x));
        }
        assert!((erf(100.0) - 1.0).abs() < 1e-6 && (erf(-100.0) + 1.0).abs() < 1e-6);
    }
}

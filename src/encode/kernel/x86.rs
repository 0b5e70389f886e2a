//! The paths for x86-64.
// Tiles are loops over constant bounds that the compiler unrolls; iterators hide that from it.
#![allow(clippy::needless_range_loop)]

use super::{
    attention::{self, Attention, Bias, Heads, QUERIES},
    lanes::{self, LANES, Lane},
    matrix::{Activations, BLOCK, Matrix, PANEL, STEP},
};
#[allow(clippy::wildcard_imports)] // a vendor's names, which no other crate's can be taken for
use std::arch::x86_64::*;

/// The float functions, compiled for the features of the module.
macro_rules! float_functions {
    ($features:literal) => {
        #[target_feature(enable = $features)]
        pub(in super::super) fn quantise(input: &[f32], output: &mut Activations) {
            lanes::quantise(input, output);
        }

        #[target_feature(enable = $features)]
        pub(in super::super) fn add_normalise(
            rows: &mut [f32],
            other: Option<&[f32]>,
            weight: &[f32],
            bias: &[f32],
            epsilon: f32,
        ) {
            lanes::add_normalise(rows, other, weight, bias, epsilon);
        }

        #[target_feature(enable = $features)]
        pub(in super::super) fn gelu(numbers: &mut [f32]) {
            lanes::gelu(numbers);
        }

        #[target_feature(enable = $features)]
        pub(in super::super) fn attend<const TABLES: usize>(
            heads: Heads,
            joined: &[f32],
            bias: Bias<'_, TABLES>,
            scratch: &mut Attention,
            output: &mut [f32],
        ) {
            attention::attend(heads, joined, bias, scratch, output, |lanes, numbers| {
                accumulate(lanes, numbers)
            });
        }
    };
}

/// AVX2: 32 bytes at once, products of pairs in 16 bits.
pub(super) mod avx2 {
    #[allow(clippy::wildcard_imports)] // one file, two instruction sets
    use super::*;

    float_functions!("avx2");

    /// [`attention::accumulate`], two registers a query.
    #[target_feature(enable = "avx2")]
    fn accumulate(lanes: &[Lane], numbers: &[[f32; QUERIES]]) -> [Lane; QUERIES] {
        let mut totals = [[_mm256_setzero_ps(); 2]; QUERIES];
        for (lane, numbers) in lanes.iter().zip(numbers) {
            // SAFETY: a lane is 16 numbers long: two unaligned loads of 8.
            let halves =
                unsafe { [_mm256_loadu_ps(lane.as_ptr()), _mm256_loadu_ps(lane.as_ptr().add(LANES / 2))] };
            for i in 0..QUERIES {
                let number = _mm256_set1_ps(numbers[i]);
                for half in 0..2 {
                    let product = _mm256_mul_ps(number, halves[half]);
                    totals[i][half] = _mm256_add_ps(totals[i][half], product);
                }
            }
        }
        let mut out = [[0.0; LANES]; QUERIES];
        for (to, [low, high]) in out.iter_mut().zip(totals) {
            // SAFETY: a lane is 16 numbers long: two unaligned stores of 8.
            unsafe {
                _mm256_storeu_ps(to.as_mut_ptr(), low);
                _mm256_storeu_ps(to.as_mut_ptr().add(LANES / 2), high);
            }
        }
        out
    }

    /// Tokens that share a load of weights.
    const TOKENS: usize = 4;

    #[target_feature(enable = "avx2")]
    pub(in super::super) fn multiply(matrix: &Matrix, input: &Activations, output: &mut [f32]) {
        for panel in 0..matrix.panels() {
            let mut token = 0;
            while token + TOKENS <= input.tokens() {
                tile::<TOKENS>(matrix, input, panel, token, output);
                token += TOKENS;
            }
            while token < input.tokens() {
                tile::<1>(matrix, input, panel, token, output);
                token += 1;
            }
        }
    }

    /// One panel for `N` tokens.
    #[target_feature(enable = "avx2")]
    fn tile<const N: usize>(
        matrix: &Matrix,
        input: &Activations,
        panel: usize,
        token: usize,
        output: &mut [f32],
    ) {
        let (rows, blocks) = (matrix.rows(), matrix.blocks());
        let ones = _mm256_set1_epi16(1);
        let mut totals = [[_mm256_setzero_ps(); 2]; N];
        for block in 0..blocks {
            let at = panel * blocks + block;
            let weights = &matrix.weights[at * PANEL * BLOCK..(at + 1) * PANEL * BLOCK];
            let mut bytes: [&[u8]; N] = [&[]; N];
            for n in 0..N {
                let from = ((token + n) * blocks + block) * BLOCK;
                bytes[n] = &input.bytes[from..from + BLOCK];
            }
            let mut sums = [[_mm256_setzero_si256(); 2]; N];
            for (step, row) in weights.chunks_exact(PANEL * STEP).enumerate() {
                // SAFETY: `row` is 64 bytes long: two unaligned loads of 32.
                let halves = unsafe {
                    [_mm256_loadu_si256(row.as_ptr().cast()), _mm256_loadu_si256(row.as_ptr().add(32).cast())]
                };
                for n in 0..N {
                    let four = &bytes[n][step * STEP..(step + 1) * STEP];
                    let four = i32::from_le_bytes([four[0], four[1], four[2], four[3]]);
                    // Offset bytes to signed ones: the top bit flipped. Neither side is ever -128, so that
                    // |x| × ±w stays within 127 × 127 and a pair of products within 16 bits.
                    let x = _mm256_set1_epi32(four ^ 0x8080_8080_u32 as i32);
                    let size = _mm256_abs_epi8(x);
                    for (sum, half) in sums[n].iter_mut().zip(halves) {
                        let pairs = _mm256_maddubs_epi16(size, _mm256_sign_epi8(half, x));
                        *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(pairs, ones));
                    }
                }
            }
            let scales = &matrix.scales[at * PANEL..(at + 1) * PANEL];
            for n in 0..N {
                let scale = _mm256_set1_ps(input.scales[(token + n) * blocks + block]);
                for half in 0..2 {
                    // SAFETY: `scales` is 16 numbers long: two unaligned loads of 8.
                    let row = unsafe { _mm256_loadu_ps(scales.as_ptr().add(half * 8)) };
                    let sum = _mm256_cvtepi32_ps(sums[n][half]);
                    let part = _mm256_mul_ps(sum, _mm256_mul_ps(row, scale));
                    totals[n][half] = _mm256_add_ps(totals[n][half], part);
                }
            }
        }
        let last = PANEL.min(rows - panel * PANEL);
        for (n, total) in totals.iter().enumerate() {
            let mut numbers = [0.0; PANEL];
            // SAFETY: `numbers` is 16 numbers long: two unaligned stores of 8.
            unsafe {
                _mm256_storeu_ps(numbers.as_mut_ptr(), total[0]);
                _mm256_storeu_ps(numbers.as_mut_ptr().add(8), total[1]);
            }
            let to = (token + n) * rows + panel * PANEL;
            let bias = &matrix.bias[panel * PANEL..(panel + 1) * PANEL];
            for ((to, total), bias) in output[to..to + last].iter_mut().zip(numbers).zip(bias) {
                *to = total + bias;
            }
        }
    }
}

/// AVX-512 with VNNI: 64 products, added in fours, an instruction.
pub(super) mod avx512 {
    #[allow(clippy::wildcard_imports)] // one file, two instruction sets
    use super::*;

    float_functions!("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni");

    /// [`attention::accumulate`], one register a query.
    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
    fn accumulate(lanes: &[Lane], numbers: &[[f32; QUERIES]]) -> [Lane; QUERIES] {
        let mut totals = [_mm512_setzero_ps(); QUERIES];
        for (lane, numbers) in lanes.iter().zip(numbers) {
            // SAFETY: a lane is 16 numbers long: one unaligned load.
            let lane = unsafe { _mm512_loadu_ps(lane.as_ptr()) };
            for i in 0..QUERIES {
                totals[i] = _mm512_add_ps(totals[i], _mm512_mul_ps(_mm512_set1_ps(numbers[i]), lane));
            }
        }
        let mut out = [[0.0; LANES]; QUERIES];
        for (to, total) in out.iter_mut().zip(totals) {
            // SAFETY: a lane is 16 numbers long: one unaligned store.
            unsafe { _mm512_storeu_ps(to.as_mut_ptr(), total) };
        }
        out
    }

    /// Panels × tokens of a tile: 4 × 6 sums and 4 weight vectors fill 28 of the 32 registers, and 24
    /// products come for 10 loads.
    const PANELS: usize = 4;
    const TOKENS: usize = 6;

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
    pub(in super::super) fn multiply(matrix: &Matrix, input: &Activations, output: &mut [f32]) {
        let mut panel = 0;
        // The panels of a strip stay in the first-level cache while all tokens pass.
        while panel + PANELS <= matrix.panels() {
            strip::<PANELS>(matrix, input, panel, output);
            panel += PANELS;
        }
        while panel < matrix.panels() {
            strip::<1>(matrix, input, panel, output);
            panel += 1;
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
    fn strip<const P: usize>(matrix: &Matrix, input: &Activations, panel: usize, output: &mut [f32]) {
        let mut token = 0;
        while token + TOKENS <= input.tokens() {
            tile::<P, TOKENS>(matrix, input, panel, token, output);
            token += TOKENS;
        }
        while token < input.tokens() {
            tile::<P, 1>(matrix, input, panel, token, output);
            token += 1;
        }
    }

    /// `P` panels for `N` tokens.
    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
    fn tile<const P: usize, const N: usize>(
        matrix: &Matrix,
        input: &Activations,
        panel: usize,
        token: usize,
        output: &mut [f32],
    ) {
        let (rows, blocks) = (matrix.rows(), matrix.blocks());
        let mut totals = [[_mm512_setzero_ps(); N]; P];
        for block in 0..blocks {
            // Loops instead of `array::from_fn`: a closure is compiled without the features of its function,
            // and what it returns in vectors goes through memory.
            let mut weights: [&[i8]; P] = [&[]; P];
            let mut sums = [[_mm512_setzero_si512(); N]; P];
            for p in 0..P {
                let at = (panel + p) * blocks + block;
                weights[p] = &matrix.weights[at * PANEL * BLOCK..(at + 1) * PANEL * BLOCK];
                let offsets = &matrix.offsets[at * PANEL..(at + 1) * PANEL];
                // SAFETY: `offsets` is 16 numbers long: one unaligned load.
                sums[p] = [unsafe { _mm512_loadu_si512(offsets.as_ptr().cast()) }; N];
            }
            let mut bytes: [&[u8]; N] = [&[]; N];
            for n in 0..N {
                let from = ((token + n) * blocks + block) * BLOCK;
                bytes[n] = &input.bytes[from..from + BLOCK];
            }
            for step in 0..BLOCK / STEP {
                let mut rows = [_mm512_setzero_si512(); P];
                for p in 0..P {
                    // SAFETY: every slice of `weights` is BLOCK / STEP vectors of PANEL × STEP = 64 bytes long.
                    rows[p] =
                        unsafe { _mm512_loadu_si512(weights[p].as_ptr().add(step * PANEL * STEP).cast()) };
                }
                for n in 0..N {
                    // SAFETY: every slice of `bytes` is BLOCK / STEP words of STEP = 4 bytes long.
                    let four = unsafe { bytes[n].as_ptr().add(step * STEP).cast::<i32>().read_unaligned() };
                    let four = _mm512_set1_epi32(four);
                    for p in 0..P {
                        sums[p][n] = _mm512_dpbusd_epi32(sums[p][n], four, rows[p]);
                    }
                }
            }
            for p in 0..P {
                let at = ((panel + p) * blocks + block) * PANEL;
                let scales = &matrix.scales[at..at + PANEL];
                // SAFETY: `scales` is 16 numbers long: one unaligned load.
                let row = unsafe { _mm512_loadu_ps(scales.as_ptr()) };
                for n in 0..N {
                    let scale = _mm512_set1_ps(input.scales[(token + n) * blocks + block]);
                    let sum = _mm512_cvtepi32_ps(sums[p][n]);
                    totals[p][n] = _mm512_add_ps(totals[p][n], _mm512_mul_ps(sum, _mm512_mul_ps(row, scale)));
                }
            }
        }
        for (p, totals) in totals.iter().enumerate() {
            let first = (panel + p) * PANEL;
            let bias = &matrix.bias[first..first + PANEL];
            let last = PANEL.min(rows - first);
            // SAFETY: `bias` is 16 numbers long: one unaligned load.
            let bias = unsafe { _mm512_loadu_ps(bias.as_ptr()) };
            let mask = ((1_u32 << last) - 1) as __mmask16;
            for (n, total) in totals.iter().enumerate() {
                let to = (token + n) * rows + first;
                let to = &mut output[to..to + last];
                // SAFETY: the mask lets only the `last` numbers be written that `to` is long.
                unsafe {
                    _mm512_mask_storeu_ps(to.as_mut_ptr(), mask, _mm512_add_ps(*total, bias));
                }
            }
        }
    }
}

//! Weights and activations, laid out for integer dot products.

use super::lanes::round;

/// Columns that share a scale, of weights and of activations alike. 128 keeps the sums of a block below 2²³,
/// exact in a single-precision float, and its scaling below a tenth of the work; on multilingual-e5-small
/// it costs less than 0.001 of sentence cosine against exact weights (docs/encoder.md).
pub(super) const BLOCK: usize = 128;

/// Rows of a panel: a vector register of 16 sums.
pub(super) const PANEL: usize = 16;

/// Inputs that one instruction multiplies and adds: four bytes.
pub(super) const STEP: usize = 4;

/// A weight matrix with its bias: 8-bit weights, one scale for every row and block of 128 columns.
///
/// Panels of 16 rows lie one after the other. A panel holds its blocks, a block its 32 steps, a step four
/// columns of each of the 16 rows: what one dot-product instruction reads. Rows and columns are padded with
/// zeros to whole panels and blocks.
#[derive(Debug, Clone)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    pub(super) weights: Vec<i8>,
    /// `[panel][block][row of the panel]`.
    pub(super) scales: Vec<f32>,
    /// -128 × the sum of the weights, `[panel][block][row]`: undoes the offset of unsigned activations.
    pub(super) offsets: Vec<i32>,
    /// Padded to whole panels.
    pub(super) bias: Vec<f32>,
}

impl Matrix {
    /// A matrix of `bias.len()` rows; `row` writes the weights of a row into the slice of `columns` numbers.
    pub fn new(columns: usize, bias: &[f32], mut row: impl FnMut(usize, &mut [f32])) -> Self {
        let rows = bias.len();
        let (panels, blocks) = (rows.div_ceil(PANEL), columns.div_ceil(BLOCK));
        let mut matrix = Self {
            rows,
            columns,
            weights: vec![0; panels * PANEL * blocks * BLOCK],
            scales: vec![0.0; panels * PANEL * blocks],
            offsets: vec![0; panels * PANEL * blocks],
            bias: bias.iter().copied().chain(std::iter::repeat(0.0)).take(panels * PANEL).collect(),
        };
        let mut numbers = vec![0.0; blocks * BLOCK];
        for r in 0..rows {
            row(r, &mut numbers[..columns]);
            for (b, block) in numbers.chunks_exact(BLOCK).enumerate() {
                matrix.set(r, b, block);
            }
        }
        matrix
    }

    fn set(&mut self, row: usize, block: usize, numbers: &[f32]) {
        let blocks = self.blocks();
        let (panel, row) = (row / PANEL, row % PANEL);
        let peak = numbers.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
        let scale = if peak > 0.0 { 127.0 / peak } else { 0.0 };
        let at = (panel * blocks + block) * PANEL * BLOCK;
        let to = &mut self.weights[at..at + PANEL * BLOCK];
        let mut total = 0;
        for (step, four) in numbers.chunks_exact(STEP).enumerate() {
            for (i, x) in four.iter().enumerate() {
                let weight = round(x * scale);
                to[(step * PANEL + row) * STEP + i] = weight;
                total += i32::from(weight);
            }
        }
        let at = (panel * blocks + block) * PANEL + row;
        self.scales[at] = peak / 127.0;
        self.offsets[at] = -128 * total;
    }

    /// Numbers a row of the output.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Numbers a row of the input.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn blocks(&self) -> usize {
        self.columns.div_ceil(BLOCK)
    }

    pub(super) fn panels(&self) -> usize {
        self.rows.div_ceil(PANEL)
    }
}

/// Quantised rows: bytes that stand for -127..=127 with 128 added, one scale a block of 128 columns.
#[derive(Debug, Clone, Default)]
pub struct Activations {
    columns: usize,
    tokens: usize,
    /// `[token][column]`, a row padded to whole blocks.
    pub(super) bytes: Vec<u8>,
    /// `[token][block]`.
    pub(super) scales: Vec<f32>,
}

impl Activations {
    /// Makes room for `numbers` numbers in rows of `columns`.
    pub(super) fn resize(&mut self, numbers: usize, columns: usize) {
        assert!(columns > 0 && numbers.is_multiple_of(columns), "whole rows");
        self.columns = columns;
        self.tokens = numbers / columns;
        let blocks = self.blocks();
        // Padding meets weights of zero: what it holds does not matter.
        self.bytes.resize(self.tokens * blocks * BLOCK, 0);
        self.scales.resize(self.tokens * blocks, 0.0);
    }

    /// Rows.
    #[must_use]
    pub fn tokens(&self) -> usize {
        self.tokens
    }

    /// Numbers a row.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn blocks(&self) -> usize {
        self.columns.div_ceil(BLOCK)
    }
}

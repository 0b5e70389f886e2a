//! The arithmetic of the encoder, behind one interface and several instruction sets.
//!
//! Every path gives the same bits. Matrix products are sums of integers, exact in any order, that are scaled
//! in one fixed order of single-precision operations; everything else is written once over lanes of 16 numbers
//! and compiled for each instruction set. No fused multiply-add, no library function whose last bit varies.
//!
//! This is the only place of the crate with `unsafe`: calls of functions compiled for an instruction set,
//! after the processor was asked whether it has it, and loads and stores of vectors.
#![allow(unsafe_code)]
// The functions that every path shares must be compiled inside each path, with its instructions.
#![allow(clippy::inline_always)]

mod attention;
mod lanes;
mod matrix;
mod portable;
#[cfg(target_arch = "x86_64")]
mod x86;

pub use attention::{Attention, Bias, Heads};
pub use lanes::{LANES, Lane};
pub use matrix::{Activations, Matrix};

/// An instruction set that the kernels are compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Path {
    /// What the target of the build guarantees.
    Portable,
    /// x86-64 with AVX2.
    Avx2,
    /// x86-64 with AVX-512 (F, BW, DQ, VL) and its integer dot products (VNNI).
    Avx512,
}

impl Path {
    /// The paths that this processor can run, slowest first. [`Path::Portable`] is always among them.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let mut paths = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                paths.push(Self::Avx2);
            }
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni")
            {
                paths.push(Self::Avx512);
            }
        }
        paths
    }

    /// The fastest path that this processor can run.
    #[must_use]
    pub fn best() -> Self {
        Self::available().pop().unwrap_or(Self::Portable)
    }
}

/// Proof that the processor can run a path: only [`Kernel::new`] makes one, after asking it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kernel(Path);

impl Default for Kernel {
    fn default() -> Self {
        Self(Path::best())
    }
}

/// Runs one of the functions that are compiled for every path.
macro_rules! dispatch {
    ($kernel:expr, $function:ident($($argument:expr),* $(,)?)) => {
        match $kernel.0 {
            Path::Portable => portable::$function($($argument),*),
            // SAFETY: a `Kernel` holds a path other than `Portable` only if `Path::available` found the
            // processor to have all the features with which the path's functions are compiled.
            #[cfg(target_arch = "x86_64")]
            Path::Avx2 => unsafe { x86::avx2::$function($($argument),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Path::Avx512 => unsafe { x86::avx512::$function($($argument),*) },
            #[cfg(not(target_arch = "x86_64"))]
            _ => portable::$function($($argument),*),
        }
    };
}

impl Kernel {
    /// The kernel for `path`, or `None` if this processor cannot run it.
    #[cfg(test)]
    pub fn new(path: Path) -> Option<Self> {
        Path::available().contains(&path).then_some(Self(path))
    }

    /// The path.
    #[cfg(test)]
    pub fn path(self) -> Path {
        self.0
    }

    /// Quantises rows of `columns` numbers each: 8 bits, one scale a block of 128 columns.
    ///
    /// # Panics
    /// If `input` is not a whole number of rows.
    pub fn quantise(self, input: &[f32], columns: usize, output: &mut Activations) {
        output.resize(input.len(), columns);
        dispatch!(self, quantise(input, output));
    }

    /// `output[token][row] = bias[row] + Σ weight[row][column] × input[token][column]`.
    ///
    /// # Panics
    /// If `input` has another number of columns than `matrix`, or `output` is not tokens × rows long.
    pub fn multiply(self, matrix: &Matrix, input: &Activations, output: &mut [f32]) {
        assert_eq!(matrix.columns(), input.columns(), "columns of weights and input");
        assert_eq!(output.len(), input.tokens() * matrix.rows(), "length of the output");
        dispatch!(self, multiply(matrix, input, output));
    }

    /// Adds `other` to `rows` and normalises each row: mean 0, variance 1, then `× weight + bias`.
    ///
    /// # Panics
    /// If the lengths do not fit: `other` like `rows`, `bias` like `weight`, `rows` a multiple of `weight`.
    pub fn add_normalise(
        self,
        rows: &mut [f32],
        other: Option<&[f32]>,
        weight: &[f32],
        bias: &[f32],
        epsilon: f32,
    ) {
        assert!(other.is_none_or(|other| other.len() == rows.len()), "two operands of one length");
        assert!(weight.len() == bias.len() && rows.len().is_multiple_of(weight.len()), "whole rows");
        dispatch!(self, add_normalise(rows, other, weight, bias, epsilon));
    }

    /// The Gaussian error linear unit, `x × Φ(x)`, of every number.
    pub fn gelu(self, numbers: &mut [f32]) {
        dispatch!(self, gelu(numbers));
    }

    /// Scaled dot-product attention among the tokens of one text.
    ///
    /// `joined` has a row a token: its query, key and value vectors, one after the other, all heads in each.
    ///
    /// # Panics
    /// If `joined` is not tokens × 3 × width long, `output` not tokens × width.
    pub fn attend(self, heads: Heads, joined: &[f32], scratch: &mut Attention, output: &mut [f32]) {
        let weights = vec![[]; heads.count];
        self.attend_biased(heads, joined, Bias { tables: [], weights: &weights }, scratch, output);
    }

    /// [`Kernel::attend`], with `bias` added to the logits.
    ///
    /// # Panics
    /// As there; and if a table is not tokens × lanes long, or there is not one row of weights a head.
    pub fn attend_biased<const TABLES: usize>(
        self,
        heads: Heads,
        joined: &[f32],
        bias: Bias<'_, TABLES>,
        scratch: &mut Attention,
        output: &mut [f32],
    ) {
        let width = heads.width();
        assert!(joined.len() == 3 * output.len() && output.len().is_multiple_of(width), "whole rows");
        let tokens = output.len() / width;
        assert!(bias.tables.iter().all(|t| t.len() == tokens * tokens.div_ceil(LANES)), "whole tables");
        assert_eq!(bias.weights.len(), heads.count, "weights for every head");
        dispatch!(self, attend(heads, joined, bias, scratch, output));
    }
}

#[cfg(test)]
mod tests;

//! The transformer encoder: embeddings, layers of attention and feed-forward, as in BERT.
//!
//! Devlin et al.: BERT (NAACL 2019); normalisation after each addition, learned positions, exact GELU.

use super::{
    file::{self, Bytes, File},
    kernel::{Activations, Attention, Heads, Kernel, Matrix},
};
use rayon::prelude::*;
use std::ops::Range;

/// The weights of a network.
#[derive(Debug)]
pub(super) struct Network {
    pub(super) hidden: usize,
    pub(super) inner: usize,
    pub(super) heads: Heads,
    pub(super) epsilon: f32,
    pub(super) words: Words,
    /// Position embeddings, with the embedding of token type 0 added: one row a position.
    pub(super) positions: Vec<f32>,
    pub(super) norm: Norm,
    pub(super) layers: Vec<Layer>,
}

/// The word embedding.
#[derive(Debug)]
pub(super) enum Words {
    /// Rows in a model file.
    Packed(Packed),
    /// Rows of numbers.
    #[cfg(feature = "hf")]
    Plain(Vec<f32>),
}

/// Rows of a model file: frequent pieces with 4 bits a weight, the others with 2.
#[derive(Debug)]
pub(super) struct Packed {
    bytes: Bytes,
    fine: Range<usize>,
    coarse: Range<usize>,
    /// For every piece its row in its section, twice, and 1 more if that is the coarse one.
    rows: Vec<u32>,
}

impl Packed {
    fn read(bytes: &Bytes, file: &File) -> Result<Self, String> {
        let (pieces, hidden) = (file.header.pieces, file.header.hidden);
        let bits = file.raw("pieces.fine")?;
        if bits.len() != pieces.div_ceil(8) {
            return Err(format!("section `pieces.fine` holds {} bytes for {pieces} pieces", bits.len()));
        }
        let mut counts = [0, 0];
        let rows = bits
            .iter()
            .flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 0))
            .take(pieces)
            .map(|coarse| {
                let count = &mut counts[usize::from(coarse)];
                *count += 1;
                (*count - 1) * 2 + u32::from(coarse)
            })
            .collect();
        let [fine, coarse] = counts.map(|count| count as usize);
        Ok(Self {
            fine: file.nibbles("emb.fine", fine, hidden)?,
            coarse: file.pairs("emb.coarse", coarse, hidden)?,
            rows,
            bytes: bytes.clone(),
        })
    }

    fn unpack(&self, piece: usize, row: &mut [f32]) {
        let Some(place) = self.rows.get(piece) else { return };
        let (at, coarse) = (*place as usize / 2, place % 2 == 1);
        let (section, size) = if coarse {
            (&self.coarse, file::pair_row(row.len()))
        } else {
            (&self.fine, file::nibble_row(row.len()))
        };
        let start = section.start + at * size;
        let blocks = self.bytes.as_slice().get(start..start + size).unwrap_or_default();
        if coarse { file::unpack_pairs(blocks, row) } else { file::unpack_nibbles(blocks, row) }
    }
}

/// Weight and bias of a normalisation.
#[derive(Debug)]
pub(super) struct Norm {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

/// A layer.
#[derive(Debug)]
pub(super) struct Layer {
    /// Queries, keys and values: three times the rows.
    pub joined: Matrix,
    pub attended: Matrix,
    pub attended_norm: Norm,
    pub rise: Matrix,
    pub fall: Matrix,
    pub norm: Norm,
}

/// A token of a window: its row in the word embedding and its position.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input {
    pub word: u32,
    pub position: u32,
}

/// Memory that a pass works in; kept between passes.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    quantised: Activations,
    joined: Vec<f32>,
    context: Vec<f32>,
    sums: Vec<f32>,
    middle: Vec<f32>,
    attention: Attention,
}

impl Network {
    /// Reads the weights of a model file and lays them out for the kernels.
    pub(super) fn read(bytes: &Bytes, file: &File) -> Result<Self, String> {
        let header = file.header;
        let hidden = header.hidden;
        let mut positions = file.floats("emb.pos", header.positions * hidden)?;
        let kind = file.floats("emb.type", 2 * hidden)?;
        for row in positions.chunks_exact_mut(hidden) {
            row.iter_mut().zip(&kind).for_each(|(x, y)| *x += y);
        }
        let norm = |name: &str| -> Result<Norm, String> {
            Ok(Norm {
                weight: file.floats(&format!("{name}.w"), hidden)?,
                bias: file.floats(&format!("{name}.b"), hidden)?,
            })
        };
        let layers: Result<Vec<Layer>, String> = (0..header.layers)
            .into_par_iter()
            .map(|l| {
                let matrix = |names: &[&str], rows: usize, columns: usize| {
                    read_matrix(bytes.as_slice(), file, l, names, rows, columns)
                };
                Ok(Layer {
                    joined: matrix(&["q", "k", "v"], hidden, hidden)?,
                    attended: matrix(&["ao"], hidden, hidden)?,
                    attended_norm: norm(&format!("l{l}.aln"))?,
                    rise: matrix(&["fi"], header.inner, hidden)?,
                    fall: matrix(&["fo"], hidden, header.inner)?,
                    norm: norm(&format!("l{l}.oln"))?,
                })
            })
            .collect();
        Ok(Self {
            hidden,
            inner: header.inner,
            heads: Heads { count: header.heads, size: hidden / header.heads },
            epsilon: header.epsilon,
            words: Words::Packed(Packed::read(bytes, file)?),
            positions,
            norm: norm("emb.ln")?,
            layers: layers?,
        })
    }

    /// The layer two thirds of the way up, counted from 1.
    fn middle(&self) -> usize {
        (self.layers.len() * 2).div_ceil(3)
    }

    /// Rows of the word embedding.
    #[cfg(feature = "hf")]
    pub(super) fn words(&self) -> usize {
        match &self.words {
            Words::Packed(packed) => packed.rows.len(),
            Words::Plain(words) => words.len() / self.hidden,
        }
    }

    /// Positions that the network knows.
    pub(super) fn window(&self) -> usize {
        self.positions.len() / self.hidden
    }

    /// Runs the network over windows that lie one after the other in `inputs`; `lengths` are theirs.
    /// The answer is the last layer's rows, one a token, and those of the middle layer. Windows do not see
    /// each other.
    pub(super) fn run(
        &self,
        kernel: Kernel,
        inputs: &[Input],
        lengths: &[usize],
        scratch: &mut Scratch,
    ) -> (Vec<f32>, Vec<f32>) {
        let mut rows = vec![0.0; inputs.len() * self.hidden];
        for (input, row) in inputs.iter().zip(rows.chunks_exact_mut(self.hidden)) {
            self.embed(*input, row);
        }
        kernel.add_normalise(&mut rows, None, &self.norm.weight, &self.norm.bias, self.epsilon);
        let mut middle = Vec::new();
        for (at, layer) in self.layers.iter().enumerate() {
            self.layer(kernel, layer, &mut rows, lengths, scratch);
            if at + 1 == self.middle() {
                middle.clone_from(&rows);
            }
        }
        (rows, middle)
    }

    fn embed(&self, input: Input, row: &mut [f32]) {
        let at = input.word as usize;
        match &self.words {
            Words::Packed(packed) => packed.unpack(at, row),
            #[cfg(feature = "hf")]
            Words::Plain(words) => {
                let from = words.get(at * self.hidden..(at + 1) * self.hidden).unwrap_or_default();
                row.iter_mut().zip(from).for_each(|(x, y)| *x = *y);
            }
        }
        let at = input.position as usize * self.hidden;
        let position = self.positions.get(at..at + self.hidden).unwrap_or_default();
        row.iter_mut().zip(position).for_each(|(x, y)| *x += y);
    }

    fn layer(
        &self,
        kernel: Kernel,
        layer: &Layer,
        rows: &mut [f32],
        lengths: &[usize],
        scratch: &mut Scratch,
    ) {
        let hidden = self.hidden;
        let tokens = rows.len() / hidden;
        let Scratch { quantised, joined, context, sums, middle, attention } = scratch;
        joined.resize(tokens * 3 * hidden, 0.0);
        context.resize(tokens * hidden, 0.0);
        sums.resize(tokens * hidden, 0.0);
        middle.resize(tokens * self.inner, 0.0);

        kernel.quantise(rows, hidden, quantised);
        kernel.multiply(&layer.joined, quantised, joined);
        let (mut joined, mut context_left) = (joined.as_slice(), context.as_mut_slice());
        for length in lengths {
            let (window, rest) = joined.split_at(length * 3 * hidden);
            let (to, to_rest) = context_left.split_at_mut(length * hidden);
            kernel.attend(self.heads, window, attention, to);
            (joined, context_left) = (rest, to_rest);
        }
        kernel.quantise(context, hidden, quantised);
        kernel.multiply(&layer.attended, quantised, sums);
        let norm = &layer.attended_norm;
        kernel.add_normalise(rows, Some(sums), &norm.weight, &norm.bias, self.epsilon);

        kernel.quantise(rows, hidden, quantised);
        kernel.multiply(&layer.rise, quantised, middle);
        kernel.gelu(middle);
        kernel.quantise(middle, self.inner, quantised);
        kernel.multiply(&layer.fall, quantised, sums);
        let norm = &layer.norm;
        kernel.add_normalise(rows, Some(sums), &norm.weight, &norm.bias, self.epsilon);
    }
}

/// Reads matrices of one layer, one under the other.
fn read_matrix(
    bytes: &[u8],
    file: &File,
    layer: usize,
    names: &[&str],
    rows: usize,
    columns: usize,
) -> Result<Matrix, String> {
    let mut bias = Vec::with_capacity(names.len() * rows);
    let mut ranges = Vec::with_capacity(names.len());
    for name in names {
        bias.extend(file.floats(&format!("l{layer}.{name}.b"), rows)?);
        ranges.push(file.nibbles(&format!("l{layer}.{name}.w"), rows, columns)?);
    }
    let size = file::nibble_row(columns);
    Ok(Matrix::new(columns, &bias, |row, to| {
        let start = ranges.get(row / rows).map_or(0, |range| range.start) + row % rows * size;
        file::unpack_nibbles(bytes.get(start..start + size).unwrap_or_default(), to);
    }))
}

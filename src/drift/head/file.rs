//! The head's file, `TDH2`: sizes, then the weights by name.
//!
//! All numbers little-endian. `TDH2`; u32: numbers of an encoder's vector, joint layers, attention heads, width of the
//! comparison, pools, inner width, number of arrays. An array: u8 length of its name, the name, u8 kind. Kind 0, numbers:
//! u32 count, that many f32. Kind 1, a matrix: u32 rows (outputs), u32 columns (inputs), then for each row and block of
//! [`BLOCK`] columns an f32 scale and that many i8 (the last block is as long as what is left). Small matrices are
//! numbers, `[input][output]`.

use super::{
    Calibration, FIGURES, Head, Layer, Norm, Shape, Small,
    network::{SCALARS, TOPS},
};
use crate::encode::kernel::{Heads, Kernel, Matrix};
use sha2::{Digest, Sha256};
use std::{collections::HashMap, fmt::Write};

/// The most numbers of one size: far above any head, and a bound for memory with damaged files.
const LARGEST: usize = 1 << 13;

/// Columns that share a scale: as in the kernels, so that what was trained is what is computed.
const BLOCK: usize = 128;

/// An array of the file.
enum Array {
    Numbers(Vec<f32>),
    /// Rows of `columns` weights.
    Rows {
        columns: usize,
        weights: Vec<f32>,
    },
}

type Arrays = HashMap<String, Array>;

pub(super) fn read(bytes: &[u8]) -> Result<Head, String> {
    let (sizes, arrays) = arrays(bytes)?;
    let [dim, layers, heads, width, pools, inner] = sizes;
    if !dim.is_multiple_of(heads) {
        return Err(format!("has sizes that make no network: {sizes:?}"));
    }
    let shape = Shape { dim, heads: Heads { count: heads, size: dim / heads }, width, pools, inner };
    let numbers = |name: &str, count: usize| numbers(&arrays, name, count);
    let matrix = |names: &[&str], columns: usize, rows: usize| matrix(&arrays, names, columns, rows);
    let norm = |name: &str, width: usize| -> Result<Norm, String> {
        Ok(Norm {
            weight: numbers(&format!("{name}.g"), width)?.to_vec(),
            bias: numbers(&format!("{name}.b"), width)?.to_vec(),
        })
    };
    let small = |name: &str, columns: usize, rows: usize| -> Result<Small, String> {
        Ok(Small {
            weights: numbers(&format!("{name}.w"), columns * rows)?.to_vec(),
            bias: numbers(&format!("{name}.b"), rows)?.to_vec(),
        })
    };
    let layer = |l: usize| -> Result<Layer, String> {
        let at = |name: &str| format!("{l}.{name}");
        let three = ["q", "k", "v"].map(at);
        let cross = numbers(&at("cross"), 3 * heads)?;
        let of_head =
            |h: usize| [0, 1, 2].map(|table| cross.get(table * heads + h).copied().unwrap_or_default());
        Ok(Layer {
            joined: matrix(&three.each_ref().map(String::as_str), dim, dim)?,
            out: matrix(&[&at("out")], dim, dim)?,
            out_norm: norm(&at("out.norm"), dim)?,
            rise: matrix(&[&at("rise")], dim, 4 * dim)?,
            fall: matrix(&[&at("fall")], 4 * dim, dim)?,
            fall_norm: norm(&at("fall.norm"), dim)?,
            cross: (0..heads).map(of_head).collect(),
        })
    };
    let mut signature = String::new();
    for byte in Sha256::digest(bytes).iter().take(6) {
        write!(signature, "{byte:02x}").map_err(|e| e.to_string())?;
    }
    let align = numbers("align", 3)?;
    Ok(Head {
        signature,
        kernel: Kernel::default(),
        shape,
        length: numbers("length", 1)?.iter().sum(),
        sink: numbers("sink", dim)?.to_vec(),
        scalars: numbers("scalars.w", SCALARS * dim)?.to_vec(),
        layers: (0..layers).map(layer).collect::<Result<_, _>>()?,
        align: [0, 1, 2].map(|i| align.get(i).copied().unwrap_or_default()),
        compare: matrix(&["compare"], 4 * dim, width)?,
        known: small("known", SCALARS, width)?,
        compare_norm: norm("compare.norm", width)?,
        unit: small("unit", width, 1)?,
        weigh: small("weigh", width, pools)?,
        pool: matrix(&["pool"], 2 * pools * width + dim, inner)?,
        tops: small("tops", TOPS, inner)?,
        sentence: small("sentence", inner, 3)?,
        calibration: Calibration {
            pair: numbers("calibrate.pair", 8)?.to_vec(),
            unit: numbers("calibrate.unit", 6)?.to_vec(),
            findings: [
                numbers("calibrate.two", FIGURES + 1)?.to_vec(),
                numbers("calibrate.more", FIGURES + 1)?.to_vec(),
            ],
        },
    })
}

/// The sizes and the arrays by name.
fn arrays(bytes: &[u8]) -> Result<([usize; 6], Arrays), String> {
    let mut reader =
        Reader(bytes.strip_prefix(b"TDH2").ok_or("is not a drift head (it does not begin with TDH2)")?);
    let mut sizes = [0; 6];
    for size in &mut sizes {
        *size = reader.number()?;
    }
    let count = reader.number()?;
    if sizes.iter().chain([&count]).any(|s| *s == 0 || *s > LARGEST) {
        return Err(format!("has sizes that make no network: {sizes:?}"));
    }
    let mut arrays = Arrays::new();
    for _ in 0..count {
        let length = usize::from(reader.byte()?);
        let name = String::from_utf8_lossy(reader.take(length)?).into_owned();
        let array = match reader.byte()? {
            0 => {
                let count = reader.number()?;
                Array::Numbers((0..count).map(|_| reader.float()).collect::<Result<_, _>>()?)
            }
            1 => reader.rows()?,
            kind => return Err(format!("has an array `{name}` of the unknown kind {kind}")),
        };
        arrays.insert(name, array);
    }
    Ok((sizes, arrays))
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], String> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or("ends too early")?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, String> {
        self.take(1)?.first().copied().ok_or_else(|| "ends too early".into())
    }

    fn number(&mut self) -> Result<usize, String> {
        let bytes = self.take(4)?.try_into().map_err(|_| "ends too early".to_owned())?;
        Ok(u32::from_le_bytes(bytes) as usize)
    }

    /// A finite number; others, which no trainer writes, become 0.
    fn float(&mut self) -> Result<f32, String> {
        let bytes = self.take(4)?.try_into().map_err(|_| "ends too early".to_owned())?;
        Ok(Some(f32::from_le_bytes(bytes)).filter(|x| x.is_finite()).unwrap_or_default())
    }

    fn rows(&mut self) -> Result<Array, String> {
        let (rows, columns) = (self.number()?, self.number()?);
        if rows > LARGEST || columns > LARGEST || columns == 0 {
            return Err(format!("has a matrix of {rows} rows of {columns} numbers"));
        }
        let mut weights = Vec::new();
        for _ in 0..rows {
            let mut left = columns;
            while left > 0 {
                let scale = self.float()?;
                let block = self.take(left.min(BLOCK))?;
                weights.extend(block.iter().map(|x| scale * f32::from(x.cast_signed())));
                left -= block.len();
            }
        }
        Ok(Array::Rows { columns, weights })
    }
}

fn numbers<'a>(arrays: &'a Arrays, name: &str, count: usize) -> Result<&'a [f32], String> {
    match arrays.get(name) {
        Some(Array::Numbers(numbers)) if numbers.len() == count => Ok(numbers),
        Some(Array::Numbers(numbers)) => {
            Err(format!("array `{name}` holds {} numbers, not {count}", numbers.len()))
        }
        Some(Array::Rows { .. }) => Err(format!("array `{name}` is a matrix")),
        None => Err(format!("lacks the array `{name}`")),
    }
}

/// Matrices of the same input, their outputs one after the other.
fn matrix(arrays: &Arrays, names: &[&str], columns: usize, rows: usize) -> Result<Matrix, String> {
    let (mut bias, mut weights) = (Vec::new(), Vec::new());
    for name in names {
        bias.extend_from_slice(numbers(arrays, &format!("{name}.b"), rows)?);
        match arrays.get(&format!("{name}.w")) {
            Some(Array::Rows { columns: found, weights: of_rows })
                if *found == columns && of_rows.len() == columns * rows =>
            {
                weights.push(of_rows.as_slice());
            }
            Some(_) => return Err(format!("array `{name}.w` is no matrix of {rows} rows of {columns}")),
            None => return Err(format!("lacks the array `{name}.w`")),
        }
    }
    Ok(Matrix::new(columns, &bias, |row, to| {
        let from = weights.get(row / rows).copied().unwrap_or_default();
        let at = row % rows * columns;
        to.copy_from_slice(from.get(at..at + columns).unwrap_or_default());
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_files_are_refused() {
        for bytes in [&b""[..], b"TDH2", b"TDX1\0\0\0\0", b"TDH2\xff\xff\xff\xff\xff\xff\xff\xff"] {
            assert!(read(bytes).is_err());
        }
    }

    #[test]
    #[cfg(feature = "default-model")]
    fn a_file_cut_anywhere_is_refused() {
        let whole = super::super::BUILT_IN;
        assert!(read(whole).is_ok());
        for part in 0..16 {
            assert!(read(whole.get(..whole.len() * part / 16).unwrap()).is_err(), "{part} sixteenths");
        }
    }

    #[test]
    fn rows_are_scaled_block_by_block() {
        let mut bytes = Vec::new();
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend(130_u32.to_le_bytes());
        bytes.extend(0.5_f32.to_le_bytes());
        bytes.extend([2_u8; 128]);
        bytes.extend(2.0_f32.to_le_bytes());
        bytes.extend([0xFF_u8, 0x7F]);
        let Ok(Array::Rows { columns: 130, weights }) = Reader(&bytes).rows() else { panic!("130 columns") };
        assert_eq!(weights.get(126..), Some(&[1.0, 1.0, -2.0, 254.0][..]));
    }
}

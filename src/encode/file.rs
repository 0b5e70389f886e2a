//! The project's model file: a header, a directory, sections. `docs/encoder.md` describes it.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

/// First four bytes of a model file.
pub(super) const MAGIC: &[u8; 4] = b"TDM1";

/// Bytes before the directory.
const HEADER: usize = 52;

/// Bytes of a directory entry: name, kind, reserved, offset, length.
const ENTRY: usize = 40;

/// Limits of what is taken for a model, so that a damaged number ends in an error and not in an allocation.
const MOST: usize = 1 << 20;

/// The bytes of a model: part of the program, or read from a file.
#[derive(Debug, Clone)]
pub(super) enum Bytes {
    /// In the program.
    #[cfg_attr(not(feature = "default-model"), allow(dead_code))]
    Static(&'static [u8]),
    /// From a file.
    Owned(Arc<Vec<u8>>),
}

impl Bytes {
    pub(super) fn as_slice(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Owned(bytes) => bytes,
        }
    }
}

/// Sizes that the header states.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Header {
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub inner: usize,
    pub positions: usize,
    pub pieces: usize,
    pub begin: u32,
    pub end: u32,
    pub unknown: u32,
    pub rules: usize,
    pub epsilon: f32,
}

/// A model file, its directory read and checked against its length.
#[derive(Debug)]
pub(super) struct File<'a> {
    pub header: Header,
    bytes: &'a [u8],
    sections: BTreeMap<String, (u32, Range<usize>)>,
}

/// What a section holds.
const FLOATS: u32 = 0;
const NIBBLES: u32 = 1;
const RAW: u32 = 2;
const PAIRS: u32 = 3;

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let number = bytes.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes)?;
    usize::try_from(number).ok()
}

impl<'a> File<'a> {
    /// Reads header and directory; the error says what is wrong.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, String> {
        if bytes.get(..4) != Some(MAGIC) {
            return Err("is not a transdrift model (it does not begin with TDM1)".into());
        }
        let short = || format!("ends within its header ({} bytes); it is truncated", bytes.len());
        let field = |i: usize| number(bytes, 4 + 4 * i).ok_or_else(short);
        let size = |i: usize| field(i).map(|n| n as usize);
        let header = Header {
            hidden: size(0)?,
            layers: size(1)?,
            heads: size(2)?,
            inner: size(3)?,
            positions: size(4)?,
            pieces: size(5)?,
            begin: field(6)?,
            end: field(7)?,
            unknown: field(8)?,
            rules: size(9)?,
            epsilon: f32::from_bits(field(11)?),
        };
        let sections = size(10)?;
        header.check()?;
        if sections > MOST {
            return Err(format!("claims {sections} sections; its header is damaged"));
        }
        let mut directory = BTreeMap::new();
        for i in 0..sections {
            let at = HEADER + i * ENTRY;
            let entry = bytes.get(at..at + ENTRY).ok_or_else(short)?;
            let name = entry.get(..16).unwrap_or_default();
            let name = String::from_utf8_lossy(name).trim_end_matches('\0').to_owned();
            let kind = number(entry, 16).ok_or_else(short)?;
            let (start, length) = (long(entry, 24).ok_or_else(short)?, long(entry, 32).ok_or_else(short)?);
            let end = start.checked_add(length).filter(|end| *end <= bytes.len()).ok_or_else(|| {
                format!("ends within its section `{name}` ({} bytes); it is truncated", bytes.len())
            })?;
            directory.insert(name, (kind, start..end));
        }
        Ok(Self { header, bytes, sections: directory })
    }

    fn section(&self, name: &str, kind: u32) -> Result<Range<usize>, String> {
        match self.sections.get(name) {
            Some((found, range)) if *found == kind => Ok(range.clone()),
            Some(_) => Err(format!("section `{name}` is of another kind; the file is damaged")),
            None => Err(format!("has no section `{name}`")),
        }
    }

    /// A section of bytes.
    pub(super) fn raw(&self, name: &str) -> Result<&'a [u8], String> {
        self.section(name, RAW).map(|range| self.bytes.get(range).unwrap_or_default())
    }

    /// A section of `many` numbers.
    pub(super) fn floats(&self, name: &str, many: usize) -> Result<Vec<f32>, String> {
        let bytes = self.bytes.get(self.section(name, FLOATS)?).unwrap_or_default();
        let (numbers, rest) = bytes.as_chunks::<4>();
        if numbers.len() != many || !rest.is_empty() {
            return Err(format!("section `{name}` holds {} bytes; {} expected", bytes.len(), many * 4));
        }
        Ok(numbers.iter().map(|x| f32::from_le_bytes(*x)).collect())
    }

    /// Where a section of 4-bit blocks is: `rows` rows of `columns` weights.
    pub(super) fn nibbles(&self, name: &str, rows: usize, columns: usize) -> Result<Range<usize>, String> {
        self.packed(name, NIBBLES, rows * nibble_row(columns))
    }

    /// Where a section of 2-bit blocks is: `rows` rows of `columns` weights.
    pub(super) fn pairs(&self, name: &str, rows: usize, columns: usize) -> Result<Range<usize>, String> {
        self.packed(name, PAIRS, rows * pair_row(columns))
    }

    fn packed(&self, name: &str, kind: u32, want: usize) -> Result<Range<usize>, String> {
        let range = self.section(name, kind)?;
        if range.len() != want {
            return Err(format!("section `{name}` holds {} bytes; {want} expected", range.len()));
        }
        Ok(range)
    }
}

impl Header {
    fn check(self) -> Result<(), String> {
        let sizes = [self.hidden, self.layers, self.heads, self.inner, self.positions, self.pieces];
        let fits = sizes.iter().all(|n| (1..=MOST).contains(n))
            && self.hidden.is_multiple_of(PAIR_BLOCK)
            && self.inner.is_multiple_of(PAIR_BLOCK)
            && self.hidden.is_multiple_of(self.heads)
            && self.positions > 8
            && self.rules <= MOST
            && [self.begin, self.end, self.unknown].iter().all(|id| (*id as usize) < self.pieces)
            && self.epsilon.is_finite();
        if fits { Ok(()) } else { Err(format!("states impossible sizes ({self:?}); its header is damaged")) }
    }
}

/// Weights of a 4-bit block, and its bytes: a half-precision scale, then two weights a byte.
const NIBBLE_BLOCK: usize = 32;
const NIBBLE_BYTES: usize = 2 + NIBBLE_BLOCK / 2;

/// Weights of a 2-bit block, and its bytes: a half-precision step, then four weights a byte.
const PAIR_BLOCK: usize = 128;
const PAIR_BYTES: usize = 2 + PAIR_BLOCK / 4;

/// Bytes of a row of `columns` 4-bit weights.
pub(super) fn nibble_row(columns: usize) -> usize {
    columns / NIBBLE_BLOCK * NIBBLE_BYTES
}

/// Bytes of a row of `columns` 2-bit weights.
pub(super) fn pair_row(columns: usize) -> usize {
    columns / PAIR_BLOCK * PAIR_BYTES
}

/// Unpacks a row of 4-bit blocks (`Q4_0` of GGUF): weight = scale × (nibble - 8); low nibbles come first.
pub(super) fn unpack_nibbles(blocks: &[u8], row: &mut [f32]) {
    for (block, to) in blocks.chunks_exact(NIBBLE_BYTES).zip(row.chunks_exact_mut(NIBBLE_BLOCK)) {
        let (scale, nibbles) = block.split_at(2);
        let scale = half(u16::from_le_bytes([scale[0], scale[1]]));
        let (low, high) = to.split_at_mut(NIBBLE_BLOCK / 2);
        for ((pair, low), high) in nibbles.iter().zip(low).zip(high) {
            *low = scale * (f32::from(pair & 15) - 8.0);
            *high = scale * (f32::from(pair >> 4) - 8.0);
        }
    }
}

/// Unpacks a row of 2-bit blocks: weight = step × (code - 1.5); byte j holds weights j, j + 32, j + 64, j + 96.
pub(super) fn unpack_pairs(blocks: &[u8], row: &mut [f32]) {
    for (block, to) in blocks.chunks_exact(PAIR_BYTES).zip(row.chunks_exact_mut(PAIR_BLOCK)) {
        let (step, codes) = block.split_at(2);
        let step = half(u16::from_le_bytes([step[0], step[1]]));
        for (quarter, to) in to.chunks_exact_mut(PAIR_BLOCK / 4).enumerate() {
            for (byte, to) in codes.iter().zip(to) {
                *to = step * (f32::from(byte >> (2 * quarter) & 3) - 1.5);
            }
        }
    }
}

/// Half precision to single.
pub(super) fn half(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let magnitude = u32::from(bits & 0x7FFF);
    // Exponent and mantissa moved into place; the product mends the bias and makes subnormals right.
    let scaled = f32::from_bits(magnitude << 13) * f32::from_bits(0x7780_0000);
    let scaled = if magnitude >= 0x7C00 { f32::from_bits(0x7F80_0000 | magnitude << 13) } else { scaled };
    f32::from_bits(scaled.to_bits() | sign)
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // what is read must be exact
mod tests {
    use super::*;

    #[test]
    fn half_precision_is_read_right() {
        for (bits, want) in [
            (0x3C00, 1.0),
            (0xC000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0x03FF, 6.097_555e-5),
            (0x7BFF, 65504.0),
            (0x0000, 0.0),
        ] {
            assert_eq!(half(bits), want, "{bits:#x}");
        }
        assert!(half(0x7C00).is_infinite() && half(0x7E00).is_nan());
    }

    #[test]
    fn blocks_unpack_low_nibbles_first() {
        let mut block = vec![0x00, 0x40];
        block.extend((0..16_u8).map(|i| i | (15 - i) << 4));
        let mut row = [0.0; 32];
        unpack_nibbles(&block, &mut row);
        assert_eq!(row[0], -16.0);
        assert_eq!(row[15], 14.0);
        assert_eq!(row[16], 14.0);
        assert_eq!(row[31], -16.0);
    }

    #[test]
    fn pairs_unpack_a_quarter_of_the_block_at_a_time() {
        let mut block = vec![0x00, 0x40];
        block.extend([0b11_10_01_00; 32]);
        let mut row = [0.0; 128];
        unpack_pairs(&block, &mut row);
        assert_eq!([row[0], row[31], row[32], row[64], row[127]], [-3.0, -3.0, -1.0, 1.0, 3.0]);
    }

    #[test]
    fn what_is_no_model_is_named() {
        assert!(File::read(b"").is_err_and(|e| e.contains("not a transdrift model")));
        assert!(File::read(b"TDM1").is_err_and(|e| e.contains("truncated")));
        let mut huge = MAGIC.to_vec();
        huge.extend([0xFF; 200]);
        assert!(File::read(&huge).is_err_and(|e| e.contains("damaged")));
    }
}

//! Where something stands in the user's file: what editors and code review tools point at.

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line, counted from 1. Lines end with `\n`; a `\r` before it belongs to the line end.
    pub line: usize,
    /// Column, counted from 1, in Unicode code points.
    pub column: usize,
}

impl Place {
    /// The first character of a file.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place reached from here by reading `text`.
    #[must_use]
    pub fn after(self, text: &str) -> Self {
        let lines = text.bytes().filter(|b| *b == b'\n').count();
        let last = text.rsplit_once('\n').map_or(text, |(_, last)| last);
        let columns = last.chars().count();
        if lines == 0 {
            Self { line: self.line, column: self.column + columns }
        } else {
            Self { line: self.line + lines, column: columns + 1 }
        }
    }
}

/// How a document's text lies in the file it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SourceMap {
    /// The text is the file's text.
    #[default]
    Same,
    /// The text was taken from the file piece by piece: each piece stands there character by character.
    /// Pieces ascend by their place in the text, and the last one at or before a byte covers it.
    Pieces(Vec<Piece>),
    /// The whole text is on one line of the file, as in JSONL; columns are not known.
    Line(usize),
    /// The pieces' lines are known, as for the blocks of an HTML page; columns are not.
    Lines(Vec<Piece>),
}

/// One piece of [`SourceMap::Pieces`] or [`SourceMap::Lines`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// First byte in the document's text.
    pub start: usize,
    /// Where that byte stands in the file.
    pub place: Place,
}

impl SourceMap {
    /// Where byte `at` of `text` stands in the file; `None` when that is not known or `at` is not on a
    /// character boundary of `text`. Takes time in proportion to the text read up to there.
    #[must_use]
    pub fn place(&self, text: &str, at: usize) -> Option<Place> {
        match self {
            Self::Same => Some(Place::START.after(text.get(..at)?)),
            Self::Pieces(pieces) => {
                let index = pieces.partition_point(|piece| piece.start <= at).checked_sub(1)?;
                let piece = pieces.get(index)?;
                Some(piece.place.after(text.get(piece.start..at)?))
            }
            Self::Line(line) => Some(Place { line: *line, column: 1 }),
            Self::Lines(pieces) => {
                let index = pieces.partition_point(|piece| piece.start <= at).checked_sub(1)?;
                pieces.get(index).map(|piece| piece.place)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points_and_lines_end_with_line_feeds() {
        let text = "één\r\ntwee\n";
        let at = |byte| SourceMap::Same.place(text, byte).map(|p| (p.line, p.column));
        assert_eq!(at(0), Some((1, 1)));
        assert_eq!(at("é".len()), Some((1, 2)));
        assert_eq!(at(1), None, "within a character");
        assert_eq!(at("één\r\nt".len()), Some((2, 2)));
        assert_eq!(at(text.len()), Some((3, 1)));
    }

    #[test]
    fn pieces_are_read_on_from_their_own_place() {
        let text = "Titleone\ntwo";
        let map = SourceMap::Pieces(vec![
            Piece { start: 0, place: Place { line: 1, column: 3 } },
            Piece { start: 5, place: Place { line: 4, column: 1 } },
        ]);
        assert_eq!(map.place(text, 2), Some(Place { line: 1, column: 5 }));
        assert_eq!(map.place(text, 5), Some(Place { line: 4, column: 1 }));
        assert_eq!(map.place(text, 9), Some(Place { line: 5, column: 1 }));
        assert_eq!(SourceMap::Pieces(Vec::new()).place(text, 0), None);
    }
}

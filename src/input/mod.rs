//! The only reader of user files: bytes to [`Document`], a file per format.

//! A sink that knows the digest of what went through it.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::outputs::OutputRecord;

/// Writes on and keeps count.
#[derive(Debug)]
pub struct Digesting<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Digesting<W> {
    /// A sink that writes to `inner`.
    pub fn new(inner: W) -> Self {
        Digesting { inner, hash: Sha256::new(), bytes: 0 }
    }

    /// What was written to, and the hash of it so far.
    pub fn into_parts(self) -> (W, Sha256) {
        (self.inner, self.hash)
    }

    /// What was written to, and the record of it under that name.
    pub fn finish(self, name: &str) -> (W, OutputRecord) {
        let record =
            OutputRecord { file: name.to_owned(), sha256: hex(self.hash), bytes: self.bytes };
        (self.inner, record)
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A digest as 64 lower-case hexadecimal digits.
pub(super) fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

//! A file that appears when it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;

use super::StoreError;
use super::run::sync_folder;

/// A file under a temporary name, to be written piece by piece; it is taken away again unless it
/// is published.
#[derive(Debug)]
pub struct PartFile {
    file: Option<BufWriter<File>>,
    part: PathBuf,
    path: PathBuf,
}

impl PartFile {
    /// Begin a file that is to stand at that path.
    pub(super) fn new(path: PathBuf) -> Result<Self, StoreError> {
        let name = path.file_name().map_or("", |name| name.to_str().unwrap_or("")).to_owned();
        let own = process::id();
        // Two machines that share a disk may have processes of one number: making it is the test.
        for number in 1u32.. {
            let more = if number == 1 { String::new() } else { format!("-{number}") };
            let part = path.with_file_name(format!(".{name}.{own}{more}.part"));
            match File::create_new(&part) {
                Ok(file) => return Ok(PartFile { file: Some(BufWriter::new(file)), part, path }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(StoreError::of(&path, error)),
            }
        }
        Err(StoreError::Exists { path })
    }

    /// Where it is to stand.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Write its bytes.
    pub(super) fn fill(
        &mut self,
        body: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<(), StoreError> {
        match &mut self.file {
            Some(file) => body(file).map_err(|error| StoreError::of(&self.path, error)),
            None => Ok(()),
        }
    }

    /// See it onto the disk and give it its name, in place of one of that name.
    ///
    /// # Errors
    /// If the system refuses; then no part of it is left.
    pub fn publish(mut self) -> Result<(), StoreError> {
        let published = self.finish();
        published.map_err(|error| StoreError::of(&self.path, error))?;
        if let Some(folder) = self.path.parent() {
            sync_folder(folder);
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        if self.path.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        fs::rename(&self.part, &self.path)
    }
}

impl Write for PartFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        // Published, there is nothing under this name; of a failed attempt nothing is of use.
        let _ = fs::remove_file(&self.part);
    }
}

//! A stream cut into runs of whole lines.

use std::io::{self, Read};

use crate::secret::Wiped;

/// The longest line that is read, in bytes: 1 MiB, some hundred times an ordinary response.
pub const LINE_BYTES: usize = 1 << 20;

/// How much is read at once, in bytes.
const READ: usize = 1 << 15;

/// Part of a stream.
#[derive(Debug)]
pub enum Chunk {
    /// Whole lines, one after another.
    Lines {
        /// The number of the first line, from 1.
        first: u64,
        /// Their text. Holds keys: wiped when dropped.
        bytes: Wiped<Vec<u8>>,
    },
    /// A line longer than [`LINE_BYTES`], which was passed over.
    TooLong {
        /// Its number, from 1.
        line: u64,
    },
}

impl Chunk {
    /// The lines with their numbers, without line ends; blank ones are left out.
    pub fn lines(first: u64, bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
        let mut start = 0;
        let ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
        let lines = ends.map(move |end| &bytes[std::mem::replace(&mut start, end + 1)..end]);
        (first..)
            .zip(lines)
            .filter(|(_, line)| !line.trim_ascii().is_empty())
    }
}

/// Reads a stream to its end, a chunk at a time. Lines go on as soon as they have come, so that a slow
/// writer at the other end of a pipe gets its answers.
#[derive(Debug)]
pub struct Lines<R> {
    from: R,
    /// What was read behind the last line end.
    rest: Wiped<Vec<u8>>,
    /// How much of that holds no line end.
    searched: usize,
    /// Lines that were handed out.
    passed: u64,
    /// Inside of a line that is too long.
    skipping: bool,
    done: bool,
}

impl<R: Read> Lines<R> {
    /// A reader at the start of a stream.
    pub fn new(from: R) -> Self {
        Self {
            from,
            rest: Wiped::default(),
            searched: 0,
            passed: 0,
            skipping: false,
            done: false,
        }
    }

    /// Reads on, unless something is left to look at; `Ok(None)` where no line is complete.
    fn step(&mut self) -> io::Result<Option<Chunk>> {
        if self.searched == self.rest.len() && !self.read()? {
            self.done = true;
            return Ok(self.last());
        }
        let fresh = &self.rest[self.searched..];
        if self.skipping {
            let end = memchr::memchr(b'\n', fresh);
            let passed = end.map_or(fresh.len(), |end| end + 1);
            self.rest.drain(..passed);
            self.skipping = end.is_none();
            return Ok(end.map(|_| {
                self.passed += 1;
                Chunk::TooLong { line: self.passed }
            }));
        }
        let Some(end) = memchr::memrchr(b'\n', fresh) else {
            self.searched = self.rest.len();
            if self.rest.len() > LINE_BYTES {
                self.skipping = true;
                self.searched = 0;
                self.rest.wipe();
            }
            return Ok(None);
        };
        let end = self.searched + end + 1;
        let tail = Wiped::new(self.rest[end..].to_vec());
        self.searched = tail.len();
        self.rest.truncate(end);
        let mut lines = std::mem::replace(&mut self.rest, tail);
        // A buffer that grew for a long line is twice as long, and many wait in the queues.
        if lines.len() > 2 * READ {
            lines = Wiped::new(lines.to_vec());
        }
        Ok(Some(self.chunk(lines)))
    }

    /// Adds what has come to the rest; false at the end of the stream.
    fn read(&mut self) -> io::Result<bool> {
        let before = self.rest.len();
        self.rest.make_room(READ);
        self.rest.resize(before + READ, 0);
        loop {
            let read = self.from.read(&mut self.rest[before..]);
            match read {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(read) => {
                    self.rest.truncate(before + read);
                    return Ok(read > 0);
                }
                Err(error) => {
                    self.done = true;
                    return Err(error);
                }
            }
        }
    }

    /// The last line may have no line end.
    fn last(&mut self) -> Option<Chunk> {
        if self.skipping {
            return Some(Chunk::TooLong {
                line: self.passed + 1,
            });
        }
        let rest = std::mem::take(&mut self.rest);
        (!rest.is_empty()).then(|| self.chunk(rest))
    }

    fn chunk(&mut self, bytes: Wiped<Vec<u8>>) -> Chunk {
        let first = self.passed + 1;
        self.passed += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        Chunk::Lines { first, bytes }
    }
}

impl<R: Read> Iterator for Lines<R> {
    type Item = io::Result<Chunk>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.step() {
                Ok(Some(chunk)) => return Some(Ok(chunk)),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Drip<'b>(&'b [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let take = self.1.min(self.0.len()).min(buffer.len());
            buffer[..take].copy_from_slice(&self.0[..take]);
            self.0 = &self.0[take..];
            Ok(take)
        }
    }

    fn read(text: &[u8], step: usize) -> Vec<(u64, String)> {
        let mut all = Vec::new();
        for chunk in Lines::new(Drip(text, step)) {
            match chunk.unwrap() {
                Chunk::Lines { first, bytes } => all.extend(
                    Chunk::lines(first, &bytes)
                        .map(|(n, line)| (n, String::from_utf8(line.to_vec()).unwrap())),
                ),
                Chunk::TooLong { line } => all.push((line, "too long".to_owned())),
            }
        }
        all
    }

    #[test]
    fn lines_keep_their_numbers_however_they_come() {
        let text = b"a\n\nbc\r\n  \nd";
        let wanted = [(1, "a"), (3, "bc\r"), (5, "d")].map(|(n, line)| (n, line.to_owned()));
        for step in [1, 2, 3, 100] {
            assert_eq!(read(text, step), wanted, "{step}");
        }
        assert_eq!(read(b"", 1), []);
        assert_eq!(read(b"\n\n", 1), []);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let long = "x".repeat(LINE_BYTES + READ + 7);
        let text = format!("a\n{long}\nb\n{long}");
        for step in [READ / 2 + 1, usize::MAX] {
            let wanted = [(1, "a"), (2, "too long"), (3, "b"), (4, "too long")];
            assert_eq!(
                read(text.as_bytes(), step),
                wanted.map(|(n, line)| (n, line.to_owned()))
            );
        }
    }

    #[test]
    fn the_buffer_does_not_grow_with_a_line() {
        let text = vec![b'x'; 16 * LINE_BYTES];
        let mut lines = Lines::new(&text[..]);
        assert!(matches!(lines.next(), Some(Ok(Chunk::TooLong { line: 1 }))));
        assert!(lines.rest.capacity() <= 4 * LINE_BYTES);
    }
}

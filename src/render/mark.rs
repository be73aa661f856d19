//! What stands in the place of a key while a text is laid out: a character of a plane for private use, which no value of a
//! context holds.

/// The first mark: a plane for private use. Values of the context hold none ([`without_marks`]).
const FIRST: u32 = 0x10_0000;
/// As many as the plane has, without the last: it stands for another thing ([`super::unasked`]).
const MARKS: u32 = 0xFFFD;
/// The first byte of every mark in UTF-8.
pub(super) const LEAD: u8 = 0xF4;

/// The mark of a key, by its number.
pub(super) fn of(number: u32) -> char {
    char::from_u32(FIRST + number).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// A line as it may be told: a word in the place of the key.
pub(super) fn hidden(line: &str) -> String {
    line.replace(is_mark, "KEY")
}

/// Whether a text holds the mark of a key.
pub(super) fn has_mark(text: &str) -> bool {
    marks(text).next().is_some()
}

/// Whether a text holds the mark of a pre-shared key.
pub(super) fn has_psk(text: &str) -> bool {
    marks(text).any(|(_, mark)| place(mark).is_some_and(|place| place.is_multiple_of(2)))
}

/// Where a byte stands in a text.
pub(super) fn places_of(byte: u8, text: &str) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + find(byte, text.as_bytes().get(from..)?)?;
        from = start + 1;
        Some(start)
    })
}

/// Finds a byte by what every processor of the kind can do. Asking one what else it can do costs a short run more than that
/// saves: in a virtual machine the host answers.
#[cfg(target_arch = "x86_64")]
pub(super) fn find(byte: u8, bytes: &[u8]) -> Option<usize> {
    match memchr::arch::x86_64::sse2::memchr::One::new(byte) {
        Some(search) => search.find(bytes),
        None => memchr::memchr(byte, bytes),
    }
}

/// Finds a byte.
#[cfg(not(target_arch = "x86_64"))]
pub(super) fn find(byte: u8, bytes: &[u8]) -> Option<usize> {
    memchr::memchr(byte, bytes)
}

/// Where the marks of a text are. Only characters of the mark's plane begin with its first byte, so the text
/// between them is searched, not read.
pub(super) fn marks(text: &str) -> impl Iterator<Item = (usize, char)> {
    places_of(LEAD, text).filter_map(|start| {
        let c = text.get(start..)?.chars().next()?;
        is_mark(c).then_some((start, c))
    })
}

pub(super) fn is_mark(c: char) -> bool {
    place(c).is_some()
}

pub(super) fn place(c: char) -> Option<u32> {
    u32::from(c)
        .checked_sub(FIRST)
        .filter(|place| *place < MARKS)
}

/// A text without marks, for messages and for values that the engine is given.
pub(super) fn without_marks(text: &str) -> String {
    text.replace(is_mark, "<key>")
}

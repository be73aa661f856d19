pub mod condition;
pub mod manifest;
pub mod quoting;
pub mod version;
pub mod words;

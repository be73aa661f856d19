//! The bundled responses of `examples/`: invented keys, documentation addresses.

/// A bundled response.
#[derive(Debug)]
pub struct Example {
    /// The file's name without its extension.
    pub name: &'static str,
    /// True for XML.
    pub xml: bool,
    /// The response.
    pub text: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// The text of an example.
pub fn find(name: &str, xml: bool) -> Option<&'static str> {
    ALL.iter()
        .find(|example| example.name == name && example.xml == xml)
        .map(|example| example.text)
}

//! Whether a file is what its form says, by a real parser of that form. For the check of targets and for tests; nothing
//! is rendered differently because of it.
//!
//! JSON is always read; HCL, XML and YAML with the feature `parsers`. Lines, Markdown and scripts have no parser here.

use crate::targets::Form;

/// Reads a text as its form.
///
/// # Errors
///
/// What the parser says, in one line. It may quote the text.
pub fn check(form: Form, text: &str) -> Result<(), String> {
    match form {
        Form::Json => serde_json::from_str::<serde::de::IgnoredAny>(text)
            .map(|_| ())
            .map_err(|error| error.to_string()),
        #[cfg(feature = "parsers")]
        Form::Hcl => hcl(text),
        #[cfg(feature = "parsers")]
        Form::Xml => xml(text),
        #[cfg(feature = "parsers")]
        Form::Yaml => yaml(text),
        // Without a parser nothing can be said.
        #[cfg(not(feature = "parsers"))]
        Form::Hcl | Form::Xml | Form::Yaml => Ok(()),
        Form::Lines | Form::Shell | Form::Powershell | Form::Markdown => Ok(()),
    }
    .map_err(|what| format!("is not {}: {}", form.word(), in_one_line(&what)))
}

fn in_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

#[cfg(feature = "parsers")]
fn hcl(text: &str) -> Result<(), String> {
    hcl_edit::parser::parse_body(text)
        .map(|_| ())
        .map_err(|error| error.to_string())
}

#[cfg(feature = "parsers")]
fn xml(text: &str) -> Result<(), String> {
    roxmltree::Document::parse(text)
        .map(|_| ())
        .map_err(|error| error.to_string())
}

#[cfg(feature = "parsers")]
fn yaml(text: &str) -> Result<(), String> {
    for event in saphyr_parser::Parser::new_from_str(text) {
        event.map_err(|error| error.to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_parser_takes_its_form_and_nothing_else() {
        for (form, good, bad) in [
            (Form::Json, "{\"a\": [1]}", "{\"a\": [1,]}"),
            (
                Form::Hcl,
                "a \"b\" {\n  c = \"$${d}\"\n}\n",
                "a \"b\" {\n  c = \"x\"y\"\n}\n",
            ),
            (
                Form::Xml,
                "<?xml version=\"1.0\"?>\n<a b=\"&amp;\"/>",
                "<a b=\"&\"/>",
            ),
            (Form::Yaml, "a:\n  - \"b\"\n", "a: \"b\"c\n"),
        ] {
            assert_eq!(check(form, good), Ok(()));
            let error = check(form, bad).unwrap_err();
            assert!(
                error.starts_with(&format!("is not {}: ", form.word())),
                "{error}"
            );
        }
    }
}

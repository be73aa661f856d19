//! `render --ask`: on a terminal, asks for what is missing, and says which line would do the same.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _, Write};

use crate::cli::exit::Failure;
use crate::cli::setup::Setup;
use crate::cli::{language, output};
use crate::connection::Reading;
use crate::plan::Cause;
use crate::shell;
use crate::targets::InputSpec;
use crate::targets::description::kind_in_words;

/// Asks for every input that these connections lack, and takes the answers among the values.
pub(super) fn for_missing(setup: &mut Setup, readings: &[Reading]) -> Result<(), Failure> {
    if !io::stderr().is_terminal() {
        return Err(Failure::Usage(
            "--ask needs a terminal; `peerconf values TARGET RESPONSE` writes a file to fill in"
                .to_owned(),
        ));
    }
    // Standard input may be the response.
    let terminal = File::open("/dev/tty")
        .map_err(|error| Failure::Usage(format!("--ask: the terminal cannot be read: {error}")))?;
    let mut answers = Answers {
        from: BufReader::new(terminal),
        to: io::stderr(),
    };
    let mut asked: Vec<(String, Option<String>)> = Vec::new();
    // An answer may make another input necessary.
    loop {
        let missing = missing(setup, readings)?;
        let Some(spec) = missing
            .iter()
            .find(|spec| !asked.iter().any(|(name, _)| *name == spec.name))
        else {
            break;
        };
        let value = answers
            .ask(spec)
            .map_err(|error| Failure::Usage(format!("--ask: {error}")))?;
        if let Some(value) = &value {
            setup.kit.inputs.set(&format!("{}={value}", spec.name))?;
        }
        asked.push((spec.name.clone(), value));
    }
    let given = asked.iter().filter_map(|(name, value)| {
        value
            .as_ref()
            .map(|value| format!("--set {}", shell::word(&format!("{name}={value}"))))
    });
    let given: Vec<String> = given.collect();
    if !given.is_empty() {
        output::stderr_styled(&format!("The same without questions: {}\n\n", line(&given)));
    }
    Ok(())
}

/// The inputs that have no value.
fn missing(setup: &Setup, readings: &[Reading]) -> Result<Vec<InputSpec>, Failure> {
    let mut specs: Vec<InputSpec> = Vec::new();
    for reading in readings {
        let case = setup.case(reading)?;
        for device in &case.devices {
            let Some(plan) = device.plan() else { continue };
            let of_inputs = plan.missing.iter().filter(|one| one.cause == Cause::Input);
            for one in of_inputs {
                let spec = device.target.inputs.iter().find(|s| s.name == one.name);
                if let Some(spec) = spec.filter(|spec| !specs.iter().any(|s| s.name == spec.name)) {
                    specs.push(spec.clone());
                }
            }
        }
    }
    Ok(specs)
}

/// The command as it was typed, with the answers in the place of the questions.
fn line(given: &[String]) -> String {
    let typed = std::env::args_os().skip(1);
    let typed = typed.map(|word| word.to_string_lossy().into_owned());
    let words = typed
        .filter(|word| word != "--ask")
        .map(|word| shell::word(&word));
    let mut words: Vec<String> = std::iter::once("peerconf".to_owned())
        .chain(words)
        .collect();
    words.extend_from_slice(given);
    words.join(" ")
}

/// Questions and answers.
struct Answers<R, W> {
    from: R,
    to: W,
}

impl<R: BufRead, W: Write> Answers<R, W> {
    /// The value that was typed, once it fits; `None` where nothing was.
    fn ask(&mut self, spec: &InputSpec) -> io::Result<Option<String>> {
        writeln!(self.to, "{}: {}", spec.name, spec.help)?;
        let (kind, sample) = (kind_in_words(spec, language::lang()), spec.sample());
        loop {
            write!(
                self.to,
                "  ({kind}, for instance {sample}; nothing leaves a marker)\n> "
            )?;
            self.to.flush()?;
            let mut answer = String::new();
            if self.from.read_line(&mut answer)? == 0 {
                return Err(io::Error::other("the terminal was closed"));
            }
            let answer = answer.trim();
            if answer.is_empty() {
                return Ok(None);
            }
            match spec.check(answer) {
                Ok(_) => return Ok(Some(answer.to_owned())),
                Err(error) => writeln!(self.to, "  {error}")?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number() -> InputSpec {
        toml::from_str(
            "name = \"unit\"\ntype = \"number\"\nmin = 1\nmax = 9\nhelp = \"the number of the tunnel\"",
        )
        .unwrap()
    }

    fn asked(typed: &str) -> (Option<String>, String) {
        let mut answers = Answers {
            from: typed.as_bytes(),
            to: Vec::new(),
        };
        let value = answers.ask(&number()).unwrap();
        (value, String::from_utf8(answers.to).unwrap())
    }

    #[test]
    fn an_answer_is_checked_at_once() {
        let (value, told) = asked("12\nx\n7\n");
        assert_eq!(value.as_deref(), Some("7"));
        assert!(told.contains("unit: the number of the tunnel"), "{told}");
        assert_eq!(told.matches("does not fit").count(), 2, "{told}");
    }

    #[test]
    fn nothing_leaves_a_marker() {
        assert_eq!(asked("\n").0, None);
    }
}

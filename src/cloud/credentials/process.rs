//! Runs the program that a profile of mode `External` names, without a shell.

use std::{
    io::{self, Read},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// The most that a program may say, in bytes.
const LONGEST: u64 = 1024 * 1024;

/// How often the end of a program is looked for.
const INTERVAL: Duration = Duration::from_millis(10);

/// Splits a command line into words as a POSIX shell does, without expanding anything: blanks separate,
/// `'…'` takes everything literally, `"…"` keeps blanks, a backslash takes the next character
/// literally (within `"…"` only before `"`, `\`, `$` and a back quote). `None` where a quote does not
/// end or there is no word.
pub(super) fn split(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match rest.next()? {
                        '\'' => break,
                        c => word.push(c),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match rest.next()? {
                        '"' => break,
                        '\\' if rest.peek().is_some_and(|next| "\"\\$`".contains(*next)) => {
                            word.extend(rest.next());
                        }
                        c => word.push(c),
                    }
                }
            }
            '\\' if cfg!(not(windows)) => word.get_or_insert_default().push(rest.next()?),
            c if c.is_whitespace() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
        .first()
        .is_some_and(|program| !program.is_empty())
        .then_some(words)
}

/// The standard output of a program that ended well in time. Its standard error is the user's to see.
pub(super) fn output(command: &[String], timeout: Duration) -> io::Result<Vec<u8>> {
    let (program, arguments) = command
        .split_first()
        .ok_or_else(|| io::Error::other("no program"))?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let deadline = Instant::now() + timeout;
    let outcome = collect(&mut child, deadline);
    if outcome.is_err() {
        // It may have ended by itself meanwhile; either way it must not stay behind.
        let _ = child.kill();
        let _ = child.wait();
    }
    outcome
}

/// Reads in a thread of its own, because a program's children can keep its output open.
fn collect(child: &mut Child, deadline: Instant) -> io::Result<Vec<u8>> {
    let stdout = child
        .stdout
        .take()
        .ok_or_else(|| io::Error::other("no standard output"))?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        let read = stdout.take(LONGEST).read_to_end(&mut text);
        // Nobody listens any more when the time is over.
        let _ = sender.send(read.map(|_| text));
    });
    let left = deadline.saturating_duration_since(Instant::now());
    let text = receiver.recv_timeout(left).map_err(|_| late())??;
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(text),
            Some(status) => return Err(io::Error::other(status.to_string())),
            None if Instant::now() >= deadline => return Err(late()),
            None => thread::sleep(INTERVAL),
        }
    }
}

fn late() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "it did not end in time")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        split(line).unwrap()
    }

    #[test]
    fn words_are_split_like_a_shell_does() {
        assert_eq!(words("  tool  --a b "), ["tool", "--a", "b"]);
        assert_eq!(
            words(r#"'/opt/my tool' "a b" c\ d"#),
            ["/opt/my tool", "a b", "c d"]
        );
        assert_eq!(words(r#"t "" '' x"y"'z'"#), ["t", "", "", "xyz"]);
        assert_eq!(words(r#"t "\"\\\n\$" '\n'"#), ["t", r#""\\n$"#, r"\n"]);
        assert_eq!(words("t $HOME;rm *"), ["t", "$HOME;rm", "*"]);
    }

    #[test]
    fn what_cannot_be_split() {
        for line in ["", "  ", "t 'a", "t \"a", "t \\", "'' t"] {
            assert_eq!(split(line), None, "{line:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn quoted_words_come_back(all in proptest::collection::vec("[^']{0,12}", 1..6)) {
            let mut all = all;
            all[0].insert(0, 'p');
            let line: Vec<_> = all.iter().map(|word| format!("'{word}'")).collect();
            proptest::prop_assert_eq!(split(&line.join(" ")), Some(all));
        }

        #[test]
        fn no_line_is_too_strange(line in ".*") {
            let _ = split(&line);
        }
    }

    #[cfg(unix)]
    mod programs {
        use super::*;

        fn run(line: &str) -> io::Result<Vec<u8>> {
            output(&words(line), Duration::from_secs(5))
        }

        #[test]
        fn output_is_returned() {
            assert_eq!(run("printf 'a b'").unwrap(), b"a b");
        }

        #[test]
        fn failure_and_absence_are_errors() {
            assert!(
                run("false")
                    .unwrap_err()
                    .to_string()
                    .contains("exit status: 1")
            );
            assert_eq!(
                run("/nowhere/at/all").unwrap_err().kind(),
                io::ErrorKind::NotFound
            );
        }

        #[test]
        fn a_program_that_does_not_end_is_stopped() {
            let before = Instant::now();
            let error = output(&words("sleep 30"), Duration::from_millis(50)).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
            assert!(before.elapsed() < Duration::from_secs(10));
        }
    }
}

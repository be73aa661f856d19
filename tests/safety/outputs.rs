//! Where `-o` leads to: modes, links, pipes, devices, no space.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{lines, peerconf, tree};

const RESPONSE: &str = "tests/fixtures/single-ikev2.json";

fn render(target: &str, out: &Path, more: &[&str]) -> Output {
    peerconf()
        .args(["render", "-t", target, RESPONSE, "-o"])
        .arg(out)
        .args(more)
        .output()
        .unwrap()
}

/// The program, started by a shell that does something before.
fn after(script: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("{script}; exec \"$@\""), "sh"])
        .arg(env!("CARGO_BIN_EXE_peerconf"));
    command
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_umask_counts_where_no_key_is() {
    let temporary = tempfile::tempdir().unwrap();
    let response: serde_json::Value = serde_json::from_slice(&fs::read(RESPONSE).unwrap()).unwrap();
    let key = response["VpnConnectionConfig"]["IkeConfig"]["Psk"]
        .as_str()
        .unwrap();
    // As this target writes it.
    let written = STANDARD.encode(key);
    for (umask, open, program) in [
        ("022", 0o644, 0o755),
        ("027", 0o640, 0o750),
        ("077", 0o600, 0o700),
    ] {
        let folder = temporary.path().join(umask);
        let out = folder.to_str().unwrap();
        let folder_text = format!("{out}/");
        let args = [
            "render",
            "-t",
            "strongswan/swanctl",
            RESPONSE,
            "-o",
            &folder_text,
        ];
        let set = ["--set", "wan_interface=eth0"];
        let output = after(&format!("umask {umask}"))
            .args(args)
            .args(set)
            .output()
            .unwrap();
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let ticket = folder.join("ticket.md");
        let output = after(&format!("umask {umask}"))
            .args(["ticket", "-t", "strongswan", RESPONSE, "-o"])
            .arg(&ticket)
            .args(set)
            .output()
            .unwrap();
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(mode(&ticket), open, "{umask}");

        let mut modes: Vec<u32> = Vec::new();
        for (path, text) in tree(&folder) {
            let path = folder.join(path);
            let holds_key = text
                .windows(written.len())
                .any(|part| part == written.as_bytes());
            let wanted: &[u32] = if holds_key {
                &[0o600]
            } else {
                &[open, program]
            };
            assert!(wanted.contains(&mode(&path)), "{umask}: {}", path.display());
            modes.push(mode(&path));
        }
        for wanted in [0o600, open, program] {
            assert!(
                modes.contains(&wanted),
                "{umask}: no file with mode {wanted:o}"
            );
        }
    }
}

#[test]
fn a_pipe_is_written_to_and_stays_one() {
    let temporary = tempfile::tempdir().unwrap();
    let pipe = temporary.path().join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let wanted = peerconf()
        .args(["render", "-t", "asa", RESPONSE])
        .output()
        .unwrap();
    for more in [&[][..], &["--force"]] {
        let from = pipe.clone();
        let reader = thread::spawn(move || {
            let mut text = Vec::new();
            fs::File::open(from)
                .unwrap()
                .read_to_end(&mut text)
                .unwrap();
            text
        });
        let output = render("asa", &pipe, more);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert!(reader.join().unwrap() == wanted.stdout);
        assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
    }
}

/// A device of its own where the user may make one: root could damage the real one.
fn device(folder: &Path, name: &str, minor: &str) -> PathBuf {
    let path = folder.join(name);
    let made = Command::new("mknod")
        .arg(&path)
        .args(["c", "1", minor])
        .output()
        .unwrap();
    let works = made.status.success() && fs::OpenOptions::new().write(true).open(&path).is_ok();
    if works {
        path
    } else {
        Path::new("/dev").join(name)
    }
}

#[test]
fn a_device_is_written_to_and_stays_one() {
    let temporary = tempfile::tempdir().unwrap();
    let null = device(temporary.path(), "null", "3");
    for more in [&[][..], &["--force"]] {
        let output = render("asa", &null, more);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert!(
            fs::symlink_metadata(&null)
                .unwrap()
                .file_type()
                .is_char_device()
        );
    }
    // Many connections need a folder.
    let output = peerconf()
        .args(["render", "-t", "asa", "--ndjson", "--force", RESPONSE, "-o"])
        .arg(&null)
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("is no folder"),
        "{}",
        stderr(&output)
    );

    // There is no space on the other one.
    let full = device(temporary.path(), "full", "7");
    let output = render("asa", &full, &[]);
    assert_eq!(code(&output), 5);
    assert!(
        stderr(&output).contains("No space left"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn standard_output_by_its_name_is_standard_output() {
    let wanted = peerconf()
        .args(["render", "-t", "asa", RESPONSE])
        .output()
        .unwrap();
    let output = render("asa", Path::new("/dev/stdout"), &["--force"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(output.stdout == wanted.stdout);

    let temporary = tempfile::tempdir().unwrap();
    let log = temporary.path().join("log");
    fs::write(&log, "before\n").unwrap();
    for more in ["", "--force"] {
        let line = "exec \"$0\" render -t asa \"$1\" -o /dev/stdout $3 >> \"$2\"";
        let status = Command::new("sh")
            .args(["-c", line, env!("CARGO_BIN_EXE_peerconf"), RESPONSE])
            .args([log.to_str().unwrap(), more])
            .status()
            .unwrap();
        assert!(status.success());
    }
    let text = fs::read(&log).unwrap();
    assert!(text == [b"before\n", &wanted.stdout[..], &wanted.stdout[..]].concat());
    assert!(Path::new("/dev/stdout").is_symlink() || !Path::new("/dev/stdout").exists());
}

#[test]
fn a_link_that_leads_nowhere_is_not_replaced_unasked() {
    let temporary = tempfile::tempdir().unwrap();
    let link = temporary.path().join("link");
    symlink("nowhere", &link).unwrap();
    let output = render("asa", &link, &[]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("exists"), "{}", stderr(&output));
    assert_eq!(fs::read_link(&link).unwrap(), Path::new("nowhere"));
    // In a folder of several files the others are not written either.
    let folder = temporary.path().join("several/");
    fs::create_dir(&folder).unwrap();
    symlink("nowhere", folder.join("ALI-cleanup.cfg")).unwrap();
    let output = render("asa", &folder, &[]);
    let names: Vec<_> = fs::read_dir(&folder).unwrap().collect();
    assert_eq!((code(&output), names.len()), (2, 1), "{}", stderr(&output));

    let output = render("asa", &link, &["--force"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(!link.is_symlink() && mode(&link) == 0o600);
    assert!(!temporary.path().join("nowhere").exists());
}

/// No file may grow beyond a limit: the system refuses to write in the middle, as it does on a full disk.
#[test]
fn without_space_nothing_is_left_and_the_exit_code_says_it() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("out");
    let input = temporary.path().join("responses.ndjson");
    fs::write(&input, lines(100)).unwrap();
    // In units of 512 bytes: each file fits, the index does not.
    let output = after("trap '' XFSZ; ulimit -f 40")
        .args(["render", "-t", "strongswan", "--ndjson", "-o"])
        .args([&out, &input])
        .output()
        .unwrap();
    let said = stderr(&output);
    assert_eq!(code(&output), 5, "{said}");
    assert!(
        said.contains("too large") && said.contains("removed again"),
        "{said}"
    );
    assert!(!out.exists());

    // The same for one connection: the second of its files does not fit.
    let folder = temporary.path().join("one/");
    let set = ["--set", "wan_interface=eth0"];
    let output = render("strongswan", &folder, &set);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let sizes = tree(&folder).into_values().map(|text| text.len());
    let largest = sizes.max().unwrap();
    fs::remove_dir_all(&folder).unwrap();
    let output = after(&format!("trap '' XFSZ; ulimit -f {}", (largest - 1) / 512))
        .args(["render", "-t", "strongswan", RESPONSE, "-o"])
        .arg(&folder)
        .args(set)
        .output()
        .unwrap();
    assert_eq!(code(&output), 5, "{}", stderr(&output));
    assert!(!folder.exists());

    // And for standard output.
    let output = Command::new("sh")
        .args(["-c", "exec \"$0\" render -t asa \"$1\" > /dev/full"])
        .args([env!("CARGO_BIN_EXE_peerconf"), RESPONSE])
        .output()
        .unwrap();
    assert_eq!(code(&output), 5, "{}", stderr(&output));
}

#[test]
fn a_folder_behind_a_dangling_link_is_told_as_one() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("out");
    symlink("nowhere", &folder).unwrap();
    let input = temporary.path().join("responses.ndjson");
    fs::write(&input, super::lines(2)).unwrap();
    let slash = format!("{}/", folder.display());
    let single = "tests/fixtures/single-ikev2.json";
    for args in [
        vec![
            "--ndjson",
            "-o",
            folder.to_str().unwrap(),
            input.to_str().unwrap(),
        ],
        vec!["-o", &slash, single],
    ] {
        let output = super::peerconf()
            .args(["render", "-t", "cisco/ios-xe"])
            .args(args)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(5), "{said}");
        assert!(
            said.contains("a symbolic link that leads nowhere"),
            "{said}"
        );
        let beside = fs::read_dir(temporary.path()).unwrap().count();
        assert!(folder.is_symlink() && beside == 2);
    }
}

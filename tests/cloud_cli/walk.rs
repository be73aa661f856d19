//! `fetch --all`. The program keeps the published quota by the real clock, so no run here downloads more than
//! the 30 connections of one window; larger regions are in `cloud_library`, by a clock of its own.

use super::*;

fn bench(connections: usize) -> Bench {
    let bench = Bench::new();
    bench
        .api
        .add_connections((0..connections).map(|n| format!("vco-bp{n:04}")));
    bench
}

fn walk(bench: &Bench, more: &[&str]) -> Command {
    let mut command = bench.program(&["fetch", "--all"]);
    if !more.contains(&"--rate") {
        command.args(["--rate", "100"]);
    }
    command.arg("-o").arg(bench.path("out")).args(more);
    command
}

fn names(bench: &Bench) -> Vec<String> {
    let Ok(entries) = fs::read_dir(bench.path("out")) else {
        return Vec::new();
    };
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("vco-"))
        .collect();
    names.sort();
    names
}

#[test]
fn every_connection_goes_to_its_file() {
    let bench = bench(28);
    let (stdout, stderr) = ended(walk(&bench, &[]), 0);
    assert_eq!(
        (stdout.as_str(), stderr.as_str()),
        ("", "28 connections: 28 saved, 0 there already, 0 failed\n")
    );
    assert_eq!(names(&bench).len(), 28);
    let file = bench.path("out/vco-bp0024.json");
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        api::download("vco-bp0024")
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_stopped() {
    const OTHER_KEY: &str = "LTAI5tOtherOtherOther1234";
    let bench = bench(25);
    bench.api.hold_after(DOWNLOAD, 8);
    let mut child = walk(&bench, &["--workers", "2"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // More than eight will not come, so this ends as soon as they are there.
    while names(&bench).len() < 8 {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(names(&bench).len(), 8);
    bench.api.release();

    // Another key tells the requests of the second run from those of the first that are still on their way.
    bench.api.add_key(OTHER_KEY, SECRET, None);
    let mut again = walk(&bench, &[]);
    again.env("ALIBABA_CLOUD_ACCESS_KEY_ID", OTHER_KEY);
    let (_, stderr) = ended(again, 0);
    assert_eq!(
        stderr,
        "25 connections: 17 saved, 8 there already, 0 failed\n"
    );
    let seen = bench.api.seen();
    let second = seen
        .iter()
        .filter(|seen| seen.key_id == OTHER_KEY && seen.action == DOWNLOAD);
    assert_eq!(second.count(), 17);
    assert_eq!(names(&bench).len(), 25);
}

#[test]
fn failures_are_listed_and_the_rest_is_saved() {
    let bench = bench(10);
    let gone = api::error(404, "InvalidVpnConnectionInstanceId.NotFound", "gone");
    bench.api.fail(DOWNLOAD, 1, gone);
    let (_, stderr) = ended(walk(&bench, &["--workers", "1"]), 4);
    assert!(
        stderr.starts_with("vco-bp0000: DownloadVpnConnectionConfig was refused"),
        "{stderr}"
    );
    assert!(
        stderr.contains("9 saved, 0 there already, 1 failed"),
        "{stderr}"
    );
    // That a connection is unknown does not pass by itself.
    assert!(!stderr.contains("the same command again"), "{stderr}");
    ended(walk(&bench, &[]), 0);
    assert_eq!(names(&bench).len(), 10);
}

#[test]
fn what_may_pass_is_worth_the_same_command_again() {
    let bench = bench(3);
    let busy = api::error(503, "ServiceUnavailable", "later");
    bench.api.fail(DOWNLOAD, 99, busy);
    let (_, stderr) = ended(walk(&bench, &[]), 4);
    assert!(
        stderr.ends_with("the same command again fetches what is missing\n"),
        "{stderr}"
    );
}

#[test]
fn files_of_connections_that_are_gone_are_named_and_moved_aside() {
    let bench = bench(2);
    ended(walk(&bench, &[]), 0);
    bench.write("out/vco-notes.json", "{\"mine\": true}", 0o600);
    let gone = api::download("vco-bp7777");
    bench.write("out/vco-bp7777.json", &gone, 0o600);
    let (_, stderr) = ended(walk(&bench, &[]), 0);
    assert!(
        stderr.starts_with("files of connections that this region does not list: vco-bp7777\n"),
        "{stderr}"
    );
    assert!(stderr.contains("--prune"), "{stderr}");

    bench.write("out/vco-bp7777.json.gone", "an older one", 0o600);
    let (_, stderr) = ended(walk(&bench, &["--prune"]), 0);
    assert!(stderr.contains("vco-bp7777: gone"), "{stderr}");
    let read = |name: &str| fs::read_to_string(bench.path(name)).unwrap();
    assert!(!bench.path("out/vco-bp7777.json").exists());
    assert_eq!(read("out/vco-bp7777.json.gone"), "an older one");
    assert_eq!(read("out/vco-bp7777.json.gone2"), gone);
    assert!(bench.path("out/vco-notes.json").exists());
}

#[test]
fn a_rate_may_be_slow_but_not_nonsense() {
    let bench = bench(1);
    for rate in ["0", "0.001", "nan", "101", "fast"] {
        let (_, stderr) = ended(walk(&bench, &["--rate", rate]), 2);
        assert!(stderr.contains("--rate"), "{rate}: {stderr}");
    }
}

#[test]
fn a_file_of_something_else_is_kept() {
    let bench = bench(2);
    let notes = bench.write("out/vco-bp0001.json", "my notes", 0o600);
    let (_, stderr) = ended(walk(&bench, &[]), 2);
    assert!(
        stderr.contains("vco-bp0001: its file holds something else"),
        "{stderr}"
    );
    assert_eq!(fs::read_to_string(&notes).unwrap(), "my notes");
    ended(walk(&bench, &["--force"]), 0);
    assert_eq!(
        fs::read_to_string(&notes).unwrap(),
        api::download("vco-bp0001")
    );
}

#[test]
fn a_file_in_the_folders_place_is_said_so() {
    let bench = bench(1);
    bench.write("out", "a file", 0o600);
    assert!(ended(walk(&bench, &[]), 2).1.contains("is no folder"));
}

#[test]
fn an_id_that_a_terminal_would_obey_is_shown_harmless() {
    let bench = bench(1);
    bench
        .api
        .add_connections(["vco-\u{9b}31m\u{202e}x".to_owned()]);
    for more in [&[][..], &["--verbose"]] {
        let (_, stderr) = ended(walk(&bench, more), 4);
        assert!(stderr.contains("31m\u{fffd}x"), "{stderr}");
        let acts = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!stderr.contains(acts), "{stderr:?}");
    }
}

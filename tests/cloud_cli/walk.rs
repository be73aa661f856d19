//! `fetch --all`.

use super::*;

fn bench(connections: usize) -> Bench {
    let bench = Bench::new();
    bench
        .api
        .add_connections((0..connections).map(|n| format!("vco-bp{n:04}")));
    bench
}

fn walk(bench: &Bench, more: &[&str]) -> Command {
    let mut command = bench.program(&["fetch", "--all", "--rate", "100"]);
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

fn downloads(bench: &Bench) -> usize {
    bench
        .api
        .actions()
        .iter()
        .filter(|action| *action == DOWNLOAD)
        .count()
}

#[test]
fn every_connection_goes_to_its_file() {
    let bench = bench(60);
    let (stdout, stderr) = ended(walk(&bench, &[]), 0);
    assert_eq!(
        (stdout.as_str(), stderr.as_str()),
        ("", "60 connections: 60 saved, 0 there already, 0 failed\n")
    );
    assert_eq!(names(&bench).len(), 60);
    let file = bench.path("out/vco-bp0042.json");
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        api::download("vco-bp0042")
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
    let bench = bench(40);
    bench.api.be_slow(Duration::from_millis(50));
    let mut child = walk(&bench, &["--workers", "2"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while names(&bench).len() < 5 && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // Requests that were on their way are counted when they are answered.
    thread::sleep(Duration::from_millis(300));
    let there = names(&bench);
    assert!((5..40).contains(&there.len()), "{there:?}");
    let before = downloads(&bench);

    bench.api.be_slow(Duration::ZERO);
    let (_, stderr) = ended(walk(&bench, &[]), 0);
    let missing = 40 - there.len();
    assert_eq!(
        stderr,
        format!(
            "40 connections: {missing} saved, {} there already, 0 failed\n",
            there.len()
        )
    );
    assert_eq!(downloads(&bench) - before, missing);
    assert_eq!(names(&bench).len(), 40);
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
    assert!(stderr.contains("the same command again"), "{stderr}");
    ended(walk(&bench, &[]), 0);
    assert_eq!(names(&bench).len(), 10);
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

//! `--connection` in place of a file.

use super::*;

#[test]
fn a_connection_is_rendered_without_a_file_in_between() {
    let bench = Bench::new();
    let file = "tests/fixtures/dual-tunnel.json";
    bench.api.answer(DOWNLOAD, ID, fs::read(file).unwrap());
    for command in [&["show"][..], &["render", "-t", "cisco/ios-xe", "--redact"]] {
        let fetched = [command, &["--connection", ID, "--region", REGION]].concat();
        let read = [command, &[file]].concat();
        let (stdout, _) = ended(bench.program(&fetched), 0);
        assert_eq!(stdout, ended(bench.bare(&read), 0).0);
    }
}

#[test]
fn options_of_fetching_need_a_connection() {
    let bench = Bench::new();
    let args = [
        "show",
        "--region",
        REGION,
        "tests/fixtures/dual-tunnel.json",
    ];
    let (_, stderr) = ended(bench.bare(&args), 2);
    assert!(stderr.contains("--region is about fetching"), "{stderr}");
}

#[test]
fn a_refusal_while_rendering_ends_with_4() {
    let bench = Bench::new();
    bench.api.fail(
        DOWNLOAD,
        1,
        api::error(404, "InvalidVpnConnectionInstanceId.NotFound", ""),
    );
    let args = ["render", "-t", "cisco/ios-xe", "--connection", ID];
    ended(bench.program(&args), 4);
}

//! What each feature brings along.

use std::process::Command;

/// The names of the crates that a build with these features is made of.
fn crates(features: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "tree",
            "--offline",
            "--edges=normal",
            "--prefix=none",
            "--format={lib}",
        ])
        .args(features)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut names: Vec<String> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn without_fetch_there_is_no_http_or_tls() {
    let of_fetch = ["reqwest", "rustls", "ring", "hyper", "tokio"];
    let whole = crates(&[]);
    for name in of_fetch {
        assert!(
            whole.iter().any(|known| known == name),
            "{name} is in no build at all: {whole:?}"
        );
    }
    for features in [
        &["--no-default-features"][..],
        &["--no-default-features", "--features=cli"],
    ] {
        let names = crates(features);
        assert!(names.iter().any(|name| name == "quick_xml"), "{names:?}");
        for name in of_fetch.iter().chain(&["native_tls", "openssl", "webpki"]) {
            assert!(
                !names.iter().any(|known| known == name),
                "{features:?} brings {name}"
            );
        }
    }
}

//! The table of `docs/security.md`: hostile input, and what it gets. `PEERCONF_BLESS=1` writes what came out.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::peerconf;

const PAGE: &str = "docs/security.md";
const START: &str = "<!-- what hostile input gets: written by tests/safety/security_page.rs -->\n";
const END: &str = "<!-- end -->\n";

/// The longest message in the table, in characters.
const LONGEST: usize = 170;

/// A kind of input, its bytes, and arguments beside the file.
struct Row {
    about: &'static str,
    input: Vec<u8>,
    args: Vec<String>,
}

fn row(about: &'static str, input: impl Into<Vec<u8>>) -> Row {
    Row {
        about,
        input: input.into(),
        args: Vec::new(),
    }
}

fn response() -> Value {
    let text = fs::read_to_string("tests/fixtures/single-ikev2.json").unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A response with another value in one place.
fn with(about: &'static str, path: &str, value: Value) -> Row {
    let mut response = response();
    *response
        .pointer_mut(&format!("/VpnConnectionConfig/{path}"))
        .unwrap() = value;
    row(about, response.to_string())
}

fn documents() -> Vec<Row> {
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let many = format!("[{}1]", "1,".repeat(300_000));
    let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>";
    let file = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
    let utf16: Vec<u8> = "\u{feff}{}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    vec![
        row("nothing", ""),
        row("bytes that are no UTF-8", b"{\"Local\": \"\xff\xfe\"}"),
        row("UTF-16", utf16),
        row("a text of 32 MiB", vec![b' '; 32 << 20]),
        row("10,000 levels of nesting", deep),
        row("300,000 values", many),
        row("entities that grow", bomb),
        row("an entity that reads a file", file),
        row(
            "a page of a proxy",
            "<html><body>502 Bad Gateway</body></html>",
        ),
        row(
            "a field twice",
            r#"{"IkeConfig": {"Psk": "a", "Psk": "b"}}"#,
        ),
        row(
            "a field twice, in two cases",
            r#"{"IkeConfig": {"psk": "a", "Psk": "b"}}"#,
        ),
        row("half of a surrogate pair", r#"{"Psk": "\ud800"}"#),
        row(
            "a control character in XML",
            "<IkeConfig><Psk>a\u{1b}b</Psk></IkeConfig>",
        ),
        row(
            "a key with `<` in XML that is not well formed",
            "<IkeConfig><Psk>ab<cdefgh</Psk></IkeConfig>",
        ),
        row(
            "a text that ends in the middle",
            r#"{"VpnConnectionConfig": {"IkeConfig": {"Psk": "abcd"#,
        ),
    ]
}

fn values() -> Vec<Row> {
    vec![
        with(
            "a line break in the key",
            "IkeConfig/Psk",
            json!("abc\nno shutdown"),
        ),
        with(
            "a `?` in the key, which calls for help on the device",
            "IkeConfig/Psk",
            json!("abc?def12345"),
        ),
        with(
            "template syntax in the key",
            "IkeConfig/Psk",
            json!("{{7*7}}{%raw%}{#x"),
        ),
        with(
            "a shell's syntax in the key",
            "IkeConfig/Psk",
            json!("$(reboot)`id`;'\""),
        ),
        with(
            "a line break in an identity",
            "IkeConfig/LocalId",
            json!("gw\n username root"),
        ),
        with(
            "template syntax in an identity",
            "IkeConfig/LocalId",
            json!("{{ tunnels }}"),
        ),
        with(
            "a network with a command behind it",
            "LocalSubnet",
            json!("10.0.0.0/8; reboot"),
        ),
        with(
            "a network written in octal",
            "LocalSubnet",
            json!("010.0.0.0/8"),
        ),
        with(
            "bytes that turn the direction of text",
            "IkeConfig/IkeEncAlg",
            json!("aes\u{202e}652"),
        ),
        with(
            "what a terminal obeys",
            "IkeConfig/IkeEncAlg",
            json!("\u{1b}]0;owned\u{7}aes"),
        ),
        with(
            "a lifetime beyond all numbers",
            "IkeConfig/IkeLifetime",
            json!("99999999999999999999999"),
        ),
        with(
            "an algorithm that is none",
            "IpsecConfig/IpsecEncAlg",
            json!("rot13"),
        ),
        with(
            "a thousand networks",
            "LocalSubnet",
            json!(vec!["10.0.0.0/24"; 1000].join(",")),
        ),
        with(
            "an object in the place of a text",
            "Local",
            json!({"Local": "203.0.113.10"}),
        ),
    ]
}

/// Values and targets of the user's own.
fn own(folder: &Path) -> Vec<Row> {
    let response = response().to_string();
    let row = |about, args: &[&str]| Row {
        about,
        input: response.clone().into_bytes(),
        args: args.iter().map(ToString::to_string).collect(),
    };
    let own = folder.to_str().unwrap();
    let template = |name: &str, text: &str| {
        let manifest = fs::read_to_string("fuzz/seeds/router.toml").unwrap();
        let manifest = manifest.replace("acme/router", &format!("acme/{name}"));
        let manifest = manifest.replace("aliases = [\"acme\"]\n", "");
        fs::create_dir_all(folder.join("acme").join(name)).unwrap();
        fs::write(folder.join(format!("acme/{name}.toml")), manifest).unwrap();
        for (file, text) in [("config", text), ("verify", "x\n"), ("cleanup", "x\n")] {
            fs::write(folder.join(format!("acme/{name}/{file}.j2")), text).unwrap();
        }
    };
    template(
        "endless",
        "{% for a in range(100000) %}{% for b in range(100000) %}{{ a }}{% endfor %}{% endfor %}\n",
    );
    template("reader", "{% include '../../../../etc/passwd' %}\n");
    template("curious", "{{ tunnels[0].psk | upper }}\n");
    template("chatty", "{{ fail('the key is ' ~ tunnels[0].psk) }}\n");
    let of = |name: &str| format!("acme/{name}");
    let mut rows = vec![
        row(
            "a value with a command behind a line break",
            &["-t", "cisco/ios-xe", "--set", "wan_interface=Gi1\nreload"],
        ),
        row(
            "a value for no input",
            &["-t", "cisco/ios-xe", "--set", "no_such_input=1"],
        ),
    ];
    for (about, name) in [
        ("a template of one's own that never ends", "endless"),
        ("a template that reads a file of the system", "reader"),
        ("a template that looks into the key", "curious"),
        ("a template that tells the key in an error", "chatty"),
    ] {
        let target = of(name);
        rows.push(row(
            about,
            &["--vendors", own, "-t", &target, "--set", "uplink=eth0"],
        ));
    }
    rows
}

/// What became of it: the exit code, and the first error.
fn outcome(row: &Row, folder: &Path) -> String {
    let file = folder.join("response");
    fs::write(&file, &row.input).unwrap();
    let mut command = peerconf();
    command.arg("render");
    if row.args.is_empty() {
        command.args(["-t", "cisco/ios-xe"]);
    }
    let output = command.args(&row.args).arg(&file).output().unwrap();
    let (code, stderr) = (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    );
    let code = code.unwrap_or_else(|| panic!("{}: killed: {stderr}", row.about));
    assert!(code != 101, "{}: a panic: {stderr}", row.about);
    let error = stderr.lines().find(|line| line.starts_with("error"));
    let stdout = String::from_utf8(output.stdout).unwrap();
    for text in [&stderr, &stdout] {
        let is_clean = text
            .chars()
            .all(|c| matches!(c, '\n' | '\t') || !c.is_control());
        assert!(is_clean, "{}: {text:?}", row.about);
    }
    let Some(error) = error else {
        assert_eq!(code, 0, "{}: {stderr}", row.about);
        return "rendered as it is, quoted for the device".to_owned();
    };
    let error = error.replace(file.to_str().unwrap(), "FILE");
    let error = error.replace(folder.to_str().unwrap(), "FOLDER");
    let error = error.strip_prefix("error: ").unwrap_or(&error);
    let short: String = error.chars().take(LONGEST).collect();
    let more = if short.len() < error.len() { "…" } else { "" };
    // Within a code span it stands for itself.
    let parts = short.replace('|', "\\|");
    let parts = parts.split('`').enumerate().map(|(place, part)| {
        if place % 2 == 0 {
            part.replace('<', "&lt;")
        } else {
            part.to_owned()
        }
    });
    let short = parts.collect::<Vec<_>>().join("`");
    format!("exit code {code}: {short}{more}")
}

#[test]
fn the_table_says_what_hostile_input_gets() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("own");
    fs::create_dir(&folder).unwrap();
    let mut table = String::from("| hostile input | what it gets |\n|---|---|\n");
    let rows = documents().into_iter().chain(values()).chain(own(&folder));
    for row in rows {
        let outcome = outcome(&row, temporary.path());
        let _ = writeln!(table, "| {} | {outcome} |", row.about);
    }
    let page = fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once(START).unwrap();
    let (old, after) = rest.split_once(END).unwrap();
    if std::env::var_os("PEERCONF_BLESS").is_some() {
        fs::write(PAGE, [before, START, &table, END, after].concat()).unwrap();
        return;
    }
    assert!(
        old == table,
        "{PAGE} is old; PEERCONF_BLESS=1 writes it anew:\n{table}"
    );
}

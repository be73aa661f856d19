//! Lines that no well-behaved writer sends, each among good ones.

use serde_json::{Value, json};

use super::{TARGET, column, fixture, render};

/// The rows for what stands between two good lines.
fn between(what: &[u8]) -> (i32, Vec<Value>, String) {
    let good = fixture("single-ikev2").to_string();
    let mut input = good.clone().into_bytes();
    input.push(b'\n');
    input.extend(what);
    input.push(b'\n');
    input.extend(good.as_bytes());
    let (code, mut rows, stderr) = render(&["-t", TARGET, "--ndjson", "-"], input);
    for end in [0, rows.len() - 1] {
        assert_eq!(rows[end]["status"], "rendered", "{stderr}");
    }
    rows.pop();
    rows.remove(0);
    (code, rows, stderr)
}

#[test]
fn what_cannot_be_read_is_one_bad_row() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let long = vec![b'x'; 20 << 20];
    let error = fixture("error-forbidden").to_string();
    for (line, said) in [
        (&long[..], "longer than"),
        (b"{\"VpnConnectionConfig\": \"caf\xe9\"}", "not UTF-8"),
        (b"\xff\xfe{\0}\0", "UTF-16"),
        (b"{\"a\": ", "broken JSON"),
        (b"[]", "line 1"),
        (b"null", "line 1"),
        (b"\0", "line 1"),
        (b"\xef\xbb\xbf", "is empty"),
        (deep.as_bytes(), "line 1"),
        (error.as_bytes(), "the API answered"),
    ] {
        let (code, rows, stderr) = between(line);
        let begin = String::from_utf8_lossy(&line[..line.len().min(40)]).into_owned();
        assert_eq!(code, 3, "{begin}: {stderr}");
        assert_eq!(column(&rows, "status"), ["unreadable"], "{begin}");
        assert_eq!(rows[0]["id"], Value::Null);
        let error = rows[0]["error"].as_str().unwrap();
        assert!(error.contains(said), "{begin}: {error}");
        assert!(stderr.contains("line 2: unreadable: "), "{begin}: {stderr}");
        assert!(stderr.contains("2 rendered, 1 unreadable"), "{stderr}");
    }
}

#[test]
fn what_says_nothing_is_no_row() {
    for blank in [&b""[..], b"\r", b" \t \r", b"\n\n\r\n"] {
        let (code, rows, stderr) = between(blank);
        assert_eq!((code, rows.len()), (0, 0), "{blank:?} {stderr}");
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_do_not_matter() {
    let good = fixture("single-ikev2");
    let id = |id: &str| json!({"id": id, "response": good}).to_string();
    let input = format!("\u{feff}{}\r\n{}\r\n\r\n{}", id("a"), id("a"), id("b"));
    let (code, rows, stderr) = render(&["-t", TARGET, "--ndjson"], input);
    assert_eq!(code, 0, "{stderr}");
    // The same id twice is the writer's business.
    assert_eq!(column(&rows, "id"), ["a", "a", "b"]);
    assert!(rows.iter().all(|row| row["files"] == rows[0]["files"]));
}

#[test]
fn an_id_may_be_anything() {
    let good = fixture("single-ikev2");
    let long = "山".repeat(10_000);
    for (id, shown) in [
        (json!(""), json!("")),
        (json!("../\0\n\"'"), json!("../\0\n\"'")),
        (json!(long), json!(long)),
        (json!(1.50), json!("1.5")),
        (json!(true), json!("true")),
        (json!(null), json!(null)),
        (json!({"a": 1}), json!(null)),
    ] {
        let (code, rows, stderr) =
            between(json!({"id": id, "response": good}).to_string().as_bytes());
        assert_eq!(code, 0, "{stderr}");
        assert_eq!(rows[0]["id"], shown);
    }
}

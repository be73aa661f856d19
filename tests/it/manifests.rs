//! What is wrong in a manifest is told with file, line and key, all of it in one run, and stops nothing but itself; what a
//! child inherits can be said; a folder from elsewhere cannot do harm.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::overlay::{self, MANIFEST, TEMPLATE, check};
use crate::program;

const SINGLE: &str = "tests/fixtures/single-ikev2.json";

/// A template that reads what a device needs.
const WHOLE: &str = "\
{% for t in tunnels %}
peer {{ t.name }} {{ t.local_address }} {{ t.cloud_address }} on {{ inputs.uplink }}
  id {{ t.device_id.kind }} {{ t.device_id.text }} {{ t.cloud_id.kind }} {{ t.cloud_id.text }}
  ike {{ t.ike.version }} {{ t.ike.mode }} {{ t.ike.encryption }} {{ t.ike.integrity }} {{ t.ike.prf }} {{ t.ike.dh }} {{ t.ike.lifetime }}
  esp {{ t.esp.encryption }} {{ t.esp.integrity }} {{ t.esp.pfs if t.esp.pfs else 'none' }} {{ t.esp.lifetime }}
  secret {{ t.psk }}
{% endfor %}
{% for net in connection.cloud.routes %}
route {{ net.cidr }}
{% endfor %}
";

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn render(folder: &Path, target: &str) -> (Option<i32>, String) {
    let output = overlay::render(folder, target, &[SINGLE]).output().unwrap();
    (output.status.code(), text(&output))
}

/// The line of a text in a manifest.
fn line(manifest: &str, of: &str) -> usize {
    let at = manifest.find(of).unwrap_or_else(|| panic!("{of}"));
    manifest[..at].matches('\n').count() + 1
}

#[test]
fn a_whole_target_is_sound_and_its_nasty_texts_are_shown() {
    let folder = overlay::folder(MANIFEST, WHOLE);
    let (code, told) = check(folder.path());
    assert_eq!(code, Some(0), "{told}");
    for shown in [
        "    a\"b -> \"a\\\"b\"\n",
        "    0x4142 -> \"0x4142\"\n",
        "  identity:\n",
        "    ali -> ali-t1\n",
    ] {
        assert!(told.contains(shown), "{shown}: {told}");
    }
}

#[test]
fn every_fault_is_told_in_one_run_with_its_line() {
    let more = "\n[[input]]\nname = \"uplink\"\ntype = \"text\"\npattern = \"(\"\nexample = \"x\"\nhelp = \"h\"\n\n\
        [[limit]]\nrule = \"odd-one\"\nwhen = { input = { uplnik = [\"x\"] } }\nreason = \"r\"\nsource = \"the-guide\"\n\n[sources]\nacme-guide = \"Acme guide\"\n\n[unused]\n\"tunnels.nothing\" = \"x\"\n";
    let manifest = format!(
        "{}{more}",
        MANIFEST.replace("aliases = [\"acme\"]", "aliases = [\"acme\", \"asa\"]")
    )
    .replace("comment = \"#\"", "comment = \"#\\nreload\"");
    let folder = overlay::folder(&manifest, WHOLE);
    let (code, told) = check(folder.path());
    assert_eq!(code, Some(2), "{told}");
    for (at, said) in [
        (
            "aliases = ",
            "aliases: \"asa\" is taken by the built-in target cisco/asa",
        ),
        (
            "comment = ",
            "comment: must be what starts a comment line, without a line break",
        ),
        ("pattern = \"(\"", "input.uplink.pattern: "),
        ("[[input]]\nname = \"uplink\"", "input.uplink: stands twice"),
        (
            "when = { input",
            "limit.odd-one.when: \"uplnik\" is no input (did you mean \"uplink\"?)",
        ),
        (
            "source = \"the-guide\"",
            "limit.odd-one.source: \"the-guide\" is none of [sources]",
        ),
    ] {
        assert!(told.contains(said), "{said}: {told}");
        let place = format!("router.toml:{}: ", line(&manifest, at));
        assert!(
            told.contains(&place) || at.starts_with("pattern"),
            "{place}{said}: {told}"
        );
    }
}

#[test]
fn what_the_files_do_not_bear_out_is_a_fault() {
    let secret = MANIFEST.replace("holds_secret = true\n", "").replace(
        "template = \"verify.j2\"\n",
        "template = \"verify.j2\"\nholds_secret = true\n",
    );
    let (code, told) = check(overlay::folder(&secret, WHOLE).path());
    assert_eq!(code, Some(2), "{told}");
    assert!(
        told.contains("a key stands in this file: holds_secret must be true"),
        "{told}"
    );
    assert!(
        told.contains("holds_secret is true, and the template prints no key"),
        "{told}"
    );

    let long = format!(
        "{WHOLE}{{% for t in tunnels %}}profile {{{{ t.name }}}}-PROFILE-1\n{{% endfor %}}\n"
    );
    let unused = format!("{MANIFEST}\n[unused]\n\"tunnels.nothing\" = \"x\"\n");
    let folder = overlay::folder(&unused, &long);
    fs::write(folder.path().join("acme/router/nobody.j2"), "{% if %}").unwrap();
    let (code, told) = check(folder.path());
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("acme/router/nobody.j2:1"), "{told}");
    fs::remove_file(folder.path().join("acme/router/nobody.j2")).unwrap();
    let (_, told) = check(folder.path());
    let at = format!(
        "router.toml:{}: unused.tunnels.nothing: the context has no such field",
        line(&unused, "\"tunnels.nothing\"")
    );
    assert!(told.contains(&at), "{told}");
    assert!(
        told.contains("adds 10 characters to the tunnel's name; 8 are kept"),
        "{told}"
    );
}

#[test]
fn a_broken_manifest_stops_nothing_but_itself() {
    let folder = overlay::folder(MANIFEST, WHOLE);
    let other = MANIFEST
        .replace("acme/router", "acme/broken")
        .replace("\"acme\"", "\"broken\"");
    fs::write(
        folder.path().join("acme/broken.toml"),
        other.replace("versions =", "versoins ="),
    )
    .unwrap();
    let asa = "schema = 1\nid = \"cisco/asa\"\naliases = [\"asa\"]\nnmae = \"x\"\n";
    fs::create_dir(folder.path().join("cisco")).unwrap();
    fs::write(folder.path().join("cisco/asa.toml"), asa).unwrap();
    assert_eq!(render(folder.path(), "acme").0, Some(0));
    for name in ["broken", "acme/broken"] {
        let (code, told) = render(folder.path(), name);
        assert_eq!(code, Some(2), "{told}");
        assert!(
            told.contains("acme/broken.toml:") && told.contains("versoins"),
            "{told}"
        );
    }
    // Never a fall-back to the built-in one.
    for name in ["asa", "cisco/asa"] {
        let (code, told) = render(folder.path(), name);
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains("cisco/asa.toml:4"), "{told}");
    }
    let (code, told) = check(folder.path());
    assert_eq!(code, Some(2));
    assert!(
        told.contains("versoins") && told.contains("nmae") && told.contains("acme/router: sound"),
        "{told}"
    );
}

#[test]
fn a_child_says_what_it_inherits_drops_and_names() {
    let folder = overlay::folder(MANIFEST, WHOLE);
    let child = "schema = 1\nid = \"acme/switch\"\nparent = \"acme/router\"\naliases = [\"switch\"]\n\
        drop = [\"keywords.ike.dh.group14\", \"input.lan_router\"]\nappend = [\"selectors\"]\n\
        [sources]\nacme-guide = \"Acme guide, 2nd edition\"\n\
        [[selectors]]\nwhen = { dual = true }\nmakes = \"any\"\nsource = \"acme-guide: page 7\"\n\
        [keywords.ike.dh]\nsource = \"acme-guide\"\ngroup2 = \"two\"\n";
    fs::write(folder.path().join("acme/switch.toml"), child).unwrap();
    let (code, told) = render(folder.path(), "switch");
    // Group 14 is gone, so that the connection is refused; the selectors of the parent follow.
    assert_eq!(code, Some(1), "{told}");
    assert!(
        told.contains("algorithm-not-supported") && told.contains("group14"),
        "{told}"
    );
    assert!(
        !told.contains("traffic selectors it would negotiate"),
        "{told}"
    );
    let wrong = child.replace("\"input.lan_router\"", "\"input.mtuu\"");
    fs::write(folder.path().join("acme/switch.toml"), wrong).unwrap();
    let (code, told) = render(folder.path(), "switch");
    assert_eq!(code, Some(2), "{told}");
    assert!(
        told.contains("drop: \"input.mtuu\" is nothing that a parent says"),
        "{told}"
    );
}

#[test]
fn without_a_parent_nothing_is_supplied() {
    let folder = overlay::folder(&MANIFEST.replace("parent = \"common\"\n", ""), WHOLE);
    let (code, told) = render(folder.path(), "acme");
    assert_eq!(code, Some(2), "{told}");
    assert!(
        told.contains("\"name_prefix\" is missing: the plan reads it"),
        "{told}"
    );
}

#[test]
fn advice_does_not_go_in_a_circle() {
    let policy_only = MANIFEST
        .replace("route = { since = \"2.0\", otherwise = \"tunnel interfaces came with 2.0\", source = \"Acme manual\" }", "route = { never = \"it has no tunnel interface\", source = \"Acme manual\" }");
    assert_ne!(policy_only, MANIFEST);
    let told = |manifest: &str| {
        let folder = overlay::folder(manifest, WHOLE);
        let args = [
            "tests/fixtures/destination-routing.json",
            "--cloud-prefix",
            "10.0.0.0/8",
        ];
        let output = overlay::render(folder.path(), "acme", &args).output();
        text(&output.unwrap())
    };
    let said = told(&policy_only);
    assert!(!said.contains("--topology"), "{said}");
    assert!(
        said.contains("this device can be policy-based only"),
        "{said}"
    );
    let advised = policy_only.replace(
        "never = \"it has no tunnel interface\"",
        "never = \"it has no tunnel interface\", advice = \"Take the other router.\", remedy = { LocalSubnet = \"192.168.0.0/16\" }",
    );
    let said = told(&advised);
    assert!(
        said.contains("Take the other router.") && said.contains("192.168.0.0/16"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_folder_is_read() {
    let folder = overlay::folder(MANIFEST, "{% include 'acme/router/leak.j2' %}\n");
    let secret = folder.path().join("../peerconf-outside-secret.txt");
    fs::write(&secret, "an invented secret\n").unwrap();
    std::os::unix::fs::symlink(&secret, folder.path().join("acme/router/leak.j2")).unwrap();
    let (code, told) = render(folder.path(), "acme");
    fs::remove_file(&secret).unwrap();
    assert_eq!(code, Some(2), "{told}");
    assert!(
        told.contains("a link out of the folder of targets is not followed"),
        "{told}"
    );
    assert!(!told.contains("an invented secret"), "{told}");
}

#[test]
fn a_template_cannot_take_the_machine() {
    for (template, said) in [
        ("{{ 'a' | indent(1000000000, true) }}\n".to_owned(), "at most 200 columns"),
        (format!("{{{{ {}1 }}}}\n", "1+".repeat(30_000)), "a tag of more than 2000 bytes"),
        ("{% set x = 'aaaaaaaaaaaaaaaa' %}{% for i in range(99) %}{% set x = x ~ x %}{% endfor %}{% macro m(x, n) %}{{ m(x ~ x, n + 1) }}{% endmacro %}{{ m('a', 0) }}\n".to_owned(), ""),
        ("{% for i in range(10000) %}{% for k in range(10000) %}x{% endfor %}{% endfor %}\n".to_owned(), "fuel"),
        ("{% include 'acme/router/config.j2' %}\n".to_owned(), "recursion"),
        (format!("{}{}", "{% if true %}".repeat(3000), "{% endif %}".repeat(3000)), ""),
        (format!("{{# {} #}}\n", "x".repeat(2 << 20)), "larger than 1 MiB"),
    ] {
        let folder = overlay::folder(MANIFEST, &template);
        let (code, told) = render(folder.path(), "acme");
        let shown = &template[..template.len().min(60)];
        assert_eq!(code, Some(2), "{shown}: {told}");
        assert!(told.contains(said), "{shown}: {told}");
        assert!(told.len() < 4000, "{shown}: {} bytes", told.len());
    }
    let values = tempfile::NamedTempFile::new().unwrap();
    fs::write(values.path(), "x".repeat(2 << 20)).unwrap();
    let folder = overlay::folder(MANIFEST, WHOLE);
    let output = program::peerconf()
        .args(["render", "-t", "acme", SINGLE, "-f"])
        .arg(values.path())
        .arg("--vendors")
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("larger than 1 MiB"));
}

#[test]
fn an_input_that_nobody_asked_for_leaves_no_hole_in_a_line() {
    let more =
        "\n[[input]]\nname = \"zone\"\ntype = \"name\"\nwhen = { dual = true }\nhelp = \"h\"\n";
    let printed = overlay::folder(&format!("{MANIFEST}{more}"), "zone {{ inputs.zone }}\n");
    let (code, told) = render(printed.path(), "acme");
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("does not ask for"), "{told}");
    let asked = overlay::folder(
        &format!("{MANIFEST}{more}"),
        "{% if inputs.zone %}zone {{ inputs.zone }}{% else %}no zone{% endif %}\n",
    );
    let (code, told) = render(asked.path(), "acme");
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("no zone"), "{told}");
}

#[test]
fn filters_write_json_xml_and_columns() {
    let template = "{{ 'a\"<b' | tojson }} {{ 'a\"<b' | xml }} {{ '%03d' | format(7) }} {{ [1, 'x'] | tojson }}\n";
    let (code, told) = render(overlay::folder(MANIFEST, template).path(), "acme");
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains("\"a\\\"<b\" a&quot;&lt;b 007 [1,\"x\"]"),
        "{told}"
    );
    let (code, told) = render(
        overlay::folder(MANIFEST, "{{ tunnels[0].psk | tojson }}\n").path(),
        "acme",
    );
    assert_eq!(code, Some(2));
    assert!(told.contains("may print a key and nothing else"), "{told}");
}

#[test]
fn the_target_of_these_tests_is_a_whole_one() {
    let folder = overlay::folder(MANIFEST, TEMPLATE);
    assert_eq!(render(folder.path(), "acme").0, Some(0));
}

//! What a manifest can say of tunnels, numbers, names and conditions, on a router that exists in these tests only.

use std::fs;

use assert_cmd::assert::Assert;
use predicates::prelude::PredicateBooleanExt as _;
use predicates::str::contains;

use crate::overlay::{self, MANIFEST};
use crate::program;

const DUAL: &str = "tests/fixtures/dual-tunnel-two-wans.json";
const SINGLE: &str = "tests/fixtures/single-ikev2.json";

/// Renders a fixture with the manifest and more of it, and a template.
fn rendered(more: &str, template: &str, args: &[&str]) -> Assert {
    let folder = overlay::folder(&format!("{MANIFEST}{more}"), template);
    overlay::render(folder.path(), "acme", args).assert()
}

/// The lines that a template made, without the header.
fn lines(assert: &Assert) -> Vec<String> {
    let text = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    let body = text.lines().filter(|line| !line.starts_with('#'));
    body.map(ToOwned::to_owned).collect()
}

const PER_TUNNEL: &str = r#"
[[input]]
name = "hop"
type = "ipv4"
default = ""
per_tunnel = true
help = "the provider's router"
second = { help = "the second provider's router" }

[[input]]
name = "probe"
type = "ipv4"
per_tunnel = true
second = { own = true }
help = "a host to ping"

[[input]]
name = "number"
type = "number"
min = 1
max = 9
default = "4"
per_tunnel = true
takes = 2
help = "a free number"
"#;

const EACH: &str = "{% for t in tunnels %}\n{{ t.index }} hop={{ t.inputs.hop }} probe={{ t.inputs.probe }} number={{ t.inputs.number }}\n{% endfor %}\n";

#[test]
fn each_tunnel_has_its_own_values() {
    let some = rendered(
        PER_TUNNEL,
        EACH,
        &["--set", "hop=192.0.2.1", "--set", "probe=10.0.0.1", DUAL],
    )
    .success();
    assert_eq!(
        lines(&some),
        [
            "1 hop=192.0.2.1 probe=10.0.0.1 number=4",
            "2 hop=192.0.2.1 probe=<FILL-IN:probe2> number=6"
        ]
    );
    let all = [
        "--set",
        "hop=192.0.2.1",
        "--set",
        "hop2=192.0.2.2",
        "--set",
        "probe=10.0.0.1",
        "--set",
        "probe2=10.0.0.2",
        "--set",
        "number2=1",
        DUAL,
    ];
    assert_eq!(
        lines(&rendered(PER_TUNNEL, EACH, &all).success())[1],
        "2 hop=192.0.2.2 probe=10.0.0.2 number=1"
    );
    let one = rendered(PER_TUNNEL, EACH, &["--set", "probe=10.0.0.1", SINGLE]).success();
    assert_eq!(lines(&one), ["1 hop= probe=10.0.0.1 number=4"]);
}

#[test]
fn a_range_of_numbers_ends_within_the_devices_and_meets_no_other() {
    let set = |number: &'static str| ["--set", "probe=10.0.0.1", "--set", number, DUAL];
    rendered(PER_TUNNEL, EACH, &set("number=9"))
        .code(2)
        .stderr(contains(
            "2 numbers are used from it on, and the last may be 9: at most 8",
        ));
    rendered(PER_TUNNEL, EACH, &set("number=8"))
        .code(2)
        .stderr(contains("number2=\"10\" does not fit"));
    rendered(PER_TUNNEL, EACH, &set("number2=5"))
        .code(2)
        .stderr(contains(
            "it stands for the numbers 5 to 6, and number has 4 to 5",
        ));
    let other = "\n[[input]]\nname = \"rule\"\ntype = \"number\"\nmin = 1\nmax = 99\ndefault = \"6\"\nspace = \"rules\"\nhelp = \"h\"\n\
        [[input]]\nname = \"acl\"\ntype = \"number\"\nmin = 1\nmax = 99\ndefault = \"5\"\nspace = \"rules\"\ntakes = [1, { each = \"pair\" }]\nhelp = \"h\"\n";
    rendered(other, "x\n", &[SINGLE]).code(2).stderr(contains(
        "acl=\"5\" does not fit: it stands for the numbers 5 to 6, and rule has 6 to 6",
    ));
}

#[test]
fn templates_take_numbers_one_after_the_other() {
    let template = "{% for t in tunnels %}\n{{ take('number', t) }} {{ take('number', t) }}\n{% endfor %}\n{{ take('number', of='other') }}\n";
    let assert = rendered(PER_TUNNEL, template, &["--set", "probe=10.0.0.1", DUAL]).success();
    assert_eq!(lines(&assert), ["4 5", "6 7", "4"]);
    let greedy = "{{ take('number') }}{{ take('number') }}{{ take('number') }}\n";
    rendered(PER_TUNNEL, greedy, &["--set", "probe=10.0.0.1", DUAL])
        .code(2)
        .stderr(contains(
            "the manifest allots 2 numbers to \"number\" (takes), and this is one more",
        ));
}

#[test]
fn a_template_may_warn_and_an_included_one_may_stop() {
    let warns = "{% do warn('the second uplink is not watched', rule='one-uplink') %}\nline\n";
    rendered("", warns, &[SINGLE])
        .success()
        .stdout(contains(
            "# warning one-uplink: the second uplink is not watched",
        ))
        .stderr(contains("one-uplink").and(contains("the second uplink is not watched")));
    let folder = overlay::folder(MANIFEST, warns);
    let mut ticket = program::peerconf();
    ticket
        .args(["ticket", "-t", "acme", "--set", "uplink=eth0", SINGLE])
        .arg("--vendors")
        .arg(folder.path());
    let finding = contains("| Warning |").or(contains("warning"));
    let told = contains("one-uplink").and(contains("the second uplink is not watched"));
    ticket.assert().success().stderr(told.and(finding));
    let text = ticket.output().unwrap().stdout;
    let text = String::from_utf8(text).unwrap();
    // Among the findings, and in the file's header.
    assert_eq!(
        text.matches("the second uplink is not watched").count(),
        2,
        "{text}"
    );
    ticket.arg("--strict").assert().code(1);
    let folder = overlay::folder(MANIFEST, "{% include 'acme/router/inner.j2' %}\n");
    fs::write(
        folder.path().join("acme/router/inner.j2"),
        "\n{{ fail('a zone is needed') }}\n",
    )
    .unwrap();
    let mut command = overlay::render(folder.path(), "acme", &[SINGLE]);
    command
        .assert()
        .code(2)
        .stderr(contains("acme/router/inner.j2:2: a zone is needed"));
}

/// Whether a condition holds for one of a fixture's tunnels, and for each.
fn holds(condition: &str, args: &[&str]) -> String {
    let more = format!("\n[[fact]]\nname = \"it\"\nwhen = {condition}\nsource = \"a test\"\n");
    let template = "{{ 'yes' if facts.it else 'no' }}{% for t in tunnels %}{{ ' yes' if t.facts.it else ' no' }}{% endfor %}\n";
    lines(&rendered(&more, template, args).success()).join("")
}

#[test]
fn conditions_say_more_than_algorithms() {
    let multi = "tests/fixtures/single-ikev2-multi-subnet.json";
    for (condition, args, wanted) in [
        (
            "{ role = [\"active\", \"single\"] }",
            &[SINGLE][..],
            "yes yes",
        ),
        ("{ role = [\"standby\"] }", &[SINGLE], "no no"),
        ("{ not = { dual = true } }", &[DUAL], "no no no"),
        (
            "{ any = [{ dual = false }, { ike_version = [\"ikev2\"] }] }",
            &[SINGLE],
            "yes yes",
        ),
        (
            "{ all = [{ dual = true }, { dual = false }] }",
            &[DUAL],
            "no no no",
        ),
        (
            "{ input = { uplink = [\"eth0\", \"eth1\"] } }",
            &[SINGLE],
            "yes yes",
        ),
        ("{ input = { uplink = [\"eth9\"] } }", &[SINGLE], "no no"),
        (
            "{ input = { local_address = [\"\"] } }",
            &[SINGLE],
            "yes yes",
        ),
        ("{ nat_traversal = false }", &[SINGLE], "no no"),
        ("{ dpd = true }", &[SINGLE], "yes yes"),
        ("{ health_check = true }", &[SINGLE], "no no"),
        ("{ bgp_key = true }", &[SINGLE], "no no"),
        ("{ asn_above = 65535 }", &[SINGLE], "no no"),
        ("{ device_subnets_above = 1 }", &[multi], "yes yes"),
        ("{ device_subnets_above = 1 }", &[SINGLE], "no no"),
        ("{ cloud_subnets_above = 9 }", &[multi], "no no"),
        ("{ ike_lifetime_above = 86399 }", &[SINGLE], "yes yes"),
        ("{ esp_lifetime_above = 86400 }", &[SINGLE], "no no"),
        ("{ one_sided_any = true }", &[SINGLE], "no no"),
        (
            "{ one_sided_any = true }",
            &["tests/fixtures/one-sided-any.json"],
            "yes yes",
        ),
    ] {
        assert_eq!(holds(condition, args), wanted, "{condition} {args:?}");
    }
}

#[test]
fn kinds_of_identities_are_known_words() {
    let more =
        "\n[[fact]]\nname = \"it\"\nwhen = { device_identity = [\"fqnd\"] }\nsource = \"a test\"\n";
    rendered(more, "x\n", &[SINGLE])
        .code(2)
        .stderr(contains("fqnd").and(contains("`fqdn`")));
}

#[test]
fn names_keep_to_each_kinds_length_and_letters() {
    let manifest = MANIFEST.replace(
        "[[input]]",
        "[names.kinds]\ninterface = { max = 15, reserve = 4 }\n\n[[input]]",
    );
    let render = |manifest: &str, prefix: &str| {
        let folder = overlay::folder(manifest, "{{ tunnels[0].name }}\n");
        let prefix = format!("name_prefix={prefix}");
        let mut command = overlay::render(folder.path(), "acme", &[SINGLE, "--set", &prefix]);
        command.assert()
    };
    render(&manifest, "abcdefgh")
        .success()
        .stdout(contains("abcdefgh-t1"));
    render(&manifest, "abcdefghi")
        .code(1)
        .stderr(contains("at most 15 characters"));
    let manifest = MANIFEST.replace("separator = \"-\"", "separator = \"_\"\nchars = \"_\"");
    render(&manifest, "a-b")
        .code(2)
        .stderr(contains("letters, digits and _, not '-'"));
    let manifest = format!(
        "{}{PER_TUNNEL}",
        MANIFEST.replace(
            "separator = \"-\"",
            "separator = \"-\"\nnumbers = \"number\""
        )
    );
    render(&manifest, "ali").success().stdout(contains("\n4\n"));
}

#[test]
fn words_of_both_phases_are_written_once() {
    let both = MANIFEST
        .replace("[keywords.ike.encryption]", "[keywords.both.encryption]")
        .replace(
            "[keywords.esp.encryption]\nsource = \"Acme manual\"\naes256 = \"rijndael-256\"\n",
            "",
        );
    let folder = overlay::folder(
        &both,
        "{{ tunnels[0].ike.encryption }} {{ tunnels[0].esp.encryption }}\n",
    );
    let mut command = overlay::render(folder.path(), "acme", &[SINGLE]);
    command
        .assert()
        .success()
        .stdout(contains("rijndael-256 rijndael-256"));
}

#[test]
fn a_counter_runs_through_a_file() {
    let template = "{% for t in tunnels %}\n{{ counter('rule') }} {{ counter('rule') }} {{ counter('seq', first=10, step=10) }}\n{% endfor %}\n";
    let assert = rendered("", template, &[DUAL]).success();
    assert_eq!(lines(&assert), ["1 2 10", "3 4 20"]);
    rendered("", "{{ counter('rule', frist=1) }}\n", &[SINGLE])
        .code(2)
        .stderr(contains("frist"));
}

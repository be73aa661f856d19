//! Chinese texts use one word for one thing, the punctuation of Chinese, and nothing that only English has.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use peerconf::findings::{Lang, catalogue};
use peerconf::prose::Prose;
use peerconf::targets::{Comment, Form, Registry};
use regex_lite::Regex;

use crate::program::peerconf;

/// A word that is not used, and the one that is: those of the cloud's own console where it has one.
const TERMS: &[(&str, &str)] = &[
    ("云侧", "云端"),
    ("云上侧", "云端"),
    ("DH 分组", "DH 组"),
    ("DH组", "DH 组"),
    ("DH分组", "DH 组"),
    ("SA 生存周期", "生存周期"),
    ("生命周期", "生存周期"),
    ("生存时间", "生存周期"),
    ("预共享秘钥", "预共享密钥"),
    ("公钥共享", "预共享密钥"),
    ("身份标志", "身份标识"),
    ("兴趣流量", "感兴趣流"),
    ("保护流", "感兴趣流"),
    ("VPN网关", "VPN 网关"),
    ("第1阶段", "第一阶段"),
    ("第2阶段", "第二阶段"),
];

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether an ASCII mark stands right behind a Chinese character and ends a clause there.
fn half_width(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(2).find_map(|pair| {
        (is_chinese(pair[0]) && [',', ';', ':', '?', '!', '('].contains(&pair[1]))
            .then(|| text.to_owned())
    })
}

/// Every Chinese text of the catalogue and of the built-in manifests, with the place that it is from.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for rule in catalogue::ALL {
        for text in [rule.title, rule.message, rule.why, rule.remedy] {
            texts.push((rule.slug.to_owned(), text.in_lang(Lang::Zh).to_owned()));
        }
    }
    let registry = Registry::builtin();
    for entry in registry.list() {
        let target = registry.load(&entry.id).unwrap();
        let mut add = |text: &Option<Prose>| {
            texts.extend(text.iter().map(|text| (entry.id.clone(), text.to_string())));
        };
        add(&target.load_zh);
        for input in &target.inputs {
            add(&input.help_zh);
        }
        for limit in &target.limits {
            add(&limit.rule.reason_zh);
            add(&limit.rule.remedy_zh);
        }
    }
    assert!(texts.len() > 500, "{}", texts.len());
    texts
}

#[test]
fn texts_use_the_words_of_the_list() {
    let mut wrong = Vec::new();
    for (place, text) in texts() {
        for (word, right) in TERMS {
            if text.contains(word) && !right.contains(word) {
                wrong.push(format!("{place}: {word}, write {right}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn texts_have_the_punctuation_of_chinese() {
    let wrong: Vec<String> = texts()
        .into_iter()
        .filter_map(|(place, text)| Some(format!("{place}: {}", half_width(&text)?)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_text_of_the_catalogue_has_its_twin() {
    for rule in catalogue::ALL {
        for text in [rule.title, rule.message, rule.why, rule.remedy] {
            assert_eq!(text.en.is_empty(), text.zh.is_empty(), "{}", rule.slug);
            let only_values = text.en.starts_with('{') && text.en.ends_with('}');
            assert!(
                text.zh.is_empty() || only_values || text.zh.contains(is_chinese),
                "{}: {}",
                rule.slug,
                text.zh
            );
            assert!(!text.en.contains(is_chinese), "{}: {}", rule.slug, text.en);
        }
    }
}

/// Sources of the program: a pair of texts on one line or two, as `say("…", "…")` and tables write them.
#[test]
fn sources_and_the_page_use_the_words_of_the_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = files_below(vec![root.join("src"), root.join("templates")]);
    files.push(root.join("README.zh.md"));
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        seen += usize::from(text.contains(is_chinese));
        for (number, line) in text.lines().enumerate() {
            for (word, right) in TERMS {
                if line.contains(word) && !right.contains(word) {
                    wrong.push(format!(
                        "{}:{}: {word}, write {right}",
                        file.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(seen > 20, "{seen}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A warning is always told to people.
#[test]
fn warnings_of_templates_are_said_in_chinese_too() {
    let (mut seen, mut wrong) = (0, Vec::new());
    for (path, text) in templates() {
        for (start, _) in text.match_indices("warn(") {
            let call = &text[start..];
            let end = ["%}", "}}"].iter().filter_map(|end| call.find(end)).min();
            let call = &call[..end.unwrap_or(call.len())];
            let zh = call.split_once("zh=").map(|(_, zh)| zh);
            seen += 1;
            if !zh.is_some_and(|zh| zh.chars().any(is_chinese)) {
                wrong.push(format!("{path}: {call}"));
            }
        }
    }
    assert!(seen > 0 && wrong.is_empty(), "{seen}: {wrong:#?}");
}

/// Where a comment may be Chinese it is, and nowhere else.
#[test]
fn comments_are_in_both_languages_where_their_file_takes_utf8() {
    let all: BTreeMap<String, String> = templates().into_iter().collect();
    let include = Regex::new(r#"(?:include|import|from) "([\w./-]+\.j2)""#).unwrap();
    let comment = Regex::new(r"^\s*[#!]\s+(\S.*)$").unwrap();
    let registry = Registry::builtin();
    let (mut wide, mut narrow) = (BTreeSet::new(), BTreeSet::new());
    for entry in registry.list() {
        let target = registry.load(&entry.id).unwrap();
        for output in &target.outputs {
            let of_target = |name: &String| all.contains_key(name).then(|| name.clone());
            let folders = target.template_dirs.iter();
            let names = folders.map(|folder| format!("{folder}/{}", output.template));
            let mut open: Vec<String> = names.filter_map(|name| of_target(&name)).take(1).collect();
            let is_wide = output.takes_utf8() && output.form != Form::Markdown;
            while let Some(name) = open.pop() {
                let seen = if is_wide { &mut wide } else { &mut narrow };
                if output.form != Form::Markdown && seen.insert(name.clone()) {
                    let text = &all[&name];
                    open.extend(include.captures_iter(text).map(|found| found[1].to_owned()));
                    open.retain(|name| all.contains_key(name));
                }
            }
        }
    }
    let mut wrong = Vec::new();
    for name in &wide {
        for line in all[name].lines() {
            let Some(found) = comment.captures(line) else {
                continue;
            };
            let text = &found[1];
            let is_said = ["note(", "say("].iter().any(|call| text.contains(call));
            if !is_said && !is_plain(text) {
                wrong.push(format!("{name}: {text}"));
            }
        }
    }
    for name in narrow.difference(&wide) {
        if all[name].contains("note(") {
            wrong.push(format!("{name}: note, in a file whose comments are ASCII"));
        }
    }
    assert!(wide.len() > 50 && narrow.len() > 50, "{wide:#?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the manifest says of comments holds for the whole text: header, comments, lines.
#[test]
fn texts_for_readers_of_chinese_are_ascii_where_the_device_wants_it() {
    let registry = Registry::builtin();
    let folder = tempfile::tempdir().unwrap();
    let (mut wide, mut narrow) = (0, 0);
    for entry in registry.list() {
        let to = folder.path().join(entry.id.replace('/', "-")).join("");
        let fixture = "tests/fixtures/single-ikev2.json";
        let done = peerconf()
            .args(["--lang", "zh", "render", "--draft", "-t", &entry.id, "-o"])
            .args([to.as_os_str(), fixture.as_ref()])
            .output()
            .unwrap();
        if !done.status.success() {
            continue;
        }
        for output in &registry.load(&entry.id).unwrap().outputs {
            let path = output.path.replace("{name}", "ali");
            let Ok(text) = fs::read_to_string(to.join(&path)) else {
                continue;
            };
            if !output.takes_utf8() {
                narrow += 1;
                assert!(text.is_ascii(), "{}: {path}", entry.id);
            } else if output.form == Form::Lines && *output.comment() != Comment::None {
                wide += 1;
                assert!(text.contains(is_chinese), "{}: {path}", entry.id);
            }
        }
    }
    assert!(wide > 30 && narrow > 30, "{wide} {narrow}");
}

/// A comment that is the same in every language: a directive, a command, a name.
fn is_plain(text: &str) -> bool {
    let commands = [
        "ping ", "swanctl ", "ipsec ", "ikectl ", "route ", "opkg ", "!/sbin/",
    ];
    let mut starts = ["shellcheck ", "{{ ", "{%"].into_iter().chain(commands);
    !text.contains(' ') || starts.any(|start| text.starts_with(start))
}

/// Every built-in template with its path.
fn templates() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        (name, fs::read_to_string(&path).unwrap())
    };
    let found: Vec<_> = files_below(vec![root.clone()])
        .into_iter()
        .map(read)
        .collect();
    assert!(found.len() > 100, "{}", found.len());
    found
}

/// Every file below some folders.
fn files_below(mut folders: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files
}

//! Embeds `vendors/`, `templates/`, `examples/` and the responses of `tests/fixtures/`: one readable table of each, made
//! from the folders, so that a new target needs no Rust. Texts are read lazily; only the ids and aliases are looked at
//! here. Manifests go in as `MessagePack` with numbers in the place of sentences, which is read in a small part of the time
//! of TOML: every run of the program reads some; and as they are written, for whoever starts a target from one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

fn main() {
    at_a_fixed_address();
    if let Err(error) = embed() {
        println!("cargo::error={error}");
    }
}

/// A program that may lie anywhere in memory has 25,000 addresses put right each time that it starts: a fifth of the time of
/// a single `render`. What packages programs and wants it so sets `PEERCONF_PIE`.
fn at_a_fixed_address() {
    println!("cargo::rerun-if-env-changed=PEERCONF_PIE");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && env::var_os("PEERCONF_PIE").is_none()
    {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// Keys of manifests whose values are sentences: `Prose` in the program. Those of the two tables have any name.
const SENTENCES: [&str; 14] = [
    "about",
    "advice",
    "advice_zh",
    "help",
    "help_zh",
    "load",
    "load_zh",
    "never",
    "never_zh",
    "otherwise",
    "otherwise_zh",
    "reason",
    "reason_zh",
    "source",
];
const TABLES_OF_SENTENCES: [&str; 2] = ["sources", "unused"];

/// The sentences of all manifests, each once and with a number.
#[derive(Default)]
struct Sentences {
    numbers: BTreeMap<String, usize>,
    text: String,
    ends: Vec<usize>,
}

impl Sentences {
    fn number(&mut self, sentence: &str) -> usize {
        if let Some(number) = self.numbers.get(sentence) {
            return *number;
        }
        let number = self.ends.len();
        self.text.push_str(sentence);
        self.ends.push(self.text.len());
        self.numbers.insert(sentence.to_owned(), number);
        number
    }

    /// A table of a manifest with numbers in the place of its sentences; all its texts are some in `[sources]` and `[unused]`.
    fn table(&mut self, table: &toml::Table, of_sentences: bool) -> serde_json::Value {
        let entries = table.iter().map(|(key, value)| {
            let is_sentence = of_sentences || SENTENCES.contains(&key.as_str());
            let value = match value {
                toml::Value::String(text) if is_sentence => self.number(text).into(),
                toml::Value::Table(table) => {
                    self.table(table, TABLES_OF_SENTENCES.contains(&key.as_str()))
                }
                value => self.value(value),
            };
            (key.clone(), value)
        });
        serde_json::Value::Object(entries.collect())
    }

    fn value(&mut self, value: &toml::Value) -> serde_json::Value {
        match value {
            toml::Value::Table(table) => self.table(table, false),
            toml::Value::Array(values) => values.iter().map(|value| self.value(value)).collect(),
            toml::Value::String(text) => text.as_str().into(),
            toml::Value::Integer(number) => (*number).into(),
            toml::Value::Float(number) => (*number).into(),
            toml::Value::Boolean(flag) => (*flag).into(),
            toml::Value::Datetime(time) => time.to_string().into(),
        }
    }

    fn write(&self) -> Result<(), String> {
        let number = |end: &usize| u32::try_from(*end).map_err(|e| e.to_string());
        let ends = self.ends.iter().map(number);
        let ends = ends.collect::<Result<Vec<u32>, _>>()?;
        let ends: Vec<u8> = ends.into_iter().flat_map(u32::to_le_bytes).collect();
        write("prose.ends", ends)?;
        write("prose.txt", &self.text)
    }
}

fn embed() -> Result<(), String> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?);
    let mut table = String::from(
        "/// Every built-in manifest, by id.\npub(super) static MANIFESTS: &[Embedded] = &[\n",
    );
    let mut texts = String::new();
    let mut names = BTreeMap::<String, PathBuf>::new();
    let mut sentences = Sentences::default();
    for path in files(&root.join("vendors"), "toml")? {
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let manifest: toml::Table = text
            .parse()
            .map_err(|e| format!("{}: {e}", path.display()))?;
        let id = manifest
            .get("id")
            .and_then(toml::Value::as_str)
            .unwrap_or_default();
        let aliases: Vec<&str> = manifest
            .get("aliases")
            .and_then(toml::Value::as_array)
            .map(|list| list.iter().filter_map(toml::Value::as_str).collect())
            .unwrap_or_default();
        let family = manifest
            .get("family")
            .and_then(toml::Value::as_bool)
            .unwrap_or(false);
        for name in aliases.iter().chain([&id]) {
            if let Some(other) = names.insert((*name).to_owned(), path.clone()) {
                return Err(format!(
                    "{name:?} is taken by {} and {}",
                    other.display(),
                    path.display()
                ));
            }
        }
        let relative = below(&root, &path);
        let numbered = sentences.table(&manifest, false);
        let bytes = rmp_serde::to_vec(&numbered).map_err(|e| format!("{relative}: {e}"))?;
        let packed = format!("{}.msgpack", id.replace('/', "-"));
        write(&packed, bytes)?;
        let text = literal(&path)?;
        writeln!(
            table,
            "    Embedded {{ id: {id:?}, aliases: &{aliases:?}, family: {family}, path: {relative:?}, packed: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{packed}\")) }},"
        )
        .map_err(|e| e.to_string())?;
        writeln!(texts, "    ({id:?}, include_str!({text})),").map_err(|e| e.to_string())?;
    }
    table.push_str("];\n\n/// Every built-in manifest as it is written, by id. Apart from the others, so that a program that never reads them\n/// (the page in a browser) is made without.\npub(super) static MANIFEST_TEXTS: &[(&str, &str)] = &[\n");
    table.push_str(&texts);
    table.push_str("];\n\n/// Every built-in template, by its name below the folder.\npub(super) static TEMPLATES: &[(&str, &str)] = &[\n");
    let folder = root.join("templates");
    let templates: BTreeMap<String, PathBuf> = files(&folder, "j2")?
        .into_iter()
        .map(|path| (below(&folder, &path), path))
        .collect();
    for (name, path) in templates {
        let path = literal(&path)?;
        writeln!(table, "    ({name:?}, include_str!({path})),").map_err(|e| e.to_string())?;
    }
    table.push_str("];\n\n");
    embed_proofs(&root, &mut table)?;
    sentences.write()?;
    write("embedded.rs", &table)?;
    embed_examples(&root)?;
    let in_page = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    let with_page = env::var_os("CARGO_FEATURE_PAGE").is_some();
    if in_page || with_page {
        let sources = sources(&root)?;
        println!("cargo::rustc-env=PEERCONF_SOURCES={sources}");
        if with_page {
            embed_page(&root, &sources)?;
        }
    }
    println!("cargo::rerun-if-changed=examples");
    println!("cargo::rerun-if-changed=tests/fixtures");
    println!("cargo::rerun-if-changed=vendors");
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=build.rs");
    tell_commit(&root);
    Ok(())
}

/// The commit, for `--version --verbose`: what the packager says, else what the crate's file says, else the repository's
/// head. Only for a release: a build for work is not made anew for each commit.
fn tell_commit(root: &Path) {
    println!("cargo::rerun-if-env-changed=PEERCONF_COMMIT");
    let packaged = || {
        let text = fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
        let info: serde_json::Value = serde_json::from_str(&text).ok()?;
        info["git"]["sha1"].as_str().map(str::to_owned)
    };
    let of_repository = || {
        if env::var("PROFILE").as_deref() != Ok("release") {
            return None;
        }
        let git = |args: &[&str]| {
            let output = Command::new("git")
                .current_dir(root)
                .args(args)
                .output()
                .ok()?;
            let text = String::from_utf8(output.stdout).ok()?;
            output.status.success().then(|| text.trim().to_owned())
        };
        // Where the head is a branch, its own file changes with each commit.
        for name in [
            "HEAD",
            &git(&["symbolic-ref", "-q", "HEAD"]).unwrap_or_default(),
        ] {
            if let Some(path) = git(&["rev-parse", "--git-path", name]).filter(|_| !name.is_empty())
            {
                println!("cargo::rerun-if-changed={}", root.join(path).display());
            }
        }
        git(&["rev-parse", "HEAD"])
    };
    let given = env::var("PEERCONF_COMMIT").ok();
    if let Some(commit) = given.or_else(packaged).or_else(of_repository) {
        println!("cargo::rustc-env=PEERCONF_COMMIT={commit}");
    }
}

/// A digest (FNV-1a, 64 bits) of everything that the module in the page is made from. It tells an old page from a new
/// one, and guards against nobody.
fn sources(root: &Path) -> Result<String, String> {
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |bytes: &[u8]| {
        for byte in bytes {
            digest = (digest ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for (folder, extension) in [
        ("src", "rs"),
        ("src/report/templates", "j2"),
        ("src/report/templates", "css"),
        ("src/report/templates", "js"),
        ("vendors", "toml"),
        ("templates", "j2"),
        ("examples", "json"),
        ("page/src", "rs"),
    ] {
        println!("cargo::rerun-if-changed={folder}");
        for path in files(&root.join(folder), extension)? {
            let name = below(root, &path);
            // No command and no cloud is in the page.
            if ["src/main.rs", "src/cli/", "src/cloud/"]
                .iter()
                .any(|apart| name.starts_with(apart))
            {
                continue;
            }
            take(name.as_bytes());
            take(&fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?);
        }
    }
    Ok(format!("peerconf-sources:{digest:016x}"))
}

/// The page that `page/build` made, if it was made from what is being built.
fn embed_page(root: &Path, sources: &str) -> Result<(), String> {
    let path = root.join("page/peerconf.html");
    println!("cargo::rerun-if-changed={}", path.display());
    let page = fs::read_to_string(&path).map_err(|e| {
        format!(
            "{}: {e}; `page/build` makes it, and without the feature `page` it is not needed",
            path.display()
        )
    })?;
    let mut is_new = page.contains(sources);
    for part in ["page.css", "words.js", "page.js"] {
        let part = root.join("page/web").join(part);
        println!("cargo::rerun-if-changed={}", part.display());
        let text = fs::read_to_string(&part).map_err(|e| format!("{}: {e}", part.display()))?;
        is_new &= page.contains(text.trim_start_matches("\"use strict\";").trim());
    }
    if !is_new {
        let path = path.display();
        return Err(format!(
            "{path} was made from other sources; run `page/build` again"
        ));
    }
    let path = literal(&path)?;
    write("page.rs", format!("include_str!({path})"))
}

/// By what the texts of each target were proven: id, a daemon took it, a schema of others took it.
fn embed_proofs(root: &Path, table: &mut String) -> Result<(), String> {
    let path = root.join("tests/grammar/proof.toml");
    println!("cargo::rerun-if-changed={}", path.display());
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("{}: {error}", path.display())),
    };
    let proofs: toml::Table = text
        .parse()
        .map_err(|e| format!("{}: {e}", path.display()))?;
    table.push_str("/// By what targets are proven: id, a daemon, a schema of others.\npub(super) static PROOFS: &[(&str, bool, bool)] = &[\n");
    for (id, proof) in &proofs {
        let daemon = proof.get("daemon").and_then(toml::Value::as_bool) == Some(true);
        let outside = proof.get("outside").is_some();
        writeln!(table, "    ({id:?}, {daemon}, {outside}),").map_err(|e| e.to_string())?;
    }
    table.push_str("];\n");
    Ok(())
}

/// The bundled responses, by name, and those that targets are held against.
fn embed_examples(root: &Path) -> Result<(), String> {
    let mut table = String::new();
    let folder = root.join("examples");
    let mut examples = files(&folder, "json")?;
    examples.extend(files(&folder, "xml")?);
    examples.sort();
    list(&mut table, "/// Every example, by name.", "ALL", examples)?;
    let fixtures = files(&root.join("tests/fixtures"), "json")?;
    let about = "/// The responses of the project's tests, by name. The XML twins say the same.";
    list(&mut table, about, "FIXTURES", fixtures)?;
    embed_scaffold(&folder.join("targets/acme"), &mut table)?;
    write("examples.rs", &table)
}

/// Adds a table of responses.
fn list(table: &mut String, about: &str, name: &str, paths: Vec<PathBuf>) -> Result<(), String> {
    table.push_str(about);
    writeln!(table, "\npub static {name}: &[Example] = &[").map_err(|e| e.to_string())?;
    for path in paths {
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        let xml = path.extension().is_some_and(|e| e == "xml");
        let path = literal(&path)?;
        writeln!(
            table,
            "    Example {{ name: {name:?}, xml: {xml}, text: include_str!({path}) }},"
        )
        .map_err(|e| e.to_string())?;
    }
    table.push_str("];\n\n");
    Ok(())
}

/// The target to start from, by the names of its files.
fn embed_scaffold(folder: &Path, table: &mut String) -> Result<(), String> {
    table.push_str("/// A whole target of an invented device: `router.toml` and its templates.\npub static TARGET: &[(&str, &str)] = &[\n");
    let mut paths = files(folder, "toml")?;
    paths.extend(files(folder, "j2")?);
    for path in paths {
        let name = below(folder, &path);
        let path = literal(&path)?;
        writeln!(table, "    ({name:?}, include_str!({path})),").map_err(|e| e.to_string())?;
    }
    table.push_str("];\n");
    Ok(())
}

fn write(name: &str, text: impl AsRef<[u8]>) -> Result<(), String> {
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|e| e.to_string())?).join(name);
    fs::write(out, text).map_err(|e| e.to_string())
}

/// A path as a string literal.
fn literal(path: &Path) -> Result<String, String> {
    let text = path
        .to_str()
        .ok_or_else(|| format!("{}: the path is no UTF-8", path.display()))?;
    Ok(format!("{text:?}"))
}

/// The path below a folder, with forward slashes.
fn below(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// All files below a folder with an extension, sorted.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(format!("{}: {error}", folder.display())),
        };
        for entry in entries {
            let path = entry.map_err(|e| e.to_string())?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

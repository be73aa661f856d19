//! The language of templates, for the page that documents it: Jinja as this engine reads it. What it can call is listed
//! here and added in `filters` and `worksheet`; a test holds the two together.

use std::fmt::Write as _;

use super::bounds;

/// Something that a template may call or ask.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub form: &'static str,
    /// What it gives.
    pub meaning: &'static str,
}

const fn word(name: &'static str, form: &'static str, meaning: &'static str) -> Word {
    Word {
        name,
        form,
        meaning,
    }
}

/// Filters: `{{ value | filter }}`.
pub const FILTERS: &[Word] = &[
    word(
        "batch",
        "list | batch(3)",
        "a list of lists of so many elements",
    ),
    word(
        "default",
        "value | default(other)",
        "another value where the first is not defined",
    ),
    word("first", "list | first", "the first element"),
    word(
        "format",
        "\"%02d\" | format(n)",
        "the arguments in the places of a pattern",
    ),
    word(
        "indent",
        "text | indent(4)",
        "every line but the first further right; `indent(4, true)` the first too",
    ),
    word("int", "text | int", "a whole number"),
    word(
        "join",
        "list | join(\", \")",
        "the elements with a text between them",
    ),
    word("last", "list | last", "the last element"),
    word(
        "length",
        "list | length",
        "how many elements, or characters",
    ),
    word("list", "value | list", "a list of what can be walked over"),
    word("lower", "text | lower", "in small letters"),
    word(
        "map",
        "list | map(attribute=\"cidr\")",
        "that field of each element; `map(\"upper\")` a filter over each",
    ),
    word("max", "list | max", "the largest element"),
    word("min", "list | min", "the smallest element"),
    word(
        "reject",
        "list | reject(\"eq\", x)",
        "the elements that a test does not hold for",
    ),
    word(
        "rejectattr",
        "list | rejectattr(\"bgp\")",
        "the elements whose field is false; with a test, as `selectattr`",
    ),
    word(
        "replace",
        "text | replace(\"a\", \"b\")",
        "another text in each place of the first",
    ),
    word(
        "select",
        "list | select(\"in\", others)",
        "the elements that a test holds for",
    ),
    word(
        "selectattr",
        "list | selectattr(\"role\", \"eq\", \"active\")",
        "the elements whose field a test holds for",
    ),
    word(
        "slice",
        "list | slice(2)",
        "so many lists of about one length",
    ),
    word("sort", "list | sort(attribute=\"index\")", "in order"),
    word("split", "text | split(\".\")", "a list of the parts"),
    word("string", "value | string", "as a text"),
    word(
        "tojson",
        "value | tojson",
        "as JSON in one line, with its quotes; no key, which its style writes",
    ),
    word("trim", "text | trim", "without blanks at its ends"),
    word("unique", "list | unique", "each element once"),
    word("upper", "text | upper", "in capital letters"),
    word(
        "word",
        "text | word",
        "a text that stands in a form without quotes: letters, digits, `_`, `-`; anything else stops the render",
    ),
    word(
        "xml",
        "text | xml",
        "escaped for text and attributes of XML; in a file of the form `xml` it is so already",
    ),
];

/// Tests: `{% if value is test %}`.
pub const TESTS: &[Word] = &[
    word("defined", "x is defined", "there is such a name"),
    word("endingwith", "x is endingwith(\"-1\")", "a text ends so"),
    word("eq", "x is eq(1)", "equal; in `select` and the like"),
    word("equalto", "x is equalto(1)", "the same"),
    word("gt", "x is gt(1)", "greater"),
    word("in", "x is in([1, 2])", "one of a list, or part of a text"),
    word("lt", "x is lt(1)", "less"),
    word("ne", "x is ne(1)", "not equal"),
    word(
        "none",
        "x is none",
        "absent: a session that is not there, PFS that is off",
    ),
    word("number", "x is number", "a number"),
    word(
        "startingwith",
        "x is startingwith(\"eth\")",
        "a text begins so",
    ),
    word("string", "x is string", "a text"),
    word("undefined", "x is undefined", "there is no such name"),
];

/// Functions: `{{ function(…) }}`.
pub const FUNCTIONS: &[Word] = &[
    word(
        "counter",
        "counter(\"rule\")",
        "a running number: 1, 2, 3 … for each name, anew in each file; `counter(\"rule\", first=10, step=10)` from another number on",
    ),
    word(
        "fail",
        "fail(\"needs a zone\")",
        "stops the render with this sentence, from an included file too",
    ),
    word(
        "head",
        "head()",
        "the head of a table of fields (`markdown`)",
    ),
    word(
        "menu",
        "menu(\"VPN\", \"IPsec\")",
        "the way through the menus (`markdown`)",
    ),
    word(
        "note",
        "# {{ note(\"Up: {}\", \"应为已建立：{}\", x) }}",
        "the words of a comment in the reader's language, in a file whose comments may hold UTF-8 (`shell`, `hcl`, `yaml`; `lines` with `comment_utf8`); else in English",
    ),
    word(
        "range",
        "range(3)",
        "the numbers 0, 1, 2; `range(1, 4)` from another one on",
    ),
    word(
        "row",
        "row(field, value)",
        "a line of a table of fields (`markdown`)",
    ),
    word(
        "say",
        "say(\"Name\", \"名称\")",
        "the words in the reader's language; one text counts for both",
    ),
    word(
        "since",
        "since(\"9.8\")",
        "whether the target's release is at least that",
    ),
    word(
        "take",
        "take(\"first_rule\")",
        "the next number of an input's range (`takes`), anew in each file; `take(\"rule\", tunnel)` of a tunnel's, `of=\"wan\"` a range of its own; one more than allotted stops the render",
    ),
    word(
        "warn",
        "{% do warn(\"…\", zh=\"…\", rule=\"my-rule\") %}",
        "a warning of this target, in the header, on standard error, in JSON and in tickets; `zh` is the same sentence in Chinese",
    ),
];

/// Statements.
pub const STATEMENTS: &[Word] = &[
    word(
        "for",
        "{% for t in tunnels %} … {% else %} … {% endfor %}",
        "once for each element; `for t in tunnels if t.bgp` for some; `loop.index`, `loop.first`, `loop.last`",
    ),
    word(
        "if",
        "{% if a %} … {% elif b %} … {% else %} … {% endif %}",
        "where it holds; in a line `{{ a if b else c }}`",
    ),
    word(
        "set",
        "{% set x = 1 %}",
        "a name for a value; with `{% endset %}` for laid-out lines",
    ),
    word(
        "with",
        "{% with x = 1 %} … {% endwith %}",
        "the same, up to its end",
    ),
    word(
        "macro",
        "{% macro m(x) %} … {% endmacro %}",
        "lines to be used again: `{{ m(1) }}`",
    ),
    word(
        "call",
        "{% call m() %} … {% endcall %}",
        "hands lines to a macro as `caller()`",
    ),
    word(
        "include",
        "{% include \"acme/router/bgp.j2\" %}",
        "another template in its place, by its full name; `builtin/…` names a built-in one that yours replaces",
    ),
    word(
        "import",
        "{% import \"acme/router/m.j2\" as m %}",
        "its macros; `{% from \"…\" import a, b %}` some",
    ),
    word(
        "extends",
        "{% extends \"…\" %}, {% block x %}",
        "a template with other lines in its blocks",
    ),
    word("do", "{% do warn(\"…\") %}", "a call that prints nothing"),
    word(
        "filter",
        "{% filter indent(4) %} … {% endfilter %}",
        "lines through a filter",
    ),
    word("raw", "{% raw %} … {% endraw %}", "as it stands"),
];

/// How blanks and line breaks come out.
pub const WHITE_SPACE: &[&str] = &[
    "A line that holds a statement or a comment alone leaves nothing: blanks before `{%` and `{#` at the start of a line go, and so does the line break after `%}` and `#}`.",
    "`{{ … }}` keeps what stands around it, its line break too. `{%-` and `-%}` take all blanks and line breaks on their side, `{%+` and `+%}` keep them.",
    "Nesting is shown inside the tag: `{%   if x %}`. The last line break of a file stays.",
    "A line that ends in a blank, or is a hole where a value was left out, is a fault that the tests of the built-in targets look for.",
];

/// What types of the context mean.
pub const TYPES: &[Word] = &[
    word(
        "Text",
        "",
        "a word that templates print, compare, join and filter: a name, an algorithm, a release",
    ),
    word(
        "Printed",
        "",
        "a text that comes from the response: an address, an identity. It is printed or joined, and asked whether it is empty; a built-in template neither compares nor filters it, since in a fleet the lines of one connection are used again for others",
    ),
    word(
        "Key",
        "",
        "a key. It is printed, joined, handed to a macro, asked whether it is there; anything that looks into it stops the render. It has its quotes already",
    ),
    word(
        "Named",
        "",
        "values by the names that the manifest gives: `inputs.NAME`, `facts.NAME`",
    ),
    word("List", "", "elements to walk over, from 0: `tunnels[0]`"),
];

/// What stops a render.
pub fn stops() -> Vec<String> {
    let mut stops: Vec<String> = [
        "a name or a field that is not defined, also after a dot",
        "printing nothing (`none`), a truth value, a fraction, a list or a map in a file of lines; other forms write truth values and lists as they are written there",
        "a value with a line break or another control character: no value can start a line",
        "printing an input that the connection does not ask for and nobody gave: ask for it with `if`",
        "looking into a key: a filter, a comparison, `in`, a file name, a sentence of `fail` or `warn`",
        "`fail(\"…\")`, with its sentence",
        "`take(…)` beyond what the manifest allots",
        "a template outside the folder of targets, also by way of a link",
    ]
    .map(str::to_owned)
    .into();
    stops.extend(bounds::in_words());
    stops
}

/// The page.
pub fn page() -> String {
    let mut text = String::from(
        "# The language of templates\n\nGenerated from `src/render/dialect.rs`. Templates are Jinja, as the engine [minijinja](https://docs.rs/minijinja) reads it, with \
         the filters, tests and functions of this page and no others. What they see is [the context](template-context.md); what a file is (lines, JSON, XML …) says its `form` in \
         [the manifest](manifest.md).\n\n## White space\n\n",
    );
    for line in WHITE_SPACE {
        let _ = writeln!(text, "- {line}");
    }
    for (title, words) in [
        ("Statements", STATEMENTS),
        ("Filters", FILTERS),
        ("Tests", TESTS),
        ("Functions", FUNCTIONS),
    ] {
        let _ = write!(
            text,
            "\n## {title}\n\n| name | written | gives |\n|---|---|---|\n"
        );
        for Word {
            name,
            form,
            meaning,
        } in words
        {
            let form = form.replace('|', "\\|");
            let _ = writeln!(text, "| `{name}` | `{form}` | {meaning} |");
        }
    }
    text.push_str("\n## Types of the context\n\n| type | is |\n|---|---|\n");
    for Word { name, meaning, .. } in TYPES {
        let _ = writeln!(text, "| `{name}` | {meaning} |");
    }
    text.push_str("\n## What stops a render\n\nEach with the template and its line, and without any value.\n\n");
    for stop in stops() {
        let _ = writeln!(text, "- {stop}");
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use regex_lite::Regex;

    use super::*;

    /// The names that the sources add to an engine.
    fn added(kind: &str) -> BTreeSet<String> {
        let sources = [include_str!("filters.rs"), include_str!("worksheet.rs")].concat();
        let call = Regex::new(&format!(r#"add_{kind}\(\s*(?:environment,\s*)?"(\w+)""#));
        let call = call.unwrap();
        call.captures_iter(&sources)
            .map(|captures| captures[1].to_owned())
            .collect()
    }

    #[test]
    fn the_lists_are_complete() {
        for (kind, words) in [
            ("(?:text_)?filter", FILTERS),
            ("test", TESTS),
            ("function", FUNCTIONS),
        ] {
            let listed: BTreeSet<String> = words.iter().map(|word| word.name.to_owned()).collect();
            assert_eq!(listed.len(), words.len(), "{kind}");
            assert_eq!(listed, added(kind), "{kind}");
        }
    }

    /// Nothing else in `src` adds a word, and the engine brings none of its own.
    #[test]
    fn no_other_file_adds_one() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let own = ["filters.rs", "worksheet.rs", "dialect.rs"].contains(&name.as_str());
            let adds = ["add_filter(\"", "add_test(\"", "add_function(\""];
            assert!(
                own || !adds.iter().any(|call| text.contains(call)),
                "{name}"
            );
        }
        assert!(
            minijinja::Environment::empty()
                .render_str("{{ 1 | abs }}", ())
                .is_err()
        );
    }
}

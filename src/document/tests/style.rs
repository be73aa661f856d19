//! A response written as JSON or as XML, in one of the many styles that occur.

use std::fmt::Display;

/// A value of a response, before anybody has chosen how to write it.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Number(u32),
    Flag(bool),
    Object(Fields),
    /// The name of the elements, which are objects.
    List(&'static str, Vec<Fields>),
}

pub(super) type Fields = Vec<(&'static str, Value)>;

/// The choices of a writer, drawn in turn from random numbers.
pub(super) struct Style {
    choices: Vec<u8>,
    drawn: usize,
}

impl Style {
    pub(super) fn new(choices: Vec<u8>) -> Self {
        Self { choices, drawn: 0 }
    }

    fn pick<T>(&mut self, among: impl IntoIterator<Item = T>) -> T {
        let mut among: Vec<T> = among.into_iter().collect();
        self.drawn += 1;
        let drawn = usize::from(self.choices[self.drawn % self.choices.len()]) + self.drawn;
        among.swap_remove(drawn % among.len())
    }

    fn blank(&mut self) -> &'static str {
        self.pick(["", "", " ", "\n", "\r\n\t"])
    }

    fn shuffled<T: Clone>(&mut self, values: &[T]) -> Vec<T> {
        let mut values = values.to_vec();
        let middle = self.pick(0..values.len().max(1));
        values.rotate_left(middle);
        if self.pick([true, false]) {
            values.reverse();
        }
        values
    }

    /// Objects that occur as JSON text in a string.
    fn is_string(&mut self, name: &str) -> bool {
        ["IkeConfig", "IpsecConfig"].contains(&name) && self.pick([false, false, true])
    }

    // JSON

    pub(super) fn json(&mut self, fields: &Fields) -> String {
        let mut written = Vec::new();
        for (name, value) in self.shuffled(fields) {
            let (name, value) = self.json_field(name, &value);
            let [a, b, c, d] = std::array::from_fn(|_| self.blank());
            written.push(format!("{a}\"{name}\"{b}:{c}{value}{d}"));
        }
        format!("{{{}}}", written.join(","))
    }

    /// A value under its own name, or a list under the name of its elements.
    fn json_field(&mut self, name: &'static str, value: &Value) -> (&'static str, String) {
        let written = match value {
            Value::Text(text) => self.json_string(text),
            Value::Number(number) => self.json_plain(number),
            Value::Flag(flag) => self.json_plain(flag),
            Value::Object(fields) => {
                let object = self.json(fields);
                if self.is_string(name) {
                    self.json_string(&object)
                } else {
                    object
                }
            }
            Value::List(item, elements) => return self.json_list(name, item, elements),
        };
        (name, written)
    }

    fn json_list(
        &mut self,
        name: &'static str,
        item: &'static str,
        elements: &[Fields],
    ) -> (&'static str, String) {
        let elements: Vec<String> = elements.iter().map(|fields| self.json(fields)).collect();
        let list = format!("[{}]", elements.join(","));
        let wrapped = |inside: &str| format!("{{\"{item}\":{inside}}}");
        let mut shapes = vec![(name, wrapped(&list)), (name, list.clone()), (item, list)];
        match &elements[..] {
            [] => shapes.extend(["{}", "null", "\"\""].map(|empty| (name, empty.to_owned()))),
            [one] => shapes.extend([
                (name, wrapped(one)),
                (name, one.clone()),
                (item, one.clone()),
            ]),
            _ => {}
        }
        self.pick(shapes)
    }

    fn json_plain(&mut self, value: impl Display) -> String {
        self.pick([format!("{value}"), format!("\"{value}\"")])
    }

    fn json_string(&mut self, text: &str) -> String {
        let units = text.encode_utf16();
        let escaped: Vec<String> = units.map(|unit| format!("\\u{unit:04x}")).collect();
        let plain = serde_json::Value::from(text).to_string();
        self.pick([plain.clone(), plain, format!("\"{}\"", escaped.concat())])
    }

    // XML

    pub(super) fn xml(&mut self, fields: &Fields) -> String {
        let mut xml = String::new();
        for (name, value) in self.shuffled(fields) {
            let elements = self.xml_elements(name, &value);
            xml.extend([self.blank(), &elements, self.blank()]);
            xml += self.pick(["", "", "<!-- <a> -->", "<?a?>"]);
        }
        xml
    }

    fn xml_elements(&mut self, name: &str, value: &Value) -> String {
        let inside = match value {
            Value::Text(text) => self.xml_text(text),
            Value::Number(number) => number.to_string(),
            Value::Flag(flag) => flag.to_string(),
            Value::Object(fields) if self.is_string(name) => {
                let object = self.json(fields);
                self.xml_text(&object)
            }
            Value::Object(fields) => self.xml(fields),
            Value::List(item, elements) => {
                let elements: Vec<String> =
                    elements.iter().map(|fields| self.xml(fields)).collect();
                let repeated = |name: &str| -> String {
                    elements
                        .iter()
                        .map(|inside| element(name, inside))
                        .collect()
                };
                return self.pick([
                    element(name, &repeated(item)),
                    repeated(name),
                    repeated(item),
                ]);
            }
        };
        let blanks = [self.blank(), self.blank()];
        element(name, &format!("{}{inside}{}", blanks[0], blanks[1]))
    }

    fn xml_text(&mut self, text: &str) -> String {
        let escape = |c: char| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            _ => c.to_string(),
        };
        let number = |c: char| format!("&#x{:X};", u32::from(c));
        let cdata = text.replace("]]>", "]]]]><![CDATA[>");
        let plain: String = text.chars().map(escape).collect();
        let numbers: String = text.chars().map(number).collect();
        self.pick([
            plain.clone(),
            plain,
            numbers,
            format!("<![CDATA[{cdata}]]>"),
        ])
    }
}

pub(super) fn element(name: &str, inside: &str) -> String {
    match inside {
        "" => format!("<{name}/>"),
        _ => format!("<{name}>{inside}</{name}>"),
    }
}

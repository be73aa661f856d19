//! A value of the tree, as the stages after this one see it.

use std::fmt;
use std::ops::Range;

use super::entry::{self, Entry, Kind};
use super::path;
use super::rewrite::Rewritten;
use super::{Document, Format};

/// One value of a [`Document`]: cheap to copy, borrowed from the document.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document<'d>,
    index: u32,
}

impl<'d> Node<'d> {
    pub(super) fn root(document: &'d Document<'d>) -> Self {
        Self { document, index: 0 }
    }

    /// An entry of the document.
    pub(super) fn at(document: &'d Document<'d>, index: u32) -> Self {
        Self { document, index }
    }

    /// The objects in the API's words that say what this one says in those of another tool.
    pub(super) fn rewritten(self) -> impl Iterator<Item = (Rewritten, Node<'d>)> {
        let document = self.document;
        let own = move |rewritten: &&Rewritten| rewritten.of == self.index;
        let all = document.rewritten.iter().filter(own);
        all.map(move |&rewritten| (rewritten, Self::at(document, rewritten.at)))
    }

    /// Whether this is the outermost value.
    pub(super) fn is_root(self) -> bool {
        self.index == 0
    }

    /// The format of the document that it is in.
    pub(super) fn format(self) -> Format {
        self.document.format
    }

    fn entry(self) -> &'d Entry<'d> {
        &self.document.entries[self.index as usize]
    }

    /// The key or element name. An element of a JSON list has the name of the list; the root of a JSON
    /// document has none.
    pub fn name(self) -> &'d str {
        entry::name(&self.document.entries, self.index)
    }

    /// What the value is.
    pub fn kind(self) -> Kind {
        self.entry().kind
    }

    /// The text of a scalar, JSON numbers and booleans as they are written; `None` for the other kinds.
    ///
    /// A JSON string is unescaped and otherwise as written; of an XML text the white space around it
    /// is left out.
    pub fn text(self) -> Option<&'d str> {
        let entry = self.entry();
        (entry.kind == Kind::Scalar).then_some(entry.text.as_ref())
    }

    /// The value of this name, where it is present and not null. The letters' case does not count, as some
    /// pages of the API's documentation show names in another; no object has a name in two cases.
    pub fn get(self, name: &str) -> Option<Node<'d>> {
        if self.kind() != Kind::Object {
            return None;
        }
        let document = self.document;
        entry::children(&document.entries, self.index)
            .find(|index| {
                let field = &document.entries[*index as usize];
                field.kind != Kind::Null && field.name.eq_ignore_ascii_case(name)
            })
            .map(|index| Node { document, index })
    }

    /// The values directly inside: fields of an object, elements of a list.
    pub fn children(self) -> Children<'d> {
        Children {
            document: self.document,
            next: self.index + 1,
            end: self.entry().end,
        }
    }

    /// All values of this name, however they are repeated: as a JSON list, as a single value where a
    /// list is due, or in XML by repeating the element. Nulls and empty texts are left out.
    pub fn all(self, name: &str) -> impl Iterator<Item = Node<'d>> {
        self.named(name).flat_map(Node::elements)
    }

    /// The elements of a list that the API puts into a wrapper, whichever of its shapes is used:
    ///
    /// - `{"TunnelsConfig": {"TunnelConfig": [{…}, {…}]}}`, the documented one,
    /// - `{"TunnelsConfig": {"TunnelConfig": {…}}}`, a single element,
    /// - `{"TunnelsConfig": [{…}, {…}]}` and `{"TunnelsConfig": {…}}`, without the inner name,
    /// - `{"TunnelConfig": [{…}, {…}]}`, without the wrapper,
    ///
    /// and the same in XML, where each element repeats its name. An empty wrapper has no element.
    pub fn list(self, wrapper: &str, item: &str) -> impl Iterator<Item = Node<'d>> {
        let inside = self.all(wrapper).flat_map(move |within| {
            let items = within.named(item);
            if items.clone().next().is_some() {
                items
            } else {
                Named::itself(within)
            }
        });
        inside.chain(self.named(item)).flat_map(Node::elements)
    }

    /// The byte offset of the value in the document.
    pub fn offset(self) -> u32 {
        self.entry().span.start
    }

    /// The bytes of the value as written: a JSON string with its quotes, the text of an XML element, or the
    /// whole element where it holds others or nothing.
    ///
    /// Of a value inside an embedded document (JSON in a string) these are the bytes it was decoded from.
    pub fn span(self) -> Range<u32> {
        self.entry().span.clone()
    }

    /// Where the value is, by names: `VpnConnectionConfig.TunnelsConfig.TunnelConfig[1].IkeConfig.IkePfs`.
    ///
    /// The root's path is empty; elements of lists are counted from 0. JSON and XML give the same path.
    pub fn path(self) -> String {
        path::of(&self.document.entries, self.index)
    }

    /// The fields of this name, in any case of its letters.
    fn named(self, name: &str) -> Named<'d, '_> {
        let nodes = match self.kind() {
            Kind::Object => self.children(),
            _ => Children::none(self),
        };
        Named {
            nodes,
            name: Some(name),
        }
    }

    /// The elements of a list, or the value itself; nothing for null, for an empty text, which is
    /// what an empty XML element is, and for an empty object, which is the same in JSON.
    fn elements(self) -> impl Iterator<Item = Node<'d>> {
        let nodes = match self.kind() {
            Kind::List => self.children(),
            _ => Children::only(self),
        };
        nodes.filter(|node| {
            node.kind() != Kind::Null && node.text() != Some("") && !node.is_empty_object()
        })
    }

    fn is_empty_object(self) -> bool {
        self.kind() == Kind::Object && self.children().next().is_none()
    }
}

/// Shows the kind and the path, never the text.
impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at `{}`", self.kind(), self.path())
    }
}

/// The values directly inside another, see [`Node::children`].
#[derive(Debug, Clone)]
pub struct Children<'d> {
    document: &'d Document<'d>,
    next: u32,
    end: u32,
}

impl<'d> Children<'d> {
    /// Just this value.
    fn only(node: Node<'d>) -> Self {
        Self {
            document: node.document,
            next: node.index,
            end: node.entry().end,
        }
    }

    fn none(node: Node<'d>) -> Self {
        Self {
            document: node.document,
            next: 0,
            end: 0,
        }
    }
}

impl<'d> Iterator for Children<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        let index = self.next;
        if index >= self.end {
            return None;
        }
        let node = Node {
            document: self.document,
            index,
        };
        self.next = node.entry().end;
        Some(node)
    }
}

/// Fields of an object, by name.
#[derive(Clone)]
struct Named<'d, 'n> {
    nodes: Children<'d>,
    /// None: any name.
    name: Option<&'n str>,
}

impl<'d> Named<'d, '_> {
    /// The value itself, whatever its name, unless there is nothing in it.
    fn itself(node: Node<'d>) -> Self {
        let nodes = if node.is_empty_object() {
            Children::none(node)
        } else {
            Children::only(node)
        };
        Self { nodes, name: None }
    }
}

impl<'d> Iterator for Named<'d, '_> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        let name = self.name;
        self.nodes
            .find(|node| name.is_none_or(|name| node.entry().name.eq_ignore_ascii_case(name)))
    }
}

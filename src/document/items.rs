//! Responses out of their envelopes.
//!
//! An envelope is what a response is kept in: an SDK's dump with `statusCode` and `body`, a list of responses,
//! a wrapper of `id` and `response`, a bundle that names the operation of each, or the response around its one object. They may be inside
//! one another. What is left is recognised by its own fields ([`shape`](super::recognise)).

use super::entry::Kind;
use super::envelope::Envelope;
use super::error::DocumentError;
use super::node::Node;
use super::rewrite::LABEL;
use super::{ApiError, Dialect, Document, Operation, error_body, limits, recognise, wrong_value};

/// The field of a wrapper that gives a response a name, as in a file of one response per line.
const RESPONSE: &str = "response";
const CONFIG: &str = "VpnConnectionConfig";
const DOWNLOAD: Operation = Operation::DownloadVpnConnectionConfig;

/// One response, or one element of a list response.
#[derive(Debug, Clone, Copy)]
pub struct Item<'d> {
    /// The operation that answers with such an object.
    pub operation: Operation,
    /// The object: for a download the `VpnConnectionConfig` itself, for a page of routes the response,
    /// for the others the flat description.
    pub body: Node<'d>,
    /// The id of the request, where the response around the object has one.
    pub request_id: Option<&'d str>,
    /// The number of the item in its document, from 0.
    pub index: usize,
    /// In whose words the document has it; `body` is in those of the API.
    pub dialect: Dialect,
    /// What stands around the response.
    pub envelope: Envelope<'d>,
}

impl<'d> Item<'d> {
    /// What the tool that wrote the document calls the item.
    pub fn label(&self) -> Option<&'d str> {
        match self.dialect {
            Dialect::Api => None,
            _ => self.body.get(LABEL)?.text(),
        }
    }
}

/// All items of a document, in its order.
pub(super) fn of<'d>(document: &'d Document<'_>) -> Result<Vec<Item<'d>>, DocumentError> {
    Unpacking::new(document, 0).items()
}

/// All items of a document, and the elements of a list that are none, each with its number.
pub(super) fn each<'d>(document: &'d Document<'_>) -> (Vec<Item<'d>>, Vec<(usize, DocumentError)>) {
    let mut unpacking = Unpacking::new(document, limits::FAULTS);
    match unpacking.items() {
        Ok(items) => (items, unpacking.faults),
        Err(error) => (Vec::new(), vec![(0, error)]),
    }
}

/// What is known about an object from around it.
#[derive(Clone, Copy)]
struct Context<'d> {
    request_id: Option<&'d str>,
    /// The operation that a bundle names.
    named: Option<Operation>,
}

struct Unpacking<'d> {
    document: &'d Document<'d>,
    items: Vec<Item<'d>>,
    /// Elements of a list that are no responses, by number.
    faults: Vec<(usize, DocumentError)>,
    /// How many of these do not stand in the way of the others.
    most_faults: usize,
    /// A list response without elements, if there was one.
    empty: Option<(Operation, Node<'d>)>,
}

impl<'d> Unpacking<'d> {
    fn new(document: &'d Document<'d>, most_faults: usize) -> Self {
        Self {
            document,
            items: Vec::with_capacity(1),
            faults: Vec::new(),
            most_faults,
            empty: None,
        }
    }

    fn items(&mut self) -> Result<Vec<Item<'d>>, DocumentError> {
        let root = self.document.root();
        self.any(root, None)?;
        if self.items.is_empty() && self.faults.is_empty() {
            return Err(match self.empty {
                Some((operation, list)) => DocumentError::NothingListed {
                    at: self.document.place(list.offset()),
                    operation,
                },
                None => self.unrecognised(root, wrong_value::describe(root)),
            });
        }
        Ok(std::mem::take(&mut self.items))
    }

    /// A response or a list of responses.
    fn any(&mut self, node: Node<'d>, named: Option<Operation>) -> Result<(), DocumentError> {
        match node.kind() {
            Kind::List => node.children().try_for_each(|element| {
                let before = self.items.len();
                match self.one(element, named) {
                    // What a bundle lists belongs together.
                    Err(error) if named.is_none() && self.faults.len() < self.most_faults => {
                        self.items.truncate(before);
                        self.faults.push((self.next(), error));
                        Ok(())
                    }
                    done => done,
                }
            }),
            _ => self.one(node, named),
        }
    }

    /// A response in whatever is around it.
    fn one(&mut self, node: Node<'d>, named: Option<Operation>) -> Result<(), DocumentError> {
        if node.kind() != Kind::Object {
            return Err(self.unrecognised(node, wrong_value::describe(node)));
        }
        let mut rewritten = node.rewritten().peekable();
        if rewritten.peek().is_some() {
            rewritten.for_each(|(rewritten, body)| {
                self.items.push(Item {
                    operation: rewritten.operation,
                    body,
                    request_id: None,
                    index: self.items.len() + self.faults.len(),
                    dialect: rewritten.dialect,
                    envelope: Envelope::default(),
                });
            });
            return Ok(());
        }
        if let Some(response) = node.get(RESPONSE) {
            let envelope = Envelope::of(node).map_err(|(at, text)| self.foreign(at, text))?;
            let before = self.items.len();
            self.any(response, named)?;
            for item in &mut self.items[before..] {
                item.envelope = envelope;
            }
            return Ok(());
        }
        if let Some(body) = dumped(node)? {
            return self.any(body, named);
        }
        let mut bundled = bundled(node).peekable();
        if bundled.peek().is_some() {
            return bundled.try_for_each(|(named, responses)| self.any(responses, Some(named)));
        }
        self.response(node, named)
    }

    /// A response by itself.
    fn response(&mut self, node: Node<'d>, named: Option<Operation>) -> Result<(), DocumentError> {
        let context = Context {
            request_id: node.get("RequestId").and_then(Node::text),
            named,
        };
        if let Some(config) = node.get(CONFIG) {
            let mut configs = node.all(CONFIG).peekable();
            if configs.peek().is_none() {
                return self.push(DOWNLOAD, config, context);
            }
            return configs.try_for_each(|config| self.push(DOWNLOAD, config, context));
        }
        if node.name().eq_ignore_ascii_case(CONFIG) {
            return self.push(DOWNLOAD, node, context);
        }
        for &(wrapper, item, operation) in recognise::LISTS {
            if let Some(list) = node.get(wrapper).or_else(|| node.get(item)) {
                return self.elements(operation, list, node.list(wrapper, item), context);
            }
        }
        for &(list, operation) in recognise::PAGES {
            if node.get(list).is_some() {
                return self.push(operation, node, context);
            }
        }
        match recognise::of(node) {
            Some(operation) => self.push(operation, node, context),
            None => Err(match error_body::read(node, None) {
                Some(error) => error.into(),
                None => self.unrecognised(node, wrong_value::describe(node)),
            }),
        }
    }

    fn elements(
        &mut self,
        operation: Operation,
        list: Node<'d>,
        elements: impl Iterator<Item = Node<'d>>,
        context: Context<'d>,
    ) -> Result<(), DocumentError> {
        self.empty = Some((operation, list));
        for element in elements {
            match recognise::of(element) {
                Some(found) if found == operation => self.push(operation, element, context)?,
                // A list of attachments is the cloud's, whatever its elements tell.
                Some(Operation::DescribeVpnConnection | DOWNLOAD)
                    if operation == Operation::DescribeVpnAttachment =>
                {
                    let context = Context {
                        named: None,
                        ..context
                    };
                    self.push(Operation::DescribeVpnConnection, element, context)?;
                }
                _ => return Err(self.unrecognised(element, wrong_value::describe(element))),
            }
        }
        Ok(())
    }

    fn push(
        &mut self,
        operation: Operation,
        body: Node<'d>,
        context: Context<'d>,
    ) -> Result<(), DocumentError> {
        match context.named {
            Some(named) if named != operation => {
                let found = format!("a {operation} response under the name {named}");
                return Err(self.unrecognised(body, found));
            }
            _ if !is_object(body) => {
                return Err(self.unrecognised(body, wrong_value::describe(body)));
            }
            _ => {}
        }
        self.items.push(Item {
            operation,
            body,
            request_id: context.request_id,
            index: self.next(),
            dialect: match operation {
                Operation::DescribeVpnConnection if recognise::is_request(body) => Dialect::Request,
                _ => Dialect::Api,
            },
            envelope: Envelope::default(),
        });
        Ok(())
    }

    /// The number of the next item.
    fn next(&self) -> usize {
        self.items.len() + self.faults.len()
    }

    fn foreign(&self, node: Node<'d>, text: String) -> DocumentError {
        DocumentError::Foreign {
            at: self.document.place(node.offset()),
            text,
        }
    }

    fn unrecognised(&self, node: Node<'d>, found: String) -> DocumentError {
        DocumentError::Unrecognised {
            at: self.document.place(node.offset()),
            found,
        }
    }
}

/// Whether a value is an object, or an empty XML element that could be one.
fn is_object(node: Node<'_>) -> bool {
    node.kind() == Kind::Object || node.text() == Some("")
}

/// The body of an SDK's dump of a whole HTTP response, or the error that its status tells of.
fn dumped(node: Node<'_>) -> Result<Option<Node<'_>>, DocumentError> {
    let Some(body) = node
        .get("body")
        .filter(|_| node.get("statusCode").is_some() || node.get("headers").is_some())
    else {
        return Ok(None);
    };
    match error_body::status(node) {
        Some(status @ 400..) => Err(error_body::read(body, Some(status))
            .unwrap_or_else(|| ApiError::of_status(status))
            .into()),
        _ => Ok(Some(body)),
    }
}

/// The fields of a bundle: an operation's name, and one response or a list of them.
fn bundled(node: Node<'_>) -> impl Iterator<Item = (Operation, Node<'_>)> {
    node.children()
        .filter(|child| child.kind() != Kind::Null)
        .filter_map(|child| Some((Operation::from_name(child.name())?, child)))
}

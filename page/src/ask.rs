//! What the page can ask.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;
use peerconf::connection::{Perspective, ReadOptions, Side};
use peerconf::findings::{Judge, Lang, Profile};
use peerconf::pipeline::{Kit, Redaction};
use peerconf::plan::Replaced;
use peerconf::targets::{InputValues, Topology};
use serde::Deserialize;
use serde_json::Value;

use crate::{about, fit, read, render, stock, ticket};

/// A question.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum Ask {
    /// What there is: version, targets, bundled responses.
    About,
    /// The text of a bundled response.
    Example {
        /// Its name.
        name: String,
    },
    /// What the responses mean, and what is wrong with them.
    Read(Given),
    /// Which targets can do a connection, and why the others cannot.
    Fit(Given),
    /// A connection on a target: its inputs, findings and files.
    Render(Given),
    /// The document to attach to a change.
    Ticket(Given),
}

/// Responses, and every choice. The page keeps all of it but the responses in its link.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Given {
    /// The responses, which are read together.
    pub(crate) responses: Vec<Response>,
    pub(crate) lang: Lang,
    /// Which of several connections, counted from 0.
    pub(crate) connection: usize,
    /// `vendor/platform@release`.
    pub(crate) target: String,
    pub(crate) topology: String,
    /// Values of inputs, as they are typed; an empty one is none.
    pub(crate) inputs: BTreeMap<String, String>,
    /// What is replaced: nothing, `keys` or `all`.
    pub(crate) redact: String,
    pub(crate) profile: String,
    pub(crate) strict: bool,
    pub(crate) draft: bool,
    pub(crate) perspective: String,
    pub(crate) bgp_local: String,
    pub(crate) no_bgp: bool,
    pub(crate) cloud_prefix: Vec<Ipv4Net>,
    pub(crate) device_prefix: Vec<Ipv4Net>,
}

/// A response and what its file is called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Response {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Ask {
    pub(crate) fn answer(&self) -> Result<Value, String> {
        match self {
            Self::About => about::about(),
            Self::Example { name } => about::example(name),
            Self::Read(given) => read::read(given),
            Self::Fit(given) => fit::fit(given),
            Self::Render(given) => render::render(given),
            Self::Ticket(given) => ticket::ticket(given),
        }
    }
}

impl Given {
    pub(crate) fn options(&self) -> Result<ReadOptions, String> {
        Ok(ReadOptions {
            perspective: chosen(
                &self.perspective,
                &[
                    ("device", Perspective::Device),
                    ("cloud", Perspective::Cloud),
                ],
            )?,
            bgp_local: chosen(
                &self.bgp_local,
                &[("device", Side::Device), ("cloud", Side::Cloud)],
            )?,
            no_bgp: self.no_bgp,
            draft: self.draft,
            cloud_prefixes: self.cloud_prefix.clone(),
            device_prefixes: self.device_prefix.clone(),
        })
    }

    pub(crate) fn judge(&self) -> Result<Judge, String> {
        let profiles = [
            ("compatible", Profile::Compatible),
            ("recommended", Profile::Recommended),
            ("strict", Profile::Strict),
        ];
        let profile = chosen(&self.profile, &profiles)?.unwrap_or(Profile::Compatible);
        Ok(Judge::new(profile, self.strict).for_draft(self.draft))
    }

    /// The options of `peerconf render` that choose the same, in the order in which it says them itself.
    fn words(&self) -> Vec<String> {
        let pair = |name: &str, value: &str| {
            let is_given = !value.is_empty();
            is_given.then(|| [name.to_owned(), value.to_owned()])
        };
        let prefixes = |name: &'static str, nets: &[Ipv4Net]| {
            let nets = nets.iter().map(move |net| [name.to_owned(), net.to_string()]);
            nets.flatten().collect::<Vec<_>>()
        };
        let flag = |name: &str, given: bool| given.then(|| name.to_owned());
        let pairs = [
            ("--topology", &self.topology),
            ("--perspective", &self.perspective),
            ("--bgp-local", &self.bgp_local),
        ];
        let crypto = Some(&*self.profile).filter(|profile| *profile != "compatible");
        let words = pairs.into_iter().filter_map(|(name, value)| pair(name, value));
        words
            .flatten()
            .chain(prefixes("--cloud-prefix", &self.cloud_prefix))
            .chain(prefixes("--device-prefix", &self.device_prefix))
            .chain(flag("--no-bgp", self.no_bgp))
            .chain(flag("--draft", self.draft))
            .chain(flag("--strict", self.strict))
            .chain(crypto.and_then(|crypto| pair("--crypto", crypto)).into_iter().flatten())
            .collect()
    }

    /// The kit with every choice in it.
    pub(crate) fn kit(&self, inputs: InputValues) -> Result<Kit, String> {
        let mut kit = stock::kit();
        kit.judge = self.judge()?;
        kit.inputs = inputs;
        kit.options = self.words();
        kit.lang = self.lang;
        kit.topology = chosen(
            &self.topology,
            &[("policy", Topology::Policy), ("route", Topology::Route)],
        )?;
        let what = chosen(&self.redact, &[("keys", false), ("all", true)])?;
        kit.redaction = Redaction::default();
        if what == Some(true) {
            // Networks that were typed are those of a real site.
            kit.options.clear();
        }
        if let Some(all) = what {
            kit.redaction.keys = true;
            kit.redaction.values = Replaced {
                addresses: all,
                ids: all,
            };
        }
        Ok(kit)
    }
}

/// The value behind a word; none for an empty word.
fn chosen<T: Copy>(word: &str, known: &[(&str, T)]) -> Result<Option<T>, String> {
    if word.is_empty() {
        return Ok(None);
    }
    let found = known.iter().find(|(name, _)| *name == word);
    found
        .map(|(_, value)| Some(*value))
        .ok_or_else(|| format!("{word:?} is no choice here"))
}

//! What conditions are asked of.

use std::net::Ipv4Addr;

use super::condition::Topology;
use super::value::Value;
use crate::connection::{Connection, Tunnel};

/// What conditions are asked of: one tunnel in one plan.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'c> {
    /// How the device is configured.
    pub topology: Topology,
    /// The whole connection.
    pub connection: &'c Connection,
    /// The tunnel in question.
    pub tunnel: &'c Tunnel,
    /// The device binds to another address than the cloud sees.
    pub behind_nat: bool,
    /// The address that the device binds to, where the user gave one.
    pub local_address: Option<Ipv4Addr>,
    /// Values of the target's inputs, by name.
    pub inputs: &'c [(&'c str, Value)],
}

/// What is the same for both tunnels of a plan: a fact that is asked of it holds for both or for none.
#[derive(Clone, Copy)]
pub(super) struct Whole<'c> {
    pub(super) topology: Topology,
    pub(super) connection: &'c Connection,
    pub(super) behind_nat: bool,
    pub(super) inputs: &'c [(&'c str, Value)],
}

/// What facts see of it: those of the whole connection nothing of the tunnel.
impl<'c> Situation<'c> {
    pub(super) const fn whole(&self) -> Whole<'c> {
        Whole {
            topology: self.topology,
            connection: self.connection,
            behind_nat: self.behind_nat,
            inputs: self.inputs,
        }
    }

    pub(super) const fn own(&self) -> &Self {
        self
    }

    pub(super) const fn inner(&self) -> &Self {
        self
    }
}

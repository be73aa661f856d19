//! How many of what can have numbers there are in a plan.

/// One count for each word of a manifest's `takes`.
#[derive(Debug, Clone, Copy)]
pub struct Numbers {
    /// Tunnels.
    pub tunnels: usize,
    /// Pairs of subnets.
    pub pairs: usize,
    /// CHILD SAs, as `connection.selectors` has them.
    pub selectors: usize,
    /// Networks of the device's side that are routed.
    pub device_routes: usize,
    /// Networks of the cloud's side that are routed.
    pub cloud_routes: usize,
}

//! Every rule on a connection, in the order in which `peerconf rules` lists them.
//!
//! Texts are for a network engineer at two in the morning: what, where, why, what to do. Rules on one
//! device stand in its manifest.

use super::rule::{Level, Levels, Rule, Text};

const fn text(en: &'static str) -> Text {
    Text { en, zh: "" }
}

/// A rule with one level in every profile.
const fn level(level: Level) -> Levels {
    Levels::all(level)
}

const ERROR: Levels = level(Level::Error);
const WARNING: Levels = level(Level::Warning);
const NOTE: Levels = level(Level::Note);
/// Let through with a note, then warned of, then refused.
const DEPRECATED: Levels = Levels {
    compatible: Level::Note,
    recommended: Level::Warning,
    strict: Level::Error,
};
/// Warned of, then refused.
const BROKEN: Levels = Levels {
    compatible: Level::Warning,
    recommended: Level::Warning,
    strict: Level::Error,
};

macro_rules! rules {
    ($($(#[$meta:meta])* $name:ident = $slug:literal, $levels:expr, fixed: $fixed:literal,
        title: $title:literal, message: $message:literal, why: $why:literal, remedy: $remedy:literal,
        source: $source:literal;)+) => {
        $(
            #[doc = $title]
            pub static $name: Rule = Rule {
                slug: $slug, levels: $levels, fixed: $fixed, title: text($title), message: text($message),
                why: text($why), remedy: text($remedy), source: $source,
            };
        )+
        /// Every rule.
        pub static ALL: &[&Rule] = &[$(&$name),+];
    };
}

rules! {
    MISSING_FIELD = "missing-field", ERROR, fixed: true,
    title: "A field that the tunnel needs is missing",
    message: "{field} is missing or empty",
    why: "Without it no configuration can be complete.",
    remedy: "{remedy}",
    source: "DownloadVpnConnectionConfig, 2016-04-28";

    UNREADABLE_FIELD = "unreadable-field", ERROR, fixed: true,
    title: "A field holds something that it cannot hold",
    message: "{field} cannot be read: {reason}",
    why: "A value that is guessed makes a tunnel that fails later.",
    remedy: "Compare the field with the console, or fetch the response again.",
    source: "DownloadVpnConnectionConfig, 2016-04-28";

    UNKNOWN_ALGORITHM = "unknown-algorithm", ERROR, fixed: true,
    title: "An algorithm that the API does not document",
    message: "{field} names {value}, which is none of {known}{hint}",
    why: "Both ends must use the same transform; an unknown one cannot be translated for a device.",
    remedy: "Set one of the documented values on the cloud side, or report the new value to this project.",
    source: "CreateVpnConnection, 2016-04-28: IkeEncAlg, IkeAuthAlg, IpsecEncAlg, IpsecAuthAlg";

    UNKNOWN_DH_GROUP = "unknown-dh-group", ERROR, fixed: true,
    title: "A DH group that the API does not document",
    message: "{field} names {value}, which is none of {known}{hint}",
    why: "IkePfs is the DH group of phase 1 and IpsecPfs the group of PFS; both ends must use the same.",
    remedy: "Set group14 on the cloud side, or report the new value to this project.",
    source: "CreateVpnConnection, 2016-04-28: IkePfs, IpsecPfs";

    UNKNOWN_IKE_VERSION = "unknown-ike-version", ERROR, fixed: true,
    title: "A version of IKE that does not exist",
    message: "{field} names {value}, which is none of {known}{hint}",
    why: "The two versions do not talk to each other.",
    remedy: "Set ikev2 on the cloud side.",
    source: "CreateVpnConnection, 2016-04-28: IkeVersion";

    UNKNOWN_IKE_MODE = "unknown-ike-mode", ERROR, fixed: true,
    title: "An exchange mode that does not exist",
    message: "{field} names {value}, which is none of {known}{hint}",
    why: "Both ends must start phase 1 of IKEv1 with the same exchange.",
    remedy: "Set main on the cloud side.",
    source: "CreateVpnConnection, 2016-04-28: IkeMode; RFC 2409 section 5";

    LIFETIME_ZERO = "lifetime-zero", ERROR, fixed: true,
    title: "A lifetime of zero",
    message: "{field} is 0",
    why: "The API takes 0 without saying whether it means never or the default, and devices read it in different ways.",
    remedy: "Set 86400 on the cloud side, the API's own default.",
    source: "CreateVpnConnection, 2016-04-28: IkeLifetime, IpsecLifetime";

    LIFETIME_OUT_OF_RANGE = "lifetime-out-of-range", ERROR, fixed: true,
    title: "A lifetime beyond what the API takes",
    message: "{field} is {value}; it must be 1 to 86400 seconds",
    why: "The gateway never stores such a value, so the document was changed or cut.",
    remedy: "Fetch the response again, or set a value within the range on the cloud side.",
    source: "CreateVpnConnection, 2016-04-28: IkeLifetime, IpsecLifetime";

    SM_GATEWAY = "sm-gateway", ERROR, fixed: true,
    title: "A national-standard (SM) gateway",
    message: "{field} names {value}: this is a national-standard gateway, which uses SM2 certificates, SM3 and SM4",
    why: "Such a gateway authenticates with certificates that the response does not carry, and no target here speaks these algorithms.",
    remedy: "Use a device that is certified for GM/T 0022, or connect through a gateway of the standard type.",
    source: "CreateVpnGateway, 2016-04-28: VpnType; GM/T 0022";

    MASKED_VALUE = "masked-value", ERROR, fixed: true,
    title: "A value that the document hides",
    message: "{field} is masked in this document",
    why: "The document is a sample or was cleaned for sharing; a device cannot use a hidden value.",
    remedy: "Use the response as the API gave it, or add --draft to render a marker in its place.",
    source: "DownloadVpnConnectionConfig, 2016-04-28: the page's own sample";

    INVALID_SUBNET = "invalid-subnet", ERROR, fixed: true,
    title: "A subnet that is no IPv4 block",
    message: "{field}: {value} cannot be used: {reason}",
    why: "Traffic selectors are exact; a block that is read differently at each end makes no tunnel.",
    remedy: "Correct the block on the cloud side.",
    source: "CreateVpnConnection, 2016-04-28: LocalSubnet, RemoteSubnet; RFC 4632";

    TOO_MANY_SUBNETS = "too-many-subnets", ERROR, fixed: true,
    title: "More subnets than a connection can have",
    message: "{field} lists {count} blocks; more than {max} are not read",
    why: "The API takes ten blocks a side at most, so the document was joined or is none of this API's.",
    remedy: "Fetch the response again.",
    source: "CreateVpnConnection, 2016-04-28: LocalSubnet, RemoteSubnet";

    HOST_BITS = "host-bits", ERROR, fixed: true,
    title: "A subnet with bits beyond its prefix",
    message: "{field}: {value} has bits beyond its prefix; the block is {block}",
    why: "Some devices cut the bits, others refuse the line, so the traffic selectors of the two ends would differ.",
    remedy: "Set {block} on the cloud side.",
    source: "RFC 4632 section 3.1";

    DUPLICATE_SUBNET = "duplicate-subnet", WARNING, fixed: false,
    title: "A subnet that stands twice",
    message: "{field} lists {value} twice; it is rendered once",
    why: "A device refuses a second identical traffic selector, or opens a second CHILD_SA that carries nothing.",
    remedy: "Remove the second entry on the cloud side.",
    source: "RFC 7296 section 2.9";

    OVERLAP_WITHIN_SIDE = "overlap-within-side", WARNING, fixed: false,
    title: "Subnets of one side that overlap",
    message: "{field}: {value} lies within {other}",
    why: "Which CHILD_SA carries a packet is then chance on a device that opens one a pair.",
    remedy: "Keep {other} alone on the cloud side.",
    source: "RFC 7296 section 2.9";

    OVERLAP_BETWEEN_SIDES = "overlap-between-sides", ERROR, fixed: false,
    title: "The two sides share addresses",
    message: "{value} on the device's side overlaps {other} on the cloud's side",
    why: "Packets for the shared addresses stay on the side where they start; the tunnel comes up and passes nothing for them.",
    remedy: "Renumber one side, or translate addresses on the device and put the translated block into the connection.",
    source: "Alibaba Cloud VPN Gateway, IPsec-VPN prerequisites";

    ONE_SIDED_ANY = "one-sided-any", WARNING, fixed: false,
    title: "0.0.0.0/0 on one side only",
    message: "{field} is 0.0.0.0/0 and the other side is not",
    why: "The tunnel then takes all traffic of one side, the device's own management among it.",
    remedy: "Use 0.0.0.0/0 on both sides with routes (destination routing), or name the subnets.",
    source: "CreateVpnConnection, 2016-04-28: LocalSubnet, RemoteSubnet";

    RESERVED_SUBNET = "reserved-subnet", WARNING, fixed: false,
    title: "A subnet that Alibaba Cloud keeps for itself",
    message: "{field}: {value} touches 100.64.0.0/10",
    why: "Alibaba Cloud's own services (DNS, package mirrors, metadata) live in that block, so hosts in the VPC lose them or never see your packets.",
    remedy: "Use other addresses, or translate them on the device.",
    source: "Alibaba Cloud VPN Gateway, IPsec-VPN limits; RFC 6598";

    SIDES_SWAPPED = "sides-swapped", ERROR, fixed: false,
    title: "The identities stand on the wrong sides",
    message: "{field} ({value}) is the address of the other side",
    why: "A download is written from the device's point of view and a Describe response from the cloud's. Here one document mixes the two, so at least one pair of values is swapped and IKE would fail on the identities.",
    remedy: "Fetch the response again. If the document is written from the other point of view, add --perspective cloud or --perspective device.",
    source: "DownloadVpnConnectionConfig, 2016-04-28: Local, Remote, LocalId, RemoteId";

    PRIVATE_PUBLIC_MISMATCH = "private-public-mismatch", WARNING, fixed: false,
    title: "The cloud's address is private while the device's is public",
    message: "the cloud's address {value} is private and the device's address {other} is public",
    why: "That is the picture of swapped sides; only a VPN gateway of the private network type looks like this on purpose.",
    remedy: "Compare the gateway's address with the console; if the sides are swapped, add --perspective cloud.",
    source: "DescribeVpnGateway, 2016-04-28: NetworkType";

    UNUSABLE_ADDRESS = "unusable-address", ERROR, fixed: false,
    title: "An address that no gateway can have",
    message: "{field} is {value}: {reason}",
    why: "The cloud refuses such an address for a customer gateway, and packets to it are not routed.",
    remedy: "Compare the address with the console.",
    source: "CreateCustomerGateway, 2016-04-28: IpAddress";

    INVALID_IDENTITY = "invalid-identity", ERROR, fixed: true,
    title: "An identity that cannot be written into a configuration",
    message: "{field} cannot be used: {reason}",
    why: "An identity goes into the device's configuration as it is; such a character could end the line and start another statement.",
    remedy: "Set an address or a plain name as the identity on the cloud side: letters, digits, dot, dash, underscore, @.",
    source: "CreateVpnConnection, 2016-04-28: LocalId, RemoteId; RFC 7296 section 3.5";

    IDENTITY_DEFAULTED = "identity-defaulted", NOTE, fixed: false,
    title: "An identity that the document leaves open",
    message: "{field} is not set; {value} is used, the address of that side",
    why: "The gateway uses its own address, or the customer gateway's, unless told otherwise.",
    remedy: "Nothing, unless the console shows another identity.",
    source: "CreateVpnConnection, 2016-04-28: LocalId, RemoteId";

    IKEV1_MULTI_SUBNET = "ikev1-multi-subnet", WARNING, fixed: false,
    title: "IKEv1 with more than one pair of subnets",
    message: "IKEv1 with {count} pairs of subnets: at Alibaba Cloud's side only one pair passes, most likely {pair}",
    why: "Under IKEv1 one connection carries one CIDR block a side; the other pairs come up, if at all, and pass nothing.",
    remedy: "Do one of these on the cloud side: set IkeVersion to ikev2; or use 0.0.0.0/0 on both sides with routes; or join each side into one block, or make one connection a pair with the same phase 1.",
    source: "Alibaba Cloud VPN Gateway, configuration suggestions for communication among multiple CIDR blocks";

    AGGRESSIVE_MODE = "aggressive-mode", WARNING, fixed: false,
    title: "IKEv1 aggressive mode with a PSK",
    message: "phase 1 uses aggressive mode",
    why: "Whoever sees the first messages can search for the PSK offline; only a long random key withstands.",
    remedy: "Set IkeVersion to ikev2 on the cloud side, or IkeMode to main with addresses as identities.",
    source: "RFC 2409 section 5.4; RFC 8247";

    FQDN_MAIN_MODE = "fqdn-main-mode", WARNING, fixed: false,
    title: "A name as identity under IKEv1 main mode",
    message: "{field} is {value}, a name, under IKEv1 main mode",
    why: "In main mode with a PSK the responder must choose the key by the peer's address before it sees the identity, so many devices cannot use names there.",
    remedy: "Set IkeVersion to ikev2 on the cloud side, or use addresses as identities, or IkeMode aggressive.",
    source: "RFC 2409 section 5.4; CreateVpnConnection, 2016-04-28: LocalId";

    MODE_WITH_IKEV2 = "mode-with-ikev2", NOTE, fixed: false,
    title: "An exchange mode under IKEv2",
    message: "IkeMode is aggressive, which has no meaning under IKEv2 and is not rendered",
    why: "IKEv2 has one initial exchange.",
    remedy: "Nothing.",
    source: "RFC 7296 section 1.2";

    WEAK_ENCRYPTION = "weak-encryption", BROKEN, fixed: false,
    title: "Weak encryption",
    message: "{field} is {value}: {reason}",
    why: "Traffic that is recorded today can be read; current device software drops the algorithm.",
    remedy: "Set aes256 on the cloud side and render again: both ends must match.",
    source: "RFC 8221 section 5, RFC 8247 section 2.1";

    WEAK_INTEGRITY = "weak-integrity", DEPRECATED, fixed: false,
    title: "Weak integrity",
    message: "{field} is {value}: {reason}",
    why: "Current guidance drops it, and current device software follows.",
    remedy: "Set sha256 on the cloud side and render again: both ends must match.",
    source: "RFC 8221 section 6, RFC 8247 section 2.3";

    WEAK_DH_GROUP = "weak-dh-group", BROKEN, fixed: false,
    title: "A weak DH group",
    message: "{field} is {value}: {reason}",
    why: "The key exchange of recorded traffic can be broken; current device software drops the group.",
    remedy: "Set group14 on the cloud side and render again: both ends must match.",
    source: "RFC 8247 section 2.4, RFC 9395";

    PSK_INVALID = "psk-invalid", ERROR, fixed: true,
    title: "A PSK that the API does not take",
    message: "{field} cannot be used: {reason}",
    why: "The gateway's key is another one than this, so authentication would fail.",
    remedy: "Copy the key from the console again, without blanks.",
    source: "CreateVpnConnection, 2016-04-28: Psk";

    PSK_WEAK = "psk-weak", WARNING, fixed: false,
    title: "A PSK that is easily guessed",
    message: "{field} is a key that is easily guessed",
    why: "The PSK is the only proof of who the peer is.",
    remedy: "Set a random key of 32 characters on both sides.",
    source: "RFC 7296 section 2.15";

    PSK_SHORT = "psk-short", NOTE, fixed: false,
    title: "A short PSK",
    message: "{field} has {count} characters; the API makes keys of 16",
    why: "The PSK is the only proof of who the peer is.",
    remedy: "Set a random key of 32 characters on both sides.",
    source: "RFC 7296 section 2.15";

    LIFETIME_PHASE2_LONGER = "lifetime-phase2-longer", NOTE, fixed: false,
    title: "Phase 2 lives longer than phase 1",
    message: "phase 2 lives {esp} seconds and phase 1 only {ike}",
    why: "Some devices delete the CHILD_SAs with their IKE SA, so traffic stops for a moment at every phase 1 rekey.",
    remedy: "Set IpsecLifetime to at most IkeLifetime on the cloud side.",
    source: "RFC 7296 section 2.8";

    TUNNELS_DIFFER = "tunnels-differ", WARNING, fixed: false,
    title: "The two tunnels differ in something that they should share",
    message: "the tunnels differ in {field}: {value} and {other}",
    why: "The standby tunnel is met only when the active one is down; a difference shows itself then.",
    remedy: "Make both tunnels equal on the cloud side, unless the difference is wanted.",
    source: "Alibaba Cloud VPN Gateway, dual-tunnel mode";

    TUNNELS_SHARE_ADDRESS = "tunnels-share-address", ERROR, fixed: false,
    title: "Both tunnels end at the same pair of addresses",
    message: "both tunnels run between {value} and {other}",
    why: "A device tells tunnels apart by their addresses; the second would replace the first.",
    remedy: "Compare the tunnels with the console: the gateway has one address for each.",
    source: "Alibaba Cloud VPN Gateway, dual-tunnel mode";

    TOO_MANY_TUNNELS = "too-many-tunnels", ERROR, fixed: true,
    title: "More than two tunnels",
    message: "{field} holds {count} tunnels; a connection has one or two",
    why: "The document was joined from several connections, or is none of this API's.",
    remedy: "Give each connection's response by itself, or as elements of an array.",
    source: "DownloadVpnConnectionConfig, 2016-04-28: TunnelsConfig";

    BGP_DIRECTION_UNKNOWN = "bgp-direction-unknown", ERROR, fixed: true,
    title: "Which side of a BGP session is which",
    message: "nothing tells which side of BgpConfigs is the device: LocalAsn is {value}, PeerAsn is {other}",
    why: "The API does not document the direction of these fields, and the wrong one makes a session that never comes up.",
    remedy: "Add the DescribeVpnConnection or DescribeCustomerGateway response (--with FILE), or say it: --bgp-local device or --bgp-local cloud; --no-bgp leaves the sessions out.",
    source: "DownloadVpnConnectionConfig, 2016-04-28: BgpConfigs (undocumented)";

    BGP_OPTION_CONTRADICTED = "bgp-option-contradicted", WARNING, fixed: false,
    title: "--bgp-local against the evidence",
    message: "--bgp-local says that LocalAsn is the {value}'s, and the documents show that it is the {other}'s; the documents are followed",
    why: "The wrong direction makes a session that never comes up.",
    remedy: "Leave --bgp-local out.",
    source: "DownloadVpnConnectionConfig, 2016-04-28: BgpConfigs (undocumented)";

    BGP_INVALID = "bgp-invalid", ERROR, fixed: true,
    title: "A BGP session that cannot work",
    message: "{field} is {value}: {reason}",
    why: "The session would never come up.",
    remedy: "Correct the value on the cloud side, or leave the sessions out with --no-bgp.",
    source: "CreateVpnConnection, 2016-04-28: BgpConfig; RFC 4271, RFC 5396";

    BGP_UNMATCHED = "bgp-unmatched", ERROR, fixed: true,
    title: "A BGP session without a tunnel",
    message: "{field} names the tunnel {value}, which this connection does not have",
    why: "A session belongs to the tunnel that it runs in.",
    remedy: "Fetch the response again, or leave the sessions out with --no-bgp.",
    source: "DownloadVpnConnectionConfig, 2016-04-28: BgpConfigs";

    BGP_NEEDS_ANY = "bgp-needs-any", WARNING, fixed: false,
    title: "BGP with subnets as traffic selectors",
    message: "there is a BGP session, and the traffic selectors are subnets",
    why: "The session's own packets (169.254.0.0/16) and learnt routes pass only when the selectors are 0.0.0.0/0.",
    remedy: "Set 0.0.0.0/0 on both sides on the cloud side.",
    source: "Alibaba Cloud VPN Gateway, BGP dynamic routing";

    DOCUMENTS_CONTRADICT = "documents-contradict", ERROR, fixed: false,
    title: "Two documents contradict each other",
    message: "{field} is {value} in {document}, and {other_field} is {other} in {reference}",
    why: "One of them is of another connection, is older, or was swapped; what is rendered from it would not match the cloud.",
    remedy: "{remedy}",
    source: "DescribeVpnConnection and DownloadVpnConnectionConfig, 2016-04-28";

    NO_CONNECTION = "no-connection", ERROR, fixed: true,
    title: "Documents without a connection",
    message: "there is no connection in the documents, only {value}",
    why: "Gateways and routes accompany a connection; by themselves they tell nothing of a tunnel.",
    remedy: "Give the DownloadVpnConnectionConfig or DescribeVpnConnection response, and this one with --with FILE.",
    source: "DownloadVpnConnectionConfig, 2016-04-28";

    COMPANION_UNUSED = "companion-unused", WARNING, fixed: false,
    title: "A document that belongs to no connection",
    message: "{document} ({value}) belongs to none of the connections",
    why: "Nothing was taken from it, so what it says of DPD, addresses, BGP or routes is not in the result.",
    remedy: "Check that it was fetched for this connection. Where a download is given alone, add DescribeVpnConnection too: it names the gateways and the connection's id.",
    source: "DescribeVpnConnection, 2016-04-28";

    ROUTE_UNPUBLISHED = "route-unpublished", WARNING, fixed: false,
    title: "Routes that the VPC does not know",
    message: "the gateway's routes to {value} through this connection are not published to the VPC",
    why: "The tunnel comes up, and answers from the VPC to these networks find no way back into it.",
    remedy: "Publish the routes in the VPN gateway's route table, or remove them.",
    source: "DescribeVpnRouteEntries, 2016-04-28: State";

    ADDRESS_FROM_IDENTITY = "address-from-identity", NOTE, fixed: false,
    title: "An address that only an identity tells",
    message: "{field} of {document} is not given; {value} is used, which is {other}",
    why: "An identity is the address of its side by default, but behind NAT, or set by hand, it can be another.",
    remedy: "Add the gateway's response with --with FILE, or compare the address with the console.",
    source: "CreateVpnConnection, 2016-04-28: LocalId, RemoteId";

    ASSUMED_VALUE = "assumed-value", NOTE, fixed: false,
    title: "A value that no document carries",
    message: "{field} is assumed to be {value}: the response does not carry it",
    why: "{reason}",
    remedy: "Add the DescribeVpnConnection response (--with FILE) to know it.",
    source: "DownloadVpnConnectionConfig, 2016-04-28";

    ALGORITHM_NOT_SUPPORTED = "algorithm-not-supported", ERROR, fixed: true,
    title: "The device lacks an algorithm",
    message: "{target} cannot do {field} {value}: {reason}",
    why: "Both ends must use the same transform, and the gateway takes exactly one.",
    remedy: "{remedy}",
    source: "the target's manifest";

    LIFETIME_NOT_SUPPORTED = "lifetime-not-supported", ERROR, fixed: true,
    title: "The device cannot take a lifetime",
    message: "{target} takes {min} to {max} seconds for {field}, not {value}",
    why: "The device would refuse the line or keep its default, and the SAs of the two ends would end at different times.",
    remedy: "Set a value within the range on the cloud side.",
    source: "the target's manifest";

    TOPOLOGY_NOT_SUPPORTED = "topology-not-supported", ERROR, fixed: true,
    title: "The device cannot be configured this way",
    message: "{target} cannot be configured {topology}: {reason}",
    why: "There is no command for it.",
    remedy: "{remedy}",
    source: "the target's manifest";

    DESTINATION_NEEDS_ROUTE = "destination-needs-route", ERROR, fixed: true,
    title: "Destination routing on a policy-based device",
    message: "the traffic selectors are 0.0.0.0/0 on both sides, which {target} must not have in a policy-based configuration",
    why: "A policy of 0.0.0.0/0 sends every packet into the tunnel, the device's management and its Internet traffic among them.",
    remedy: "Render route-based (--topology route), or name the subnets on the cloud side.",
    source: "Alibaba Cloud VPN Gateway, destination routing mode";

    FLOWS_NEED_POLICY = "flows-need-policy", ERROR, fixed: true,
    title: "Subnets as selectors on a device whose tunnels take any",
    message: "a tunnel interface of {target} negotiates 0.0.0.0/0 and nothing else, and this connection names subnets",
    why: "The gateway answers with TS_UNACCEPTABLE or INVALID_ID_INFORMATION.",
    remedy: "Set 0.0.0.0/0 on both sides on the cloud side (destination routing), or render policy-based (--topology policy).",
    source: "the target's manifest";

    ONE_SA_PER_PAIR = "one-sa-per-pair", WARNING, fixed: false,
    title: "One CHILD_SA a pair of subnets",
    message: "{target} opens one CHILD_SA for each of the {count} pairs of subnets; the gateway puts them all into one",
    why: "Alibaba Cloud calls such a device non-standard: pairs after the first may pass nothing, or only in one direction.",
    remedy: "Set 0.0.0.0/0 on both sides on the cloud side and render route-based, or join each side into one block, or make one connection a pair.",
    source: "Alibaba Cloud VPN Gateway, configuration suggestions for communication among multiple CIDR blocks";

    PSK_NOT_WRITABLE = "psk-not-writable", ERROR, fixed: true,
    title: "The device cannot be given this PSK",
    message: "the PSK cannot be written on {target}: {reason}",
    why: "The device would take another key than the cloud has, and authentication would fail without saying why.",
    remedy: "Set another key on the cloud side; letters, digits, dot, dash and underscore work on every target.",
    source: "the target's manifest";

    IDENTITY_NOT_SUPPORTED = "identity-not-supported", ERROR, fixed: true,
    title: "The device cannot send this identity",
    message: "{target} cannot use {value} as {field}: {reason}",
    why: "IKE compares type and text of the identities.",
    remedy: "Set an address as the identity on the cloud side.",
    source: "the target's manifest";

    NAME_TOO_LONG = "name-too-long", ERROR, fixed: true,
    title: "A name that the device does not take",
    message: "names of {target} have at most {max} characters, and {value} needs {count}",
    why: "The device cuts the name or refuses the line, and what refers to it does not find it.",
    remedy: "Give a shorter one: --set name_prefix=NAME.",
    source: "the target's manifest";

    BGP_NEEDS_ROUTE = "bgp-needs-route", ERROR, fixed: true,
    title: "BGP on a policy-based device",
    message: "there is a BGP session, and {target} is rendered policy-based",
    why: "A session needs a tunnel interface that holds its inner address.",
    remedy: "Render route-based (--topology route), or leave the sessions out with --no-bgp.",
    source: "Alibaba Cloud VPN Gateway, BGP dynamic routing";

    INPUT_MISSING = "input-missing", WARNING, fixed: false,
    title: "Something that only you can know",
    message: "{field} is not given: the output has a marker in its place ({help})",
    why: "The response does not carry it, and a guess would break the device.",
    remedy: "Give it with --set {field}=VALUE or in a values file (-f).",
    source: "the target's manifest";

    UNVERIFIED_TARGET = "unverified-target", NOTE, fixed: false,
    title: "Lines that nobody has proven on a device",
    message: "{count} statements about {target} come from the manual alone or are unsure: {value}",
    why: "Look at these lines first when the device complains.",
    remedy: "Paste them by hand and watch the device's answer; tell this project what it said.",
    source: "the target's manifest";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_in_kebab_case() {
        let mut seen = std::collections::BTreeSet::new();
        for rule in ALL {
            assert!(seen.insert(rule.slug), "{} stands twice", rule.slug);
            assert!(
                rule.slug
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            );
        }
    }

    #[test]
    fn every_text_says_something() {
        for rule in ALL {
            for text in [
                rule.title.en,
                rule.message.en,
                rule.why.en,
                rule.remedy.en,
                rule.source,
            ] {
                assert!(!text.is_empty(), "{}", rule.slug);
            }
        }
    }
}

"""The table: which batch runs on which release of which daemon.

A row without a release has not yet passed in a root: it can be named by hand (`--batch NAME@RELEASE`),
and joins the run once it passed on each release that it names. A batch's name is its kind and its release: swanctl-policy@debian-13.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from . import cases, matrix
from .cases import GROUP_14
from .combinations import Matrix
from .hardship import TRIALS
from .lives import Hardships, Lives, LifeSpec
from .response import ANY
from .roots import RELEASES
from .specs import Policy, Spec, Syntax, Wrong
from .subject import IKED, IPSEC_CONF, LIBRESWAN, OPENWRT, SWANCTL, Subject

# The guest's seconds on two cores: swanctl-topologies 260, libreswan-topologies 300 to 600, libreswan-routed-some 280,
# iked-life 50.
D11, D12, D13, NEXT = "debian-11", "debian-12", "debian-13", "forky"
RUNS_ON = {
    # strongSwan: 5.9.1, 5.9.8, 6.0, and the next one, which has no IKEv1
    "swanctl-policy": (D11, D12, D13, NEXT),
    "swanctl-kernel": (D13,),
    "swanctl-life": (D11, D12, D13, NEXT),
    "swanctl-routed": (),
    "swanctl-routed-some": (),
    "swanctl-matrix": (NEXT,),
    "swanctl-sample": (D11, D12, D13),
    "swanctl-wrong": (D11, D13, NEXT),
    "swanctl-hard": (D13, NEXT),
    "swanctl-hard-kernel": (D13,),
    "swanctl-topologies": (D13,),
    "swanctl-syntax": (D13,),
    "swanctl-syntax-some": (),
    "ipsec-conf-policy": (D11, D12, D13, NEXT),
    "ipsec-conf-kernel": (),
    "ipsec-conf-life": (D11, D12, D13, NEXT),
    "ipsec-conf-matrix": (),
    "ipsec-conf-sample": (D11, D12, D13, NEXT),
    "ipsec-conf-wrong": (D12, D13, NEXT),
    "ipsec-conf-hard": (D13,),
    "ipsec-conf-syntax": (D13,),
    # libreswan: 4.3, 4.10, 5.2
    "libreswan-policy": (),
    "libreswan-kernel": (),
    "libreswan-life": (D12,),
    "libreswan-routed": (),
    "libreswan-routed-some": (D12, D13),
    "libreswan-matrix": (D12, D13),
    "libreswan-matrix-esp": (),
    "libreswan-wrong": (),
    "libreswan-hard": (),
    "libreswan-topologies": (D13,),
    "libreswan-syntax": (D13,),
    "libreswan-syntax-some": (D12,),
    # OpenIKED 7.4: IKEv2 only
    "iked-policy": (),
    "iked-life": (D13,),
    "iked-matrix": (),
    "iked-wrong": (),
    "iked-hard": (),
    # OpenWrt's own files and scripts, on a strongSwan as old as theirs. On Debian 12 six of seven passed (600 s on a busy
    # machine); in dual-tunnel traffic took tunnel 2 after new keys, likely since the watch took the SA of tunnel 1, which was
    # not INSTALLED just then, for dead. It no longer does: to be run again.
    "openwrt-routed": (),
}
# What a release's daemon cannot do at all.
WITHOUT_IKEV1 = {(SWANCTL, NEXT), (IPSEC_CONF, NEXT), (IKED, D13)}

PROBE = {"probe_address": "172.16.0.1"}
BGP = {"bgp_keepalive": "3", "bgp_hold": "9"}
ROUTED = (
    LifeSpec("destination-routing", "0.0.0.0/0 on both sides, one tunnel"),
    LifeSpec("destination-routing-ikev1", "the same with IKEv1"),
    LifeSpec("dual-tunnel-destination", "two tunnels, routes that follow a ping", PROBE),
    LifeSpec("dual-tunnel", "two tunnels that differ, routes that follow the SAs"),
    LifeSpec("dual-tunnel-multi-subnet", "two tunnels, several subnets"),
    LifeSpec("dual-tunnel-ikev1", "two IKEv1 tunnels", PROBE),
    LifeSpec("dual-tunnel-two-wans", "two tunnels from two addresses", PROBE),
    LifeSpec("single-bgp", "BGP over one tunnel", BGP),
    LifeSpec("dual-tunnel-bgp", "BGP over two tunnels", BGP),
)
# Of the older releases: one tunnel, two tunnels of which one dies, BGP.
ROUTED_SOME = tuple(spec for spec in ROUTED if spec.fixture in ("destination-routing-ikev1", "dual-tunnel", "dual-tunnel-bgp"))
# What a device in use has to live through: everything into the tunnel, networks that lie in each other,
# two lines with addresses of their own.
NESTED = {"192.168.10.0/24": "10.66.0.0/16", "172.16.0.0/16": "10.0.0.0/8"}
NESTED_LANS = {
    "192.168.10.0/24,192.168.20.0/24": "10.66.0.0/16,10.67.0.0/16",
    "172.16.0.0/16,172.17.0.0/16,10.80.0.0/20": "10.0.0.0/8",
}
PRIVATE = {"local_address": "10.99.1.2", "local_address2": "10.99.2.2"}
TOPOLOGIES = (
    LifeSpec("destination-routing", "all traffic into the tunnel, the gateway pinned", label="full", cloud_prefix=ANY),
    LifeSpec("dual-tunnel-destination", "all traffic into two tunnels", PROBE, label="full", cloud_prefix=ANY),
    LifeSpec(
        "destination-routing", "a routed network holds the gateway, which is pinned", label="holds",
        cloud_prefix="198.51.100.0/24",
    ),
    LifeSpec("single-ikev2", "the device's network lies in the cloud's", instead=NESTED, label="nested"),
    LifeSpec(
        "single-ikev2-multi-subnet", "two networks of the device lie in the cloud's", instead=NESTED_LANS,
        label="nested",
    ),
    LifeSpec(
        "destination-routing", "the device's network lies in the cloud's, by routes", label="nested",
        device_prefix="10.66.0.0/16", cloud_prefix="10.0.0.0/8",
    ),
    LifeSpec(
        "dual-tunnel-two-wans", "two lines, each with an address of its own behind NAT", PROBE | PRIVATE,
        label="nat", private=tuple(PRIVATE.values()),
    ),
)  # fmt: skip


def _with_group_14(specs: Iterable[LifeSpec]) -> tuple[LifeSpec, ...]:
    return tuple(replace(spec, instead=spec.instead | GROUP_14) for spec in specs)


ROUTED_LIBRESWAN = _with_group_14(ROUTED)
TOPOLOGIES_LIBRESWAN = _with_group_14(TOPOLOGIES)
SINGLE = (LifeSpec("single-ikev2", "a policy-based connection, installed and removed"),)
EVERY = (*matrix.combinations(), *matrix.two_groups())
EVERY_IKEV2 = tuple(point for point in EVERY if point.mode == "ikev2")
# Its watch pings nothing.
ROUTED_OPENWRT = (
    *SINGLE,
    *(
        replace(spec, inputs={}, proves=spec.proves.replace("follow a ping", "follow the SAs"))
        for spec in ROUTED
        if "bgp" not in spec.fixture and spec.fixture != "dual-tunnel-two-wans"
    ),
)
SINGLE_IKED = tuple(replace(spec, instead=cases.SHA1) for spec in SINGLE)
POLICY_IKED = tuple(spec for spec in cases.POLICY_IKED if cases.version(spec.fixture) == 2)
# Every value once in every mode; for libreswan of what it has.
SAMPLE = tuple(matrix.sample(set()))
SAMPLE_LIBRESWAN = tuple(matrix.sample({"des", "group1", "group2", "group24"}))
# What differs when the kernel does ESP: NAT, traps that traffic sets off, several subnets.
IN_KERNEL = (
    "single-ikev1",
    "single-ikev1-multi-subnet",
    "single-ikev2-multi-subnet",
    "behind-nat",
    "fqdn-aggressive",
)
SOME = tuple(spec for spec in cases.POLICY if spec.fixture in IN_KERNEL)
SOME_LIBRESWAN = tuple(spec for spec in cases.POLICY_LIBRESWAN if spec.fixture in IN_KERNEL)


def able(subject: Subject, specs: Iterable) -> tuple:
    """The cases that the subject's daemon can do."""
    if (subject.target, subject.release) not in WITHOUT_IKEV1:
        return tuple(specs)
    return tuple(spec for spec in specs if cases.version(spec.fixture) == 2)


def _policy(target: str, specs: Iterable, *, kernel: bool = False) -> Callable[[str, str], Spec]:
    def make(kind: str, release: str) -> Spec:
        subject = Subject(target, release)
        return Policy(kind, subject, kernel, able(subject, specs))

    return make


def _lives(target: str, specs: Iterable, *, kernel: bool) -> Callable[[str, str], Spec]:
    def make(kind: str, release: str) -> Spec:
        subject = Subject(target, release)
        return Lives(kind, subject, kernel, able(subject, specs))

    return make


def _matrix(target: str, points: tuple, *, kernel: bool = False, **options) -> Callable[[str, str], Spec]:
    def make(kind: str, release: str) -> Spec:
        subject = Subject(target, release)
        without = (target, release) in WITHOUT_IKEV1
        return Matrix(kind, subject, kernel, points, **options, without_ikev1=without)

    return make


def _hard(target: str, *, kernel: bool, everything: bool = False) -> Callable[[str, str], Spec]:
    def make(kind: str, release: str) -> Spec:
        without = (target, release) in WITHOUT_IKEV1
        some = [t for t in TRIALS if (everything or t.in_kernel == kernel) and not (without and t.version == 1)]
        return Hardships(kind, Subject(target, release), kernel, tuple(some))

    return make


def _wrong(target: str, *, kernel: bool = False) -> Callable[[str, str], Spec]:
    def make(kind: str, release: str) -> Spec:
        versions = (2,) if (target, release) in WITHOUT_IKEV1 else (1, 2)
        return Wrong(kind, Subject(target, release), kernel, versions)

    return make


def _syntax(target: str, *kinds: str) -> Callable[[str, str], Spec]:
    def make(kind: str, release: str) -> Spec:
        of = tuple(KINDS[one](one, release) for one in kinds)
        return Syntax(kind, Subject(target, release), False, of)

    return make


KINDS: dict[str, Callable[[str, str], Spec]] = {
    "swanctl-policy": _policy(SWANCTL, cases.POLICY),
    "swanctl-kernel": _policy(SWANCTL, SOME, kernel=True),
    "swanctl-life": _lives(SWANCTL, SINGLE, kernel=False),
    "swanctl-routed": _lives(SWANCTL, ROUTED, kernel=True),
    "swanctl-routed-some": _lives(SWANCTL, ROUTED_SOME, kernel=True),
    "swanctl-matrix": _matrix(SWANCTL, EVERY, use_refused=True),
    "swanctl-sample": _matrix(SWANCTL, SAMPLE, brief=True),
    "swanctl-wrong": _wrong(SWANCTL),
    "swanctl-hard": _hard(SWANCTL, kernel=False),
    "swanctl-hard-kernel": _hard(SWANCTL, kernel=True),
    "swanctl-topologies": _lives(SWANCTL, TOPOLOGIES, kernel=True),
    "swanctl-syntax": _syntax(SWANCTL, "swanctl-policy", "swanctl-routed"),
    "swanctl-syntax-some": _syntax(SWANCTL, "swanctl-kernel", "swanctl-routed-some"),
    "ipsec-conf-policy": _policy(IPSEC_CONF, cases.POLICY),
    "ipsec-conf-kernel": _policy(IPSEC_CONF, SOME, kernel=True),
    "ipsec-conf-life": _lives(IPSEC_CONF, SINGLE, kernel=False),
    "ipsec-conf-matrix": _matrix(IPSEC_CONF, EVERY, brief=True),
    "ipsec-conf-sample": _matrix(IPSEC_CONF, SAMPLE, brief=True, use_refused=True),
    "ipsec-conf-wrong": _wrong(IPSEC_CONF),
    "ipsec-conf-hard": _hard(IPSEC_CONF, kernel=False),
    "ipsec-conf-syntax": _syntax(IPSEC_CONF, "ipsec-conf-policy"),
    "libreswan-policy": _policy(LIBRESWAN, cases.POLICY_LIBRESWAN, kernel=True),
    "libreswan-kernel": _policy(LIBRESWAN, SOME_LIBRESWAN, kernel=True),
    "libreswan-life": _lives(LIBRESWAN, SINGLE, kernel=True),
    "libreswan-routed": _lives(LIBRESWAN, ROUTED_LIBRESWAN, kernel=True),
    "libreswan-routed-some": _lives(LIBRESWAN, _with_group_14(ROUTED_SOME), kernel=True),
    "libreswan-matrix": _matrix(LIBRESWAN, EVERY, brief=True),
    "libreswan-matrix-esp": _matrix(LIBRESWAN, SAMPLE_LIBRESWAN, kernel=True, brief=True, use_refused=True),
    "libreswan-wrong": _wrong(LIBRESWAN, kernel=True),
    "libreswan-hard": _hard(LIBRESWAN, kernel=True, everything=True),
    "libreswan-topologies": _lives(LIBRESWAN, TOPOLOGIES_LIBRESWAN, kernel=True),
    "libreswan-syntax": _syntax(LIBRESWAN, "libreswan-policy", "libreswan-routed"),
    "iked-policy": _policy(IKED, POLICY_IKED, kernel=True),
    "iked-life": _lives(IKED, SINGLE_IKED, kernel=True),
    "iked-matrix": _matrix(IKED, EVERY_IKEV2, kernel=True, brief=True),
    "iked-wrong": _wrong(IKED, kernel=True),
    "iked-hard": _hard(IKED, kernel=True, everything=True),
    "openwrt-routed": _lives(OPENWRT, ROUTED_OPENWRT, kernel=True),
    "libreswan-syntax-some": _syntax(LIBRESWAN, "libreswan-kernel", "libreswan-routed-some"),
}
ALL: tuple[Spec, ...] = tuple(
    KINDS[kind](kind, release) for kind, releases in RUNS_ON.items() for release in releases
)


def choose(kinds: list[str], releases: list[str]) -> list[Spec]:
    """The batches of these kinds or whole names on these releases; an empty list stands for all.

    A whole name, or a kind with a release, may also be one that the table leaves out.
    """
    every = {f"{kind}@{release}" for kind in KINDS for release in RELEASES}
    if unknown := set(kinds) - every - set(KINDS):
        raise SystemExit(f"no batch is called {', '.join(sorted(unknown))}; see --list")
    chosen = [
        spec for spec in ALL
        if (not kinds or {spec.kind, spec.name} & set(kinds)) and (not releases or spec.subject.release in releases)
    ]  # fmt: skip
    there = {spec.name for spec in chosen}
    asked = [name for name in kinds if "@" in name and name.partition("@")[2] in (releases or RELEASES)]
    asked += [f"{kind}@{release}" for kind in kinds if kind in KINDS for release in releases]
    chosen += named([name for name in dict.fromkeys(asked) if name not in there])
    if not chosen:
        raise SystemExit("nothing is left to run; see --list")
    return chosen


def named(names: list[str]) -> list[Spec]:
    """The batches of these whole names, also such as the table leaves out."""
    return [KINDS[kind](kind, release) for kind, _, release in (name.partition("@") for name in names)]


def listing() -> list[str]:
    """Every batch with its cases, for people."""
    return [f"{spec.name}: {', '.join(spec.listing())}" for spec in ALL]

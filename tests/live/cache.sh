# Where the live tests keep what they download: below the build folder, so that `cargo clean`
# takes it away. Sourced, not run.
# shellcheck shell=bash
LIVE_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
LIVE_CACHE=${LIVE_CACHE:-${CARGO_TARGET_DIR:-$LIVE_ROOT/target}/live}
# used by the scripts that source this one
# shellcheck disable=SC2034
GUEST=$LIVE_CACHE/guest

//! The rows of each group of a parameter sheet.

use crate::connection::{Field, IkeVersion, Maskable, Site};
use crate::plan::{Network, Plan, PlannedTunnel};
use crate::targets::Makes;

use super::super::rich::Rich;
use super::super::texts;
use super::super::topology::role;
use super::{Builder, NONE, Row};

impl<'t> Builder<'_, 't> {
    pub(super) fn peers(&self) -> Vec<Row> {
        let tunnel = self.tunnel;
        let mut rows = Vec::new();
        if let Some(id) = &tunnel.id {
            rows.push(self.row(
                &texts::TUNNEL_ID,
                Field::TunnelId.api_name(),
                Rich::code(&id.value),
                |_, tunnel| Rich::code(&tunnel.name),
            ));
            let role_of_cloud = role(tunnel.role.value);
            rows.push(
                self.row(
                    &texts::ROLE,
                    Field::Role.api_name(),
                    self.say(role_of_cloud),
                    |_, tunnel| self.say(role(tunnel.role)),
                )
                .assumed_if(&tunnel.role),
            );
        }
        rows.push(self.row(
            &texts::DEVICE_ADDRESS,
            Field::CustomerGatewayIp.api_name(),
            self.masked(&tunnel.device_address),
            |_, tunnel| Rich::code(&tunnel.local_address),
        ));
        rows.push(self.row(
            &texts::CLOUD_ADDRESS,
            Field::InternetIp.api_name(),
            self.masked(&tunnel.cloud_address),
            |_, tunnel| Rich::code(&tunnel.cloud_address),
        ));
        // What is the cloud's own is Local in the cloud's view.
        rows.push(
            self.row(
                &texts::CLOUD_IDENTITY,
                Field::LocalId.api_name(),
                self.masked(&tunnel.cloud_identity),
                |_, tunnel| Rich::code(&tunnel.cloud_id.text),
            )
            .assumed_if(&tunnel.cloud_identity),
        );
        rows.push(
            self.row(
                &texts::DEVICE_IDENTITY,
                Field::RemoteId.api_name(),
                self.masked(&tunnel.device_identity),
                |_, tunnel| Rich::code(&tunnel.device_id.text),
            )
            .assumed_if(&tunnel.device_identity),
        );
        let key = match &tunnel.psk.value {
            Maskable::Known(_) => &texts::KEY_SET,
            Maskable::Masked => &texts::HIDDEN,
        };
        rows.push(
            self.row(&texts::PSK, Field::Psk.api_name(), self.say(key), |_, _| {
                self.say(&texts::KEY_SAME)
            }),
        );
        rows
    }

    pub(super) fn ike(&self) -> Vec<Row> {
        let ike = &self.tunnel.ike;
        let mut rows = vec![self.row(
            &texts::VERSION,
            Field::IkeVersion.api_name(),
            Rich::code(ike.version.api_word()),
            |_, tunnel| Rich::code(format!("IKEv{}", tunnel.version.number())),
        )];
        if ike.version.value == IkeVersion::V1 {
            rows.push(self.row(
                &texts::MODE,
                Field::IkeMode.api_name(),
                Rich::code(ike.mode.api_word()),
                |_, tunnel| Rich::code(tunnel.mode),
            ));
        }
        rows.push(self.row(
            &texts::ENCRYPTION,
            Field::IkeEncAlg.api_name(),
            Rich::code(ike.encryption.api_word()),
            |_, tunnel| Rich::code(tunnel.ike_encryption),
        ));
        rows.push(self.row(
            &texts::INTEGRITY,
            Field::IkeAuthAlg.api_name(),
            Rich::code(ike.integrity.api_word()),
            |_, tunnel| Rich::code(tunnel.ike_integrity),
        ));
        if ike.version.value == IkeVersion::V2 {
            rows.push(self.row(
                &texts::PRF,
                Field::IkeAuthAlg.api_name(),
                Rich::code(ike.integrity.api_word()),
                |_, tunnel| Rich::code(tunnel.ike_prf),
            ));
        }
        rows.push(self.row(
            &texts::DH_GROUP,
            Field::IkePfs.api_name(),
            Rich::code(ike.dh.api_word()),
            |_, tunnel| Rich::code(tunnel.ike_dh),
        ));
        rows.push(self.row(
            &texts::LIFETIME,
            Field::IkeLifetime.api_name(),
            self.seconds(ike.lifetime.value),
            |_, tunnel| self.seconds(tunnel.ike_lifetime),
        ));
        rows
    }

    pub(super) fn esp(&self) -> Vec<Row> {
        let esp = &self.tunnel.esp;
        let pfs = esp.pfs.value.map_or("disabled", |group| group.api_word());
        vec![
            self.row(
                &texts::ENCRYPTION,
                Field::IpsecEncAlg.api_name(),
                Rich::code(esp.encryption.api_word()),
                |_, tunnel| Rich::code(tunnel.esp_encryption),
            ),
            self.row(
                &texts::INTEGRITY,
                Field::IpsecAuthAlg.api_name(),
                Rich::code(esp.integrity.api_word()),
                |_, tunnel| Rich::code(tunnel.esp_integrity),
            ),
            self.row(
                &texts::PFS,
                Field::IpsecPfs.api_name(),
                Rich::code(pfs),
                |_, tunnel| match tunnel.esp_pfs {
                    Some(word) => Rich::code(word),
                    None => self.say(&texts::OFF),
                },
            ),
            self.row(
                &texts::LIFETIME,
                Field::IpsecLifetime.api_name(),
                self.seconds(esp.lifetime.value),
                |_, tunnel| self.seconds(tunnel.esp_lifetime),
            ),
            self.row(&texts::LIFETIME_BYTES, "", self.say(&texts::OFF), |_, _| {
                self.say(&texts::OFF)
            }),
        ]
    }

    pub(super) fn selectors(&self) -> Vec<Row> {
        let subnets = |site: &Site| {
            let shown = site.subnets.iter().map(|subnet| match &subnet.value {
                Maskable::Known(net) => net.to_string(),
                Maskable::Masked => texts::HIDDEN.in_lang(self.lang).to_owned(),
            });
            Rich::list(shown, self.lang)
        };
        let planned =
            |nets: &[Network]| Rich::list(nets.iter().map(ToString::to_string), self.lang);
        let pairs = self.connection.pair_count().to_string();
        vec![
            self.row(
                &texts::CLOUD_NETWORKS,
                Field::LocalSubnet.api_name(),
                subnets(&self.connection.cloud),
                |plan, _| planned(&plan.cloud.subnets),
            ),
            self.row(
                &texts::DEVICE_NETWORKS,
                Field::RemoteSubnet.api_name(),
                subnets(&self.connection.device),
                |plan, _| planned(&plan.device.subnets),
            ),
            self.row(
                &texts::NEGOTIATED,
                "",
                self.say(&texts::ONE_SA),
                |plan, _| match plan.makes {
                    Makes::Any => self.say(&texts::SA_ANY),
                    Makes::List => self.say(&texts::ONE_SA),
                    Makes::Pair => Rich::fill(
                        &texts::SA_PER_PAIR,
                        self.lang,
                        &[("count", Rich::words(&pairs))],
                    ),
                },
            ),
        ]
    }

    pub(super) fn liveness(&self) -> Vec<Row> {
        vec![
            self.row(
                &texts::DPD,
                Field::EnableDpd.api_name(),
                self.flag(self.tunnel.dpd.value),
                |_, tunnel| {
                    if !tunnel.dpd.enabled {
                        return self.say(&texts::OFF);
                    }
                    let number = |number: i64| Rich::words(number.to_string());
                    Rich::fill(
                        &texts::DPD_EVERY,
                        self.lang,
                        &[
                            ("interval", number(tunnel.dpd.interval)),
                            ("timeout", number(tunnel.dpd.timeout)),
                        ],
                    )
                },
            )
            .assumed_if(&self.tunnel.dpd),
            self.row(
                &texts::NAT_TRAVERSAL,
                Field::EnableNatTraversal.api_name(),
                self.flag(self.tunnel.nat_traversal.value),
                |_, tunnel| self.flag(tunnel.nat_traversal),
            )
            .assumed_if(&self.tunnel.nat_traversal),
        ]
    }

    pub(super) fn bgp(&self) -> Vec<Row> {
        let Some(bgp) = &self.tunnel.bgp else {
            return Vec::new();
        };
        let planned = |read: fn(&crate::plan::PlannedBgp) -> String| {
            move |_: &Plan<'t>, tunnel: &PlannedTunnel<'t>| match &tunnel.bgp {
                Some(bgp) => Rich::code(read(bgp)),
                None => Rich::words(NONE),
            }
        };
        let mut rows = vec![
            self.row(
                &texts::CLOUD_ASN,
                Field::LocalAsn.api_name(),
                Rich::code(bgp.cloud_asn.value.to_string()),
                planned(|bgp| bgp.cloud_asn.to_string()),
            ),
            self.row(
                &texts::DEVICE_ASN,
                Field::PeerAsn.api_name(),
                Rich::code(bgp.device_asn.value.to_string()),
                planned(|bgp| bgp.device_asn.to_string()),
            ),
            self.row(
                &texts::CLOUD_INNER,
                Field::LocalBgpIp.api_name(),
                self.masked(&bgp.cloud_address),
                planned(|bgp| bgp.cloud_address.clone()),
            ),
            self.row(
                &texts::DEVICE_INNER,
                Field::PeerBgpIp.api_name(),
                self.masked(&bgp.device_address),
                planned(|bgp| bgp.device_address.clone()),
            ),
            self.row(
                &texts::INNER_NETWORK,
                Field::TunnelCidr.api_name(),
                Rich::code(bgp.network.value.to_string()),
                planned(|bgp| bgp.network.to_string()),
            ),
        ];
        if bgp.auth_key.is_some() {
            rows.push(self.row(
                &texts::MD5,
                Field::AuthKey.api_name(),
                self.say(&texts::KEY_SET),
                |_, _| self.say(&texts::KEY_SAME),
            ));
        }
        rows
    }
}

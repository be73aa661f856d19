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
                Some(Field::TunnelId),
                Rich::code(&id.value),
                |_, tunnel| Rich::code(&tunnel.name),
            ));
            let role_of_cloud = role(tunnel.role.value);
            rows.push(
                self.row(
                    &texts::ROLE,
                    Some(Field::Role),
                    self.say(role_of_cloud),
                    |_, tunnel| self.say(role(tunnel.role)),
                )
                .assumed_if(&tunnel.role),
            );
        }
        rows.push(self.row(
            &texts::DEVICE_ADDRESS,
            Some(Field::CustomerGatewayIp),
            self.masked(&tunnel.device_address),
            |_, tunnel| Rich::code(&tunnel.local_address),
        ));
        rows.push(self.row(
            &texts::CLOUD_ADDRESS,
            Some(Field::InternetIp),
            self.masked(&tunnel.cloud_address),
            |_, tunnel| Rich::code(&tunnel.cloud_address),
        ));
        // What is the cloud's own is Local in the cloud's view.
        rows.push(
            self.row(
                &texts::CLOUD_IDENTITY,
                Some(Field::LocalId),
                self.masked(&tunnel.cloud_identity),
                |_, tunnel| Rich::code(&tunnel.cloud_id.text),
            )
            .assumed_if(&tunnel.cloud_identity),
        );
        rows.push(
            self.row(
                &texts::DEVICE_IDENTITY,
                Some(Field::RemoteId),
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
            self.row(&texts::PSK, Some(Field::Psk), self.say(key), |_, _| {
                self.say(&texts::KEY_SAME)
            }),
        );
        rows
    }

    pub(super) fn ike(&self) -> Vec<Row> {
        let ike = &self.tunnel.ike;
        let mut rows = vec![self.row(
            &texts::VERSION,
            Some(Field::IkeVersion),
            Rich::code(ike.version.api_word()),
            |_, tunnel| Rich::code(format!("IKEv{}", tunnel.version.number())),
        )];
        if ike.version.value == IkeVersion::V1 {
            rows.push(self.row(
                &texts::MODE,
                Some(Field::IkeMode),
                Rich::code(ike.mode.api_word()),
                |_, tunnel| Rich::code(tunnel.mode),
            ));
        }
        rows.push(self.row(
            &texts::ENCRYPTION,
            Some(Field::IkeEncAlg),
            Rich::code(ike.encryption.api_word()),
            |_, tunnel| Rich::code(tunnel.ike_encryption),
        ));
        rows.push(self.row(
            &texts::INTEGRITY,
            Some(Field::IkeAuthAlg),
            Rich::code(ike.integrity.api_word()),
            |_, tunnel| Rich::code(tunnel.ike_integrity),
        ));
        if ike.version.value == IkeVersion::V2 {
            rows.push(self.row(
                &texts::PRF,
                Some(Field::IkeAuthAlg),
                Rich::code(ike.integrity.api_word()),
                |_, tunnel| Rich::code(tunnel.ike_prf),
            ));
        }
        rows.push(self.row(
            &texts::DH_GROUP,
            Some(Field::IkePfs),
            Rich::code(ike.dh.api_word()),
            |_, tunnel| Rich::code(tunnel.ike_dh),
        ));
        rows.push(self.row(
            &texts::LIFETIME,
            Some(Field::IkeLifetime),
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
                Some(Field::IpsecEncAlg),
                Rich::code(esp.encryption.api_word()),
                |_, tunnel| Rich::code(tunnel.esp_encryption),
            ),
            self.row(
                &texts::INTEGRITY,
                Some(Field::IpsecAuthAlg),
                Rich::code(esp.integrity.api_word()),
                |_, tunnel| Rich::code(tunnel.esp_integrity),
            ),
            self.row(
                &texts::PFS,
                Some(Field::IpsecPfs),
                Rich::code(pfs),
                |_, tunnel| match tunnel.esp_pfs {
                    Some(word) => Rich::code(word),
                    None => self.say(&texts::OFF),
                },
            ),
            self.row(
                &texts::LIFETIME,
                Some(Field::IpsecLifetime),
                self.seconds(esp.lifetime.value),
                |_, tunnel| self.seconds(tunnel.esp_lifetime),
            ),
            self.row(
                &texts::LIFETIME_BYTES,
                None,
                self.say(&texts::OFF),
                |_, _| self.say(&texts::OFF),
            ),
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
                Some(Field::LocalSubnet),
                subnets(&self.connection.cloud),
                |plan, _| planned(&plan.cloud.subnets),
            ),
            self.row(
                &texts::DEVICE_NETWORKS,
                Some(Field::RemoteSubnet),
                subnets(&self.connection.device),
                |plan, _| planned(&plan.device.subnets),
            ),
            self.row(
                &texts::NEGOTIATED,
                None,
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
                Some(Field::EnableDpd),
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
                Some(Field::EnableNatTraversal),
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
                Some(Field::LocalAsn),
                Rich::code(bgp.cloud_asn.value.to_string()),
                planned(|bgp| bgp.cloud_asn.to_string()),
            ),
            self.row(
                &texts::DEVICE_ASN,
                Some(Field::PeerAsn),
                Rich::code(bgp.device_asn.value.to_string()),
                planned(|bgp| bgp.device_asn.to_string()),
            ),
            self.row(
                &texts::CLOUD_INNER,
                Some(Field::LocalBgpIp),
                self.masked(&bgp.cloud_address),
                planned(|bgp| bgp.cloud_address.clone()),
            ),
            self.row(
                &texts::DEVICE_INNER,
                Some(Field::PeerBgpIp),
                self.masked(&bgp.device_address),
                planned(|bgp| bgp.device_address.clone()),
            ),
            self.row(
                &texts::INNER_NETWORK,
                Some(Field::TunnelCidr),
                Rich::code(bgp.network.value.to_string()),
                planned(|bgp| bgp.network.to_string()),
            ),
        ];
        if bgp.auth_key.is_some() {
            rows.push(self.row(
                &texts::MD5,
                Some(Field::AuthKey),
                self.say(&texts::KEY_SET),
                |_, _| self.say(&texts::KEY_SAME),
            ));
        }
        rows
    }
}

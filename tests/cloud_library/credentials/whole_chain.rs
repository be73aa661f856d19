//! The chain as a whole: nothing found, the region, tokens that end.

use super::*;

#[test]
fn nothing_anywhere_lists_every_place() {
    let error = find(&Fake::default()).unwrap_err();
    let text = error.to_string();
    for place in [
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
        "/home/tester/.aliyun/config.json",
        "/home/tester/.alibabacloud/credentials",
        "ECS metadata",
        "ALIBABA_CLOUD_CREDENTIALS_URI",
    ] {
        assert!(text.contains(place), "{place} not in {text}");
    }
    assert!(error.help()[0].contains("aliyun configure"));
}

#[test]
fn the_region() {
    let region = |machine: &Fake, profile| {
        let (transport, clock) = (Contained::new(None), FakeClock::right());
        Chain::new(machine, &transport, &clock)
            .with_profile(profile)
            .region()
            .unwrap()
    };
    let machine = with_config(&format!(r#"{AK},"region_id":"eu-central-1""#));
    assert_eq!(region(&Fake::default(), None), None);
    assert_eq!(region(&machine, None).as_deref(), Some("eu-central-1"));
    let machine = machine.with_variable("REGION", "cn-beijing");
    assert_eq!(region(&machine, None).as_deref(), Some("cn-beijing"));
    assert_eq!(
        region(&machine, Some("work")).as_deref(),
        Some("eu-central-1")
    );
    let machine = machine.with_variable("ALIBABA_CLOUD_REGION_ID", "cn-shanghai");
    assert_eq!(region(&machine, None).as_deref(), Some("cn-shanghai"));
    assert_eq!(
        region(&machine, Some("other")).as_deref(),
        Some("cn-shanghai")
    );
}

#[test]
fn a_token_that_ends_on_the_way_is_replaced() {
    let api = Api::new();
    let id = "vco-bp10lz7aejumd2vxoqgev";
    api.answer("DownloadVpnConnectionConfig", id, api::download(id));
    let server = api.serve();
    let machine = with_config(&format!(
        r#""mode":"RamRoleArn","access_key_id":"{KEY_ID}","access_key_secret":"{SECRET}",
           "ram_role_arn":"acs:ram::1:role/vpn","sts_endpoint":"{}""#,
        server.url()
    ));
    let (transport, clock) = (HttpTransport::new(), FakeClock::right());
    let chain = Chain::new(&machine, &transport, &clock);
    let endpoint = Endpoint::parse(&server.url()).unwrap();
    let client = Client::new(&transport, &clock, &chain, endpoint, REGION);
    download(&client, id).unwrap();
    api.end_key("STS.IssuedIssuedIssued1");
    download(&client, id).unwrap();
    download(&client, id).unwrap();
    let signed_by: Vec<_> = api.seen().iter().map(|seen| seen.key_id.clone()).collect();
    assert_eq!(
        signed_by,
        [
            KEY_ID,
            "STS.IssuedIssuedIssued1",
            KEY_ID,
            "STS.IssuedIssuedIssued2",
            "STS.IssuedIssuedIssued2",
        ]
    );
}

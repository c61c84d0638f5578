//! What cannot be meant is refused with a status that says why, and the other calls go on.

use czujka::audio::BLOCK_MS;
use czujka::proto::v1::stream_call_request::Event as Ask;
use czujka::proto::v1::tap_service_client::TapServiceClient;
use czujka::proto::v1::{AudioChunk, AudioEncoding, ExchangeSignal, StartCall, StreamCallRequest};
use czujka::session::Pace;
use tonic::Code;

use crate::support::{Exchange, Running, kinds, start, start_call, start_with, verdicts};

fn audio(bytes: usize, first_sample: Option<i64>) -> Ask {
    Ask::Audio(AudioChunk { payload: vec![0xd5; bytes], first_sample })
}

/// A call that goes on while others are refused.
async fn begin_well(running: &Running) -> Exchange {
    let good = running.call("good").await;
    good.answered().await;
    good.silence(1_000).await;
    good
}

async fn end_well(mut good: Exchange) {
    good.hold().await;
    good.silence(3_000).await;
    good.hangup().await;
    assert_eq!(kinds(&good.rest().await.0), ["wait_notice/1 BREACH"]);
}

/// What is wrong, how it is made so, and what the status must say.
type Spoiled = (&'static str, fn(&mut StartCall), &'static str);

const STARTS: [Spoiled; 8] = [
    ("no encoding", |start| start.encoding = 0, "start.encoding"),
    ("an unknown encoding", |start| start.encoding = 77, "start.encoding"),
    ("no rate", |start| start.sample_rate_hz = 0, "start.sample_rate_hz"),
    ("a rate too high", |start| start.sample_rate_hz = 96_000, "start.sample_rate_hz"),
    ("three channels", |start| start.channels = 3, "start.channels"),
    ("no identifier", |start| start.external_id.clear(), "start.external_id"),
    ("an unknown procedure", |start| "krakow".clone_into(&mut start.procedure), "bialystok, lomza"),
    ("a path for a procedure", |start| "procedures/lomza.toml".clone_into(&mut start.procedure), "start.procedure"),
];

#[tokio::test(flavor = "multi_thread")]
async fn bad_starts_are_refused_while_another_call_goes_on() {
    let running = start(Pace::REAL).await;
    let good = begin_well(&running).await;
    for (what, spoil, says) in STARTS {
        let mut start = start_call("bad");
        spoil(&mut start);
        let status = running.stream(start).await.map(|_| ()).expect_err(what);
        assert_eq!(status.code(), Code::InvalidArgument, "{what}");
        assert!(status.message().contains(says), "{what}: {}", status.message());
    }
    end_well(good).await;
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_inputs_are_refused_while_another_call_goes_on() {
    let running = start(Pace::REAL).await;
    let good = begin_well(&running).await;
    let later = [
        ("an odd payload", vec![audio(321, None)], Code::InvalidArgument, "no multiple of 2"),
        ("too large a payload", vec![audio((1 << 20) + 2, None)], Code::ResourceExhausted, "audio.payload"),
        ("far too large a message", vec![audio(5 << 20, None)], Code::OutOfRange, "too large"),
        (
            "a jump far back",
            vec![audio(320_000, Some(0)), audio(320, Some(0))],
            Code::InvalidArgument,
            "audio.first_sample",
        ),
        ("a jump far ahead", vec![audio(320, Some(1 << 40))], Code::InvalidArgument, "audio.first_sample"),
        ("a second start", vec![Ask::Start(start_call("bad"))], Code::InvalidArgument, "only come once"),
        ("no signal", vec![Ask::Signal(ExchangeSignal::default())], Code::InvalidArgument, "signal.kind"),
    ];
    for (number, (what, events, code, says)) in later.into_iter().enumerate() {
        let mut exchange = running.call(&format!("bad-{number}")).await;
        for event in events {
            exchange.send(event).await;
        }
        let status = exchange.refusal().await;
        assert_eq!(status.code(), code, "{what}: {}", status.message());
        assert!(status.message().contains(says), "{what}: {}", status.message());
    }

    end_well(good).await;
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stereo_sample_of_16_bit_takes_four_bytes() {
    let running = start(Pace::REAL).await;
    let mut start = start_call("linear");
    start.encoding = AudioEncoding::Linear16.into();
    let mut exchange = running.stream(start).await.expect("taken");
    exchange.send(audio(642, None)).await;
    let status = exchange.refusal().await;
    assert_eq!(status.code(), Code::InvalidArgument);
    assert!(status.message().contains("no multiple of 4"), "{}", status.message());
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_message_must_be_start() {
    let running = start(Pace::REAL).await;
    let mut client = TapServiceClient::new(running.channel().await);
    let messages = vec![StreamCallRequest { event: Some(audio(320, None)) }];
    let status = client.stream_call(tokio_stream::iter(messages)).await.map(|_| ()).expect_err("refused");
    assert_eq!(status.code(), Code::InvalidArgument);
    let status = client.stream_call(tokio_stream::empty()).await.map(|_| ()).expect_err("refused");
    assert_eq!(status.code(), Code::InvalidArgument);
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_streamed_once_at_a_time_and_its_first_stream_goes_on() {
    let running = start(Pace::REAL).await;
    let mut exchange = running.call("same").await;
    let status = running.stream(start_call("same")).await.map(|_| ()).expect_err("refused");
    assert_eq!(status.code(), Code::AlreadyExists);
    exchange.hangup().await;
    exchange.rest().await;
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_calls_are_taken_than_configured_and_a_place_is_free_again_after_a_call() {
    let running = start_with(Pace::REAL, |config| config.max_calls = 2).await;
    let mut first = running.call("first").await;
    let _second = running.call("second").await;
    let status = running.stream(start_call("third")).await.map(|_| ()).expect_err("refused");
    assert_eq!(status.code(), Code::ResourceExhausted);
    assert!(status.message().contains("max_calls"), "{}", status.message());
    first.hangup().await;
    first.rest().await;
    // The place is given back just after the scorecard is told.
    while running.service.sessions().count() == 2 {
        tokio::task::yield_now().await;
    }
    running.call("third").await;
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_sent_twice_is_skipped() {
    let running = start(Pace::REAL).await;
    let mut exchange = running.call("twice").await;
    exchange.answered().await;
    exchange.payload(vec![0xd5; 16_000], Some(0)).await;
    exchange.payload(vec![0xd5; 16_000], Some(4_000)).await;
    exchange.hold().await;
    exchange.silence(3_000).await;
    let breach = exchange.alert().await;
    assert_eq!(kinds(std::slice::from_ref(&breach)), ["wait_notice/1 BREACH"]);
    assert!((breach.from_ms - 1_500).abs() <= BLOCK_MS, "{}", breach.from_ms);
    exchange.hangup().await;
    exchange.rest().await;
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_left_out_is_a_gap_over_which_time_goes_on() {
    let running = start(Pace::REAL).await;
    let mut exchange = running.call("ahead").await;
    exchange.answered().await;
    exchange.payload(vec![0xd5; 16_000], Some(0)).await;
    exchange.payload(vec![0xd5; 1_600], Some(44_000)).await;
    exchange.silence(24_000).await;
    exchange.hold().await;
    exchange.silence(3_000).await;
    exchange.hangup().await;
    let (alerts, scorecard) = exchange.rest().await;
    let hold = alerts.iter().find(|alert| alert.check == "wait_notice").expect("a hold without notice");
    assert!((hold.from_ms - 5_600 - 24_000).abs() <= BLOCK_MS, "{}", hold.from_ms);
    assert_eq!(verdicts(&scorecard)["introduction"], "UNDETERMINED");
    running.service.stop().await;
}

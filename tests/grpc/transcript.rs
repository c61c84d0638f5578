//! The transcript of a running call.

use czujka::event::{CallTime, Channel, Utterance, Word};
use czujka::live::Said;
use czujka::private::Private;
use czujka::proto::v1;
use czujka::proto::v1::stream_transcript_response::Event as Heard;
use tonic::Code;

use crate::journal_support::open;
use crate::running::Running;

#[tokio::test]
async fn a_transcript_is_streamed_while_the_call_runs() {
    let running = Running::start().await;
    let call = open(&*running.store, "x", "a1", 0).await;
    let request = || v1::StreamTranscriptRequest { name: format!("calls/{call}") };
    let mut calls = running.calls().await;
    let refused = calls.stream_transcript(request()).await.expect_err("nobody listens to it");
    assert_eq!(refused.code(), Code::FailedPrecondition);

    let live = running.live.begin(call);
    let mut stream = calls.stream_transcript(request()).await.expect("streams").into_inner();
    let utterance = |number, channel| {
        let (from, to) = (CallTime(100), CallTime(900));
        let word = Word { text: "dzień".into(), from, to, confidence: 0.5 };
        let words = Private::new(vec![word]);
        let confidence = 0.5;
        Said::Segment(Utterance { number, channel, from, to, words, confidence, complete: true }.into())
    };
    live.say(utterance(1, Channel::Caller));
    live.say(utterance(2, Channel::Background));
    let mut texts = Vec::new();
    for _ in 0..2 {
        match stream.message().await.expect("streams").expect("goes on").event {
            Some(Heard::Segment(segment)) => texts.push((segment.channel(), segment.text)),
            other => panic!("{other:?}"),
        }
    }
    let silent = (v1::Channel::Background, String::new());
    assert_eq!(texts, [(v1::Channel::Caller, "dzień".to_owned()), silent]);

    // This test's one thread serves nobody meanwhile, so the listener falls behind.
    for number in 0..10_000 {
        live.say(utterance(number, Channel::Agent));
    }
    drop(live);
    let mut gaps = 0;
    while let Some(response) = stream.message().await.expect("streams") {
        gaps += usize::from(matches!(response.event, Some(Heard::Gap(_))));
    }
    assert_eq!(gaps, 1, "what was left out is told, and the stream ends with the call");
}

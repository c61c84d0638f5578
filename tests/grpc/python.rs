//! The services against a client that is not ours: Python's grpcio, with stubs made from `proto/`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use crate::journal_support::{at_ms, nudge, open, promised};
use crate::running::Running;
use czujka::store::Store;

#[tokio::test]
async fn a_python_client_gets_along_with_the_services() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join(".venv/bin/python");
    assert!(python.exists(), "the Python client is not set up: run tests/grpc_python/setup.sh");
    let running = Running::start().await;
    let call = open(&*running.store, "python", "a1", 0).await;
    let alerts: Vec<_> = (1..=5).map(nudge).collect();
    running.store.append(call, &alerts, at_ms(0)).await.expect("appends");
    let promise = open(&*running.store, "promise", "a2", 0).await;
    running.store.close_call(promise, &promised(3_600_000).into(), at_ms(60_000)).await.expect("closes");

    let store = Arc::clone(&running.store);
    let raiser = tokio::spawn(async move {
        while store.get_alert(1).await.expect("is there").acknowledgements.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        store.append(call, &[nudge(6)], at_ms(1_000)).await.expect("appends");
    });

    let address = running.address.to_string();
    let script = root.join("tests/grpc_python/check.py");
    let output = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(python);
        command.arg(script).arg(address).stdin(Stdio::null());
        command.output().expect("Python starts")
    });
    let output = output.await.expect("is waited for");
    let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}{complained}");
    assert_eq!(said.trim(), "passed");
    raiser.abort();
}

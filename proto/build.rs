//! Generates the gRPC code from `proto/`, without `protoc`, and the descriptors that reflection serves.

use std::error::Error;
use std::path::PathBuf;

const FILES: [&str; 6] =
    ["types", "tap_service", "alert_service", "call_service", "commitment_service", "summary_service"];

/// Messages with people's words or numbers: `src/proto/mod.rs` gives them a `Debug` without content.
const PRIVATE: [&str; 11] = [
    "Alert",
    "Acknowledgement",
    "AcknowledgeAlertRequest",
    "AudioChunk",
    "Call",
    "Commitment",
    "Finding",
    "Finding.Commitment",
    "Segment",
    "StartCall",
    "ExchangeSignal.Transfer",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=proto");
    println!("cargo::rerun-if-changed=src/store/migrations");
    let files = FILES.map(|name| format!("czujka/v1/{name}.proto"));
    let mut compiler = protox::Compiler::new(["proto"])?;
    compiler.include_source_info(true).include_imports(true).open_files(files)?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out.join("czujka_descriptor.bin"), compiler.encode_file_descriptor_set())?;
    tonic_prost_build::configure()
        .skip_debug(PRIVATE.map(|name| format!(".czujka.v1.{name}")))
        .compile_fds(compiler.file_descriptor_set())?;
    Ok(())
}

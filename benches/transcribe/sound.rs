//! Recorded calls as sound at 16 kHz.

use std::path::Path;

use anyhow::{Context as _, Result};
use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::formats::FormatOptions;
use symphonia::core::formats::TrackType;
use symphonia::core::formats::probe::Hint;
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;

/// Both channels of a call at 8 kHz, brought to 16 kHz.
pub fn read(path: &Path) -> Result<[Vec<f32>; 2]> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    let stream = MediaSourceStream::new(Box::new(file), symphonia::core::io::MediaSourceStreamOptions::default());
    let mut format = symphonia::default::get_probe().probe(
        &Hint::new(),
        stream,
        FormatOptions::default(),
        MetadataOptions::default(),
    )?;
    let track = format.default_track(TrackType::Audio).context("no track")?;
    let parameters = track.codec_params.as_ref().and_then(|p| p.audio()).context("no audio")?;
    let mut decoder =
        symphonia::default::get_codecs().make_audio_decoder(parameters, &AudioDecoderOptions::default())?;
    let mut sound = [Vec::new(), Vec::new()];
    let mut samples: Vec<f32> = Vec::new();
    while let Some(packet) = format.next_packet()? {
        let block = decoder.decode(&packet)?;
        block.copy_to_vec_interleaved(&mut samples);
        for pair in samples.chunks_exact(2) {
            sound[0].push(pair[0]);
            sound[1].push(pair[1]);
        }
    }
    Ok(sound.map(|channel| doubled(&channel)))
}

/// Twice the rate, by a low pass of 41 taps (Kaiser window, β = 5).
fn doubled(samples: &[f32]) -> Vec<f32> {
    let bessel = |x: f64| -> f64 {
        let mut term = 1.0;
        (1..25).fold(1.0, |sum, k| {
            term *= (x / 2.0 / f64::from(k)).powi(2);
            sum + term
        })
    };
    let tap = |n: i32| -> f32 {
        let window = bessel(5.0 * (1.0 - (f64::from(n) / 20.0).powi(2)).sqrt()) / bessel(5.0);
        let x = std::f64::consts::FRAC_PI_2 * f64::from(n);
        let sinc = if n == 0 { 1.0 } else { x.sin() / x };
        (window * sinc) as f32
    };
    let taps: Vec<f32> = (-20..=20).map(tap).collect();
    (0..samples.len() * 2)
        .map(|out| {
            // Every other tap meets a zero put between the samples.
            let first = (out + 20) % 2;
            (first..41)
                .step_by(2)
                .filter_map(|t| {
                    let at = (out + 20).checked_sub(t)? / 2;
                    Some(taps[t] * samples.get(at)?)
                })
                .sum()
        })
        .collect()
}

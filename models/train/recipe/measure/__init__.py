"""Measuring: error rates through whisper.cpp itself, on sets that are never trained on."""

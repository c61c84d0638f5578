"""The recipe of Czujka's own speech model: from text to a file for whisper.cpp. Begin with `../train --help`."""

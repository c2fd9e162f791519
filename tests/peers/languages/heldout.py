"""Writes held-out texts as JSON Lines: language, source, length (characters at most) and text."""
import argparse
import json
import sys

import sources

LENGTHS = (20, 50, 100, 200, 500)
MOST = 60  # texts of a language, source and length


def pieces(paragraphs, length):
    """Runs of whole words of at most a length, from texts joined by a space."""
    found, run = [], ""
    for word in " ".join(paragraphs).split(" "):
        if run and len(run) + 1 + len(word) > length:
            found.append(run)
            run = ""
        run = run + " " + word if run else word
    found = [f for f in found if 0.6 * length <= len(f) <= length]
    step = max(1, len(found) // MOST)
    return found[::step][:MOST]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--udhr", required=True)
    parser.add_argument("--gimp", required=True)
    options = parser.parse_args()
    for script, language in sources.LANGUAGES:
        for source, texts in (("udhr", sources.udhr(options.udhr, language, script)[1]), ("gimp", sources.gimp(options.gimp, language))):
            for length in LENGTHS:
                for text in pieces(texts, length):
                    sys.stdout.write(json.dumps({"language": language, "source": source, "length": length, "text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

"""Accuracy by language, source and length from the rows that `select --method rules --statistics language,language-score` wrote."""
import json
import sys
from collections import Counter, defaultdict

right, sure, sure_right, texts = Counter(), Counter(), Counter(), Counter()
by_language = defaultdict(Counter)
for line in sys.stdin:
    row = json.loads(line)
    key = (row["source"], row["length"])
    ok = row["_language"] == row["language"]
    texts[key] += 1
    right[key] += ok
    sure[key] += row["_language_score"] >= 0.65
    sure_right[key] += ok and row["_language_score"] >= 0.65
    by_language[row["source"], row["language"]][row["length"], ok] += 1
print("| texts | characters at most | texts | right | sure (score of 0.65) | right of the sure |")
print("|---|---|---|---|---|---|")
for source, length in sorted(texts):
    key = (source, length)
    print(f"| {source} | {length} | {texts[key]} | {right[key] / texts[key]:.1%} | {sure[key] / texts[key]:.1%} | {sure_right[key] / max(1, sure[key]):.1%} |")
print()
lengths = (20, 50, 100, 200)
print("| language | " + " | ".join(f"{source} {length}" for source in ("udhr", "gimp") for length in lengths) + " |")
print("|---" * (1 + 2 * len(lengths)) + "|")
for language in sorted({language for _, language in by_language}):
    cells = []
    for source in ("udhr", "gimp"):
        counts = by_language[source, language]
        for length in lengths:
            total = counts[length, True] + counts[length, False]
            cells.append(f"{counts[length, True] / total:.0%}" if total >= 10 else "")
    print(f"| {language} | " + " | ".join(cells) + " |")

"""Joins the package lists of apt (sections) with its translations (long descriptions). usage: corpus.py LISTS OUT.jsonl"""
import glob
import json
import sys

lists, out = sys.argv[1:]


def paragraphs(path):
    fields, name = {}, None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line:
            if fields:
                yield fields
            fields, name = {}, None
        elif line.startswith(" "):
            fields[name] += "\n" + ("" if line == " ." else line[1:])
        else:
            name, value = line.split(":", 1)
            fields[name] = value.strip()
    if fields:
        yield fields


sections = {}
for path in sorted(glob.glob(lists + "/*_main_binary-*_Packages")):
    for p in paragraphs(path):
        sections.setdefault(p["Package"], p.get("Section", "").split("/")[-1])
seen = set()
with open(out, "w", encoding="utf-8") as to:
    for path in sorted(glob.glob(lists + "/*_main_i18n_Translation-en")):
        for p in paragraphs(path):
            package, text = p.get("Package"), p.get("Description-en")
            if text and package in sections and package not in seen:
                seen.add(package)
                to.write(json.dumps({"package": package, "section": sections[package], "text": text}, ensure_ascii=False) + "\n")

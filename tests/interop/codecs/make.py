#!/usr/bin/env python3
"""Writes the fixtures of tests/Curate.Parquet.Tests/Compression/Fixtures with the reference tools.

Needs: zstd, lz4 and node on PATH, liblz4, and the Python module snappy (Debian: python3-snappy). The content is made here from a small
generator, so that a second run writes the same content; the packed bytes depend on the versions of the tools.
"""
import ctypes
import gzip
import pathlib
import subprocess
import tempfile
import zlib

import snappy

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Curate.Parquet.Tests" / "Compression" / "Fixtures"
WORDS = "alpha,beta;gamma delta 2024-05-17 0.125 true false null éclair the of and customer price\n".split(" ")


def draws(state):
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield state >> 33


def contents():
    words = draws(1)
    text = b""
    while len(text) < 5000:
        text += WORDS[next(words) % len(WORDS)].encode() + b" "
    steps = draws(2)
    value, column = 1_700_000_000_000, b""
    for _ in range(700):
        value += next(steps) % 900
        column += value.to_bytes(8, "little")
    noise = draws(3)
    return {
        "text": text[:5000],
        "column": column,
        "zeros": bytes(3000),
        "noise": bytes(next(noise) % 256 for _ in range(700)),
        "one": b"x",
        "empty": b"",
    }


def run(*command, content=b""):
    return subprocess.run(command, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout


def node(call, content):
    script = f"process.stdout.write(require('zlib').{call}(require('fs').readFileSync(0)))"
    return run("node", "-e", script, content=content)


def lz4_raw(content, level=None):
    library = ctypes.CDLL("liblz4.so.1")
    room = ctypes.create_string_buffer(len(content) + len(content) // 255 + 64)
    if level is None:
        size = library.LZ4_compress_default(content, room, len(content), len(room))
    else:
        size = library.LZ4_compress_HC(content, room, len(content), len(room), level)
    return room.raw[:size]


def hadoop(content, block):
    packed = b""
    for at in range(0, len(content), block):
        part = content[at:at + block]
        raw = lz4_raw(part)
        packed += len(part).to_bytes(4, "big") + len(raw).to_bytes(4, "big") + raw
    return packed


def raw_deflate(content):
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    return deflate.compress(content) + deflate.flush()


def write(name, kind, variant, packed):
    (FOLDER / f"{name}.{variant}.{kind}").write_bytes(packed)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    made = contents()
    for name, content in made.items():
        (FOLDER / f"{name}.bin").write_bytes(content)
        write(name, "snappy", "reference", snappy.compress(content))
        write(name, "lz4raw", "default", lz4_raw(content))
        write(name, "lz4raw", "high", lz4_raw(content, 12))
        if content:
            write(name, "lz4", "hadoop", hadoop(content, 1 << 18))
            write(name, "lz4", "hadoop-blocks", hadoop(content, 1000))
            write(name, "lz4", "raw", lz4_raw(content))
        for variant, options in {
            "frame": ["-1"], "frame-high": ["-9"], "frame-linked": ["-BD", "-B4"], "frame-block-checksum": ["-BX"],
            "frame-sized": ["--content-size"], "frame-no-checksum": ["--no-frame-crc"],
        }.items():
            write(name, "lz4", variant, run("lz4", *options, "-c", content=content))
        for level in (1, 3, 12, 19):
            write(name, "zstd", f"level{level}", run("zstd", f"-{level}", "-c", content=content))
        write(name, "zstd", "ultra", run("zstd", "--ultra", "-22", "-c", content=content))
        write(name, "zstd", "fast", run("zstd", "--fast=5", "-c", content=content))
        write(name, "zstd", "long", run("zstd", "--long=27", "-c", content=content))
        write(name, "zstd", "no-checksum", run("zstd", "--no-check", "-c", content=content))
        write(name, "brotli", "node", node("brotliCompressSync", content))
        write(name, "gzip", "node", node("gzipSync", content))
        write(name, "gzip", "python", gzip.compress(content, 9, mtime=0))
        write(name, "gzip", "members", gzip.compress(content[:999], 6, mtime=0) + gzip.compress(content[999:], 6, mtime=0))
        write(name, "gzip", "named", run("gzip", "-c", "-9", content=content))
        write(name, "gzip", "zlib", zlib.compress(content, 9))
        write(name, "gzip", "raw-deflate", raw_deflate(content))
    with tempfile.TemporaryDirectory() as scratch:
        samples = []
        for i in range(400):
            sample = pathlib.Path(scratch) / f"sample{i}"
            at = i * 11 % 4500
            sample.write_bytes(made["text"][at:at + 200])
            samples.append(str(sample))
        dictionary = str(pathlib.Path(scratch) / "dictionary")
        run("zstd", "--train", *samples, "-o", dictionary, "--maxdict=2048", "--dictID=4711")
        packed = run("zstd", "-D", dictionary, "-c", content=made["text"][:500])
        (FOLDER / "dictionary.zst").write_bytes(packed)


main()

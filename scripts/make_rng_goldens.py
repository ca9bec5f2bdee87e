#!/usr/bin/env python3
"""Writes fixtures/goldens/rng.json: streams of the documented generator, made without its code.

Philox4x32-10 (doi:10.1145/2063384.2063405) on Python integers, hashlib for SHA-256; the encoding
is the one that plugins/_sdk/stats/rng.ts documents. Needs only the standard library:

    python3 scripts/make_rng_goldens.py
"""
import hashlib
import json
import pathlib
import struct

MASK = 0xFFFFFFFF


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & MASK, (a >> 32) ^ c[3] ^ k[1], a & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def words(seed_hex, purpose, count):
    message = b"statistic-harness/rng/1\0" + bytes.fromhex(seed_hex)
    for part in purpose:
        encoded = part.encode()
        message += struct.pack("<I", len(encoded)) + encoded
    d = struct.unpack("<8I", hashlib.sha256(message).digest())
    out = []
    block = 0
    while len(out) < count:
        out += philox([block & MASK, block >> 32, d[2], d[3]], d[:2])
        block += 1
    return out[:count]


def float64(high, low):
    return ((high >> 5) * 2**26 + (low >> 6)) / 2**53


def bounded(stream, n):
    while True:
        product = next(stream) * n
        if (product & MASK) >= (2**32 - n) % n:
            return product >> 32


CASES = [
    ("00" * 32, []),
    ("00" * 32, ["analysis_scan_statistics"]),
    ("0123456789abcdef" * 4, ["permutation", "17"]),
    ("0123456789abcdef" * 4, ["permutation1", "7"]),
    ("ff" * 32, ["naïve Δ 🙂", ""]),
]


def main():
    cases = []
    for seed, purpose in CASES:
        w = words(seed, purpose, 400)
        stream = iter(w)
        cases.append({
            "seed": seed,
            "purpose": purpose,
            "uint32": w[:10],
            "float64": [float64(w[2 * i], w[2 * i + 1]) for i in range(6)],
            # 3 · 2^30 rejects a quarter of the words.
            "int": [bounded(stream, 3 * 2**30) for _ in range(12)],
        })
    path = pathlib.Path(__file__).parent.parent / "fixtures/goldens/rng.json"
    path.write_text(json.dumps({"made_by": "scripts/make_rng_goldens.py", "cases": cases}, indent=1) + "\n")


main()

#!/usr/bin/env python3
"""What a recipe of five stages costs: processor seconds of `curate run` against the sum of the plans of its stages plus one copy.

The plan of a stage is what the same command takes to decide over the file that the stage before wrote, without writing a row
(`--explain 0`); that of a condition alone is what the command takes more than a copy. The start of the program is measured alone and
counted once. Usage: cost.py CURATE [ROWS] [ROUNDS]; CURATE is the program, or the .dll that dotnet runs. Fails when the recipe writes
other bytes than the commands one by one.
"""

import os
import random
import subprocess
import sys
import tempfile

program = os.path.abspath(sys.argv[1])
curate = [program] if not program.endswith(".dll") else ["dotnet", program]
rows = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000_000
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3

STAGES = [
    ("large", "convert", ["--where", "quantity >= 500"]),
    ("unique", "dedupe", ["--key", "customer,product,day"]),
    ("sets", "split", ["--label", "region"]),
    ("train", "resample", ["--method", "random-under", "--where", "split = 'train'", "--label", "region"]),
    ("some", "select", ["--fraction", "0.5"]),
]


def table(path):
    draw = random.Random(7)
    regions = ["north"] * 5 + ["south"] * 3 + ["east"] * 2 + ["west"]
    with open(path, "w", encoding="ascii") as out:
        out.write("id,customer,product,day,quantity,price,region,note\n")
        for i in range(rows):
            out.write(f"{i},c{draw.randrange(200_000)},p{draw.randrange(500)},2025-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02},"
                      f"{draw.randrange(5000)},{draw.random() * 900:.2f},{draw.choice(regions)},{'abcdefghijklmnopqrstuvwxyz'[draw.randrange(26)] * draw.randrange(5, 60)}\n")


def seconds(arguments, folder):
    """User and system seconds of one run."""
    process = subprocess.Popen(curate + arguments, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"curate {' '.join(arguments)}: {message.decode()}")
    return usage.ru_utime + usage.ru_stime


def recipe(path):
    with open(path, "w", encoding="ascii") as out:
        out.write("version: 1\ninputs: {raw: raw.csv}\nstages:\n")
        for name, command, options in STAGES:
            out.write(f"- name: {name}\n  command: {command}\n")
            for option, value in zip(options[::2], options[1::2]):
                out.write(f"  {option[2:]}: \"{value}\"\n")
        out.write(f"outputs: {{out.csv: {STAGES[-1][0]}}}\n")


with tempfile.TemporaryDirectory() as folder:
    table(os.path.join(folder, "raw.csv"))
    recipe(os.path.join(folder, "job.yaml"))
    best = {}

    def measure(what, arguments):
        best[what] = min(best.get(what, 1e9), seconds(arguments, folder))

    quiet = ["-q", "--no-provenance", "--force"]
    for _ in range(rounds):
        measure("start", ["--version"])
        before = "raw.csv"
        for name, command, options in STAGES:
            after = name + ".csv"
            measure("command " + name, [command, before, *options, "-o", after, *quiet])
            if command != "convert":
                measure("plan " + name, [command, before, *options, "--explain", "0", "-q"])
            before = after
        measure("copy", ["convert", "raw.csv", "-o", "copy.csv", *quiet])
        measure("recipe", ["run", "job.yaml", "--no-checkpoints", *quiet])

    with open(os.path.join(folder, "some.csv"), "rb") as one, open(os.path.join(folder, "out.csv"), "rb") as other:
        if one.read() != other.read():
            sys.exit("the recipe wrote other bytes than its commands")

    start = best["start"]
    plans = sum(value - start for what, value in best.items() if what.startswith("plan "))
    plans += sum(max(0, best["command " + name] - best["copy"]) for name, command, _ in STAGES if command == "convert")
    commands = sum(value - start for what, value in best.items() if what.startswith("command "))
    copy = best["copy"] - start
    run = best["recipe"] - start
    for what, value in best.items():
        print(f"{what:16} {value:6.2f} s")
    print(f"recipe / (plans + one copy) = {run:.2f} / ({plans:.2f} + {copy:.2f}) = {run / (plans + copy):.2f}")
    print(f"recipe / commands through files = {run:.2f} / {commands:.2f} = {run / commands:.2f}")

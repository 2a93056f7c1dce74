"""Asks every tool for the members at the same sites and prints what each found.

Sites are asked project by project for the server's sake; a tool that uses up its budget stops, and
all tools are then compared on the blocks of sites that all of them finished.
"""
import argparse
import collections
import json
import pathlib
import random
import sys
import time

import language_servers
import sites as sampling
import tools

BLOCK = 150  # sites
SLICES = ("module", "self", "other", "all", "all but stores")


def measure(tool, asked, timeout_s, budget_s):
    """{site number: (found, seconds, reason or None)}, and the wall time."""
    outcomes, start = {}, time.monotonic()
    for done, (number, site) in enumerate(asked):
        if time.monotonic() - start > budget_s:
            break
        text = sampling.without_truth(site)
        if hasattr(tool, "prepare"):
            tool.prepare(site)
        began, found, reason = time.monotonic(), False, None
        try:
            found = site["truth"] in tool.ask(site, text, timeout_s)
        except TimeoutError:
            reason = "timed out"
        except RuntimeError as error:
            reason = str(error)[:60]
        outcomes[number] = (found, min(time.monotonic() - began, timeout_s), reason)
        if done % 50 == 49:
            rate = (done + 1) / (time.monotonic() - start)
            print(f"{tool.name}: {done + 1}/{len(asked)} sites, {rate:.1f}/s", file=sys.stderr)
    return outcomes, time.monotonic() - start


def interval(sites, outcomes, numbers, rounds=1000):
    """Share found, and its 95 % interval: files drawn anew, as sites of one file resemble."""
    by_file = collections.defaultdict(lambda: [0, 0])
    for number in numbers:
        by_file[sites[number]["path"]][0] += outcomes[number][0]
        by_file[sites[number]["path"]][1] += 1
    files = [by_file[path] for path in sorted(by_file)]
    generator, shares = random.Random(1), []
    for _ in range(rounds):
        drawn = generator.choices(files, k=len(files))
        shares.append(sum(f for f, _ in drawn) / sum(n for _, n in drawn))
    shares.sort()
    found = sum(f for f, _ in files) / sum(n for _, n in files)
    return found, shares[int(0.025 * rounds)], shares[int(0.975 * rounds) - 1]


def in_slice(site, name):
    return name == "all" or site["slice"] == name or name == "all but stores" and not site["store"]


def percentile(values, share):
    return values[min(len(values) - 1, int(share * len(values)))]


def report(sites, results):
    asked = min(len(outcomes) for outcomes, _ in results.values())
    # An unfinished block holds the first projects only.
    whole = asked if asked == len(sites) or asked < BLOCK else asked // BLOCK * BLOCK
    common = [n for n in range(len(sites)) if (n < whole or asked < BLOCK) and
              all(n in outcomes for outcomes, _ in results.values())]
    print(f"compared on {len(common)} sites that all tools were asked\n")
    print(f"{'slice':16}{'sites':>7}  " + "".join(f"{name:>24}" for name in results))
    for name in SLICES:
        numbers = [n for n in common if in_slice(sites[n], name)]
        if not numbers:
            continue
        cells = (interval(sites, outcomes, numbers) for outcomes, _ in results.values())
        print(f"{name:16}{len(numbers):7}  " +
              "".join(f"{f'{f:.3f} [{low:.3f}, {high:.3f}]':>24}" for f, low, high in cells))
    print(f"\n{'tool':10}{'asked':>7}{'wall s':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}  no answer")
    for name, (outcomes, wall) in results.items():
        times = sorted(1000 * seconds for _, seconds, _ in outcomes.values())
        reasons = collections.Counter(reason for _, _, reason in outcomes.values() if reason)
        why = ", ".join(f"{reason}: {count}" for reason, count in sorted(reasons.items())) or "none"
        print(f"{name:10}{len(times):7}{wall:8.1f}" +
              "".join(f"{percentile(times, p):9.1f}" for p in (.5, .95, .99)) + f"  {why}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fastnode", required=True)
    parser.add_argument("--library", required=True)
    parser.add_argument("--langserver", required=True)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--package-list", required=True)
    parser.add_argument("--dependencies", help="folder of what the projects import besides")
    parser.add_argument("--peers", help="virtual environment with ty, pyrefly and zuban (peers.sh)")
    parser.add_argument("--only", help="names of tools, with commas between")
    parser.add_argument("--sites", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=2.0, help="seconds a request")
    parser.add_argument("--budget", type=float, default=300.0, help="seconds a tool")
    parser.add_argument("--out", help="JSON lines: sites with what each tool answered")
    arguments = parser.parse_args()
    sites, whole, skipped = sampling.sample(arguments.corpus, arguments.package_list,
                                            arguments.sites, arguments.seed)
    print(f"{len(sites)} of {whole} sites, seed {arguments.seed}; files skipped: {skipped or 'none'}")
    packages = sorted(str(p.resolve()) for p in pathlib.Path(arguments.corpus).iterdir()
                      if p.is_dir() and not p.name.startswith("libpython"))
    if arguments.dependencies:
        packages += sorted(str(p.resolve()) for p in pathlib.Path(arguments.dependencies).iterdir()
                           if p.is_dir())
    # Blocks in sample order: a tool that stops early has nearly seen a random sample; within a
    # block project by project, as one server serves one project.
    order = sorted(enumerate(sites), key=lambda item: (item[0] // BLOCK, item[1]["root"], item[0]))
    results = {}
    servers = [language_servers.Ty, language_servers.Pyrefly, language_servers.Zuban]
    asked = [tools.Fastnode(arguments.fastnode, arguments.library, packages), tools.Jedi(packages),
             language_servers.Pyright(arguments.langserver, packages)]
    asked += [server(arguments.peers, packages) for server in servers if arguments.peers]
    if arguments.only:
        wanted, there = arguments.only.split(","), [tool.name for tool in asked]
        strangers = [name for name in wanted if name not in there]
        if strangers:
            parser.error(f"--only: {', '.join(strangers)} is none of {', '.join(there)}"
                         f"{'' if arguments.peers else ' (ty, pyrefly and zuban need --peers)'}")
        asked = [tool for tool in asked if tool.name in wanted]
    for tool in asked:
        results[tool.name] = measure(tool, order, arguments.timeout, arguments.budget)
        tool.close()
    report(sites, results)
    if arguments.out:
        with open(arguments.out, "w", encoding="utf-8") as out:
            for number, site in enumerate(sites):
                found = {name: o[number][0] for name, (o, _) in results.items() if number in o}
                out.write(json.dumps({**site, "found": found}) + "\n")


if __name__ == "__main__":
    main()

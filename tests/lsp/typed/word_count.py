"""Counts the words of text files and writes the most frequent ones."""
import argparse
import collections
import json
import re
import sys
from pathlib import Path

WORD = re.compile(r"[a-z']+")


def read_words(path, min_length):
    with open(path, encoding="utf-8") as stream:
        for line in stream:
            for word in WORD.findall(line.lower()):
                if len(word) >= min_length:
                    yield word


def count_words(paths, min_length=3):
    counts = collections.Counter()
    for path in paths:
        try:
            counts.update(read_words(path, min_length))
        except OSError as error:
            print(f"cannot read {path}: {error}", file=sys.stderr)
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--top", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    counts = count_words(arguments.paths)
    if arguments.json:
        json.dump(counts.most_common(arguments.top), sys.stdout)
        return 0
    for word, count in counts.most_common(arguments.top):
        print(word, count)
    return 0


if __name__ == "__main__":
    sys.exit(main())

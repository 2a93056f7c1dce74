# What a parser of the command line gives has the arguments that the file adds.
import argparse
import optparse
from pathlib import Path


def add_more(group):
    group.add_argument("--level", choices=("low", "high"), default=None)


parser = argparse.ArgumentParser()
parser.add_argument("files", nargs="+", type=Path)
parser.add_argument("-n", "--dry-run", action="store_true")
parser.add_argument("-j", type=int, default=1)
parser.add_argument("--verbose", "-v", action="count", default=0)
parser.add_argument("--only", action="append", type=int)
parser.add_argument("--size", dest="num_bytes", type=float)
parser.add_argument("--not-a name")
parser.add_argument("--version", action="version")
parser.add_argument("--class")
parser.add_argument("--hushed", dest=argparse.SUPPRESS)
parser.add_argument("--fast", action="store_const", const=1, default="no")
parser.add_argument("--times", nargs=argparse.OPTIONAL)
commands = parser.add_subparsers(dest="command")
one = commands.add_parser("one")
one.set_defaults(retries=3)
add_more(parser.add_argument_group("more"))
args = parser.parse_args()
args.files
#- @args member files dry_run j verbose only num_bytes command retries level
#- @args member __contains__
#- ! @args member size n v dry not_a version class hushed
#- @args.files type builtins.list
args.fast
#- @args.fast types = builtins.int builtins.str
args.times
#- @args.times type unknown
for path in args.files:
    path
    #- @path type pathlib.Path
args.dry_run
#- @args.dry_run type builtins.bool
args.j
#- @args.j type builtins.int
args.verbose
#- @args.verbose type builtins.int
for only in args.only:
    only
    #- @only type builtins.int
args.num_bytes
#- @args.num_bytes type builtins.float
args.retries
#- @args.retries type builtins.int
args.level
#- @args.level types = builtins.str None
known, rest = parser.parse_known_args()
known.files
#- @known member files level
rest
#- @rest type builtins.list


def run(options):
    options.level
    #- @options member files level


def declared(options: argparse.Namespace, given: "argparse.Namespace"):
    options.level
    #- @options member files level
    given.files
    #- @given member files level


run(parser.parse_args(["a"]))


class Kept:
    level = 2


kept = parser.parse_args(namespace=Kept())
kept
#- @kept type local
#- ! @kept member files
given = parser.parse_args([], Kept())
given
#- ! @given member files
old = optparse.OptionParser()
old.add_option("-q", "--quiet", action="store_false", dest="is_loud")
old.add_option("--count", type="int")
values, left = old.parse_args()
values
#- @values member is_loud count ensure_value
values.is_loud
#- @values.is_loud type builtins.bool
values.count
#- @values.count type builtins.int

import argparse
import sys
import os

from weather.report import Report
from weather.station import Station


def parse(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--names", default="")
    return parser.parse_args(arguments)


def main():
    options = parse(sys.argv[1:])
    names = options.names.split(",") if options.names else os.listdir(options.folder)
    stations = [Station(name.strip(), options.folder) for name in names]
    sys.stdout.write(Report(stations).build())


if __name__ == "__main__":
    main()

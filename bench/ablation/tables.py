"""tables.py FOLDER NAME...: accuracy / accuracy@5 of the trainings of run.sh, a table for each condition."""
import json
import sys

COLUMNS = {
    "all": "all", "attribute": "attribute", "attribute of self": "of self", "attribute of module": "of module",
    "attribute of other": "of other", "name": "name", "attribute_base": "base", "argument": "argument",
    "argument_kind": "kind", "keyword_name": "keyword", "argument_placeholder": "placeholder",
}
CONDITIONS = {
    "rest_of_line": "The rest of the line is gone", "whole_file": "Whole file",
    "expression_ends": "The expression ends there", "nothing_below": "Nothing below the line",
}


def row(name, metrics):
    cells = (f"{100 * metrics[c]['accuracy']:.1f}/{100 * metrics[c]['accuracy5']:.1f}" for c in COLUMNS)
    return f"| {name} | " + " | ".join(cells) + " |"


def main(folder, names):
    runs = {}
    for name in names:
        with open(f"{folder}/{name}/model/training.json", encoding="utf-8") as file:
            runs[name] = json.load(file)["validation_under"]
    for condition, title in CONDITIONS.items():
        sites = runs[names[0]][condition]
        print(f"\n{title} (places: " + ", ".join(f"{COLUMNS[c]} {sites[c]['sites']}" for c in COLUMNS) + ")\n")
        print("| | " + " | ".join(COLUMNS.values()) + " |")
        print("|" + "---|" * (len(COLUMNS) + 1))
        for name, metrics in runs.items():
            print(row(name.replace("-", " "), metrics[condition]))


main(sys.argv[1], sys.argv[2:])

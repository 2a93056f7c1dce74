"""row.py [NAME TRAINING_JSON]: one line of the table of run.sh, or its head."""
import json
import sys

COLUMNS = {
    "all": "all", "attribute": "attribute", "attribute of self": "of self", "attribute of module": "of module",
    "attribute of other": "of other", "attribute_base": "base", "argument": "argument",
    "argument_kind": "kind", "keyword_name": "keyword", "argument_placeholder": "placeholder",
}
if len(sys.argv) == 1:
    print(f"{'':<20}" + "".join(f"{title:>14}" for title in COLUMNS.values()))
else:
    metrics = json.load(open(sys.argv[2], encoding="utf-8"))["validation"]
    cells = (f"{100 * metrics[c]['accuracy']:.1f}/{100 * metrics[c]['accuracy5']:.1f}" for c in COLUMNS)
    print(f"{sys.argv[1]:<20}" + "".join(f"{cell:>14}" for cell in cells))

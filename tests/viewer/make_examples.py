"""make_examples.py FOLDER: examples for the viewer's tests.

uncurated-examples/attr/few.json, curated-examples/attr.json   examples with hostile content
before.json, after.json        some of them, answered by two models
many.json                      10,000 small ones
"""
import json
import os
import sys

folder = sys.argv[1]
HOSTILE = "<img src=x onerror=\"document.body.dataset.owned='yes'\"><script>document.body.dataset.owned='yes'</script>"


def example(text, expected, methods, symbol="shop.Basket"):
    cursor = len(text[: text.index("$")].encode())
    text = text.replace("$", "")
    return {
        "Buffer": text,
        "Cursor": cursor,
        "Symbol": symbol,
        "Expected": expected,
        "Provided": {
            name: {
                "Completions": [{"Identifier": one, "Score": 1 / (2 + i)} for i, one in enumerate(list_)],
                "MungedBuffer": text.replace(expected, "", 1),
            }
            for name, list_ in methods.items()
        },
    }


FEW = [
    example("basket = Basket()\nbasket.add(1)\nbasket.$total\n", "total",
            {"model": ["total", "add"], "counts": ["add", "total"]}),
    example("# Übermut: naïve 😀\nself.$weiß = 1\n", "weiß", {"model": ["a", "weiß"], "counts": ["weiß"]}, symbol="self"),
    example("x = 1\r\nos.$path\r\ny = 2\r\n", "path", {"model": ["path"], "counts": []}, symbol="os"),
    example(f"text = '''{HOSTILE}'''\ntext.$upper()\n", "upper",
            {HOSTILE: [HOSTILE, "upper"], "model": ["upper"]}, symbol=HOSTILE),
    example("long.$" + "n" * 2000 + "\n" + "# " + "y" * 20000 + "\n", "n" * 2000, {"model": ["n" * 2000]}),
]


def write(name, examples):
    os.makedirs(os.path.dirname(f"{folder}/{name}"), exist_ok=True)
    with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
        for one in examples:
            json.dump(one, file, ensure_ascii=False)
            file.write("\n")


write("uncurated-examples/attr/few.json", FEW[:3])
write("curated-examples/attr.json", FEW[3:])
write("before.json", [dict(one, Provided={"model": one["Provided"]["model"]}) for one in FEW[:3]])
AFTER = [["add", "total"], ["weiß"], ["path"]]  # worse, better, the same
write("after.json", [
    dict(one, Provided={"model": {"Completions": [{"Identifier": i, "Score": 0.5} for i in list_], "MungedBuffer": ""}})
    for one, list_ in zip(FEW, AFTER)])
write("many.json", [
    example(f"basket_{i % 97}.$name_{i % 31}\n", f"name_{i % 31}",
            {"model": [f"name_{i % 5}", f"name_{i % 31}"], "counts": [f"name_{i % 7}"]}, symbol=f"shop.Kind{i % 97}")
    for i in range(10_000)])

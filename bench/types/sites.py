"""Attribute sites of held-out projects, in a random order that the seed alone decides.

A site is where a person stands who has typed the dot: the name after it is taken away, the rest of
the file is kept. Slices do not depend on the tool that is asked:
  self    the base is the first parameter of a method
  module  the base is a name, dotted or not, that an `import` statement of the file binds
  other   everything else
"""
import ast
import pathlib
import random


def held_out(package_list):
    lines = (line.split() for line in pathlib.Path(package_list).read_text().splitlines())
    return [fields[0] for fields in lines if len(fields) == 2 and fields[1] in ("validation", "test")]


class Collector(ast.NodeVisitor):
    def __init__(self):
        self.selfs, self.modules, self.found = [], set(), []

    def visit_Import(self, node):
        for alias in node.names:
            self.modules.add(alias.asname or alias.name)

    def visit_ClassDef(self, node):
        for child in node.body:
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                arguments = child.args.posonlyargs + child.args.args
                child.first = arguments[0].arg if arguments else None
        self.generic_visit(node)

    def visit_FunctionDef(self, node):
        self.selfs.append(getattr(node, "first", None))
        self.generic_visit(node)
        self.selfs.pop()

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Attribute(self, node):
        self.generic_visit(node)
        self.found.append((node, isinstance(node.value, ast.Name) and node.value.id in self.selfs))


def sites_of(path, project, root):
    data = path.read_bytes()
    text = data.decode("utf-8")
    if "\r" in text or "\f" in text or data.startswith(b"\xef\xbb\xbf"):
        return  # line numbers of the tools differ
    collector = Collector()
    collector.visit(ast.parse(text))
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node, is_self in collector.found:
        end = starts[node.end_lineno - 1] + node.end_col_offset
        begin = end - len(node.attr.encode())
        if data[begin:end].decode() != node.attr:
            continue  # inside an f-string, whose positions older Pythons do not tell
        is_module = ast.unparse(node.value) in collector.modules
        yield {
            "project": project, "root": str(root), "path": str(path), "offset": begin,
            "truth": node.attr, "store": isinstance(node.ctx, ast.Store),
            "slice": "self" if is_self else "module" if is_module else "other",
        }


def sample(corpus, package_list, count, seed):
    """Sites, and how many files were skipped, by reason."""
    sites, skipped = [], {}
    for project in held_out(package_list):
        root = pathlib.Path(corpus, project).resolve()
        for path in sorted(root.rglob("*.py")):
            try:
                sites.extend(sites_of(path, project, root))
            except (SyntaxError, UnicodeDecodeError, ValueError, RecursionError) as error:
                name = type(error).__name__
                skipped[name] = skipped.get(name, 0) + 1
    return random.Random(seed).sample(sites, min(count, len(sites))), len(sites), skipped


def without_truth(site):
    """The text as bytes, without the name at the cursor."""
    data = pathlib.Path(site["path"]).read_bytes()
    return data[:site["offset"]] + data[site["offset"] + len(site["truth"].encode()):]

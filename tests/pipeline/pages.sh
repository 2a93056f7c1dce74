#!/bin/bash
# What the pages say is there is there: links, headings that links name, files and folders of the project, targets of make,
# commands of the program. Usage: pages.sh PROGRAM SOURCE-FOLDER
set -euo pipefail
program=$1 source=$2
cd "$source"
commands=$("$program" --help | awk '/^  [a-z]/ { print $1 }')
targets=$(sed -nE 's/^## ([a-z_]+): .*/\1/p' Makefile)
COMMANDS=$commands TARGETS=$targets python3 - <<'END'
import glob, os, re, sys

pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'bench/README.md', 'tests/corpus/README.md', 'tests/fuzz/README.md']
pages += sorted(glob.glob('docs/*.md') + glob.glob('docs/formats/*.md') + glob.glob('docs/editors/*.md'))
decisions = sorted(glob.glob('docs/decisions/*.md'))  # of their time: only their links are looked at
stages = sorted(os.listdir('src'))
faults, looked = [], 0

def anchors(page):
    text = re.sub(r'```.*?```', '', open(page).read(), flags=re.S)
    for heading in re.findall(r'^#+ (.*)$', text, re.M):
        yield re.sub(r'[^\w\- ]', '', heading.lower()).replace(' ', '-')

def exists(path):  # as it stands, or as the first part of a name; NAME is anybody's; the registry is made by who uses it
    return bool(glob.glob(path) or glob.glob(path + '.*')) or 'NAME' in path or path == 'pipeline/models.json'

for page in pages + decisions:
    text = open(page).read()
    prose = re.sub(r'```.*?```', '', text, flags=re.S)
    for target in re.findall(r'\]\(([^)\s]+)\)', prose):
        if re.match(r'[a-z]+:', target): continue
        looked += 1
        path, _, anchor = target.partition('#')
        path = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
        if not os.path.exists(path): faults.append(f'{page}: no file {target}')
        elif anchor and anchor not in anchors(path): faults.append(f'{page}: no heading {target}')
    if page in decisions: continue
    for code in re.findall(r'`([^`\n]+)`', prose):
        for path in re.findall(r'^(?:src|tests|scripts|pipeline|docs|bench|editors|cmake)/[\w./*-]+$', code):
            looked += 1
            if not exists(path): faults.append(f'{page}: no file {path}')
        if re.match(r'(%s)/[\w./*-]+$' % '|'.join(stages), code):
            looked += 1
            if not exists('src/' + code): faults.append(f'{page}: no file src/{code}')
        for command in re.findall(r'(?:^|/)fastnode ([a-z][a-z-]+)', code):
            looked += 1
            if command not in os.environ['COMMANDS'].split(): faults.append(f'{page}: no command {command}')
        for target in re.findall(r'^(?:[A-Z_]+=\S+ )*make ([a-z_]+)', code):
            looked += 1
            if target not in os.environ['TARGETS'].split(): faults.append(f'{page}: no target {target} of make')
print('\n'.join(faults))
if faults or looked < 200: sys.exit(f'FAILED: {len(faults)} faults among {looked} names')
print(f'{looked} passed, 0 failed')
END

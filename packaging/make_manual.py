#!/usr/bin/env python3
"""Manual pages and completions for bash, zsh and fish, of what the program says of itself.

    make_manual.py FASTNODE FOLDER

FOLDER gets man/man1/*.1, bash-completion/completions/fastnode, zsh/site-functions/_fastnode and
fish/vendor_completions.d/fastnode.fish, as they stand below PREFIX/share. All texts come from `fastnode --describe`,
which walks each command's options: there is no second copy of them.
"""
import json
import os
import re
import shutil
import subprocess
import sys


def describe(program):
    # What depends on the machine is named by words, so that the pages are the same everywhere.
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": "~", "FASTNODE_DATADEPS": "the program's folder/datadeps"}
    return json.loads(subprocess.check_output([os.path.abspath(program), "--describe"], env=environment, cwd="/", text=True))


def value_name(option):
    """FILE, FOLDER, N or VALUE: what stands behind an option."""
    if option["choices"]:
        return "|".join(option["choices"])
    kind, text = option["value"].split(":")[0], option["description"].lower()
    if not kind:
        return ""
    if kind in ("INT", "UINT", "FLOAT"):
        return "N"
    if re.search(r"\bfolders?\b", text):
        return "FOLDER"
    return "FILE" if re.search(r"\bfiles?\b|\bpath\b", text) else "VALUE"


def is_path(option):
    return value_name(option) in ("FILE", "FOLDER")


def limits(option):
    """'1 - 100' of "INT:INT in [1 - 100]"."""
    found = re.search(r"in \[(.* - .*)\]", option["value"])
    return found[1] if found else ""


# ---- Manual pages --------------------------------------------------------------------------------

def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def heading(name, summary, version):
    return (f'.TH {roff(name.upper().replace(" ", "-"))} 1 "" "fastnode {version}" "Fastnode"\n.SH NAME\n'
            f'{roff(name.replace(" ", "-"))} \\- {roff(summary)}\n')


def option_entry(option):
    value = value_name(option)
    names = ", ".join(f"\\fB{roff(name)}\\fR" for name in option["names"])
    facts = [fact for fact in (f"default: {option['default']}" if option["default"] else "", limits(option),
                               "required" if option["required"] else "", "may be repeated" if option["repeated"] else "") if fact]
    text = option["description"]
    text = text[:1].upper() + text[1:] + ("." if text and text[-1] not in ".!?" else "")
    if facts:
        text += f" ({'; '.join(facts)})"
    return f".TP\n{names}{' ' + chr(92) + 'fI' + roff(value) + chr(92) + 'fR' if value else ''}\n{roff(text.strip())}\n"


def synopsis(command):
    words = [f"\\fB{roff(command['name'])}\\fR"]
    if command["commands"]:
        words.append("|".join(f"\\fB{roff(one['name'])}\\fR" for one in command["commands"]))
    words.append("[\\fIOPTION\\fR]...")
    for argument in command["arguments"]:
        name = f"\\fI{roff(argument['names'][0])}\\fR" + ("..." if argument["repeated"] else "")
        words.append(name if argument["required"] else f"[{name}]")
    return " ".join(words) + "\n"


def sections(command):
    text = ""
    for title, entries in (("ARGUMENTS", command["arguments"]), ("OPTIONS", command["options"])):
        if entries:
            text += f".SH {title}\n" + "".join(map(option_entry, entries))
    for one in command["commands"]:
        text += f".SH {roff(one['name'].upper())}\n{roff(one['description'])}\n"
        text += "".join(map(option_entry, one["arguments"] + [o for o in one["options"] if "--help" not in o["names"]]))
    return text


def command_page(entry, version):
    command = entry["command"]
    return (heading(command["name"], entry["summary"], version) + ".SH SYNOPSIS\n" + synopsis(command) + ".SH DESCRIPTION\n" +
            roff(command["description"]) + "\n" + sections(command) + ".SH SEE ALSO\n\\fBfastnode\\fR(1)\n")


def main_page(entries, version):
    text = heading("fastnode", "Python completions ranked by a model of how names are used", version)
    text += (".SH SYNOPSIS\n\\fBfastnode\\fR \\fICOMMAND\\fR [\\fIARGUMENT\\fR]...\n.br\n\\fBfastnode\\fR \\fB\\-\\-help\\fR|"
             "\\fB\\-\\-version\\fR\n.SH COMMANDS\n")
    for entry in entries:
        name = entry["command"]["name"].split()[-1]
        text += f".TP\n\\fB{roff(name)}\\fR\n{roff(entry['summary'])}; \\fBfastnode\\-{roff(name)}\\fR(1)\n"
    return text


# ---- Completions ---------------------------------------------------------------------------------

def words_of(entry):
    """(options, those that take a path, those that take another value: choices, the names of sub-commands)"""
    command = entry["command"]
    options = command["options"] + [option for one in command["commands"] for option in one["options"]]
    seen, unique = set(), []
    for option in options:
        if option["names"][-1] not in seen:
            seen.add(option["names"][-1])
            unique.append(option)
    return unique, [one["name"] for one in command["commands"]]


def bash(entries):
    text = """# Made by packaging/make_manual.py: what bash completes after 'fastnode'.
_fastnode() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options= commands= files= values=
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W "%s --help --version" -- "$word"))
    return
  fi
  case ${COMP_WORDS[1]} in
""" % " ".join(entry["command"]["name"].split()[-1] for entry in entries)
    for entry in entries:
        options, commands = words_of(entry)
        name = entry["command"]["name"].split()[-1]
        text += f"    {name})\n      options='{' '.join(n for o in options for n in o['names'])}' commands='{' '.join(commands)}'\n      case $before in\n"
        for option in options:
            pattern = " | ".join(option["names"])
            if option["choices"]:
                text += f"        {pattern}) values='{' '.join(option['choices'])}' ;;\n"
            elif is_path(option):
                text += f"        {pattern}) files=1 ;;\n"
            elif option["value"]:
                text += f"        {pattern}) return ;;\n"
        text += "      esac ;;\n"
    return text + """  esac
  if [ -n "$files" ]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  elif [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$word"))
  elif [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  else
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$word"; compgen -f -- "$word")
  fi
}
complete -F _fastnode fastnode
"""


def one_line(text, longest=90):
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest - 3].rsplit(" ", 1)[0] + "..."


def zsh(entries):
    def quote(text):
        return "'" + text.replace("'", "'\\''") + "'"

    def described(text):
        return re.sub(r"([\[\]:\\])", r"\\\1", one_line(text))

    text = "#compdef fastnode\n# Made by packaging/make_manual.py: what zsh completes after 'fastnode'.\n_fastnode() {\n  local -a commands\n  commands=(\n"
    for entry in entries:
        text += f"    {quote(entry['command']['name'].split()[-1] + ':' + described(entry['summary']))}\n"
    text += ("  )\n  if (( CURRENT == 2 )); then\n    _describe -t commands command commands\n    compadd -- --help --version\n    return\n  fi\n"
             "  local name=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $name in\n")
    for entry in entries:
        options, commands = words_of(entry)
        text += f"    {entry['command']['name'].split()[-1]})\n      _arguments"
        for option in options:
            value = ""
            if option["choices"]:
                value = f":value:({' '.join(option['choices'])})"
            elif is_path(option):
                value = ":path:_files" + (" -/" if value_name(option) == "FOLDER" else "")
            elif option["value"]:
                value = f":{value_name(option).lower()}:"
            for name in option["names"]:
                text += f" \\\n        {quote(('*' if option['repeated'] else '') + name + '[' + described(option['description']) + ']' + value)}"
        if commands:
            text += f" \\\n        {quote('1:command:(' + ' '.join(commands) + ')')}"
        text += " \\\n        '*:file:_files' ;;\n"
    return text + "  esac\n}\n_fastnode \"$@\"\n"


def fish(entries):
    def quote(text):
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    text = ("# Made by packaging/make_manual.py: what fish completes after 'fastnode'.\n"
            "complete -c fastnode -n __fish_use_subcommand -f -l help -d 'list the commands'\n"
            "complete -c fastnode -n __fish_use_subcommand -f -l version -d 'print the version'\n")
    for entry in entries:
        name = entry["command"]["name"].split()[-1]
        text += f"complete -c fastnode -n __fish_use_subcommand -f -a {name} -d {quote(one_line(entry['summary']))}\n"
        options, commands = words_of(entry)
        here = f"complete -c fastnode -n '__fish_seen_subcommand_from {name}'"
        for command in commands:
            text += f"{here} -f -a {command}\n"
        for option in options:
            names = " ".join(f"-l {n[2:]}" if n.startswith("--") else f"-s {n[1:]}" for n in option["names"])
            value = ""
            if option["choices"]:
                value = f" -x -a {quote(' '.join(option['choices']))}"
            elif option["value"]:
                value = " -r" if is_path(option) else " -x"
            text += f"{here} {names}{value} -d {quote(one_line(option['description']))}\n"
    return text


def main():
    program, folder = sys.argv[1:]
    entries = describe(program)
    version = subprocess.check_output([os.path.abspath(program), "--version"], text=True).split()[1]
    pages = {"man/man1/fastnode.1": main_page(entries, version)}
    for entry in entries:
        pages[f"man/man1/{entry['command']['name'].replace(' ', '-')}.1"] = command_page(entry, version)
    pages["bash-completion/completions/fastnode"] = bash(entries)
    pages["zsh/site-functions/_fastnode"] = zsh(entries)
    pages["fish/vendor_completions.d/fastnode.fish"] = fish(entries)
    shutil.rmtree(folder, ignore_errors=True)  # pages of commands that are gone
    for path, text in pages.items():
        os.makedirs(os.path.dirname(f"{folder}/{path}"), exist_ok=True)
        with open(f"{folder}/{path}", "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()

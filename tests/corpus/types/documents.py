# What is declared to be anything, and usually is something.
import json, re
from urllib.request import urlopen

settings = json.load(open("settings.json"))
settings
#- @settings type builtins.dict
for name, value in json.loads("{}").items():
    name
    #- @name type builtins.str

for word in re.findall(r"\w+(?:-\w+)?", "a-b c"):
    word
    #- @word whole_type builtins.str
for key, mark in re.findall(r"(\w+)=(\(|\w+)", "a=b"):
    key
    #- @key type builtins.str
for maybe in re.findall(r"[(]+", "(("):
    maybe
    #- @maybe whole_type builtins.str?
for perhaps in re.compile("(a)(b)").findall("ab", 1):
    perhaps
    #- @perhaps whole_type builtins.str?
for octets in re.findall(rb"\w", b"a"):
    octets
    #- ! @octets type builtins.str

with urlopen("https://example.org") as answer:
    answer.read()
    #- @answer member getheader status

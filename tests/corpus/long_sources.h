// Generated sources that make anything worse than linear show: for the test beside it and for
// bench/analyze.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace fastnode {

struct LongSource {
  const char* name;
  int size;  // of the full case
  std::function<std::string(int size)> make;
};

inline std::string Repeated(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

inline std::vector<LongSource> LongSources() {
  auto megabyte = [](int functions) {
    std::string text = "import os\n";
    for (int i = 0; i < functions; ++i) {
      const std::string n = std::to_string(i);
      text += "def function_" + n + "(path, size=" + n + "):\n    for part in path.split('/'):\n" +
              "        if part == 'a" + n + "':\n            size += len(part)\n" +
              "    return os.path.join(path, str(size))\n\n";
    }
    return text;
  };
  auto function = [](int lines) {
    std::string text = "def f(a, b):\n";
    for (int i = 0; i < lines; ++i) {
      text += "    v" + std::to_string(i % 97) + " = a.g(b, v" + std::to_string(i * 7 % 97) + ")\n";
    }
    return text;
  };
  return {
      {"a file of 1 MB", 5800, megabyte},
      {"5,000 nested parentheses", 5000,
       [](int n) { return "x = " + std::string(n, '(') + "1" + std::string(n, ')') + "\n"; }},
      {"5,000 open parentheses", 5000, [](int n) { return "x = " + std::string(n, '(') + "\n"; }},
      {"a function of 20,000 lines", 20000, function},
      {"10,000 assignments to one name", 10000,
       [](int n) { return Repeated("x = x.next(x)\n", n) + "x.end\n"; }},
      {"10,000 branches over one name", 10000,
       [](int n) { return Repeated("if c:\n    x = x.a\n", n) + "x.end\n"; }},
      {"10,000 closures over one name", 10000,
       [](int n) { return "x = 1\n" + Repeated("def f():\n    return x.a\nx = f\n", n); }},
      {"2,000 methods that store to self", 2000,
       [](int n) {
         return "class A:\n" +
                Repeated("    def m(self):\n        self.a = self.b\n        self.a.c()\n", n);
       }},
      {"a chain of 5,000 attributes", 5000, [](int n) { return "x" + Repeated(".a", n) + "\n"; }},
      {"a chain of 900 elif", 900,
       [](int n) { return "if a:\n    x = 1\n" + Repeated("elif x:\n    x = 2\n", n) + "x.y\n"; }},
      {"90 nested loops", 90,
       [](int n) {
         std::string text;
         for (int i = 0; i < n; ++i) text += std::string(i, ' ') + "for x in x.y:\n";
         return text + std::string(n, ' ') + "x = x.z\n";
       }},
      {"a chain of 5,000 classes", 5000,
       [](int n) {
         std::string text = "class A0:\n    a = 1\n";
         for (int i = 1; i <= n; ++i) {
           const std::string own = std::to_string(i), base = std::to_string(i - 1);
           text += "class A" + own + "(A" + base + "):\n    a" + own + " = 1\n";
         }
         return text + "A" + std::to_string(n) + "().a\n";
       }},
      {"a class of 100,000 bases", 100000,
       [](int n) {
         return "class B:\n    b = 1\nclass A(" + Repeated("B, ", n) + "):\n    a = 1\nA().b\n";
       }},
      {"a class of 2,000 bases with a class each", 2000,
       [](int n) {
         std::string text, bases;
         for (int i = 0; i < n; ++i) {
           const std::string name = "B" + std::to_string(i);
           text += "class " + name + ":\n    b = 1\n";
           bases += name + ", ";
         }
         return text + "class A(" + bases + "):\n    a = 1\nA().c\n";
       }},
  };
}

}  // namespace fastnode

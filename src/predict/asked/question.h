// What is asked: a text, a cursor in it, and where the text stands.
#pragma once

#include <cstdint>
#include <string>

namespace fastnode::predict {

struct Question {
  std::string text;     // all of it, what is half typed included
  uint64_t cursor = 0;  // byte offset
  // The file's path and its project's folder, "" if not known. Other files may be read; the file at
  // `path` never is, `text` stands for it.
  std::string path = "", root = "";
  bool calls = false;      // what comes after the name, too (CompleteCall, CompleteChain)
  bool any_order = false;  // what stands below may have run before: cells of a notebook
};

}  // namespace fastnode::predict

// One file's bytes -> whether it can be a source, and if so all that the store keeps of it.
#pragma once

#include <string>

#include "analyze/types/library_types.h"
#include "collect/corpus/layout.h"
#include "collect/corpus/usage.h"

namespace fastnode::corpus {

struct Examined {
  Outcome outcome = Outcome::kKept;  // never a kind of duplicate
  // If kept:
  SourceRow row;
  Sketch sketch;
  FileUsage usage;
  Words words;
  FileSymbols symbols;
  std::string tree;  // ast::Compact
};

// A pure function of the bytes and the library. Thread-safe.
Examined Examine(const std::string& text, types::LibraryTypes& types);

// Why a text cannot be a source, as far as can be told without parsing; kKept if nothing is wrong.
Outcome JudgeText(std::string_view text);

}  // namespace fastnode::corpus

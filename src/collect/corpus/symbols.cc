#include "collect/corpus/symbols.h"

#include <utility>

#include "support/bytes.h"

namespace fastnode::corpus {
namespace {

constexpr std::string_view kNames[kNumSymbolContexts] = {
    "symbol_context_import", "symbol_context_attribute", "symbol_context_name",
    "symbol_context_expr", "symbol_context_call_func"};

void PutPlaces(const std::vector<uint32_t>& rows, ByteWriter& writer) {
  writer.Put(static_cast<uint32_t>(rows.size()));
  for (uint32_t row : rows) writer.Put(row);
}

std::vector<uint32_t> GetPlaces(ByteReader& reader, size_t num_rows, bool& valid) {
  std::vector<uint32_t> rows(reader.GetCount(sizeof(uint32_t)));
  for (uint32_t& row : rows) {
    row = reader.Get<uint32_t>();
    valid = valid && (row < num_rows || row == kNoSymbol);
  }
  return rows;
}

}  // namespace

std::string_view Name(SymbolContext context) { return kNames[static_cast<size_t>(context)]; }

std::optional<SymbolContext> SymbolContextFromName(std::string_view name) {
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if (kNames[i] == name) return static_cast<SymbolContext>(i);
  }
  return std::nullopt;
}

std::string EncodeSymbols(const FileSymbols& symbols) {
  ByteWriter writer;
  for (const auto& rows : symbols.rows) {
    writer.Put(static_cast<uint32_t>(rows.size()));
    for (const FileSymbols::Row& row : rows) {
      writer.PutText(row.symbol);
      for (uint32_t count : row.counts) writer.Put(count);
    }
  }
  for (const auto* places :
       {&symbols.attribute_of_use, &symbols.base_of_use, &symbols.callee_of_place}) {
    PutPlaces(*places, writer);
  }
  return writer.Take();
}

Result<FileSymbols> DecodeSymbols(std::string_view bytes) {
  ByteReader reader(bytes);
  FileSymbols symbols;
  for (auto& rows : symbols.rows) {
    rows.resize(reader.GetCount((1 + kNumSymbolContexts) * sizeof(uint32_t)));
    for (FileSymbols::Row& row : rows) {
      row.symbol = reader.GetText();
      for (uint32_t& count : row.counts) count = reader.Get<uint32_t>();
    }
  }
  const size_t num_rows = symbols.rows[static_cast<size_t>(SymbolForm::kCanonical)].size();
  bool valid = true;
  for (auto* places : {&symbols.attribute_of_use, &symbols.base_of_use, &symbols.callee_of_place}) {
    *places = GetPlaces(reader, num_rows, valid);
  }
  if (!valid || !reader.ok() || !reader.at_end()) return Error{"damaged symbols row"};
  return symbols;
}

}  // namespace fastnode::corpus

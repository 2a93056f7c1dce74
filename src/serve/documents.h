// The texts that an editor has open. Owned by one thread, but a text that was taken from here never
// changes, so any thread may read it.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "serve/positions.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::serve {

inline constexpr size_t kMaxDocumentBytes = 8u << 20;
inline constexpr size_t kMaxDocuments = 1000;

class Documents {
 public:
  using Text = std::shared_ptr<const std::string>;

  // Errors: too large, too many.
  Status Open(const std::string& uri, std::string text);
  // `changes`: contentChanges of textDocument/didChange, applied one after the other; with a range
  // or the whole text. Errors: not open, not of that form, too large. The text is then as before.
  Status Change(const std::string& uri, const Json& changes, Encoding encoding);
  void Close(const std::string& uri);
  Text Get(const std::string& uri) const;  // null: not open

 private:
  std::map<std::string, Text> texts_;
};

}  // namespace fastnode::serve

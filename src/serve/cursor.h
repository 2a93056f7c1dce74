// A place in an open text that the client asks about. The reader makes it and the worker answers
// it: it holds all that the answer depends on as it was when it was asked, so that the two share
// nothing that changes.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "serve/capabilities.h"
#include "serve/documents.h"
#include "serve/notebooks.h"
#include "serve/roots.h"

namespace fastnode::serve {

struct Cursor {
  std::string uri;
  Documents::Text text;
  size_t offset = 0;       // in bytes
  std::string path, root;  // of the file, and of its folder of the workspace; "": none
  Roots::Python python;
  Client client;
  // Of a cell: its notebook, which text and offset are of. Null: a file.
  std::shared_ptr<const WholeNotebook> notebook = nullptr;
  bool auto_import = true;
  bool is_auto_import_said = false;
};

}  // namespace fastnode::serve

// The notebooks that an editor has open. The cells of one are one text, in their order; each cell's
// own text is an open document (documents.h).
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "serve/documents.h"
#include "support/json.h"

namespace fastnode::serve {

// A notebook as one text, and one of its cells in it.
struct WholeNotebook {
  struct Cell {
    std::string uri;
    size_t first_line = 0;
  };
  std::string uri;
  std::string text;  // each cell ends with its line
  std::vector<Cell> cells;
  size_t cell = 0;   // the index of the one that is asked about
  size_t begin = 0;  // its first byte
  size_t end = 0;    // behind its last one
};

// Owned by one thread.
class Notebooks {
 public:
  // `cells`: NotebookCell[] of the protocol. What is no code is no part of the text.
  void Open(const std::string& uri, const Json* cells);
  // `array`: NotebookCellArrayChange. One that does not fit does nothing.
  void Change(const std::string& uri, const Json& array);
  void Close(const std::string& uri) { notebooks_.erase(uri); }

  // The notebook of a cell; "": it is none's.
  std::string Of(const std::string& cell) const;
  // With `text` for the cell's own.
  WholeNotebook Join(const std::string& notebook, const std::string& cell, std::string_view text,
                     const Documents& documents) const;

 private:
  std::map<std::string, std::vector<std::string>> notebooks_;  // cells; "": not code
};

// A cell's text without what is no Python: magics (`%time`, `!ls`, `help?`) are blanks, byte by
// byte. A magic that gives a value (`x = !ls`) is 0; a cell in another language is all blank.
std::string WithoutMagics(std::string_view cell);

// Whether the line at `offset` is a magic, or stands in a cell that is in another language.
bool IsMagicAt(std::string_view cell, size_t offset);

// A reply about the whole text as one about the cell: its lines, and where other cells are meant.
// An item of a list that would also change another cell is left out.
Json InCell(Json reply, const WholeNotebook& whole);

}  // namespace fastnode::serve

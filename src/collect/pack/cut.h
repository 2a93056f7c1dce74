// Cuts the graph sample of one site: the one routine that training, validation and the product use.
//
// What is to be predicted is hidden, and what is typed after it (tasks/tasks.h).
// Hiding happens in the analysed tree, not in the text: every identifier has the same shape as any
// other, so a cut from the original text and a cut from a text in which a placeholder stands at the
// site are equal bit by bit (cut_test holds it on real sources).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/analyze.h"
#include "analyze/bind/arguments.h"
#include "analyze/types/file/module_tables.h"
#include "analyze/types/imports/library.h"
#include "analyze/types/undeclared.h"
#include "collect/context/index.h"
#include "collect/corpus/name_table.h"
#include "collect/corpus/usage_table.h"
#include "collect/pack/sample.h"
#include "collect/pack/text_words.h"
#include "collect/pack/vocabulary.h"
#include "support/result.h"

namespace fastnode::pack {

struct CutOptions {
  int32_t max_hops = 6;
  int32_t max_nodes = 128;
  int32_t max_candidates = 160;
  // Of the names most used in the project and in other projects, whatever they are used on, so many
  // may become candidates for an attribute.
  int32_t max_project_names = 150;
  int32_t max_corpus_names = 48;
  int32_t max_file_words = 32;  // and of the file's words (AnalysedSource::words)
};

// What cutting needs to know of one attribute use, so that it need not be found again at each cut.
struct UseKeys {
  uint64_t base = 0;                     // UsageKey of the base's text, 0 if it has none
  uint64_t last = 0;                     // of its last component
  bind::ScopeId function = bind::kNone;  // enclosing function scope
  bind::ScopeId cls = bind::kNone;       // enclosing class scope
  bind::Position position = bind::Position::kOther;  // of the expression that begins with the use
};

// A word of a file that is no attribute's name: how often it names something, and how often it is a
// whole string ("width").
struct FileWord {
  std::string_view text;
  uint32_t name = 0;  // in AnalysedSource::names
  uint32_t names = 0, strings = 0;
};

// A name that classes of a file define, and how many of them do.
struct DefinedName {
  uint32_t name;  // in AnalysedSource::names
  uint32_t times;
};

// A source with what cutting asks of it: made once, cut often. Immutable.
struct AnalysedSource : analyze::Source {
  std::vector<UseKeys> use_keys;  // one for each attribute use of the index
  // What stands after dots, what classes define, and words: by number. Of a text analysed anew
  // these are the numbers of the text before, if it had all its names.
  std::shared_ptr<const corpus::NameTable> names;
  std::vector<uint32_t> use_names;  // of each attribute use; kNoName: it has no text
  std::vector<DefinedName> definitions;
  std::vector<bind::ArgumentPlace> places;
  std::vector<ast::NodeId> reads;           // bind::FindReads
  std::vector<corpus::CallKeys> call_keys;  // one for each place
  std::vector<FileWord> words;              // most frequent first, ties by text
  context::Tokens tokens;
  // Of this text, or of one that it was made from.
  std::shared_ptr<const TextWords> text_words;
  std::shared_ptr<const types::ModuleTables> tables;  // for all who ask about types
};

// Counts around a source. Any pointer may be null.
struct UsageAround {
  // The project's table. If it includes this source's own uses (the stored ones), they are named
  // here and taken off.
  const corpus::UsageTable* project = nullptr;
  const corpus::FileUsage* project_minus = nullptr;
  // The corpus table, and the project whose part in it is taken off (training: the project's own
  // table; else null).
  const corpus::UsageTable* corpus = nullptr;
  const corpus::UsageTable* corpus_minus = nullptr;
  // The project's sources; if this one is among them, its number there: it is passed over.
  const context::Index* project_index = nullptr;
  int32_t project_index_minus = context::Index::kNoFile;
  // Of each name of the corpus its number in corpus_minus (corpus::NamesIn); null: each is looked
  // up.
  const std::vector<uint32_t>* corpus_names_in_minus = nullptr;
};

struct Vocabularies {
  Vocabulary names;
  Vocabulary types;
};

class SourceTypes;
class NamesAround;

struct CutContext {
  // By its types uses were counted and vocabularies made: names of types are asked of it alone.
  const types::ModulePlace* library = nullptr;
  const Vocabularies* vocabularies = nullptr;
  UsageAround usage;
  CutOptions options;
  // What the file imports from, the library included: members and signatures are asked of it. Null:
  // the library alone.
  const types::Environment* environment = nullptr;
  // What the types of members and signatures know of parameters. Training asks what texts say: to
  // look for callers costs a third of a draw, and teaches nothing
  // (docs/decisions/0078-training-asks-what-texts-say.md).
  types::Undeclared undeclared = types::Undeclared::kByUse;
  // What was typed of an attribute's name: others than those that fit are no candidates. Or of a
  // name: those that fit are candidates. Training has none.
  std::string_view prefix = "";
  // What stands at the site in the finished text, where this one has a placeholder. "": this is it.
  std::string_view truth = "";
  // Of the source that is cut, by the same library and environment: shared by its sites. Null: made
  // for each.
  SourceTypes* types = nullptr;
  // What other cuts of the source have looked up of this usage (names_around.h). Null, or of
  // another source: it is looked up for this cut alone.
  NamesAround* names = nullptr;
};

struct Cut {
  Sample sample;                        // one graph, one site
  std::vector<std::string> candidates;  // texts, in order
  std::string truth;                    // what stands at the site
  std::string base_text;  // normalised text of the base, or of what is called; "" for base sites
  std::string base_type;  // its type's name, "" unknown
};

// `at`: index into the task's list of places (site.h).
// Errors: a place that the task cannot ask about (site.h).
Result<Cut> CutSite(const AnalysedSource& source, int32_t at, Task task, const CutContext& context);

}  // namespace fastnode::pack

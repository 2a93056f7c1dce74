// The word at the cursor is left out; how what is left is read stands in collect/pack/asked_text.h.
// All parses of one text share one limit of time.
#include "predict/cursor/site.h"

#include <utility>

#include "analyze/ast/conflict_markers.h"
#include "analyze/ast/line_ends.h"
#include "analyze/ast/word_at.h"
#include "collect/pack/asked_text.h"
#include "predict/asked/blanks.h"

namespace fastnode::predict {
namespace {

// The dot before a word, over blanks and line continuations; npos if something else is there.
size_t DotBefore(std::string_view text, size_t begin) {
  size_t at = begin;
  while (at > 0) {
    char c = text[at - 1];
    bool continues =
        (c == '\n' || c == '\r') && at >= 2 &&
        (text[at - 2] == '\\' || (at >= 3 && text[at - 2] == '\r' && text[at - 3] == '\\'));
    if (!IsBlank(c) && !continues && c != '\\') break;
    --at;
  }
  return at > 0 && text[at - 1] == '.' ? at - 1 : std::string_view::npos;
}

pack::AnalyseText AnalysisOf(const FoundSite& site) {
  return [memory = site.memory, until = site.until](std::string text) {
    return Analyse(memory, std::move(text), until);
  };
}

// A place in the text round another one.
FoundSite At(const FoundSite& other, std::string prefix, std::string left) {
  FoundSite site;
  site.prefix = std::move(prefix);
  site.left = std::move(left);
  site.right = other.right;
  site.behind = other.behind;
  site.memory = other.memory;
  site.until = other.until;
  return site;
}

using Find = Result<pack::AskedPlace>(const pack::Posed&, const pack::AnalyseText&);

Result<FoundSite> FoundBy(Find* find, FoundSite site) {
  Result<pack::AskedPlace> place = find({site.left, site.behind}, AnalysisOf(site));
  if (!place.ok()) return place.error();
  site.source = std::move(place->source);
  site.types = std::make_shared<std::optional<types::TypeEvaluator>>();
  site.at = place->at;
  site.task = place->task;
  site.right = std::move(place->right);
  return site;
}

}  // namespace

ast::NodeId NodeOf(const FoundSite& site) {
  const auto at = static_cast<size_t>(site.at);
  return site.task == pack::Task::kName ? site.source->reads[at] : site.source->places[at].call;
}

types::TypeEvaluator& TypesAt(const FoundSite& site, const Known& known) {
  std::optional<types::TypeEvaluator>& types = *site.types;
  if (!types.has_value()) {
    const bind::FileIndex& index = site.source->index;
    std::vector<ast::NodeId> hidden;
    if (site.task == pack::Task::kAttribute) {
      hidden.push_back(index.attributes[static_cast<size_t>(site.at)].name);
    }
    types.emplace(index, known.environment, std::move(hidden), site.source->tables);
  }
  return *types;
}

Status CheckAsked(std::string_view text, uint64_t cursor) {
  if (text.size() > kMaxSourceBytes) {
    return Error{"source has " + std::to_string(text.size()) + " bytes; at most " +
                 std::to_string(kMaxSourceBytes) + " are completed"};
  }
  if (cursor > text.size()) {
    return Error{"offset " + std::to_string(cursor) + " is outside the source of " +
                 std::to_string(text.size()) + " bytes"};
  }
  if (cursor < text.size() && (static_cast<unsigned char>(text[cursor]) & 0xC0) == 0x80) {
    return Error{"offset " + std::to_string(cursor) + " is inside a UTF-8 character"};
  }
  return {};
}

Result<FoundSite> FindSite(std::string_view text, uint64_t cursor, AnalysisMemory* memory,
                           std::chrono::milliseconds patience) {
  if (Status asked = CheckAsked(text, cursor); !asked.ok()) return asked.error();
  const std::string lines = ast::WithoutConflictMarkers(ast::WithLineFeeds(std::string(text)));
  text = lines;
  const size_t begin = ast::BeginOfWord(text, cursor);
  FoundSite site;
  site.memory = memory;
  site.until = std::chrono::steady_clock::now() + patience;
  site.prefix = text.substr(begin, cursor - begin);
  site.left = text.substr(0, begin);
  site.right = site.behind = text.substr(ast::EndOfWord(text, cursor));
  if (DotBefore(text, begin) != std::string_view::npos) {
    return FoundBy(pack::FindName, std::move(site));
  }
  Result<FoundSite> argument = FoundBy(pack::FindArgument, site);
  if (!argument.ok() || argument->at >= 0) return argument;
  return AsRead(site);
}

Result<FoundSite> AsRead(const FoundSite& argument) {
  return FoundBy(pack::FindRead, At(argument, argument.prefix, argument.left));
}

Result<FoundSite> AsBase(const FoundSite& argument) {
  return FoundBy(pack::FindBase, At(argument, argument.prefix, argument.left));
}

Result<FoundSite> AfterArguments(const FoundSite& argument, std::string_view arguments) {
  FoundSite site = At(argument, "", argument.left + std::string(arguments));
  site.task = pack::Task::kArgument;
  Result<Analysed> analysed =
      Analyse(site.memory, site.left + std::string(kPlaceholder) + site.right, site.until);
  if (!analysed.ok()) return analysed.error();
  site.source = *std::move(analysed);
  site.types = std::make_shared<std::optional<types::TypeEvaluator>>();
  site.at = pack::FindPlace(*site.source, site.task, site.left.size());
  return site;
}

}  // namespace fastnode::predict

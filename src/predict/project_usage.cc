#include <filesystem>
#include <system_error>
#include <utility>

#include "analyze/ast/parse.h"
#include "predict/completer.h"
#include "support/file.h"

namespace fastnode::predict {
namespace {

// A project larger than this is read in part: the first files in the order of their paths.
constexpr size_t kMaxFiles = 3000;
constexpr uint64_t kMaxFileBytes = 300'000;
constexpr uint64_t kMaxProjectBytes = 32u << 20;

bool SamePath(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::weakly_canonical(a, error) == std::filesystem::weakly_canonical(b, error);
}

}  // namespace

Result<corpus::UsageTable> ReadProjectUsage(const std::string& root, const std::string& except,
                                            const types::Library& library) {
  Result<std::vector<std::string>> files = ListFiles(root, ".py");
  if (!files.ok()) return files.error();
  corpus::UsageTable table;
  uint64_t bytes_left = kMaxProjectBytes;
  if (files->size() > kMaxFiles) files->resize(kMaxFiles);
  for (const std::string& file : *files) {
    std::string path = root + "/" + file;
    if (!except.empty() && SamePath(path, except)) continue;
    Result<std::string> text = ReadFile(path, kMaxFileBytes);
    if (!text.ok() || text->size() > bytes_left) continue;
    bytes_left -= text->size();
    text->reserve(64);
    Result<ast::Tree> tree = ast::Parse(std::move(*text));
    if (!tree.ok()) continue;
    bind::FileIndex index = bind::Bind(std::move(*tree));
    types::TypeEvaluator types(index, library);
    table.Add(corpus::CountUses(index, corpus::BaseTypeNames(index, types)));
  }
  table.Finish();
  return table;
}

}  // namespace fastnode::predict

// From a folder of stubs to the library's file, docs/formats/library.md.
#include <algorithm>
#include <cstring>
#include <utility>

#include "analyze/ast/parse.h"
#include "analyze/bind/library_draft.h"
#include "analyze/bind/library_format.h"
#include "support/file.h"
#include "support/hash.h"

namespace fastnode::bind {

DraftId DraftLibrary::Add(DraftId parent, std::string_view name, SymbolKind kind, bool* is_new) {
  bool module = kind == SymbolKind::kModule;
  auto& siblings = module ? (*this)[parent].submodules : (*this)[parent].children;
  auto found = siblings.find(name);
  if (is_new != nullptr) *is_new = found == siblings.end();
  if (found != siblings.end()) return found->second;
  auto id = static_cast<DraftId>(drafts.size());
  siblings.emplace(name, id);
  drafts.push_back({.name = std::string(name), .parent = parent, .kind = kind});
  return id;
}

DraftId DraftLibrary::AddModule(std::string_view path) {
  DraftId module = 0;
  for (size_t dot = 0; dot != std::string_view::npos;) {
    dot = path.find('.');
    module = Add(module, path.substr(0, dot), SymbolKind::kModule);
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
  }
  return module;
}

DraftId DraftLibrary::FindModule(std::string_view path) const {
  DraftId module = 0;
  for (size_t dot = 0; dot != std::string_view::npos;) {
    dot = path.find('.');
    auto found = (*this)[module].submodules.find(path.substr(0, dot));
    if (found == (*this)[module].submodules.end()) return kNoDraft;
    module = found->second;
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
  }
  return module;
}

namespace {

constexpr uint64_t kMaxStubBytes = 4 << 20;

// "os.path" of "os/path.pyi" and the package that relative imports count from; "" for files that
// are no modules (tests, names that cannot be imported).
std::pair<std::string, std::string> ModuleOf(std::string_view file, std::string_view suffix) {
  std::string module(file.substr(0, file.size() - suffix.size()));
  if (module.find_first_of("@-. ") != std::string::npos) return {};
  std::replace(module.begin(), module.end(), '/', '.');
  bool is_package = module.ends_with(".__init__");
  size_t dot = module.rfind('.');
  std::string package = dot == std::string::npos ? "" : module.substr(0, dot);
  return {is_package ? package : module, package};
}

// Reads folders into a draft; of modules found twice the first counts, so stubs go before sources.
class FolderReader {
 public:
  FolderReader(DraftLibrary& library, LibraryStatistics& statistics)
      : library_(library), statistics_(statistics) {}

  // `known`: of sources, the library as far as it is built; null to take what is declared alone.
  Status Read(const std::string& folder, bool sources, const Library* known) {
    std::string_view suffix = sources ? ".py" : ".pyi";
    Result<std::vector<std::string>> files = ListFiles(folder, suffix);
    if (!files.ok()) return files.error();
    for (const std::string& file : *files) {
      ++statistics_.files;
      std::string reason = ReadFileAt(folder + "/" + file, ModuleOf(file, suffix), sources, known);
      if (reason.empty()) continue;
      ++statistics_.files_skipped;
      ++statistics_.skipped[reason];
    }
    return {};
  }

 private:
  // "", or why the file was skipped.
  std::string ReadFileAt(const std::string& path, const std::pair<std::string, std::string>& names,
                         bool sources, const Library* known) {
    const auto& [module, package] = names;
    if (module.empty()) return "its name cannot be imported";
    Result<std::string> text = ReadFile(path, kMaxStubBytes);
    if (!text.ok()) return "unreadable or too large";
    Result<ast::Tree> tree = ast::Parse(std::move(*text));
    if (!tree.ok()) return tree.error().message;
    DraftId id = library_.AddModule(module);
    has_file_.resize(std::max(has_file_.size(), static_cast<size_t>(id) + 1));
    if (has_file_[static_cast<size_t>(id)]) return "an earlier folder has the module";
    has_file_[static_cast<size_t>(id)] = true;
    if (!sources) {
      ReadStub(*tree, id, package, library_);
      return "";
    }
    FileIndex index = Bind(std::move(*tree));
    index.package = package;
    Library nothing = Library::Empty();
    SourceFacts facts(index, known == nullptr ? nothing : *known, module);
    ReadSource(facts, id, package, known != nullptr, library_);
    return "";
  }

  DraftLibrary& library_;
  LibraryStatistics& statistics_;
  std::vector<bool> has_file_;
};

// `typeshed`/stubs/NAME, sorted.
Result<std::vector<std::string>> StubFolders(const std::string& typeshed) {
  Result<std::vector<std::string>> files = ListFiles(typeshed + "/stubs", "METADATA.toml");
  if (!files.ok()) return files.error();
  std::vector<std::string> folders;
  for (const std::string& file : *files) {
    folders.push_back(typeshed + "/stubs/" + file.substr(0, file.find('/')));
  }
  return folders;
}

class Layout {
 public:
  explicit Layout(const DraftLibrary& library) : library_(library) {}

  std::string Bytes(LibraryStatistics& statistics) {
    Number();
    NumberNames();
    std::vector<SymbolRecord> records;
    for (DraftId draft : order_) records.push_back(Record(draft, statistics));
    LibraryHeader header{};
    std::memcpy(header.magic, kLibraryMagic.data(), kLibraryMagic.size());
    header.num_symbols = static_cast<uint32_t>(records.size());
    header.num_names = static_cast<uint32_t>(name_ends_.size());
    header.num_ancestors = static_cast<uint32_t>(ancestors_.size());
    header.num_text_bytes = static_cast<uint32_t>(text_.size());
    std::string bytes;
    Append(&header, sizeof header, bytes);
    Append(records.data(), records.size() * sizeof(SymbolRecord), bytes);
    Append(ancestors_.data(), ancestors_.size() * sizeof(int32_t), bytes);
    Append(name_ends_.data(), name_ends_.size() * sizeof(uint32_t), bytes);
    bytes += text_;
    constexpr size_t kHashed = offsetof(LibraryHeader, num_symbols);
    header.content_hash = Hash64(std::string_view(bytes).substr(kHashed));
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
  }

 private:
  static void Append(const void* data, size_t size, std::string& bytes) {
    bytes.append(static_cast<const char*>(data), size);
  }

  // Nobody can see type variables and names that came from nowhere.
  static bool IsKept(const Draft& draft) {
    bool nothing = draft.kind == SymbolKind::kVariable && draft.target == kNoDraft;
    return !draft.type_variable && !(draft.unlisted && nothing);
  }

  // Breadth first, siblings by name, names before submodules.
  void Number() {
    numbers_.assign(library_.drafts.size(), kNoSymbol);
    order_ = {0};
    numbers_[0] = 0;
    for (size_t i = 0; i < order_.size(); ++i) {
      const Draft& draft = library_[order_[i]];
      first_child_.push_back(static_cast<SymbolId>(order_.size()));
      std::vector<std::pair<std::string_view, DraftId>> children;
      for (const auto& [name, child] : draft.children) {
        if (IsKept(library_[child])) children.emplace_back(name, child);
      }
      for (const auto& [name, child] : draft.submodules) children.emplace_back(name, child);
      std::stable_sort(children.begin(), children.end(),
                       [](const auto& a, const auto& b) { return a.first < b.first; });
      for (const auto& [name, child] : children) {
        numbers_[static_cast<size_t>(child)] = static_cast<SymbolId>(order_.size());
        order_.push_back(child);
      }
    }
  }

  void NumberNames() {
    for (DraftId draft : order_) names_.emplace(library_[draft].name, 0);
    for (auto& [name, number] : names_) {
      number = static_cast<uint32_t>(name_ends_.size());
      text_ += name;
      name_ends_.push_back(static_cast<uint32_t>(text_.size()));
    }
  }

  SymbolRecord Record(DraftId id, LibraryStatistics& statistics) {
    const Draft& draft = library_[id];
    SymbolRecord record{};
    SymbolId number = numbers_[static_cast<size_t>(id)];
    record.name = names_.find(draft.name)->second;
    record.parent = id == 0 ? kNoSymbol : numbers_[static_cast<size_t>(draft.parent)];
    record.first_child = first_child_[static_cast<size_t>(number)];
    record.kind = draft.kind;
    record.target = draft.target >= 0 ? numbers_[static_cast<size_t>(draft.target)] : draft.target;
    if (draft.kind == SymbolKind::kModule) record.target = kNoSymbol;
    if (draft.kind == SymbolKind::kClass) record.target = AddAncestors(draft);
    // An alias of what is not in the library (a type variable) is a variable.
    if (draft.kind == SymbolKind::kAlias && record.target == kNoSymbol) {
      record.kind = SymbolKind::kVariable;
    }
    if (draft.unlisted) record.flags |= kUnlisted;
    if (draft.class_object) record.flags |= kClassObject;
    if (draft.overloads_vary) record.flags |= kOverloadsVary;
    Count(record.kind, statistics);
    return record;
  }

  int32_t AddAncestors(const Draft& draft) {
    auto at = static_cast<int32_t>(ancestors_.size());
    ancestors_.push_back(static_cast<int32_t>(draft.ancestors.size()));
    for (DraftId ancestor : draft.ancestors) {
      ancestors_.push_back(numbers_[static_cast<size_t>(ancestor)]);
    }
    return at;
  }

  static void Count(SymbolKind kind, LibraryStatistics& statistics) {
    switch (kind) {
      case SymbolKind::kModule:
        ++statistics.modules;
        return;
      case SymbolKind::kClass:
        ++statistics.classes;
        return;
      case SymbolKind::kFunction:
        ++statistics.functions;
        return;
      case SymbolKind::kProperty:
      case SymbolKind::kVariable:
        ++statistics.variables;
        return;
      case SymbolKind::kAlias:
        ++statistics.aliases;
        return;
    }
  }

  const DraftLibrary& library_;
  std::vector<DraftId> order_;         // of symbols
  std::vector<SymbolId> numbers_;      // of drafts
  std::vector<SymbolId> first_child_;  // of symbols
  std::map<std::string_view, uint32_t> names_;
  std::vector<uint32_t> name_ends_;
  std::string text_;
  std::vector<int32_t> ancestors_;
};

}  // namespace

namespace {

Result<LibraryStatistics> BuildRound(const std::vector<std::string>& stubs,
                                     const std::vector<std::string>& sources, const Library* known,
                                     const std::string& out) {
  LibraryStatistics statistics;
  DraftLibrary library;
  FolderReader reader(library, statistics);
  for (const auto* folders : {&stubs, &sources}) {
    for (const std::string& folder : *folders) {
      Status read = reader.Read(folder, folders == &sources, known);
      if (!read.ok()) return read.error();
    }
  }
  Resolve(library);
  Status written = WriteFileAtomic(out, Layout(library).Bytes(statistics));
  if (!written.ok()) return written.error();
  return statistics;
}

}  // namespace

Result<LibraryStatistics> BuildLibrary(const std::string& typeshed,
                                       const std::vector<std::string>& sources,
                                       const std::string& out) {
  std::vector<std::string> folders = {typeshed + "/stdlib"};
  if (PathExists(typeshed + "/stubs")) {
    Result<std::vector<std::string>> stubs = StubFolders(typeshed);
    if (!stubs.ok()) return stubs.error();
    folders.insert(folders.end(), stubs->begin(), stubs->end());
  }
  Result<LibraryStatistics> built = BuildRound(folders, sources, nullptr, out);
  // What is inferred in one file may need what was inferred in another: a few rounds, each with the
  // library of the one before.
  constexpr int kRounds = 3;
  for (int round = 0; round < kRounds && built.ok() && !sources.empty(); ++round) {
    Result<Library> known = Library::Open(out);
    if (!known.ok()) return known.error();
    built = BuildRound(folders, sources, &*known, out);
  }
  return built;
}

}  // namespace fastnode::bind

#include "analyze/bind/library.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analyze/bind/library_format.h"
#include "support/file.h"

namespace fastnode::bind {
namespace {

constexpr int kMaxComponents = 16;  // of a path; deeper ones are unknown

}  // namespace

struct Library::Data {
  std::optional<MappedFile> file;
  LibraryView view;

  // The names are sorted, so that a name is looked up once and children are compared by number.
  std::optional<uint32_t> NameId(std::string_view name) const {
    uint32_t low = 0, high = view.header == nullptr ? 0 : view.header->num_names;
    while (low < high) {
      uint32_t middle = low + (high - low) / 2;
      if (view.Name(middle) < name) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (view.header == nullptr || low == view.header->num_names || view.Name(low) != name) {
      return std::nullopt;
    }
    return low;
  }

  // The first child of this name, or the last: they differ where a submodule has a name's spelling.
  SymbolId ChildNamed(SymbolId parent, uint32_t name, bool last = false) const {
    const SymbolRecord* begin = view.symbols + view.symbols[parent].first_child;
    const SymbolRecord* end = view.symbols + view.ChildrenEnd(parent);
    const SymbolRecord* found = std::lower_bound(
        begin, end, name, [](const SymbolRecord& s, uint32_t wanted) { return s.name < wanted; });
    if (found == end || found->name != name) return kNoSymbol;
    if (last && found + 1 != end && found[1].name == name) ++found;
    return static_cast<SymbolId>(found - view.symbols);
  }

  SymbolId Resolved(SymbolId symbol) const {
    bool alias = symbol >= 0 && view.symbols[symbol].kind == SymbolKind::kAlias;
    return alias ? view.symbols[symbol].target : symbol;
  }

  bool Has(SymbolId symbol) const { return symbol >= 0 && symbol < view.size(); }
  bool Is(SymbolId symbol, SymbolKind kind) const {
    return Has(symbol) && view.symbols[symbol].kind == kind;
  }

  SymbolId MemberNamed(SymbolId cls, uint32_t name) const {
    const int32_t* ancestors = view.ancestors + view.symbols[cls].target;
    for (int32_t i = 1; i <= ancestors[0]; ++i) {
      SymbolId found = ChildNamed(ancestors[i], name);
      if (found != kNoSymbol) return Resolved(found);
    }
    return kNoSymbol;
  }

  SymbolId FindBelow(SymbolId parent, std::string_view path, int depth = 0) const {
    if (depth > kMaxComponents) return kNoSymbol;
    size_t dot = path.find('.');
    std::optional<uint32_t> name = NameId(path.substr(0, dot));
    if (!name) return kNoSymbol;
    SymbolId first = ChildNamed(parent, *name), last = ChildNamed(parent, *name, true);
    if (first == kNoSymbol || dot == std::string_view::npos) return Resolved(first);
    SymbolId found = FindBelow(Resolved(first), path.substr(dot + 1), depth + 1);
    if (found != kNoSymbol || last == first) return found;
    return FindBelow(last, path.substr(dot + 1), depth + 1);
  }

  void AddListed(SymbolId parent, std::vector<Entry>& entries) const {
    for (SymbolId c = view.symbols[parent].first_child; c < view.ChildrenEnd(parent); ++c) {
      if (view.symbols[c].flags & kUnlisted) continue;
      entries.push_back({view.Name(view.symbols[c].name), Resolved(c)});
    }
  }
};

Library::Library(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

Library Library::Empty() { return Library(std::make_unique<Data>()); }

Result<Library> Library::Open(const std::string& path) {
  Result<MappedFile> file = MappedFile::Open(path);
  if (!file.ok()) return file.error();
  auto data = std::make_unique<Data>();
  data->file = std::move(*file);
  Result<LibraryView> view = ViewLibrary(data->file->bytes());
  if (!view.ok()) return view.error().Context(path);
  data->view = *view;
  return Library(std::move(data));
}

int32_t Library::size() const { return data_->view.size(); }

SymbolKind Library::kind(SymbolId symbol) const {
  CHECK(data_->Has(symbol));
  return data_->view.symbols[symbol].kind;
}

std::string_view Library::name(SymbolId symbol) const {
  CHECK(data_->Has(symbol));
  return data_->view.Name(data_->view.symbols[symbol].name);
}

SymbolId Library::parent(SymbolId symbol) const {
  CHECK(data_->Has(symbol));
  SymbolId parent = data_->view.symbols[symbol].parent;
  return parent == 0 ? kNoSymbol : parent;
}

std::string Library::path(SymbolId symbol) const {
  std::string path(name(symbol));
  for (SymbolId s = parent(symbol); s != kNoSymbol; s = parent(s)) {
    path.insert(0, ".").insert(0, name(s));
  }
  return path;
}

SymbolId Library::Find(std::string_view path) const {
  return size() == 0 ? kNoSymbol : data_->FindBelow(0, path);
}

SymbolId Library::FindModule(std::string_view path) const {
  SymbolId module = size() == 0 ? kNoSymbol : 0;
  while (module != kNoSymbol) {
    size_t dot = path.find('.');
    std::optional<uint32_t> name = data_->NameId(path.substr(0, dot));
    module = name ? data_->Resolved(data_->ChildNamed(module, *name, true)) : kNoSymbol;
    if (!data_->Is(module, SymbolKind::kModule)) return kNoSymbol;
    if (dot == std::string_view::npos) return module;
    path.remove_prefix(dot + 1);
  }
  return kNoSymbol;
}

SymbolId Library::Child(SymbolId parent, std::string_view name) const {
  if (!data_->Has(parent)) return kNoSymbol;
  std::optional<uint32_t> id = data_->NameId(name);
  return id ? data_->Resolved(data_->ChildNamed(parent, *id)) : kNoSymbol;
}

SymbolId Library::Member(SymbolId cls, std::string_view name) const {
  if (!data_->Is(cls, SymbolKind::kClass)) return kNoSymbol;
  std::optional<uint32_t> id = data_->NameId(name);
  return id ? data_->MemberNamed(cls, *id) : kNoSymbol;
}

std::vector<Library::Entry> Library::Members(SymbolId parent) const {
  std::vector<Entry> entries;
  if (!data_->Has(parent)) return entries;
  for (SymbolId owner : Ancestors(parent)) data_->AddListed(owner, entries);
  if (!data_->Is(parent, SymbolKind::kClass)) data_->AddListed(parent, entries);
  // Nearer ancestors come first and win.
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.name < b.name; });
  entries.erase(std::unique(entries.begin(), entries.end(),
                            [](const Entry& a, const Entry& b) { return a.name == b.name; }),
                entries.end());
  return entries;
}

SymbolId Library::TypeOf(SymbolId symbol) const {
  bool has_type =
      data_->Is(symbol, SymbolKind::kVariable) || data_->Is(symbol, SymbolKind::kProperty);
  return has_type ? data_->view.symbols[symbol].target : kNoSymbol;
}

SymbolId Library::ReturnType(SymbolId function) const {
  bool has_type = data_->Is(function, SymbolKind::kFunction);
  return has_type ? data_->view.symbols[function].target : kNoSymbol;
}

bool Library::IsClassObject(SymbolId symbol) const {
  return data_->Has(symbol) && (data_->view.symbols[symbol].flags & kClassObject) != 0;
}

bool Library::OverloadsVary(SymbolId function) const {
  return data_->Has(function) && (data_->view.symbols[function].flags & kOverloadsVary) != 0;
}

std::vector<SymbolId> Library::Ancestors(SymbolId cls) const {
  if (!data_->Is(cls, SymbolKind::kClass)) return {};
  const int32_t* ancestors = data_->view.ancestors + data_->view.symbols[cls].target;
  return {ancestors + 1, ancestors + 1 + ancestors[0]};
}

uint64_t Library::content_hash() const {
  return data_->view.header == nullptr ? 0 : data_->view.header->content_hash;
}

}  // namespace fastnode::bind

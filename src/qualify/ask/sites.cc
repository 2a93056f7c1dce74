#include "qualify/ask/sites.h"

#include <algorithm>
#include <utility>

#include "analyze/bind/path.h"
#include "analyze/types/types.h"
#include "predict/fallback.h"
#include "support/random.h"

namespace fastnode::qualify {
namespace {

constexpr uint64_t kSiteStream = 0x517E;

void SortBySeed(uint64_t seed, std::vector<SourceRef>& sources) {
  std::vector<std::pair<uint64_t, SourceRef>> keyed;
  for (SourceRef& ref : sources) keyed.emplace_back(Hash64(ref.id.Hex(), seed), std::move(ref));
  std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.id < b.second.id;
  });
  for (size_t i = 0; i < keyed.size(); ++i) sources[i] = std::move(keyed[i].second);
}

// Indices into index.attributes.
std::vector<int32_t> NamedAttributes(const bind::FileIndex& index, SiteList& list) {
  std::vector<int32_t> uses;
  for (size_t i = 0; i < index.attributes.size(); ++i) {
    if (index.tree.Text(index.attributes[i].name).empty()) {
      ++list.skipped["attribute without a name"];
    } else {
      uses.push_back(static_cast<int32_t>(i));
    }
  }
  return uses;
}

// A few of the candidates, ascending.
std::vector<int32_t> Choose(std::vector<int32_t> candidates, const SourceRef& ref,
                            const SiteOptions& options) {
  Random random(options.seed, kSiteStream, Hash64(ref.id.Hex()));
  random.Shuffle(candidates);
  candidates.resize(std::min(candidates.size(), static_cast<size_t>(options.sites_per_file)));
  std::sort(candidates.begin(), candidates.end());
  return candidates;
}

bool IsSelf(const ast::Tree& tree, ast::NodeId base) {
  if (tree[base].kind != ast::Kind::kIdentifier) return false;
  std::string_view name = tree.Text(base);
  return name == "self" || name == "cls";
}

Site MakeSite(const bind::FileIndex& index, const types::Library& library, int32_t use) {
  const bind::AttributeUse& attribute = index.attributes[static_cast<size_t>(use)];
  types::TypeEvaluator types(index, library, {attribute.name});
  types::Type type = types.TypeOf(attribute.base);
  Site site;
  site.offset = index.tree[attribute.name].begin;
  site.expected = index.tree.Text(attribute.name);
  site.removed = site.expected.size();
  site.goes_on =
      index.tree[bind::GoingOn(index.tree, attribute.node)].end - index.tree[attribute.name].end;
  site.base = bind::PathText(index.tree, attribute.base, attribute.name);
  site.symbol = predict::SymbolOfBase(types.Name(type), site.base);
  site.context = attribute.context;
  if (IsSelf(index.tree, attribute.base)) {
    site.slice = Slice::kSelf;
  } else if (type.kind == types::Type::Kind::kModule) {
    site.slice = Slice::kModule;
  }
  return site;
}

void AddFile(SourceRef ref, std::string source, const types::Library& library, const SiteKind& kind,
             const SiteOptions& options, SiteList& list) {
  Result<bind::FileIndex> index = bind::BindText(source);
  if (!index.ok()) {
    ++list.skipped["file: " + index.error().message];
    return;
  }
  std::vector<int32_t> chosen = Choose(kind.candidates(*index, list), ref, options);
  if (chosen.empty()) {
    ++list.skipped["file without " + kind.name + "s"];
    return;
  }
  auto file = static_cast<int32_t>(list.files.size());
  for (int32_t candidate : chosen) {
    if (list.sites.size() == static_cast<size_t>(options.num_sites)) break;
    list.sites.push_back(kind.make(*index, library, candidate));
    list.sites.back().file = file;
  }
  list.files.push_back({std::move(ref), std::move(source)});
}

}  // namespace

const SiteKind& AttributeSites() {
  static const SiteKind kind = {
      "attribute", {"self", "module", "other"}, NamedAttributes, MakeSite};
  return kind;
}

Result<SiteList> ChooseSites(std::vector<SourceRef> sources, const ReadText& read,
                             const types::Library& library, const SiteKind& kind,
                             const SiteOptions& options) {
  SortBySeed(options.seed, sources);
  SiteList list;
  for (SourceRef& ref : sources) {
    if (list.sites.size() >= static_cast<size_t>(options.num_sites)) break;
    Result<std::string> source = read(ref);
    if (!source.ok()) return source.error().Context(ref.project + "/" + ref.path);
    AddFile(std::move(ref), std::move(*source), library, kind, options, list);
  }
  return list;
}

}  // namespace fastnode::qualify

#include "predict/auto_import/exports.h"

#include <algorithm>
#include <set>

#include "support/bytes.h"

namespace fastnode::auto_import {
namespace {

using ast::Field;
using ast::kNoNode;
using ast::NodeId;
using bind::ReferenceKind;

bool IsPublic(std::string_view name) { return !name.empty() && name[0] != '_'; }

// LIMIT, Alias: not what a script happens to assign.
bool LooksConstant(std::string_view name) { return name[0] >= 'A' && name[0] <= 'Z'; }

class ExportReader {
 public:
  explicit ExportReader(const types::Module& module)
      : module_(module), index_(module.index()), tree_(module.tree()) {
    exports_.has_all = module.has_all();
  }

  Exports Read() {
    for (bind::VariableId id : module_.VariablesOf(bind::kModuleScope)) {
      AddDefined(index_.variables[id]);
    }
    for (NodeId node : tree_.ids()) {
      if (tree_[node].kind == ast::Kind::kImportStatement) AddImport(node);
      if (tree_[node].kind == ast::Kind::kImportFromStatement) AddFrom(node);
    }
    return std::move(exports_);
  }

 private:
  bool IsListed(std::string_view name) const {
    return std::binary_search(module_.all().begin(), module_.all().end(), name);
  }

  void AddDefined(const bind::Variable& variable) {
    const std::string_view name = variable.name;
    const bool listed = IsListed(name);
    if (!listed && (exports_.has_all || !IsPublic(name))) return;
    for (const bind::Reference& reference : variable.references) {
      if (!bind::IsBinding(reference.kind) || module_.IsDead(reference.node)) continue;
      if (reference.kind == ReferenceKind::kImport) return;
      Kind kind = Kind::kVariable;
      if (reference.kind == ReferenceKind::kFunction) kind = Kind::kFunction;
      if (reference.kind == ReferenceKind::kClass) kind = Kind::kClass;
      const bool is_meant =
          kind != Kind::kVariable || listed || module_.is_stub() || LooksConstant(name);
      if (is_meant) exports_.defined.push_back({std::string(name), kind});
      return;
    }
  }

  // Whether others may import a name that this file imports: `__all__` lists it; a stub says so
  // with `as`; it is a package.
  bool IsExported(NodeId statement, std::string_view bound, bool says_as) const {
    if (index_.scope_of[statement] != bind::kModuleScope || module_.IsDead(statement)) return false;
    if (exports_.has_all) return IsListed(bound);
    return IsPublic(bound) && (module_.is_stub() ? says_as : module_.is_package());
  }

  void AddImport(NodeId statement) {
    for (NodeId c = tree_.FirstChild(statement); c != kNoNode; c = tree_.NextSibling(c)) {
      const bool aliased = tree_[c].kind == ast::Kind::kAliasedImport;
      const NodeId name = aliased ? tree_.Child(c, Field::kName) : c;
      const NodeId alias = aliased ? tree_.Child(c, Field::kAlias) : kNoNode;
      if (name == kNoNode || tree_[name].kind != ast::Kind::kDottedName) continue;
      const std::string_view module = tree_.Text(name);
      const std::string_view bound = alias == kNoNode ? module : tree_.Text(alias);
      const bool exported = alias != kNoNode && IsExported(statement, bound, bound == module);
      exports_.imported.push_back({std::string(module), "", std::string(bound), exported});
    }
  }

  void AddFrom(NodeId statement) {
    const NodeId from = tree_.Child(statement, Field::kModuleName);
    if (from == kNoNode) return;
    const std::string_view module = tree_.Text(from);
    for (NodeId c = tree_.NextSibling(from); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind == ast::Kind::kWildcardImport) {
        const bool exported = index_.scope_of[statement] == bind::kModuleScope &&
                              !module_.IsDead(statement) &&
                              (module_.is_package() || module_.is_stub());
        exports_.imported.push_back({std::string(module), "", "*", exported});
        continue;
      }
      const bool aliased = tree_[c].kind == ast::Kind::kAliasedImport;
      const NodeId name = aliased ? tree_.Child(c, Field::kName) : c;
      const NodeId alias = aliased ? tree_.Child(c, Field::kAlias) : kNoNode;
      if (name == kNoNode || tree_[name].kind != ast::Kind::kDottedName) continue;
      const std::string_view written = tree_.Text(name);
      const std::string_view bound = alias == kNoNode ? written : tree_.Text(alias);
      const bool says_as = alias != kNoNode && bound == written;
      exports_.imported.push_back({std::string(module), std::string(written), std::string(bound),
                                   IsExported(statement, bound, says_as)});
    }
  }

  const types::Module& module_;
  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  Exports exports_;
};

}  // namespace

std::string_view Name(Kind kind) {
  static constexpr std::string_view kNames[kNumKinds] = {"name", "function", "class", "module"};
  return kNames[static_cast<int>(kind)];
}

Exports ExportsOf(const types::Module& module) { return ExportReader(module).Read(); }

Exports ExportsOf(const std::string& path, const bind::FileIndex& index) {
  const bool is_package = (FormOf(path) & kIsPackage) != 0;
  Exports exports =
      ExportsOf(types::Module(index, is_package ? "package" : "package.module", "package"));
  if ((FormOf(path) & kIsStub) == 0) exports.documented = ReadDocumented(index.tree.source);
  return exports;
}

uint64_t FormOf(std::string_view path) {
  const bool is_stub = path.ends_with(".pyi");
  const std::string_view stem = path.substr(0, path.rfind('.'));
  const bool is_package = stem == "__init__" || stem.ends_with("/__init__");
  uint64_t form = 0;
  if (is_package) form |= kIsPackage;
  if (is_stub) form |= kIsStub;
  return form;
}

std::string EncodeExports(const Exports& exports) {
  ByteWriter writer;
  writer.Put(static_cast<uint8_t>(exports.has_all));
  writer.Put(static_cast<uint32_t>(exports.defined.size()));
  for (const Exports::Defined& one : exports.defined) {
    writer.PutText(one.name);
    writer.Put(static_cast<uint8_t>(one.kind));
  }
  writer.Put(static_cast<uint32_t>(exports.imported.size()));
  for (const Exports::Imported& one : exports.imported) {
    writer.PutText(one.module);
    writer.PutText(one.name);
    writer.PutText(one.bound);
    writer.Put(static_cast<uint8_t>(one.is_exported));
  }
  writer.Put(static_cast<uint32_t>(exports.documented.words.size()));
  for (const Documented::Word& one : exports.documented.words) {
    writer.Put(one.hash);
    writer.Put(one.number);
  }
  writer.Put(static_cast<uint32_t>(exports.documented.shown.size()));
  for (const Documented::Shown& one : exports.documented.shown) {
    writer.PutText(one.module);
    writer.PutText(one.name);
  }
  return writer.Take();
}

Result<Exports> DecodeExports(std::string_view bytes) {
  ByteReader reader(bytes);
  Exports exports;
  exports.has_all = reader.Get<uint8_t>() != 0;
  exports.defined.resize(reader.GetCount(5));
  for (Exports::Defined& one : exports.defined) {
    one.name = reader.GetText();
    const auto kind = reader.Get<uint8_t>();
    if (kind >= kNumKinds) reader.Fail();
    one.kind = static_cast<Kind>(kind);
  }
  exports.imported.resize(reader.GetCount(13));
  for (Exports::Imported& one : exports.imported) {
    one.module = reader.GetText();
    one.name = reader.GetText();
    one.bound = reader.GetText();
    one.is_exported = reader.Get<uint8_t>() != 0;
  }
  exports.documented.words.resize(reader.GetCount(5));
  for (Documented::Word& one : exports.documented.words) {
    one.hash = reader.Get<uint32_t>();
    one.number = reader.Get<uint8_t>();
  }
  exports.documented.shown.resize(reader.GetCount(8));
  for (Documented::Shown& one : exports.documented.shown) {
    one.module = reader.GetText();
    one.name = reader.GetText();
  }
  if (!reader.ok() || !reader.at_end()) return Error{"exports: cut off or damaged"};
  return exports;
}

}  // namespace fastnode::auto_import

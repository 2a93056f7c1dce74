// Names of drafts resolved across stubs. Every draft is resolved at most once, on demand: an alias
// may need the type of a variable (`choice = _instance.choice`), which needs another alias.
#include <algorithm>
#include <utility>

#include "analyze/bind/library_draft.h"

namespace fastnode::bind {
namespace {

constexpr int kMaxDepth = 200;

class Resolver {
 public:
  explicit Resolver(DraftLibrary& library) : library_(library) {
    builtins_ = library_.FindModule("builtins");
  }

  void Run() {
    auto count = static_cast<DraftId>(library_.drafts.size());
    for (DraftId id = 0; id < count; ++id) ExpandStars(id);
    count = static_cast<DraftId>(library_.drafts.size());
    for (DraftId id = 0; id < count; ++id) ListAll(id);
    object_ = ClassAt("builtins.object");
    enum_ = ClassAt("enum.Enum");
    for (DraftId id = 0; id < count; ++id) Finish(id);
    for (DraftId id = 0; id < count; ++id) MarkEnumMember(id);
    for (DraftId id = 0; id < count; ++id) {
      Draft& draft = At(id);
      if (draft.kind != SymbolKind::kAlias || draft.target >= 0) continue;
      draft.kind = SymbolKind::kVariable;
      draft.target = Inferred(id, 0);
    }
  }

 private:
  Draft& At(DraftId id) { return library_[id]; }

  DraftId ClassAt(std::string_view path) { return FindPath(path, 0); }

  // --- star imports and __all__

  void ExpandStars(DraftId module) {
    if (At(module).stars_progress != Progress::kOpen) return;
    At(module).stars_progress = Progress::kRunning;
    for (size_t i = 0; i < At(module).stars.size(); ++i) {
      std::string path = At(module).stars[i];
      DraftId from = library_.FindModule(path);
      if (from == kNoDraft || from == module) continue;
      ExpandStars(from);
      for (const std::string& name : Exported(from)) ImportStar(module, path, name);
    }
    At(module).stars_progress = Progress::kDone;
  }

  void ImportStar(DraftId module, const std::string& from, const std::string& name) {
    bool is_new = false;
    DraftId id = library_.Add(module, name, SymbolKind::kAlias, &is_new);
    if (!is_new) return;
    At(id).module = from;
    At(id).path = name;
  }

  std::vector<std::string> Exported(DraftId module) {
    const Draft& draft = At(module);
    std::vector<std::string> names;
    for (const auto& [name, child] : draft.children) {
      bool is_public = !name.starts_with('_') && !At(child).unlisted;
      bool named = std::find(draft.all.begin(), draft.all.end(), name) != draft.all.end();
      if (draft.has_all ? named : is_public) names.push_back(name);
    }
    return names;
  }

  void ListAll(DraftId module) {
    std::vector<std::string> all = At(module).all;
    for (const std::string& name : all) {
      auto child = At(module).children.find(name);
      if (child != At(module).children.end()) At(child->second).unlisted = false;
    }
  }

  // --- names

  // What `name` means in `scope`: classes outwards, the module, builtins. `types_only` passes over
  // methods and variables of classes, which annotations do not mean.
  DraftId Lookup(DraftId scope, std::string_view name, bool types_only) {
    for (DraftId s = scope; s > 0; s = At(s).parent) {
      auto child = At(s).children.find(name);
      if (child != At(s).children.end()) {
        SymbolKind kind = At(child->second).kind;
        bool type = kind == SymbolKind::kClass || kind == SymbolKind::kAlias;
        if (!types_only || type || At(s).kind == SymbolKind::kModule) return child->second;
      }
      if (At(s).kind == SymbolKind::kModule) break;
    }
    if (builtins_ != kNoDraft) {
      auto child = At(builtins_).children.find(name);
      if (child != At(builtins_).children.end()) return child->second;
    }
    return name == "builtins" ? builtins_ : kNoDraft;
  }

  // A member of a resolved draft: of a module, a class (bases included), or of the class of which a
  // variable is an instance.
  DraftId MemberOf(DraftId owner, std::string_view name, int depth) {
    if (At(owner).kind == SymbolKind::kVariable || At(owner).kind == SymbolKind::kProperty) {
      owner = Target(owner, depth);
      if (owner < 0) return kNoDraft;
    }
    if (At(owner).kind == SymbolKind::kClass) {
      std::vector<DraftId> ancestors = Ancestors(owner, depth);
      for (DraftId ancestor : ancestors) {
        auto child = At(ancestor).children.find(name);
        if (child != At(ancestor).children.end()) return Resolved(child->second, depth);
      }
      return kNoDraft;
    }
    auto child = At(owner).children.find(name);
    if (child != At(owner).children.end()) return Resolved(child->second, depth);
    auto submodule = At(owner).submodules.find(name);
    return submodule == At(owner).submodules.end() ? kNoDraft : submodule->second;
  }

  DraftId FindPath(std::string_view path, DraftId scope, bool types_only = true, int depth = 0) {
    size_t dot = path.find('.');
    DraftId found = scope == 0 ? library_.FindModule(path.substr(0, dot))
                               : Lookup(scope, path.substr(0, dot), types_only);
    if (found != kNoDraft) found = Resolved(found, depth);
    while (found >= 0 && dot != std::string_view::npos) {
      path.remove_prefix(dot + 1);
      dot = path.find('.');
      found = MemberOf(found, path.substr(0, dot), depth);
    }
    return found;
  }

  // The draft itself, or what an alias stands for; kNoDraft, or kAnyDraft for an alias of Any.
  DraftId Resolved(DraftId id, int depth) {
    return At(id).kind == SymbolKind::kAlias ? Target(id, depth + 1) : id;
  }

  // --- targets

  // Remembered, unless it has no answer because its own asker is still being resolved: then it may
  // have one when asked again.
  DraftId Target(DraftId id, int depth) {
    if (At(id).progress == Progress::kDone) return At(id).target;
    if (At(id).progress == Progress::kRunning || depth >= kMaxDepth) {
      ran_in_circle_ = true;
      return kNoDraft;
    }
    if (depth == 0) ran_in_circle_ = false;
    At(id).progress = Progress::kRunning;
    DraftId target = FindTarget(id, depth + 1);
    bool open = target == kNoDraft && ran_in_circle_ && depth > 0;
    At(id).target = target;
    At(id).progress = open ? Progress::kOpen : Progress::kDone;
    return target;
  }

  DraftId FindTarget(DraftId id, int depth) {
    Draft draft = At(id);  // a copy: drafts do not move here, but their fields change below
    if (draft.kind != SymbolKind::kAlias || draft.types_alias) {
      bool class_object = false;
      DraftId target = ClassOf(draft.types, draft, class_object, depth);
      At(id).class_object = class_object;
      for (const auto& overload : draft.overloads) {
        bool other_object = false;
        DraftId other = ClassOf(overload, draft, other_object, depth);
        if (other != target || other_object != class_object) At(id).overloads_vary = true;
      }
      if (target == kNoDraft && !draft.types_alias) target = Inferred(id, depth);
      return target == kAnyDraft && !draft.types_alias ? kNoDraft : target;
    }
    if (draft.module_alias) return library_.FindModule(draft.module);
    if (draft.module.empty()) return AliasInScope(id, draft, depth);
    return FromModule(draft, depth);
  }

  DraftId Inferred(DraftId id, int depth) {
    const InferredClass inferred = At(id).inferred;
    if (inferred.path.empty()) return kNoDraft;
    DraftId found = FindPath(inferred.path, 0, true, depth);
    if (found < 0 || At(found).kind != SymbolKind::kClass) return kNoDraft;
    At(id).class_object = inferred.class_object;
    return found;
  }

  DraftId AliasInScope(DraftId id, const Draft& draft, int depth) {
    // `int = int` in a class means the outer one.
    DraftId scope = draft.parent;
    if (draft.path == draft.name) scope = At(scope).parent;
    DraftId found = FindPath(draft.path, scope, false, depth);
    return found == id ? kNoDraft : found;
  }

  DraftId FromModule(const Draft& draft, int depth) {
    DraftId module = library_.FindModule(draft.module);
    if (module == kNoDraft) return kNoDraft;
    auto child = At(module).children.find(draft.path);
    // The package's own name first. In `from . import path as _path; path = _path` it is what is
    // being resolved and has no answer; then the submodule is meant.
    if (child != At(module).children.end()) {
      DraftId found = Resolved(child->second, depth);
      if (found != kNoDraft) return found;
    }
    auto submodule = At(module).submodules.find(draft.path);
    return submodule == At(module).submodules.end() ? kNoDraft : submodule->second;
  }

  // The one class that the choices name, None and Any aside.
  DraftId ClassOf(const std::vector<TypeChoice>& choices, const Draft& draft, bool& class_object,
                  int depth) {
    DraftId found = kNoDraft;
    bool any = false, first = true;
    for (const TypeChoice& choice : choices) {
      if (choice.kind == TypeChoice::Kind::kNone) continue;
      bool object = choice.class_object;
      DraftId cls = ClassOfChoice(choice, draft, object, depth);
      if (cls == kAnyDraft) {
        any = true;
        continue;
      }
      if (cls == kNoDraft || (!first && (cls != found || object != class_object))) return kNoDraft;
      found = cls;
      class_object = object;
      first = false;
    }
    return first && any ? kAnyDraft : found;
  }

  DraftId ClassOfChoice(const TypeChoice& choice, const Draft& draft, bool& class_object,
                        int depth) {
    if (choice.kind == TypeChoice::Kind::kAny) return kAnyDraft;
    if (choice.kind == TypeChoice::Kind::kSelf) return kSelfDraft;
    if (choice.kind != TypeChoice::Kind::kNamed || depth > kMaxDepth) return kNoDraft;
    if (!draft.self_variable.empty() && choice.path == draft.self_variable) {
      DraftId variable = Lookup(draft.parent, choice.path, true);
      if (variable != kNoDraft && IsTypeVariable(variable, depth)) return kSelfDraft;
    }
    DraftId found = FindPath(choice.path, draft.parent, true, depth);
    if (found < 0) return found;
    if (At(found).type_variable) {
      DraftId constraint = Target(found, depth);
      return constraint == kAnyDraft ? kNoDraft : constraint;
    }
    if (At(found).kind != SymbolKind::kClass) return kNoDraft;
    class_object = choice.class_object;
    return found;
  }

  bool IsTypeVariable(DraftId id, int depth) {
    DraftId found = Resolved(id, depth);
    return found >= 0 && At(found).type_variable;
  }

  // --- classes

  const std::vector<DraftId>& Ancestors(DraftId cls, int depth) {
    if (At(cls).progress == Progress::kOpen && depth < kMaxDepth) {
      At(cls).progress = Progress::kRunning;
      std::vector<DraftId> ancestors = Linearise(cls, depth + 1);
      At(cls).ancestors = std::move(ancestors);
      At(cls).progress = Progress::kDone;
    }
    if (At(cls).ancestors.empty()) At(cls).ancestors = {cls};  // a cycle, or being resolved
    return At(cls).ancestors;
  }

  std::vector<DraftId> Bases(DraftId cls, int depth) {
    std::vector<DraftId> bases;
    std::vector<std::string> paths = At(cls).bases;
    for (const std::string& path : paths) {
      std::string_view name = std::string_view(path).substr(path.rfind('.') + 1);
      DraftId base = name == "TypedDict" ? ClassAt("typing._TypedDict")
                                         : FindPath(path, At(cls).parent, true, depth);
      bool is_class = base >= 0 && At(base).kind == SymbolKind::kClass && base != cls;
      bool known = std::find(bases.begin(), bases.end(), base) != bases.end();
      if (is_class && !known) bases.push_back(base);
    }
    if (bases.empty() && object_ >= 0 && cls != object_) bases.push_back(object_);
    return bases;
  }

  // C3 (https://www.python.org/download/releases/2.3/mro/); bases that cannot be merged are taken
  // depth first.
  std::vector<DraftId> Linearise(DraftId cls, int depth) {
    std::vector<DraftId> bases = Bases(cls, depth), order = {cls};
    std::vector<std::vector<DraftId>> rows;
    for (DraftId base : bases) rows.push_back(Ancestors(base, depth));
    std::vector<std::vector<DraftId>> depth_first = rows;
    rows.push_back(bases);
    for (;;) {
      std::erase_if(rows, [](const std::vector<DraftId>& row) { return row.empty(); });
      if (rows.empty()) return order;
      DraftId next = kNoDraft;
      for (const std::vector<DraftId>& row : rows) {
        bool in_tail = std::any_of(rows.begin(), rows.end(), [&](const std::vector<DraftId>& r) {
          return std::find(r.begin() + 1, r.end(), row[0]) != r.end();
        });
        if (!in_tail) {
          next = row[0];
          break;
        }
      }
      if (next == kNoDraft) return DepthFirst(cls, depth_first);
      order.push_back(next);
      for (std::vector<DraftId>& row : rows) {
        if (row[0] == next) row.erase(row.begin());
      }
    }
  }

  static std::vector<DraftId> DepthFirst(DraftId cls,
                                         const std::vector<std::vector<DraftId>>& rows) {
    std::vector<DraftId> order = {cls};
    for (const std::vector<DraftId>& row : rows) {
      for (DraftId id : row) {
        if (std::find(order.begin(), order.end(), id) == order.end()) order.push_back(id);
      }
    }
    return order;
  }

  void Finish(DraftId id) {
    SymbolKind kind = At(id).kind;
    if (kind == SymbolKind::kClass) {
      Ancestors(id, 0);
    } else if (kind != SymbolKind::kModule) {
      Target(id, 0);
    }
  }

  // A member of an enumeration is an instance of it.
  void MarkEnumMember(DraftId id) {
    Draft& draft = At(id);
    if (draft.kind != SymbolKind::kVariable || !draft.literal_value) return;
    if (draft.name.starts_with('_') || At(draft.parent).kind != SymbolKind::kClass) return;
    const std::vector<DraftId>& ancestors = At(draft.parent).ancestors;
    if (std::find(ancestors.begin(), ancestors.end(), enum_) == ancestors.end()) return;
    draft.target = draft.parent;
  }

  DraftLibrary& library_;
  bool ran_in_circle_ = false;
  DraftId builtins_ = kNoDraft, object_ = kNoDraft, enum_ = kNoDraft;
};

}  // namespace

void Resolve(DraftLibrary& library) { Resolver(library).Run(); }

}  // namespace fastnode::bind

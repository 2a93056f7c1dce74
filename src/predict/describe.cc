#include "predict/describe.h"

#include <algorithm>
#include <utility>

#include "analyze/types/types.h"
#include "predict/site.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr size_t kMaxLabel = 600, kMaxDocumentation = 8000;

// On one line, blanks and newlines as one blank.
std::string OneLine(std::string_view text) {
  std::string line;
  for (char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\\';
    if (blank && (line.empty() || line.back() == ' ' || line.back() == '(')) continue;
    line += blank ? ' ' : c;
  }
  if (line.size() > kMaxLabel) {
    line.resize(kMaxLabel);
    while (!line.empty() && (line.back() & 0xC0) == 0x80) line.pop_back();
    if (!line.empty() && (line.back() & 0x80) != 0) line.pop_back();
    line += "...";
  }
  return line;
}

// "def f(a, b) -> int", "class A(B)".
std::string Heading(const ast::Tree& tree, NodeId definition) {
  const NodeId body = tree.Child(definition, Field::kBody);
  const uint32_t begin = tree[definition].begin;
  const uint32_t end = body == kNoNode ? tree[definition].end : tree[body].begin;
  std::string_view text = std::string_view(tree.source).substr(begin, end - begin);
  const NodeId result = tree.Child(definition, Field::kReturnType);
  NodeId last = result != kNoNode ? result : tree.Child(definition, Field::kParameters);
  if (last == kNoNode) last = tree.Child(definition, Field::kSuperclasses);
  if (last == kNoNode) last = tree.Child(definition, Field::kName);
  if (last != kNoNode) text = text.substr(0, tree[last].end - begin);
  return OneLine(text);
}

// Text of a string literal without prefix and quotes, indentation of its lines taken off.
std::string PlainDocumentation(std::string_view literal) {
  const size_t quote = literal.find_first_of("'\"");
  if (quote == literal.npos) return "";
  literal.remove_prefix(quote);
  const size_t quotes =
      literal.size() >= 6 && literal[0] == literal[1] && literal[1] == literal[2] ? 3 : 1;
  if (literal.size() < 2 * quotes) return "";
  literal = literal.substr(quotes, literal.size() - 2 * quotes);
  std::vector<std::string> lines(1);
  for (char c : literal) {
    if (c == '\n') {
      lines.emplace_back();
    } else if (c != '\r') {
      lines.back() += c;
    }
  }
  size_t indent = std::string::npos;
  for (size_t i = 1; i < lines.size(); ++i) {
    indent = std::min(indent, lines[i].find_first_not_of(" \t"));
  }
  std::string text;
  for (size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    if (i > 0) line.remove_prefix(std::min(indent, line.size()));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    if (text.size() + line.size() > kMaxDocumentation) break;
    text += std::string(line) + "\n";
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text.substr(std::min(text.find_first_not_of(" \n"), text.size()));
}

// The first statement of a body, if it is a string.
std::string Documentation(const ast::Tree& tree, NodeId definition) {
  NodeId body =
      tree[definition].kind == Kind::kModule ? definition : tree.Child(definition, Field::kBody);
  if (body == kNoNode) return "";
  NodeId first = tree.FirstChild(body);
  if (first != kNoNode && tree[first].kind == Kind::kExpressionStatement) {
    first = tree.FirstChild(first);
  }
  if (first == kNoNode || tree[first].kind != Kind::kString) return "";
  return PlainDocumentation(tree.Text(first));
}

// The identifier that the cursor touches.
NodeId NameAt(const ast::Tree& tree, uint64_t offset) {
  NodeId best = kNoNode;
  for (NodeId node : tree.ids()) {
    const ast::Node& n = tree[node];
    if (n.kind == Kind::kIdentifier && n.begin <= offset && offset <= n.end) best = node;
  }
  return best;
}

struct Asked {
  NodeId expression;  // whose type is the name's
  bool is_attribute;
};
Asked ExpressionOf(const bind::FileIndex& index, NodeId name) {
  for (const bind::AttributeUse& use : index.attributes) {
    if (use.name == name) return {use.node, true};
  }
  return {name, false};
}

using Definition = types::TypeEvaluator::Definition;

bool IsDefinition(const ast::Tree& tree, NodeId node) {
  return tree[node].kind == Kind::kFunctionDefinition || tree[node].kind == Kind::kClassDefinition;
}

// The function or class of this name that a scope defines, or kNoNode.
NodeId DefinedIn(const types::Module& module, bind::ScopeId scope, std::string_view name) {
  const bind::VariableId variable = module.Find(scope, name);
  if (variable == bind::kNone) return kNoNode;
  for (const bind::Reference& reference : module.index().variables[variable].references) {
    const NodeId parent = module.tree()[reference.node].parent;
    if (parent != kNoNode && IsDefinition(module.tree(), parent) &&
        module.tree().Child(parent, Field::kName) == reference.node) {
      return parent;
    }
  }
  return kNoNode;
}

// What a stub declares, where it is written: documentation and place are those of the source.
// `holder`: keeps that alive.
Definition InSource(const Definition& declared, const types::Environment& environment,
                    std::shared_ptr<const types::Module>& holder) {
  if (declared.module == nullptr || !declared.module->is_stub()) return declared;
  const ast::Tree& stub = declared.module->tree();
  std::vector<std::string_view> names;  // outermost last
  for (NodeId node = declared.node; node != kNoNode; node = stub[node].parent) {
    if (!IsDefinition(stub, node)) continue;
    names.push_back(stub.Text(stub.Child(node, Field::kName)));
  }
  holder = environment.FindSource(declared.module->path());
  if (holder == nullptr) return declared;
  NodeId found{0};
  bind::ScopeId scope{0};
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    found = scope == bind::kNone ? kNoNode : DefinedIn(*holder, scope, *name);
    if (found == kNoNode) return declared;
    scope = holder->ScopeOfClass(found);
  }
  return {holder.get(), found, false};
}

Place PlaceOf(const Definition& definition) {
  const ast::Tree& tree = definition.module->tree();
  Place place;
  if (!definition.is_here) {
    place.file = definition.module->file();
    place.text = tree.source;
  }
  NodeId node = definition.node;
  if (tree[node].kind == Kind::kModule) return place;
  if (NodeId name = tree.Child(node, Field::kName); name != kNoNode) node = name;
  place.begin = tree[node].begin;
  place.end = tree[node].end;
  return place;
}

// Where a plain name is bound first, or an attribute stored or defined first, in this file.
std::optional<Place> BoundHere(const bind::FileIndex& index, NodeId name,
                               types::TypeEvaluator& types) {
  const bind::VariableId variable = index.variable_of[name];
  if (variable != bind::kNone) {
    for (const bind::Reference& reference : index.variables[variable].references) {
      if (!bind::IsBinding(reference.kind)) continue;
      const ast::Node& node = index.tree[reference.node];
      return Place{"", "", node.begin, node.end};
    }
  }
  for (const bind::AttributeUse& use : index.attributes) {
    if (use.name != name) continue;
    for (const types::Member& member : types.Members(types.TypeOf(use.base))) {
      if (member.name != index.tree.Text(name) || member.node == kNoNode) continue;
      const ast::Node& node = index.tree[member.node];
      return Place{"", "", node.begin, node.end};
    }
  }
  return std::nullopt;
}

}  // namespace

Result<std::optional<Description>> DescribeName(const Request& request,
                                                const types::Environment& environment) {
  using Nothing = std::optional<Description>;
  Result<Analysed> analysed =
      Analyse(request.memory, request.source, std::chrono::steady_clock::now() + kPatience);
  if (!analysed.ok()) return analysed.error();
  const bind::FileIndex& index = (*analysed)->index;
  const NodeId name = NameAt(index.tree, request.offset);
  if (name == kNoNode) return Nothing();
  Description description;
  description.begin = index.tree[name].begin;
  description.end = index.tree[name].end;
  types::TypeEvaluator types(index, environment);
  const Asked asked = ExpressionOf(index, name);
  const NodeId parent = index.tree[name].parent;
  const std::string text(index.tree.Text(name));
  if (parent != kNoNode && IsDefinition(index.tree, parent) &&
      index.tree.Child(parent, Field::kName) == name) {
    description.label = Heading(index.tree, parent);
    description.documentation = Documentation(index.tree, parent);
    description.definition = Place{"", "", description.begin, description.end};
    return Nothing(std::move(description));
  }
  const types::Type type = types.TypeOf(asked.expression);
  const Definition definition = types.DefinitionOf(type);
  using K = types::Type::Kind;
  const bool defines = type.kind == K::kFunction || type.kind == K::kClass;
  if (type.kind == K::kModule) {
    description.label = "module " + type.path;
  } else if (defines && definition.module != nullptr &&
             IsDefinition(definition.module->tree(), definition.node)) {
    description.label = Heading(definition.module->tree(), definition.node);
  } else if (type.kind != K::kUnknown) {
    description.label = OneLine(text + ": " + types.Describe(type));
  }
  if (definition.module != nullptr && type.kind != K::kInstance) {
    std::shared_ptr<const types::Module> holder;
    const Definition written = InSource(definition, environment, holder);
    description.documentation = Documentation(written.module->tree(), written.node);
    if (written.is_here || !written.module->file().empty()) {
      description.definition = PlaceOf(written);
    }
  }
  if (!description.definition.has_value()) {
    description.definition = BoundHere(index, name, types);
  }
  if (description.label.empty()) {
    if (!description.definition.has_value()) return Nothing();
    description.label = text;
  }
  return Nothing(std::move(description));
}

Result<std::optional<CallDescription>> DescribeCall(const Request& request,
                                                    const types::Environment& environment) {
  using Nothing = std::optional<CallDescription>;
  Result<FoundSite> site = FindSite(request.source, request.offset, request.memory);
  if (!site.ok()) return site.error();
  const bool in_call = site->at >= 0 && (site->task == pack::Task::kArgument ||
                                         site->task == pack::Task::kKeywordName);
  if (!in_call) return Nothing();
  const bind::FileIndex& index = site->source->index;
  const bind::ArgumentPlace& place = site->source->places[static_cast<size_t>(site->at)];
  const NodeId callee = index.tree.Child(place.call, Field::kFunction);
  if (callee == kNoNode) return Nothing();
  types::TypeEvaluator types(index, environment);
  const types::Type type = types.TypeOf(callee);
  const types::CallSignature signature = types.SignatureOf(type);
  if (!signature.known) return Nothing();
  CallDescription description;
  const std::string path = bind::CalleeOf(index.tree, place.call).last;
  description.label = path + "(";
  bool listed = false;
  auto add = [&](const std::string& text) {
    if (!description.parameters.empty()) description.label += ", ";
    const auto begin = static_cast<uint32_t>(description.label.size());
    description.label += text;
    description.parameters.push_back({begin, static_cast<uint32_t>(description.label.size())});
  };
  const std::string keyword(place.keyword == kNoNode ? "" : index.tree.Text(place.keyword));
  int32_t list_at = -1;
  for (const types::ParameterOfCall& parameter : signature.parameters) {
    if (parameter.keyword_only && !listed) {
      listed = true;
      if (signature.takes_list) list_at = static_cast<int32_t>(description.parameters.size());
      add(signature.takes_list ? "*args" : "*");
    }
    const auto number = static_cast<int32_t>(description.parameters.size());
    add(std::string(parameter.name) + (parameter.has_default ? "=..." : ""));
    if (keyword.empty() ? !listed && number == place.position : parameter.name == keyword) {
      description.active = number;
    }
  }
  if (signature.takes_list && !listed) {
    list_at = static_cast<int32_t>(description.parameters.size());
    add("*args");
  }
  const auto rest = static_cast<int32_t>(description.parameters.size());
  if (signature.takes_dictionary) add("**kwargs");
  if (description.active < 0 && keyword.empty()) description.active = list_at;
  if (description.active < 0 && !keyword.empty() && signature.takes_dictionary) {
    description.active = rest;
  }
  description.label += ")";
  std::shared_ptr<const types::Module> holder;
  const Definition definition = InSource(types.DefinitionOf(type), environment, holder);
  if (definition.module != nullptr) {
    description.documentation = Documentation(definition.module->tree(), definition.node);
  }
  return Nothing(std::move(description));
}

}  // namespace fastnode::predict

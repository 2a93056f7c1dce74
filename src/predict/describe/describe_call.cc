// DescribeCall: the parameters of what is called, as one line, and which of them is being written.
#include <string_view>
#include <utility>

#include "predict/cursor/known.h"
#include "predict/cursor/site.h"
#include "predict/describe/definition_place.h"
#include "predict/describe/describe.h"
#include "predict/describe/heading.h"

namespace fastnode::predict {
namespace {

using ast::kNoNode;
using ast::NodeId;

// "join(a, *paths, key=...)", with the bytes of each parameter.
class CallLine {
 public:
  explicit CallLine(const std::string& callee) { description.label = callee + "("; }

  // The parameter's number.
  int32_t Add(const std::string& text) {
    if (!description.parameters.empty()) description.label += ", ";
    const auto begin = static_cast<uint32_t>(description.label.size());
    description.label += text;
    description.parameters.push_back({begin, static_cast<uint32_t>(description.label.size())});
    return static_cast<int32_t>(description.parameters.size()) - 1;
  }

  CallDescription description;
};

// `position`, `keyword`: of the argument that is being written; the keyword is "" if it has none.
CallDescription Describe(const std::string& callee, const types::CallSignature& signature,
                         int32_t position, std::string_view keyword) {
  CallLine line(callee);
  int32_t& active = line.description.active;
  int32_t list_at = -1;  // of *args
  bool listed = false;   // *args, or the star alone
  for (const types::ParameterOfCall& parameter : signature.parameters) {
    if (parameter.keyword_only && !listed) {
      listed = true;
      const int32_t number = line.Add(signature.takes_list ? "*args" : "*");
      if (signature.takes_list) list_at = number;
    }
    const int32_t number =
        line.Add(std::string(parameter.name) + (parameter.has_default ? "=..." : ""));
    if (keyword.empty() ? !listed && number == position : parameter.name == keyword) {
      active = number;
    }
  }
  if (signature.takes_list && !listed) list_at = line.Add("*args");
  const int32_t rest = signature.takes_dictionary ? line.Add("**kwargs") : -1;
  if (active < 0) active = keyword.empty() ? list_at : rest;
  line.description.label += ")";
  return std::move(line.description);
}

}  // namespace

Result<std::optional<CallDescription>> DescribeCall(const Question& question, const Known& known) {
  using Nothing = std::optional<CallDescription>;
  Result<FoundSite> site = FindSite(question.text, question.cursor, known.memory);
  if (!site.ok()) return site.error();
  const bool in_call = site->at >= 0 && (site->task == pack::Task::kArgument ||
                                         site->task == pack::Task::kKeywordName);
  if (!in_call) return Nothing();
  const bind::FileIndex& index = site->source->index;
  const bind::ArgumentPlace& place = site->source->places[static_cast<size_t>(site->at)];
  const NodeId callee = index.tree.Child(place.call, ast::Field::kFunction);
  if (callee == kNoNode) return Nothing();
  types::TypeEvaluator types(index, known.environment);
  const types::Type type = types.TypeOf(callee);
  const types::CallSignature signature = types.SignatureOfCall(place.call);
  if (!signature.known) return Nothing();
  CallDescription description =
      Describe(bind::CalleeOf(index.tree, place.call).last, signature, place.position,
               place.keyword == kNoNode ? "" : index.tree.Text(place.keyword));
  std::shared_ptr<const types::Module> holder;
  const Definition definition = InSource(types.DefinitionOf(type), known.environment, holder);
  if (definition.module != nullptr) {
    description.documentation = Documentation(definition.module->tree(), definition.node);
  }
  return Nothing(std::move(description));
}

}  // namespace fastnode::predict

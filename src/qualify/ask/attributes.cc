// Every name after a dot is a site. Its symbol is made as the product makes it
// (predict/fallback.h): what is learned by symbol at these sites holds there.
#include "qualify/ask/attributes.h"

#include <utility>

#include "analyze/bind/path.h"
#include "analyze/types/types.h"
#include "collect/pack/tasks/tasks.h"
#include "predict/fallback.h"
#include "qualify/ask/condition.h"

namespace fastnode::qualify {
namespace {

constexpr int32_t kCompletionsInAnEditor = 20;

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

bool IsSelf(const ast::Tree& tree, ast::NodeId base) {
  if (tree[base].kind != ast::Kind::kIdentifier) return false;
  std::string_view name = tree.Text(base);
  return name == "self" || name == "cls";
}

Site MakeAttributeSite(const bind::FileIndex& index, const types::Library& library, int32_t use) {
  const bind::AttributeUse& attribute = index.attributes[static_cast<size_t>(use)];
  types::TypeEvaluator types(index, library, {attribute.name});
  types::Type type = types.TypeOf(attribute.base);
  Site site;
  const pack::TaskRow& row = pack::RowOf(pack::Task::kAttribute);
  SetBlank(index.tree, row.blank(index.tree, {.use = &attribute}), site);
  site.expected = index.tree.Text(attribute.name);
  site.base = bind::PathText(index.tree, attribute.base, attribute.name);
  site.symbol = predict::SymbolOfBase(types.Name(type), site.base);
  site.context = attribute.context;
  if (IsSelf(index.tree, attribute.base)) {
    site.slice = AttributeSlice::kSelf;
  } else if (type.kind == types::Type::Kind::kModule) {
    site.slice = AttributeSlice::kModule;
  } else {
    site.slice = AttributeSlice::kOther;
  }
  return site;
}

}  // namespace

const SiteKind& AttributeSites() {
  static const SiteKind kind = {
      "attribute", {"self", "module", "other"}, NamedAttributes, MakeAttributeSite};
  return kind;
}

Model ModelOf(const predict::Completer& completer) {
  return [&completer](const predict::Request& request, int32_t max_completions) {
    predict::Budget budget = request.budget;
    budget.max_completions = max_completions;
    return completer.Complete(request.question, completer.Know(request.question, request.given),
                              budget);
  };
}

Result<Ranking> AskModel(const Question& question, const Model& model,
                         predict::AnalysisMemory* memory) {
  Result<predict::Answer> answer = model(RequestOf(question, memory), kMaxCompletions);
  if (!answer.ok()) return answer.error();
  if (answer->task != pack::Task::kAttribute) return Error{"took the cursor for a name's"};
  Ranking ranking;
  for (const predict::Completion& completion : answer->completions) {
    ranking.push_back({completion.text, completion.probability});
  }
  return ranking;
}

Result<Ranking> AskForAttribute(const Question& question, const predict::Completer& completer,
                                Shared& shared) {
  return AskModel(question, ModelOf(completer), shared.memory);
}

void WaitForAttribute(const Question& question, const predict::Completer& completer,
                      Shared& shared) {
  predict::Request request = RequestOf(question, shared.memory);
  request.budget.max_completions = kCompletionsInAnEditor;
  (void)completer.Complete(request);
}

std::vector<std::string> AttributeMethods() {
  std::vector<std::string> names = AttributeBaselines();
  names.insert(names.begin(), kModelName);
  return names;
}

Answers AskAttribute(const Question& question, const Model& model, const types::Library& library) {
  Answers answers;
  answers.methods.push_back(AnswerOf(AskModel(question, model)));
  AddBaselines(RankAttributeBaselines(question, library, {}), kAttributeBaselines.size(), answers);
  return answers;
}

}  // namespace fastnode::qualify

// Task attribute: the name after a dot. Its candidates: attribute_candidates.cc.
#include "collect/pack/tasks/attribute.h"

#include "collect/pack/tasks/attribute_candidates.h"
#include "collect/pack/tasks/place.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace {

using namespace attribute;

constexpr Feature kFeatures[] = {
    {kFileBase, "file_base", Knowledge::kFile},
    {kFileBaseContext, "file_base_context", Knowledge::kFile},
    {kFileLast, "file_last", Knowledge::kFile},
    {kFileLastContext, "file_last_context", Knowledge::kFile},
    {kFileAny, "file_any", Knowledge::kFile},
    {kFileAnyContext, "file_any_context", Knowledge::kFile},
    {kBeforeBase, "before_base", Knowledge::kFile},
    {kAfterBase, "after_base", Knowledge::kFile},
    {kBeforeAny, "before_any", Knowledge::kFile},
    {kAfterAny, "after_any", Knowledge::kFile},
    {kFunctionBase, "function_base", Knowledge::kFile},
    {kFunctionAny, "function_any", Knowledge::kFile},
    {kClassBase, "class_base", Knowledge::kFile},
    {kIsPrevious, "is_previous", Knowledge::kFile},
    {kFollowsPrevious, "follows_previous", Knowledge::kFile},
    {kPrecedesNext, "precedes_next", Knowledge::kFile},
    {kProjectBase, "project_base", Knowledge::kProject},
    {kProjectBaseContext, "project_base_context", Knowledge::kProject},
    {kProjectLast, "project_last", Knowledge::kProject},
    {kProjectLastContext, "project_last_context", Knowledge::kProject},
    {kProjectAny, "project_any", Knowledge::kProject},
    {kProjectAnyContext, "project_any_context", Knowledge::kProject},
    {kProjectType, "project_type", Knowledge::kProject | Knowledge::kTypes},
    {kProjectTypeContext, "project_type_context", Knowledge::kProject | Knowledge::kTypes},
    {kProjectBaseFiles, "project_base_files", Knowledge::kProject},
    {kProjectMethods, "project_methods", Knowledge::kProject},
    {kProjectFunctions, "project_functions", Knowledge::kProject},
    {kProjectVariables, "project_variables", Knowledge::kProject},
    {kCorpusBase, "corpus_base", Knowledge::kCorpus},
    {kCorpusBaseContext, "corpus_base_context", Knowledge::kCorpus},
    {kCorpusLast, "corpus_last", Knowledge::kCorpus},
    {kCorpusLastContext, "corpus_last_context", Knowledge::kCorpus},
    {kCorpusAny, "corpus_any", Knowledge::kCorpus},
    {kCorpusAnyContext, "corpus_any_context", Knowledge::kCorpus},
    {kCorpusType, "corpus_type", Knowledge::kCorpus | Knowledge::kTypes},
    {kCorpusTypeContext, "corpus_type_context", Knowledge::kCorpus | Knowledge::kTypes},
    {kCorpusBaseProjects, "corpus_base_projects", Knowledge::kCorpus},
    {kIsMember, "is_member", Knowledge::kTypes},
    {kMemberFunction, "member_function", Knowledge::kTypes},
    {kMemberVariable, "member_variable", Knowledge::kTypes},
    {kMemberOther, "member_other", Knowledge::kTypes},
    {kFromClassBody, "from_class_body", Knowledge::kTypes},
    {kFromSelfAssignment, "from_self_assignment", Knowledge::kTypes},
    {kInherited, "inherited", Knowledge::kTypes},
    {kFromLibrary, "from_library", Knowledge::kTypes},
    {kDefinedInFile, "defined_in_file", Knowledge::kFile},
    {kFileWords, "file_words", Knowledge::kFile},
    {kFileStrings, "file_strings", Knowledge::kFile},
};

constexpr Feature kSiteFeatures[] = {
    {kContextLoad, "context_load", Knowledge::kSyntax},
    {kContextCall, "context_call", Knowledge::kSyntax},
    {kContextStore, "context_store", Knowledge::kSyntax},
    {kContextDelete, "context_delete", Knowledge::kSyntax},
    {kBaseSelf, "base_self", Knowledge::kSyntax},
    {kBaseName, "base_name", Knowledge::kSyntax},
    {kBaseAttribute, "base_attribute", Knowledge::kSyntax},
    {kBaseCall, "base_call", Knowledge::kSyntax},
    {kBaseSubscript, "base_subscript", Knowledge::kSyntax},
    {kBaseLiteral, "base_literal", Knowledge::kSyntax},
    {kBaseOther, "base_other", Knowledge::kSyntax},
    {kTypeKnown, "type_known", Knowledge::kTypes},
    {kTypeModule, "type_module", Knowledge::kTypes},
    {kTypeClass, "type_class", Knowledge::kTypes},
    {kTypeLocalInstance, "type_local_instance", Knowledge::kTypes},
    {kTypeLibraryInstance, "type_library_instance", Knowledge::kTypes},
    {kTotalFileBase, "total_file_base", Knowledge::kFile},
    {kTotalFileLast, "total_file_last", Knowledge::kFile},
    {kTotalProjectBase, "total_project_base", Knowledge::kProject},
    {kTotalCorpusBase, "total_corpus_base", Knowledge::kCorpus},
    {kTotalCorpusType, "total_corpus_type", Knowledge::kCorpus | Knowledge::kTypes},
    {kTotalMembers, "total_members", Knowledge::kTypes},
    {kTotalFunctionBase, "total_function_base", Knowledge::kFile},
    {kTotalFileAny, "total_file_any", Knowledge::kFile},
};

constexpr int kPopularity[] = {kCorpusAny, kCorpusLast};
constexpr int kRecency[] = {kBeforeAny, kAfterAny, kFileAny};

std::string_view WhyNot(const ast::Tree&, const Place&) { return ""; }
bool HasAnswer(const ast::Tree&, const Place&) { return true; }
std::string_view Truth(const ast::Tree& tree, const Place& place) {
  return tree.Text(place.use->name);
}
ast::NodeId Typed(const ast::Tree&, const Place& place) { return place.use->name; }

Blank MakeBlank(const ast::Tree& tree, const Place& place) {
  return {{tree[place.use->name].begin, tree[place.use->name].end}, place.use->node};
}

Site MakeSite(const ast::Tree&, const Place& place) {
  Site site = SiteOfUse(*place.use);
  site.asked_of = place.use->base;
  site.hidden = {place.use->name};
  return site;
}

bool IsUse(const ast::Tree& tree, ast::NodeId node) {
  return tree[node].kind == ast::Kind::kAttribute;
}

std::string_view KindOf(const uint8_t* features) {
  if (features[kMemberFunction] != 0) return "method";
  return features[kMemberVariable] != 0 ? "field" : "attribute";
}

}  // namespace

constinit const TaskRow kAttributeTask = {
    .task = Task::kAttribute,
    .name = "attribute",
    .variable = "ATTR_PROPORTION",
    .share = 0.47,
    .places = PlaceList::kAttributeUses,
    .symbols = corpus::SymbolContext::kAttribute,
    .why_not = WhyNot,
    .has_answer = HasAnswer,
    .truth = Truth,
    .site = MakeSite,
    .typed = Typed,
    .blank = MakeBlank,
    .candidates = AttributeCandidates,
    .is_use = IsUse,
    .kind = KindOf,
    .follows = context::Asked::kAttribute,
    .ranks_variables = false,
    .features = {kFeatures, kTextFeatures, kContextFeatures},
    .site_features = {kSiteFeatures, kContextSiteFeatures},
    .popularity = kPopularity,
    .recency = kRecency,
};

}  // namespace fastnode::pack

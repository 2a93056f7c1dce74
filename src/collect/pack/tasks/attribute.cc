// Task attribute: the name after a dot. Its candidates: attribute_candidates.cc.
#include "collect/pack/tasks/attribute.h"

#include "collect/pack/tasks/attribute_candidates.h"
#include "collect/pack/tasks/place.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace attribute {
namespace {

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
    {kFileAnyIn, "file_any_in", Knowledge::kFile},
    {kFileLastIn, "file_last_in", Knowledge::kFile},
    {kFirstProjectNarrow + 0, "project_position", Knowledge::kProject},
    {kFirstProjectNarrow + 1, "project_last_in_position", Knowledge::kProject},
    {kFirstProjectNarrow + 2, "project_type_in_position", Knowledge::kProject | Knowledge::kTypes},
    {kFirstProjectNarrow + 3, "project_after", Knowledge::kProject},
    {kFirstProjectNarrow + 4, "project_within", Knowledge::kProject},
    {kFirstProjectNarrow + 5, "project_passed", Knowledge::kProject},
    {kFirstProjectNarrow + 6, "project_given", Knowledge::kProject},
    {kFirstCorpusNarrow + 0, "corpus_position", Knowledge::kCorpus},
    {kFirstCorpusNarrow + 1, "corpus_last_in_position", Knowledge::kCorpus},
    {kFirstCorpusNarrow + 2, "corpus_type_in_position", Knowledge::kCorpus | Knowledge::kTypes},
    {kFirstCorpusNarrow + 3, "corpus_after", Knowledge::kCorpus},
    {kFirstCorpusNarrow + 4, "corpus_within", Knowledge::kCorpus},
    {kFirstCorpusNarrow + 5, "corpus_passed", Knowledge::kCorpus},
    {kFirstCorpusNarrow + 6, "corpus_given", Knowledge::kCorpus},
    {kParameter, "parameter", Knowledge::kFile},
    {kNextParameter, "next_parameter", Knowledge::kFile},
    {kIsFunction, "is_function", Knowledge::kFile},
    {kOnBaseInStatement, "on_base_in_statement", Knowledge::kFile},
    {kInGuard, "in_guard", Knowledge::kFile},
    {kInGuardOnBase, "in_guard_on_base", Knowledge::kFile},
    {kClassOverlap, "class_overlap", Knowledge::kSpelling},
    {kUnreadOverlap, "unread_overlap", Knowledge::kFile | Knowledge::kSpelling},
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
    {kFirstPosition + 0, "in_statement", Knowledge::kSyntax},
    {kFirstPosition + 1, "in_assigned", Knowledge::kSyntax},
    {kFirstPosition + 2, "in_returned", Knowledge::kSyntax},
    {kFirstPosition + 3, "in_condition", Knowledge::kSyntax},
    {kFirstPosition + 4, "in_iterated", Knowledge::kSyntax},
    {kFirstPosition + 5, "in_opened", Knowledge::kSyntax},
    {kFirstPosition + 6, "in_argument", Knowledge::kSyntax},
    {kFirstPosition + 7, "in_element", Knowledge::kSyntax},
    {kFirstPosition + 8, "in_operand", Knowledge::kSyntax},
    {kFirstPosition + 9, "in_compared", Knowledge::kSyntax},
    {kFirstPosition + 10, "in_index", Knowledge::kSyntax},
    {kFirstPosition + 11, "in_type", Knowledge::kSyntax},
    {kFirstPosition + 12, "in_raised", Knowledge::kSyntax},
    {kFirstPosition + 13, "in_caught", Knowledge::kSyntax},
    {kFirstPosition + 14, "in_decorator", Knowledge::kSyntax},
    {kFirstPosition + 15, "in_base_class", Knowledge::kSyntax},
    {kFirstPosition + 16, "in_shown", Knowledge::kSyntax},
    {kFirstPosition + 17, "in_default", Knowledge::kSyntax},
    {kFirstPosition + 18, "in_other", Knowledge::kSyntax},
    {kFirstTotalProjectNarrow + 0, "total_project_position", Knowledge::kProject},
    {kFirstTotalProjectNarrow + 1, "total_project_last_in_position", Knowledge::kProject},
    {kFirstTotalProjectNarrow + 2, "total_project_type_in_position",
     Knowledge::kProject | Knowledge::kTypes},
    {kFirstTotalProjectNarrow + 3, "total_project_after", Knowledge::kProject},
    {kFirstTotalProjectNarrow + 4, "total_project_within", Knowledge::kProject},
    {kFirstTotalProjectNarrow + 5, "total_project_passed", Knowledge::kProject},
    {kFirstTotalProjectNarrow + 6, "total_project_given", Knowledge::kProject},
    {kFirstTotalCorpusNarrow + 0, "total_corpus_position", Knowledge::kCorpus},
    {kFirstTotalCorpusNarrow + 1, "total_corpus_last_in_position", Knowledge::kCorpus},
    {kFirstTotalCorpusNarrow + 2, "total_corpus_type_in_position",
     Knowledge::kCorpus | Knowledge::kTypes},
    {kFirstTotalCorpusNarrow + 3, "total_corpus_after", Knowledge::kCorpus},
    {kFirstTotalCorpusNarrow + 4, "total_corpus_within", Knowledge::kCorpus},
    {kFirstTotalCorpusNarrow + 5, "total_corpus_passed", Knowledge::kCorpus},
    {kFirstTotalCorpusNarrow + 6, "total_corpus_given", Knowledge::kCorpus},
    {kParameterKnown, "parameter_known", Knowledge::kTypes},
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

constexpr TaskRow kRow = {
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
    .features = {kFeatures, kTextFeatures, kNearWordFeatures, kContextFeatures},
    .site_features = {kSiteFeatures, kContextSiteFeatures},
    .popularity = kPopularity,
    .recency = kRecency,
};

}  // namespace
}  // namespace attribute

constinit const TaskRow kAttributeTask = attribute::kRow;

}  // namespace fastnode::pack

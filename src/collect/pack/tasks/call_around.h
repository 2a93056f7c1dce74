// What is known of the call round a site: its signature, and what other calls in the file, the
// project and the corpus pass to what is called. The features that all tasks at arguments have
// stand here.
//
// "path" is the text of what is called, "last" its last component.
#pragma once

#include <string_view>
#include <vector>

#include "collect/pack/by_name.h"
#include "collect/pack/candidates.h"
#include "collect/pack/signature.h"
#include "collect/pack/tasks/variables.h"
#include "collect/pack/usage_view.h"

namespace fastnode::pack {

// How often a candidate stands in calls of other files, at the place that the task asks about.
enum CallFeature : int {
  kInProjectPath = 16,
  kInProjectLast = 18,
  kInProjectAny = 20,    // in calls of anything
  kInProjectFiles = 24,  // files of the project where it stands in calls of the same last component
  kInCorpusPath = 28,
  kInCorpusLast = 30,
  kInCorpusAny = 32,
  kInCorpusProjects = 36,
  // Under a keyword of anything that is the parameter's name, where it gets the argument by its
  // position.
  kInProjectParameter = 77,
  kInCorpusParameter = 78,
  // In other calls of the file with the same last component, at the same place: how often it stands
  // where the arguments before are of the same kinds, and where names among them are the same, too.
  kAfterSameKinds = 79,
  kAfterSameNames = 80,
  // Flags: it stands there in the closest such call before this one, and behind it.
  kInCallBefore = 81,
  kInCallAfter = 82,
};
inline constexpr Feature kCallFeatures[] = {
    {kInProjectPath, "in_project_path", Knowledge::kProject},
    {kInProjectLast, "in_project_last", Knowledge::kProject},
    {kInProjectAny, "in_project_any", Knowledge::kProject},
    {kInProjectFiles, "in_project_files", Knowledge::kProject},
    {kInCorpusPath, "in_corpus_path", Knowledge::kCorpus},
    {kInCorpusLast, "in_corpus_last", Knowledge::kCorpus},
    {kInCorpusAny, "in_corpus_any", Knowledge::kCorpus},
    {kInCorpusProjects, "in_corpus_projects", Knowledge::kCorpus},
    {kInProjectParameter, "in_project_parameter", Knowledge::kProject | Knowledge::kTypes},
    {kInCorpusParameter, "in_corpus_parameter", Knowledge::kCorpus | Knowledge::kTypes},
    {kAfterSameKinds, "after_same_kinds", Knowledge::kFile},
    {kAfterSameNames, "after_same_names", Knowledge::kFile},
    {kInCallBefore, "in_call_before", Knowledge::kFile},
    {kInCallAfter, "in_call_after", Knowledge::kFile},
};

enum CallSiteFeature : int {
  kAfterKeyword = 0,   // flags: a keyword argument stands before the place
  kKeywordStands = 1,  // the argument's keyword is not hidden
  kSignatureKnown = 2,
  kTakesMore = 3,   // the signature has *args or **kwargs
  kCalleeSelf = 4,  // what is called: a method of self or cls
  kCalleeName = 5,
  kCalleeAttribute = 6,
  kCalleeCall = 7,
  kCalleeNone = 10,
  kCalleeKnown = 11,  // its type
  kCalleeClass = 13,
  kCalleeLocalFunction = 14,
  kCalleeLibraryFunction = 15,
  kCallsOfPath = 16,  // calls that the file has of it
  kCallsOfLast = 17,
  kCallsInProject = 18,  // ... and others, that reach this position
  kCallsInCorpus = 19,
  kNeeded = 20,          // parameters that must still be filled
  kPosition = 21,        // arguments before the place
  kPositionalLeft = 22,  // parameters that a further positional argument may fill
  kVisiblePlaces = 23,   // places of arguments in the file
  kParameterKnown = 28,  // flags: which one gets the argument,
  kParameterHasDefault,
  kParameterVisible,    // ... and a variable of its name may be named here
  kParameterLike,       // its closest likeness to a variable of the function
  kParametersVisible,   // parameters not filled yet whose names are variables
  kUnreadVariables,     // variables of the function that are bound and not read since,
  kNeverReadVariables,  // ... and not behind the site, either
  kNearestUnread,       // how near the closest of them was bound
  kFormatsKnown,        // flag: a string before the place says what to fill in
  kFormatsLeft,         // how many of these no argument before the place fills
};
inline constexpr Feature kCallSiteFeatures[] = {
    {kAfterKeyword, "after_keyword", Knowledge::kSyntax},
    {kKeywordStands, "keyword_stands", Knowledge::kSyntax},
    {kSignatureKnown, "signature_known", Knowledge::kTypes},
    {kTakesMore, "takes_more", Knowledge::kTypes},
    {kCalleeSelf, "callee_self", Knowledge::kSyntax},
    {kCalleeName, "callee_name", Knowledge::kSyntax},
    {kCalleeAttribute, "callee_attribute", Knowledge::kSyntax},
    {kCalleeCall, "callee_call", Knowledge::kSyntax},
    {kCalleeNone, "callee_none", Knowledge::kSyntax},
    {kCalleeKnown, "callee_known", Knowledge::kTypes},
    {kCalleeClass, "callee_class", Knowledge::kTypes},
    {kCalleeLocalFunction, "callee_local_function", Knowledge::kTypes},
    {kCalleeLibraryFunction, "callee_library_function", Knowledge::kTypes},
    {kCallsOfPath, "calls_of_path", Knowledge::kFile},
    {kCallsOfLast, "calls_of_last", Knowledge::kFile},
    {kCallsInProject, "calls_in_project", Knowledge::kProject},
    {kCallsInCorpus, "calls_in_corpus", Knowledge::kCorpus},
    {kNeeded, "needed", Knowledge::kTypes},
    {kPosition, "position", Knowledge::kSyntax},
    {kPositionalLeft, "positional_left", Knowledge::kTypes},
    {kVisiblePlaces, "visible_places", Knowledge::kFile},
    {kParameterKnown, "parameter_known", Knowledge::kTypes},
    {kParameterHasDefault, "parameter_has_default", Knowledge::kTypes},
    {kParameterVisible, "parameter_visible", Knowledge::kTypes | Knowledge::kSpelling},
    {kParameterLike, "parameter_like", Knowledge::kTypes | Knowledge::kSpelling},
    {kParametersVisible, "parameters_visible", Knowledge::kTypes | Knowledge::kSpelling},
    {kUnreadVariables, "unread_variables", Knowledge::kFile},
    {kNeverReadVariables, "never_read_variables", Knowledge::kFile},
    {kNearestUnread, "nearest_unread", Knowledge::kFile},
    {kFormatsKnown, "formats_known", Knowledge::kSyntax},
    {kFormatsLeft, "formats_left", Knowledge::kSyntax},
};

class CallAround {
 public:
  explicit CallAround(const CandidateInput& input);

  using NameAt = std::string_view (*)(const ast::Tree&, const bind::ArgumentPlace&);

  // What other calls of the same thing have at the site's place.
  struct InOthers {
    uint32_t same_kinds = 0, same_names = 0;
    bool before = false, after = false;  // in the closest one
  };
  // Of what `text_at` says of a place, "" none.
  ByName<InOthers> FindInOthers(NameAt text_at) const;
  static void PutInOthers(const InOthers* others, CandidateBytes& f);

  // Rows of one key space by how closely the callee is named.
  struct Keys {
    UsageView::Key path, last, any, parameter;
  };
  Keys Locate(corpus::KeySpace space, uint64_t slot) const;
  // Writes CallFeatures: the counts of a name of NamesAround under the keys.
  void PutCounts(const Keys& keys, uint32_t name, CandidateBytes& f) const;

  SiteBytes FeaturesOfSite() const;

  // Parameters that a further positional argument may fill, and those that must still be filled.
  int PositionalLeft() const;
  int Needed() const;
  // The place in the signature of the parameter that the argument before the site fills: -1 if the
  // site is the first.
  static constexpr int kNotOfSignature = -2;
  int LastFilled() const;

  // Whether another place is in a call of the same thing.
  bool IsOfPath(const corpus::CallKeys& other) const {
    return keys.path != corpus::kNoCallee && other.path == keys.path;
  }
  bool IsOfLast(const corpus::CallKeys& other) const {
    return keys.last != corpus::kNoCallee && other.last == keys.last;
  }

  // Calls visit(place, keys) for each visible place, those of this call before the site included.
  template <typename Visitor>
  void ForEachOther(const Visitor& visit) const {
    for (size_t i = 0; i < source_.places.size(); ++i) {
      const bind::ArgumentPlace& place = source_.places[i];
      bool hidden = place.call == site_.place->call && place.position >= site_.place->position;
      if (!hidden && !site_.Hides(place.list)) visit(place, source_.call_keys[i]);
    }
  }

  // Names are what `name_at` says of a place, "" none. Calls visit(name) wherever a name stands, in
  // a visible call, next to one that is the same as stands just before the site.
  template <typename Visitor>
  void ForEachFollower(NameAt name_at, const Visitor& visit) const {
    if (site_.place->position == 0) return;
    const ast::Tree& tree = source_.index.tree;
    const std::string_view previous =
        name_at(tree, source_.places[static_cast<size_t>(site_.at) - 1]);
    if (previous.empty()) return;
    const bind::ArgumentPlace* last = nullptr;
    ForEachOther([&](const bind::ArgumentPlace& place, const corpus::CallKeys&) {
      if (last != nullptr && last->call == place.call && name_at(tree, *last) == previous) {
        const std::string_view name = name_at(tree, place);
        if (!name.empty()) visit(name);
      }
      last = &place;
    });
  }

  corpus::CallKeys keys;  // the site's; its slot is its position or the visible keyword
  Keys arguments;         // of KeySpace::kArgument
  Signature signature;
  std::string_view parameter;  // the name of the parameter that gets the argument, "" unknown
  ByName<Reading> visible;     // variables that may be named here

 private:
  CallSiteFeature CalleeFeature() const;
  void FindParameter();
  void FindVisible();
  void PutVisible(SiteBytes& f) const;
  void PutFormats(SiteBytes& f) const;
  // Which parameters the arguments before the place have filled.
  std::vector<bool> Filled() const;

  const AnalysedSource& source_;
  const Site& site_;
  NamesAround& names_;
  const UsageView& usage_;
  types::Type callee_;
  bool keyword_stands_ = false;
  double parameter_likeness_ = 0;
  uint32_t num_unread_ = 0, num_never_read_ = 0;
  int64_t nearest_unread_ = -1;  // in nodes, -1: there is none
  uint32_t calls_of_path_ = 0, calls_of_last_ = 0, num_visible_ = 0;
};

}  // namespace fastnode::pack

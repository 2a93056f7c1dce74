// What stands where in the bytes of candidate_features and site_features (pack/sample.h).
//
// Counts are quantised logarithmically: byte = min(255, round(16 * log2(1 + count))). Flags are 0
// or 64, so that the network sees 0 or 1. Shares are 0..128. Nearness is 200 for the closest use
// and falls by 16 a doubling of the distance, 0 where there is none.
#pragma once

#include <cstdint>

#include "collect/pack/sample.h"

namespace fastnode::pack {

// Of a candidate. For the attribute task "base" is the text before the dot, "last" its last
// component, "context" whether the name is read, called, stored or deleted. The attribute-base task
// fills the slots that have a meaning for names of variables; the comment says which.
enum CandidateFeature : int {
  kFileBase,         // uses in this file on the same base; base task: uses before a dot
  kFileBaseContext,  // ... in the same context
  kFileLast,
  kFileLastContext,
  kFileAny,  // base task: all references
  kFileAnyContext,
  kBeforeBase,  // nearness of the last such use before the site; base task: before a dot
  kAfterBase,   // ... and of the next one after it
  kBeforeAny,
  kAfterAny,
  kFunctionBase,  // uses in the same function
  kFunctionAny,
  kClassBase,        // uses in the same class
  kIsPrevious,       // flag: the use on this base just before the site
  kFollowsPrevious,  // how often it follows, on one base, what stands before the site
  kPrecedesNext,     // how often it precedes what stands after the site
  kProjectBase,      // the rest of the project
  kProjectBaseContext,
  kProjectLast,
  kProjectLastContext,
  kProjectAny,  // base task: as the name before a dot
  kProjectAnyContext,
  kProjectType,
  kProjectTypeContext,
  kProjectBaseFiles,  // files of the project that use it so
  kProjectMethods,    // classes of the project that define a method of this name
  kProjectFunctions,  // module-level functions and classes
  kProjectVariables,  // class and module variables
  kCorpusBase,        // other projects
  kCorpusBaseContext,
  kCorpusLast,
  kCorpusLastContext,
  kCorpusAny,  // base task: as the name before a dot
  kCorpusAnyContext,
  kCorpusType,
  kCorpusTypeContext,
  kCorpusBaseProjects,
  kIsMember,            // flags: of the base's type; base task: the variable is bound by ...
  kMemberFunction,      //   a def
  kMemberVariable,      //   an assignment
  kMemberOther,         //   a class
  kFromClassBody,       //   a parameter
  kFromSelfAssignment,  //   an import
  kInherited,           //   an enclosing function's binding
  kFromLibrary,         //   nothing in this file (builtin or unknown)
  kDefinedInFile,       // classes of the file that define this name
  kFileWords,           // it stands in the file as a name of something else than an attribute
  kFileStrings,         // ... as a whole string
  kInStatement,         // flag: the name stands in the same statement
  kStatementOverlap,    // share of subtokens in common with the closest name of the statement
  kFunctionOverlap,     // ... with the enclosing function's name
  kTargetOverlap,       // ... with what the expression is assigned to or passed as
  kPrivate,             // flags of the spelling
  kDunder,
  kCapitalised,
  kAllCapitals,
  kLength,  // logarithmic, of the name
  kPrior,   // the hand-made score by which candidates are chosen, 16 * log2(1 + 64 x)
  kNumUsedCandidateFeatures
};
static_assert(kNumUsedCandidateFeatures == kNumCandidateFeatures);

// Of a site.
enum SiteFeature : int {
  kContextLoad,
  kContextCall,
  kContextStore,
  kContextDelete,
  kBaseSelf,  // what the base is: flags
  kBaseName,
  kBaseAttribute,
  kBaseCall,
  kBaseSubscript,
  kBaseLiteral,
  kBaseOther,
  kTypeKnown,
  kTypeModule,
  kTypeClass,
  kTypeLocalInstance,
  kTypeLibraryInstance,
  kTotalFileBase,  // sums of counts over all names
  kTotalFileLast,
  kTotalProjectBase,
  kTotalCorpusBase,
  kTotalCorpusType,
  kTotalMembers,
  kTotalFunctionBase,
  kTotalFileAny,
  kNumUsedSiteFeatures
};
static_assert(kNumUsedSiteFeatures == kNumSiteFeatures);

inline constexpr uint8_t kFlag = 64;

uint8_t QuantiseCount(uint64_t count);
uint8_t QuantiseNearness(int64_t distance);  // distance >= 0; 0 is the closest
uint8_t QuantiseShare(double share);         // in [0, 1]

}  // namespace fastnode::pack

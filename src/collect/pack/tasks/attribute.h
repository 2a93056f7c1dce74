// What the features of the attribute task mean. Others read them, too: the fallback and the kinds
// of completions (predict), and who tells sites apart by their base (learn/model/metrics.h).
//
// "base" is the text before the dot, "last" its last component, "context" whether the name is read,
// called, stored or deleted.
#pragma once

#include "analyze/bind/reads.h"
#include "collect/corpus/usage.h"

namespace fastnode::pack::attribute {

enum CandidateFeature : int {
  kFileBase,         // uses in this file on the same base
  kFileBaseContext,  // ... in the same context
  kFileLast,
  kFileLastContext,
  kFileAny,
  kFileAnyContext,
  kBeforeBase,  // nearness of the last such use before the site
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
  kProjectAny,
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
  kCorpusAny,
  kCorpusAnyContext,
  kCorpusType,
  kCorpusTypeContext,
  kCorpusBaseProjects,
  kIsMember,  // flags: of the base's type
  kMemberFunction,
  kMemberVariable,
  kMemberOther,
  kFromClassBody,
  kFromSelfAssignment,
  kInherited,
  kFromLibrary,
  kDefinedInFile,  // classes of the file that define this name
  kFileWords,      // it stands in the file as a name of something else than an attribute
  kFileStrings,    // ... as a whole string
  // Behind those of all tasks: TextFeature, ContextFeature, NearWordFeature.
  // Uses where the same kind of expression begins (bind::Position): what is raised, what a
  // statement begins with, ...
  kFileAnyIn = 74,
  kFileLastIn,
  kFirstProjectNarrow,  // under each of corpus::NarrowKeys
  kFirstCorpusNarrow = kFirstProjectNarrow + corpus::kNumNarrow,
  // Flag: a parameter of the function has this name.
  kParameter = kFirstCorpusNarrow + corpus::kNumNarrow,
  kNextParameter,  // flag: the first of those that the function has not used yet
  // Flags: what code hardly says again.
  kIsFunction,         // the function around the site has this name
  kOnBaseInStatement,  // the statement uses it on the same base already
  // Flags: a condition that holds here names it, and on the same base.
  kInGuard,
  kInGuardOnBase,
  kClassOverlap,   // share of subtokens in common with the name of the class around
  kUnreadOverlap,  // ... with the closest variable that is bound and not read yet
};
// Behind them: those of contexts.h.

enum SiteFeature : int {
  kContextLoad,  // flags: bind::UseContext
  kContextCall,
  kContextStore,
  kContextDelete,
  kBaseSelf,  // flags: what the base is
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
  kFirstPosition = 28,  // behind what kContextSiteFeatures names: one flag for each bind::Position
  kFirstTotalProjectNarrow = kFirstPosition + bind::kNumPositions,
  kFirstTotalCorpusNarrow = kFirstTotalProjectNarrow + corpus::kNumNarrow,
  // Flag: the expression is an argument, and which parameter gets it is known.
  kParameterKnown = kFirstTotalCorpusNarrow + corpus::kNumNarrow,
};

}  // namespace fastnode::pack::attribute

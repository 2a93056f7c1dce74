// The variables that may be named at a site, and other names that the file uses: what the tasks
// base, argument and name rank. The features that they all have of them stand here.
#pragma once

#include <cstdint>
#include <vector>

#include "analyze/bind/file_index.h"
#include "collect/pack/by_name.h"
#include "collect/pack/candidates.h"

namespace fastnode::pack {

enum VariableFeature : int {
  kBeforeDot = 0,      // how often it stands before a dot in this file
  kWrites = 2,         // how often it is bound
  kReferences = 4,     // how often it is named at all
  kLastBeforeDot = 6,  // nearness of the last time before a dot, before the site
  kNextBeforeDot = 7,  // ... and of the next one after it
  kLastReference = 8,  // nearness of any reference
  kNextReference = 9,
  kFunctionBeforeDot = 10,  // in the same function: before a dot
  kFunctionReferences = 11,
  kVisible = 37,     // flags: a variable in reach of the site
  kBoundByDef = 38,  // it is bound by ...
  kBoundByWrite = 39,
  kBoundByClass = 40,
  kIsParameter = 41,
  kBoundByImport = 42,
  kOfOuterFunction = 43,
  kUnbound = 44,  // nothing in this file binds it: a builtin, a star import
  // Behind those of all tasks.
  kUnread = 74,       // flags: nothing has read it since it was bound last, before the site
  kNeverRead,         // nothing in the file reads it
  kNextOfParameters,  // the first parameter of the function that is not read yet
};
inline constexpr Feature kVariableFeatures[] = {
    {kBeforeDot, "before_dot", Knowledge::kFile},
    {kWrites, "writes", Knowledge::kFile},
    {kReferences, "references", Knowledge::kFile},
    {kLastBeforeDot, "last_before_dot", Knowledge::kFile},
    {kNextBeforeDot, "next_before_dot", Knowledge::kFile},
    {kLastReference, "last_reference", Knowledge::kFile},
    {kNextReference, "next_reference", Knowledge::kFile},
    {kFunctionBeforeDot, "function_before_dot", Knowledge::kFile},
    {kFunctionReferences, "function_references", Knowledge::kFile},
    {kVisible, "visible", Knowledge::kFile},
    {kBoundByDef, "bound_by_def", Knowledge::kFile},
    {kBoundByWrite, "bound_by_write", Knowledge::kFile},
    {kBoundByClass, "bound_by_class", Knowledge::kFile},
    {kIsParameter, "is_parameter", Knowledge::kFile},
    {kBoundByImport, "bound_by_import", Knowledge::kFile},
    {kOfOuterFunction, "of_outer_function", Knowledge::kFile},
    {kUnbound, "unbound", Knowledge::kFile},
    {kUnread, "unread", Knowledge::kFile},
    {kNeverRead, "never_read", Knowledge::kFile},
    {kNextOfParameters, "next_of_parameters", Knowledge::kFile},
};

// What was bound waits to be read. An assignment binds when its value is known: the target of the
// line that is being written is not bound yet, and `n = n + 1` leaves n unread.
struct Reading {
  bool unread = false;      // it was bound before the site, and nothing has read it since
  bool never_read = false;  // nothing reads it, before the site or behind it
  int64_t age = 0;          // how far back it was bound, in nodes, if it is unread
};
Reading ReadingOf(const bind::FileIndex& index, const bind::Variable& variable, const Site& site);

// A function's parameters, in order; none of bind::kNone.
std::vector<const bind::Variable*> ParametersOf(const bind::FileIndex& index,
                                                bind::ScopeId function);

struct KnownVariable {
  uint32_t references = 0, writes = 0, before_dot = 0;
  uint32_t function_references = 0, function_before_dot = 0;
  // Syntax nodes to the nearest reference and to the nearest use before a dot, -1: none. In nodes,
  // not bytes: what stands at the site has one node whatever its length.
  int64_t last = -1, next = -1, last_before_dot = -1, next_before_dot = -1;
  bool visible = false, of_outer_function = false, next_of_parameters = false;
  Reading reading;
  const bind::Variable* variable = nullptr;  // null: the file does not bind it
};

// Which names are found that the file uses and does not bind: those before a dot, or all that are
// read, words of the language among them.
enum class Unbound : uint8_t { kBases, kReads };
// `from`: the node at which names are looked up.
ByName<KnownVariable> FindVariables(const AnalysedSource& source, const Site& site,
                                    ast::NodeId from, Unbound unbound = Unbound::kBases);

void PutVariable(const KnownVariable& known, CandidateBytes& f);
// What these features are worth in a prior.
double PriorOfVariable(const KnownVariable& known, const CandidateBytes& f, uint8_t corpus_count);

}  // namespace fastnode::pack

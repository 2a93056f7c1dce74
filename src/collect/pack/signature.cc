#include "collect/pack/signature.h"

#include "collect/pack/phase.h"

namespace fastnode::pack {

using ast::Field;
using ast::kNoNode;
using ast::NodeId;

int Signature::Find(std::string_view name) const {
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

Signature SignatureOf(const bind::FileIndex& index, NodeId call, types::TypeEvaluator& types) {
  PhaseScope phase(Phase::kTypes);
  const ast::Tree& tree = index.tree;
  Signature signature;
  if (tree.Child(call, Field::kFunction) == kNoNode) return signature;
  types::CallSignature known = types.SignatureOfCall(call);
  signature.known = known.known;
  signature.takes_more = known.takes_list || known.takes_dictionary;
  signature.takes_any_keyword =
      !known.known || known.takes_dictionary || known.is_overloaded || known.is_guess;
  for (const types::ParameterOfCall& parameter : known.parameters) {
    signature.parameters.push_back(
        {parameter.name, parameter.has_default, parameter.keyword_only, parameter.positional_only});
  }
  return signature;
}

}  // namespace fastnode::pack

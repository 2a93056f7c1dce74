#include "analyze/types/infer/type_table.h"

#include <algorithm>
#include <functional>

namespace fastnode::types {
namespace {

constexpr size_t kMaxAlternatives = 32;

}  // namespace

size_t TypeTable::Hash::operator()(const TypeData* data) const {
  uint64_t hash = static_cast<uint64_t>(data->form) * 0x9E3779B97F4A7C15u;
  auto mix = [&](uint64_t value) { hash = (hash ^ value) * 0x100000001B3u + (hash >> 29); };
  mix(data->flags);
  mix(static_cast<uint64_t>(static_cast<uint32_t>(data->file)) << 32 |
      static_cast<uint32_t>(data->node));
  for (TypeId argument : data->arguments) mix(static_cast<uint32_t>(argument));
  if (!data->text.empty()) mix(std::hash<std::string>()(data->text));
  return hash;
}

TypeTable::TypeTable() {
  Add({});
  Add({.form = Form::kNone});
}

TypeId TypeTable::Add(TypeData data) {
  auto found = ids_.find(&data);
  if (found != ids_.end()) return found->second;
  auto id = TypeId(types_.size());
  bool variables = data.form == Form::kVariable || (data.flags & kIsSelf) != 0;
  for (TypeId argument : data.arguments) variables |= HasVariables(argument);
  types_.push_back(std::move(data));
  has_variables_.push_back(variables);
  ids_.emplace(&types_.back(), id);
  return id;
}

TypeId TypeTable::Union(std::span<const TypeId> types) {
  // Most often.
  if (types.size() == 1 && form(types[0]) != Form::kUnion) return types[0];
  std::vector<TypeId> alternatives;
  TypeId opaque = kUnknownType;
  bool guesses = false;
  for (const TypeId& type : types) {
    for (TypeId alternative : Alternatives(type)) {
      if ((*this)[alternative].form == Form::kUnknown) {
        if (opaque == kUnknownType) opaque = alternative;
        continue;
      }
      bool known =
          std::find(alternatives.begin(), alternatives.end(), alternative) != alternatives.end();
      if (!known && alternatives.size() < kMaxAlternatives) alternatives.push_back(alternative);
      guesses |= ((*this)[alternative].flags & kIsGuess) != 0;
    }
  }
  if (guesses && alternatives.size() > 1) DropKnownGuesses(alternatives);
  if (alternatives.empty() ||
      (alternatives.size() == 1 && alternatives[0] == kNoneType && opaque != kUnknownType)) {
    return opaque;
  }
  if (alternatives.size() == 1) return alternatives[0];
  return Add({.form = Form::kUnion, .arguments = std::move(alternatives)});
}

void TypeTable::DropKnownGuesses(std::vector<TypeId>& alternatives) {
  const std::vector<TypeId> all = alternatives;
  std::erase_if(alternatives, [&](TypeId one) {
    TypeData data = (*this)[one];
    if ((data.flags & kIsGuess) == 0) return false;
    data.flags &= static_cast<uint8_t>(~kIsGuess);
    return std::find(all.begin(), all.end(), Add(std::move(data))) != all.end();
  });
}

TypeId TypeTable::Guessed(TypeId type) {
  std::vector<TypeId> alternatives;
  for (TypeId alternative : Alternatives(type)) {
    TypeData data = (*this)[alternative];
    if (data.form == Form::kInstance) data.flags |= kIsGuess;
    alternatives.push_back(Add(std::move(data)));
  }
  return Union(alternatives);
}

std::span<const TypeId> TypeTable::Alternatives(const TypeId& type) const {
  const TypeData& data = (*this)[type];
  if (data.form == Form::kUnion) return data.arguments;
  return {&type, 1};
}

TypeId TypeTable::WithoutNone(TypeId type) {
  if (type == kNoneType) return kUnknownType;
  if ((*this)[type].form != Form::kUnion) return type;
  std::vector<TypeId> rest;
  for (TypeId alternative : (*this)[type].arguments) {
    if (alternative != kNoneType) rest.push_back(alternative);
  }
  return Union(rest);
}

}  // namespace fastnode::types

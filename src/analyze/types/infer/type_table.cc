#include "analyze/types/infer/type_table.h"

#include <algorithm>
#include <functional>

namespace fastnode::types {
namespace {

constexpr size_t kMaxAlternatives = 32;

}  // namespace

uint32_t TypeTable::HashOf(const TypeData& data) {
  uint64_t hash = static_cast<uint64_t>(data.form) * 0x9E3779B97F4A7C15u;
  auto mix = [&](uint64_t value) { hash = (hash ^ value) * 0x100000001B3u + (hash >> 29); };
  mix(data.flags);
  mix(static_cast<uint64_t>(static_cast<uint32_t>(data.file)) << 32 |
      static_cast<uint32_t>(data.node));
  for (TypeId argument : data.arguments) mix(static_cast<uint32_t>(argument));
  if (!data.text.empty()) mix(std::hash<std::string>()(data.text));
  return static_cast<uint32_t>(hash * 0x9E3779B97F4A7C15u >> 32);
}

TypeTable::TypeTable() : places_(256) {
  Add({});
  Add({.form = Form::kNone});
}

size_t TypeTable::PlaceOf(const TypeData& data, uint32_t hash) const {
  const size_t mask = places_.size() - 1;
  size_t at = hash & mask;
  for (; places_[at].id != kNoId; at = (at + 1) & mask) {
    if (places_[at].hash == hash && (*this)[places_[at].id] == data) break;
  }
  return at;
}

void TypeTable::GrowPlaces() {
  std::vector<Place> before(2 * places_.size());
  before.swap(places_);
  const size_t mask = places_.size() - 1;
  for (const Place& place : before) {
    if (place.id == kNoId) continue;
    size_t at = place.hash & mask;
    while (places_[at].id != kNoId) at = (at + 1) & mask;
    places_[at] = place;
  }
}

TypeId TypeTable::Add(TypeData data) {
  const uint32_t hash = HashOf(data);
  const size_t at = PlaceOf(data, hash);
  if (places_[at].id != kNoId) return places_[at].id;
  const auto id = TypeId(traits_.size());
  places_[at] = {hash, id};
  if (2 * traits_.size() >= places_.size()) GrowPlaces();
  bool variables = data.form == Form::kVariable || (data.flags & kIsSelf) != 0;
  for (TypeId argument : data.arguments) variables |= HasVariables(argument);
  traits_.push_back({.form = data.form, .has_variables = variables});
  if (id.index() % kBlock == 0) blocks_.push_back(std::make_unique<Block>());
  (*blocks_.back())[id.index() % kBlock] = std::move(data);
  return id;
}

TypeId TypeTable::Union(std::span<const TypeId> types) {
  if (types.empty()) return kUnknownType;
  const bool is_one =
      std::all_of(types.begin(), types.end(), [&](TypeId type) { return type == types[0]; });
  if (is_one) return types[0];  // most often
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

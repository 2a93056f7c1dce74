// Types as inference holds them: each distinct one once, under a number, so that two are compared
// by their numbers. These depend on the order of questions and never leave the answers.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/tree.h"
#include "analyze/types/infer/type_id.h"

namespace fastnode::types {

enum class Form : uint8_t {
  kUnknown,  // text: what an import that finds nothing says ("pkg.name()"), or ""
  kNone,
  kModule,    // text: its dotted path
  kClass,     // the class (file, node: class_definition, or the call that makes one), arguments:
              // of its type parameters
  kInstance,  // of such a class; of tuples the arguments are the elements
  kFunction,  // (file, node: function_definition or lambda); arguments: what it is bound to, or
              // none
  kProperty,  // the same, seen through a property
  kCallable,  // file, node: the function that it takes the place of, if any;
              // arguments: those of its parameters, where the result may depend on them, then what
              // a call gives
  kVariable,  // a type variable; text: its name; node: what makes it; arguments: its bound, or none
  kClassOf,   // the class of what the argument, a type variable, stands for
  kSpecial,   // a form of the typing module; text: its name
  kUnion,     // arguments: the alternatives, two or more, in the order in which they were found
};

// The name of a variable that stands for any number of types (PEP 646), and of the form that holds
// several in the place of one.
inline constexpr std::string_view kNameOfPack = "*";

enum TypeFlag : uint8_t {
  kIsSelf = 1,     // an instance that stands for the object a method is called on
  kAnyLength = 2,  // tuple[X, ...]
  kIsSuper = 4,    // super(): members are looked up behind the class itself
  kIsGuess = 8,    // an instance, by its uses alone (used_as.cc), or by what is usual
};

struct TypeData {
  Form form = Form::kUnknown;
  uint8_t flags = 0;
  int32_t file = -1;  // File::number
  ast::NodeId node = ast::kNoNode;
  std::vector<TypeId> arguments;
  std::string text;  // of instances: the literal's text, if it is Literal[...]

  bool operator==(const TypeData&) const = default;
};

class TypeTable {
 public:
  TypeTable();
  TypeId Add(TypeData data);
  // It stays where it is.
  const TypeData& operator[](TypeId id) const {
    return (*blocks_[id.index() / kBlock])[id.index() % kBlock];
  }

  Form form(TypeId id) const { return traits_[id.index()].form; }
  bool HasVariables(TypeId type) const { return traits_[type.index()].has_variables; }

  // One type of several: alternatives of unions are taken out, unknown ones passed over, duplicates
  // dropped. Of too many the first stay.
  TypeId Union(std::span<const TypeId> types);
  TypeId Union(std::initializer_list<TypeId> types) {
    return Union(std::span(types.begin(), types.size()));
  }
  // The alternatives; a type that is no union is its own only one.
  std::span<const TypeId> Alternatives(const TypeId& type) const;
  std::span<const TypeId> Alternatives(TypeId&& type) const = delete;  // it would not live
  TypeId WithoutNone(TypeId type);
  // The same, its objects marked as guesses.
  TypeId Guessed(TypeId type);

  // type_forms.cc: one type made of another.
  TypeId Module(std::string path);
  TypeId Class(int32_t file, ast::NodeId definition);  // applied to nothing
  TypeId Function(int32_t file, ast::NodeId definition);
  TypeId Variable(int32_t file, ast::NodeId made_by, std::string_view name);
  // What an import that finds nothing says; unknown if it says too much.
  TypeId Opaque(std::string path);
  // What calling each of the classes makes.
  TypeId InstanceOf(TypeId cls, std::vector<TypeId> arguments = {});
  // The class of each of the instances.
  TypeId ClassOf(TypeId instance);
  bool IsPack(TypeId type) const {
    return form(type) == Form::kVariable && (*this)[type].text == kNameOfPack;
  }
  // Several types in the place of one; one is itself.
  TypeId Packed(std::vector<TypeId> types);
  // A tuple of any length; of what is no tuple the same.
  TypeId OfAnyLength(TypeId tuple);
  // The same with bounds for type variables and the class for self, as others may see it.
  TypeId Grounded(TypeId type);
  // The type variables in it, each once, in the order in which they stand there.
  std::vector<TypeId> VariablesIn(TypeId type) const;

 private:
  static constexpr size_t kBlock = 64;
  using Block = std::array<TypeData, kBlock>;
  // What is asked most often.
  struct Traits {
    Form form;
    bool has_variables;            // itself or an argument is a variable, or stands for self
    TypeId object = kUnknownType;  // of a class: what calling it makes, once it is known
  };
  struct Place {
    uint32_t hash = 0;
    TypeId id;  // of none: kNoId
  };

  static uint32_t HashOf(const TypeData& data);
  // Where it stands in places_, or is to be put.
  size_t PlaceOf(const TypeData& data, uint32_t hash) const;
  void GrowPlaces();
  TypeId InstanceOfOne(TypeId cls, const std::vector<TypeId>& arguments);
  TypeId ClassOfOne(TypeId instance);
  // Guesses of what is known to be an alternative anyway.
  void DropKnownGuesses(std::vector<TypeId>& alternatives);

  std::vector<std::unique_ptr<Block>> blocks_;
  std::vector<Traits> traits_;  // of each type
  std::vector<Place> places_;   // open addressing, a power of two
};

}  // namespace fastnode::types

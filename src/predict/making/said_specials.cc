#include "predict/making/said_specials.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyze/ast/name_byte.h"

namespace fastnode::predict {

using ast::Field;
using ast::kNoNode;
using ast::NodeId;

std::vector<std::string_view> ParametersAfterSelf(const ast::Tree& tree, NodeId function) {
  std::vector<std::string_view> names;
  const NodeId list = tree.Child(function, Field::kParameters);
  const NodeId first = list == kNoNode ? list : tree.FirstChild(list);
  if (first == kNoNode) return names;
  for (NodeId c = tree.NextSibling(first); c != kNoNode; c = tree.NextSibling(c)) {
    const std::string_view text = tree.Text(c);
    size_t end = 0;
    while (end < text.size() && (ast::IsNameByte(text[end]) || text[end] == '*')) ++end;
    if (end > 0) names.push_back(text.substr(0, end));
  }
  return names;
}

namespace {

bool HasPart(std::string_view text, const std::string& part) {
  return text.find(part) != text.npos;
}

// Of one other operand by what is done with it.
void AddOperators(std::string_view body, const std::string& other,
                  std::vector<std::string_view>& said) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kSigns = {
      {{"<=", "__le__"},
       {">=", "__ge__"},
       {"==", "__eq__"},
       {"!=", "__ne__"},
       {"<<", "__lshift__"},
       {">>", "__rshift__"},
       {"//", "__floordiv__"},
       {"**", "__pow__"},
       {"<", "__lt__"},
       {">", "__gt__"},
       {"+", "__add__"},
       {"-", "__sub__"},
       {"*", "__mul__"},
       {"/", "__truediv__"},
       {"%", "__mod__"}}};
  for (const auto& [sign, name] : kSigns) {
    if (HasPart(body, " " + std::string(sign) + " " + other)) said.push_back(name);
  }
}

void AddByParameters(const std::vector<std::string_view>& parameters, std::string_view body,
                     bool is_async, std::vector<std::string_view>& said) {
  for (std::string_view one : parameters) {
    const std::string name(one);
    // A constructor.
    if (HasPart(body, "self." + name + " = ") || HasPart(body, "self._" + name + " = ")) return;
  }
  const std::string first(parameters[0]);
  if (first.starts_with("exc") || first.starts_with("*exc") || parameters.size() == 3) {
    said.push_back(is_async ? "__aexit__" : "__exit__");
    return;
  }
  const bool is_key = first == "key" || first == "index" || first == "idx" || first == "i";
  if (parameters.size() == 2) {
    const std::string stored = "[" + first + "] = " + std::string(parameters[1]);
    if (HasPart(body, stored) || is_key) said.push_back("__setitem__");
    if (first == "name" || first == "attr") said.push_back("__setattr__");
    if (first == "instance" || first == "obj") {
      said.push_back(parameters[1] == "value" ? "__set__" : "__get__");
    }
    return;
  }
  if (parameters.size() != 1) return;
  AddOperators(body, first, said);
  if (HasPart(body, "del ") && HasPart(body, "[" + first + "]")) said.push_back("__delitem__");
  if (HasPart(body, "[" + first + "]")) said.push_back("__getitem__");
  if (HasPart(body, first + " in ")) said.push_back("__contains__");
  if (HasPart(body, "delattr(")) said.push_back("__delattr__");
  if (HasPart(body, "getattr(") || first == "name" || first == "attr") {
    said.push_back("__getattr__");
  }
  if (is_key || first == "item") {
    for (const char* name : {"__getitem__", "__contains__", "__delitem__"}) said.emplace_back(name);
  }
  if (first == "other") {
    for (const char* name : {"__eq__", "__ne__", "__lt__", "__add__"}) said.emplace_back(name);
  }
  if (first == "memo") said.push_back("__deepcopy__");
}

void AddByBody(std::string_view body, bool has_next, bool is_async,
               std::vector<std::string_view>& said) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kParts = {
      {{"return len(", "__len__"},
       {"return iter(", "__iter__"},
       {"yield", "__iter__"},
       {"hash(", "__hash__"},
       {"StopIteration", "__next__"},
       {"return bool(", "__bool__"}}};
  if (is_async) {
    if (body == "return self") said.push_back("__aenter__");
    if (HasPart(body, "StopAsyncIteration")) said.push_back("__anext__");
    return;
  }
  for (const auto& [part, name] : kParts) {
    if (HasPart(body, std::string(part))) said.push_back(name);
  }
  if (body.ends_with("return self")) said.push_back(has_next ? "__iter__" : "__enter__");
  const bool is_text = HasPart(body, "return f\"") || HasPart(body, "return f'") ||
                       HasPart(body, "return \"") || HasPart(body, "return '");
  if (!is_text) return;
  said.emplace_back("__repr__");
  said.emplace_back("__str__");
}

}  // namespace

std::vector<std::string_view> SaidSpecials(const ast::Tree& tree, NodeId function,
                                           bool has_parameters,
                                           const std::set<std::string>& of_class) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kPairs = {
      {{"__enter__", "__exit__"},
       {"__aenter__", "__aexit__"},
       {"__next__", "__iter__"},
       {"__anext__", "__aiter__"},
       {"__getitem__", "__setitem__"},
       {"__setitem__", "__delitem__"},
       {"__eq__", "__hash__"},
       {"__set__", "__get__"}}};
  std::vector<std::string_view> said;
  if (has_parameters) {
    const NodeId node = tree.Child(function, Field::kBody);
    const std::string_view body = node == kNoNode ? "" : tree.Text(node);
    const bool is_async = tree.Text(function).starts_with("async");
    const std::vector<std::string_view> parameters = ParametersAfterSelf(tree, function);
    if (parameters.empty()) {
      AddByBody(body, of_class.contains("__next__"), is_async, said);
    } else {
      AddByParameters(parameters, body, is_async, said);
    }
  } else {
    for (const auto& [one, other] : kPairs) {
      if (of_class.contains(std::string(one))) said.push_back(other);
    }
  }
  std::erase_if(said, [&](std::string_view name) { return of_class.contains(std::string(name)); });
  return said;
}

}  // namespace fastnode::predict

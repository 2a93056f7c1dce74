#include "predict/strings/usual_strings.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "predict/fit/written_values.h"
#include "predict/strings/string_values.h"
#include "support/is_any_of.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

using Strings = std::span<const std::string_view>;

// In the order in which the projects that are trained on use them.
constexpr std::array<std::string_view, 5> kEncodings = {"utf-8", "latin-1", "ascii", "utf-16",
                                                        "utf-8-sig"};
constexpr std::array<std::string_view, 5> kEncoded = {"ascii", "utf-8", "latin-1", "idna",
                                                      "unicode_escape"};
constexpr std::array<std::string_view, 7> kErrors = {
    "replace", "backslashreplace", "xmlcharrefreplace",
    "strict",  "surrogatepass",    "surrogateescape",
    "ignore"};
constexpr std::array<std::string_view, 9> kActions = {"store_true",  "append", "store_false",
                                                      "store_const", "help",   "count",
                                                      "version",     "store",  "append_const"};
constexpr std::array<std::string_view, 3> kCounts = {"?", "*", "+"};
constexpr std::array<std::string_view, 5> kScopes = {"class", "session", "function", "module",
                                                     "package"};

constexpr std::array<std::string_view, 8> kTimes = {
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y%m%d",   "%H:%M:%S",
    "%H:%M",    "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y", "%B %d, %Y"};

constexpr std::array<std::string_view, 6> kMethods = {"GET",    "POST",  "PUT",
                                                      "DELETE", "PATCH", "HEAD"};
constexpr std::array<std::string_view, 6> kAskedMethods = {"POST",   "GET",   "PUT",
                                                           "DELETE", "PATCH", "HEAD"};

bool IsCodec(std::string_view callee) {
  static constexpr std::string_view kNames[] = {
      "bytes", "decode", "encode", "open", "read_text", "str", "write_text", "TextIOWrapper"};
  return std::find(std::begin(kNames), std::end(kNames), callee) != std::end(kNames);
}

Strings ByKeyword(std::string_view callee, std::string_view keyword) {
  if (keyword == "encoding") return kEncodings;
  if (keyword == "errors" && IsCodec(callee)) return kErrors;
  if (keyword == "action" && callee == "add_argument") return kActions;
  if (keyword == "nargs" && callee == "add_argument") return kCounts;
  if (keyword == "scope" && callee == "fixture") return kScopes;
  return {};
}

// Elements of a list that is passed.
Strings ByList(const ast::Tree& tree, NodeId list) {
  const NodeId up = tree[list].parent;
  if (up == kNoNode) return {};
  if (tree[up].kind == Kind::kKeywordArgument) {
    return KeyOf(tree, up) == "methods" ? Strings(kMethods) : Strings();
  }
  const bool is_only = tree[up].kind == Kind::kArgumentList && tree.FirstChild(up) == list;
  const std::string_view callee = is_only ? NameOfCallee(tree, tree[up].parent) : "";
  return IsAnyOf(callee, {"require_http_methods", "api_view"}) ? Strings(kMethods) : Strings();
}

// request.method == "|", request.method in ("|",)
bool AsksForMethod(const ast::Tree& tree, NodeId comparison) {
  const NodeId left = tree.FirstChild(comparison);
  if (left == kNoNode || tree[left].kind != Kind::kAttribute) return false;
  const std::string_view text = tree.Text(left);
  return text == "request.method" || text.ends_with(".request.method");
}

Strings StringsAt(const ast::Tree& tree, NodeId place) {
  const NodeId parent = tree[place].parent;
  if (parent == kNoNode) return {};
  if (tree[parent].kind == Kind::kComparisonOperator) {
    return AsksForMethod(tree, parent) ? Strings(kAskedMethods) : Strings();
  }
  if (tree[parent].kind == Kind::kList || tree[parent].kind == Kind::kTuple) {
    const NodeId up = tree[parent].parent;
    const bool is_asked = up != kNoNode && tree[up].kind == Kind::kComparisonOperator;
    if (is_asked) return AsksForMethod(tree, up) ? Strings(kAskedMethods) : Strings();
    return ByList(tree, parent);
  }
  if (tree[parent].kind == Kind::kKeywordArgument) {
    const NodeId list = tree[parent].parent;
    if (list == kNoNode || tree[list].kind != Kind::kArgumentList) return {};
    return ByKeyword(NameOfCallee(tree, tree[list].parent),
                     tree.Text(tree.Child(parent, Field::kName)));
  }
  if (tree[parent].kind != Kind::kArgumentList) return {};
  const NodeId call = tree[parent].parent;
  const std::string_view callee = NameOfCallee(tree, call);
  const bool is_second = tree.NextSibling(tree.FirstChild(parent)) == place;
  if (callee == "strptime" && is_second) return kTimes;
  if (tree.FirstChild(parent) != place) return {};
  if (callee == "strftime") return kTimes;
  const bool is_method = tree[tree.Child(call, Field::kFunction)].kind == Kind::kAttribute;
  return is_method && (callee == "encode" || callee == "decode") ? Strings(kEncoded) : Strings();
}

// Whether the list in which the place is has the text already.
bool IsBeside(const ast::Tree& tree, NodeId place, std::string_view text) {
  const NodeId list = tree[place].parent;
  if (tree[list].kind != Kind::kList && tree[list].kind != Kind::kTuple) return false;
  for (NodeId c = tree.FirstChild(list); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind == Kind::kString && PlainUnquoted(tree.Text(c)) == text) return true;
  }
  return false;
}

}  // namespace

bool AddUsualStrings(const ast::Tree& tree, NodeId place, Keys& keys) {
  float worth = 1;
  for (std::string_view text : StringsAt(tree, place)) {
    if (!IsBeside(tree, place, text)) keys.Add(text, worth);
    worth /= 2;
  }
  return !keys.empty();
}

}  // namespace fastnode::predict

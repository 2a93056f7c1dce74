#include "predict/strings/usual_strings.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "predict/fit/written_values.h"
#include "predict/strings/string_values.h"

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

Strings StringsAt(const ast::Tree& tree, NodeId place) {
  const NodeId parent = tree[place].parent;
  if (parent == kNoNode) return {};
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

}  // namespace

bool AddUsualStrings(const ast::Tree& tree, NodeId place, Keys& keys) {
  float worth = 1;
  for (std::string_view text : StringsAt(tree, place)) {
    keys.Add(text, worth);
    worth /= 2;
  }
  return !keys.empty();
}

}  // namespace fastnode::predict

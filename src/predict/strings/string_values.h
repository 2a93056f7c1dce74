// Which strings may stand at a place: keys of what is subscripted or of the dictionary that is
// written there, values of literals.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/fit/expected_type.h"
#include "predict/fit/written_values.h"
#include "predict/strings/written_keys.h"

namespace fastnode::predict {

// What is known of each key, in the order in which they were found.
class Keys {
 public:
  // As it stands between its quotes.
  void Add(std::string_view key, float worth);
  // One that is no string: code, as the file writes it.
  void AddCode(std::string_view code, float worth);

  bool empty() const { return list_.empty(); }
  bool Has(std::string_view text) const { return places_.contains({std::string(text), false}); }
  // Behind an opening quote: the strings alone.
  std::vector<Completion> Strings(std::string_view prefix, char quote,
                                  int32_t max_completions) const;
  // Where no quote is typed yet: as code, strings in these quotes, or in the others if they hold
  // these alone.
  std::vector<Completion> Code(std::string_view prefix, char quote) const;

 private:
  struct Key {
    std::string text;
    bool is_code = false;
    float worth = 0;
  };
  void Put(std::string_view text, bool is_code, float worth);

  std::vector<Key> list_;
  std::map<std::pair<std::string, bool>, size_t> places_;
};

class StringValues {
 public:
  StringValues(const bind::FileIndex& index, const Known& known);

  // Whether a string may stand at `place`, a name of the tree. Adds what it may be.
  bool Read(ast::NodeId place, Keys& keys);
  // The same where its quote is typed: what it mirrors, too.
  bool ReadQuoted(ast::NodeId place, Keys& keys);
  // Whether a string of names is meant that has some already. Adds those that may follow.
  bool ReadBehind(const std::vector<std::string>& given, ast::NodeId place, Keys& keys);
  // The keys that an object has, as far as the file says. `place`: of the question.
  void AddKeysOf(ast::NodeId object, ast::NodeId place, Keys& keys);

 private:
  bool ReadArgument(ast::NodeId call, ast::NodeId argument, std::string_view keyword, Keys& keys);
  bool ReadDisplay(ast::NodeId display, ast::NodeId place, Keys& keys);
  bool AddColumns(ast::NodeId display, Keys& keys);
  bool AddKeysOfElement(ast::NodeId call, Keys& keys);
  bool AddTextsOfEnum(ast::NodeId comparison, ast::NodeId place, Keys& keys);
  bool AddTextsOfClass(ast::NodeId callee, Keys& keys);
  bool AddLiterals(const types::Type& type, Keys& keys);
  ast::NodeId ObjectOfGetter(ast::NodeId callee) const;
  void AddStoredKeys(const std::string& path, ast::NodeId object, Keys& keys);
  void AddKeysOfType(const types::Type& type, Keys& keys);
  ast::NodeId ObjectAskedBy(ast::NodeId string) const;

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  types::TypeEvaluator types_;
  WrittenValues written_;
  WrittenKeys written_keys_;
  ExpectedType expected_;
};

}  // namespace fastnode::predict

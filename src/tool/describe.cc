#include "tool/describe.h"

#include <vector>

#include "support/json.h"

namespace fastnode::tool {
namespace {

// The words in "TEXT:{one,two}", which is how the command line prints them.
std::vector<std::string> ChoicesOf(const std::string& type) {
  std::vector<std::string> choices;
  const size_t begin = type.find('{'), end = type.find('}');
  if (begin == std::string::npos || end == std::string::npos || end < begin) return choices;
  std::string word;
  for (char letter : type.substr(begin + 1, end - begin - 1) + ",") {
    if (letter != ',') {
      word += letter;
    } else if (!word.empty()) {
      choices.push_back(word);
      word.clear();
    }
  }
  return choices;
}

Json DescribeOption(const CLI::Option& option) {
  Json names = Json::array();
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  if (names.empty()) names.push_back(option.get_name(true));
  const bool takes_value = option.get_items_expected_max() > 0;
  const std::string type = takes_value ? option.get_type_name() : "";
  return {{"names", names},
          {"value", type},
          {"choices", ChoicesOf(type)},
          {"default", option.get_default_str()},
          {"required", option.get_required()},
          {"repeated", option.get_items_expected_max() > 1 ||
                           option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll},
          {"description", option.get_description()}};
}

Json DescribeApp(const CLI::App& app) {
  Json options = Json::array(), arguments = Json::array(), commands = Json::array();
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;  // former names
    (option->get_positional() ? arguments : options).push_back(DescribeOption(*option));
  }
  for (const CLI::App* command : app.get_subcommands({})) {
    commands.push_back(DescribeApp(*command));
  }
  return {{"name", app.get_name()},
          {"description", app.get_description()},
          {"options", options},
          {"arguments", arguments},
          {"commands", commands}};
}

}  // namespace

std::string Describe(const CLI::App& app) { return PrintJson(DescribeApp(app)); }

}  // namespace fastnode::tool

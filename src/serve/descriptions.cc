#include "serve/descriptions.h"

#include "serve/roots.h"

namespace fastnode::serve {
namespace {

Json Range(std::string_view text, uint64_t begin, uint64_t end, Encoding encoding) {
  return {{"start", ToJson(ToPosition(text, begin, encoding))},
          {"end", ToJson(ToPosition(text, end, encoding))}};
}

// A fence that the text does not have.
std::string Fenced(const std::string& code) {
  std::string fence = "```";
  while (code.find(fence) != std::string::npos) fence += '`';
  return fence + "python\n" + code + "\n" + fence;
}

}  // namespace

Json ToJson(const Position& position) {
  return {{"line", position.line}, {"character", position.character}};
}

Json Hover(const predict::Description& description, std::string_view text, Encoding encoding,
           bool markdown) {
  std::string value = markdown ? Fenced(description.label) : description.label;
  // A docstring is plain text as it was typed, so in Markdown it gets a block of its own.
  if (!description.documentation.empty()) {
    value += "\n\n";
    std::string documentation = description.documentation;
    if (markdown) {
      std::string fence = "```";
      while (documentation.find(fence) != std::string::npos) fence += '`';
      documentation = fence + "text\n" + documentation + "\n" + fence;
    }
    value += documentation;
  }
  return {{"contents", {{"kind", markdown ? "markdown" : "plaintext"}, {"value", value}}},
          {"range", Range(text, description.begin, description.end, encoding)}};
}

Json Definition(const predict::Description& description, const std::string& uri,
                std::string_view text, Encoding encoding) {
  if (!description.definition.has_value()) return nullptr;
  const predict::Place& place = *description.definition;
  const bool here = place.file.empty();
  return {{"uri", here ? uri : UriOf(place.file)},
          {"range",
           Range(here ? text : std::string_view(place.text), place.begin, place.end, encoding)}};
}

Json SignatureHelp(const predict::CallDescription& call) {
  Json parameters = Json::array();
  for (const predict::CallDescription::Range& range : call.parameters) {
    // Offsets are counted in UTF-16, so the text itself is sent.
    parameters.push_back({{"label", call.label.substr(range.begin, range.end - range.begin)}});
  }
  Json signature = {{"label", call.label}, {"parameters", std::move(parameters)}};
  if (!call.documentation.empty()) signature["documentation"] = call.documentation;
  Json help = {{"signatures", {signature}}, {"activeSignature", 0}};
  if (call.active >= 0) help["activeParameter"] = call.active;
  return help;
}

}  // namespace fastnode::serve

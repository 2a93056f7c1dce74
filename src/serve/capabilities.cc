#include "serve/capabilities.h"

#include <algorithm>

#include "serve/json_rpc.h"
#include "version_generated.h"

namespace fastnode::serve {
namespace {

bool Lists(const Json& json, JsonPath path, const char* wanted) {
  const Json* list = FindAt(json, path);
  return list != nullptr && list->is_array() &&
         std::find(list->begin(), list->end(), wanted) != list->end();
}

Encoding EncodingOf(const Json& params) {
  const Json* offered = FindAt(params, {"capabilities", "general", "positionEncodings"});
  using enum Encoding;
  if (offered == nullptr || !offered->is_array()) return kUtf16;
  if (std::find(offered->begin(), offered->end(), Name(kUtf8)) != offered->end()) return kUtf8;
  for (const Json& name : *offered) {
    for (Encoding known : {kUtf16, kUtf32}) {
      if (name == Name(known)) return known;
    }
  }
  return kUtf16;
}

}  // namespace

Client ReadClient(const Json& params) {
  Client client;
  client.encoding = EncodingOf(params);
  client.snippets = IsTrueAt(
      params, {"capabilities", "textDocument", "completion", "completionItem", "snippetSupport"});
  client.label_details = IsTrueAt(params, {"capabilities", "textDocument", "completion",
                                           "completionItem", "labelDetailsSupport"});
  client.markdown =
      Lists(params, {"capabilities", "textDocument", "hover", "contentFormat"}, "markdown");
  client.inlines = FindAt(params, {"capabilities", "textDocument", "inlineCompletion"}) != nullptr;
  client.progress = IsTrueAt(params, {"capabilities", "window", "workDoneProgress"});
  client.configuration = IsTrueAt(params, {"capabilities", "workspace", "configuration"});
  client.configuration_changes = IsTrueAt(
      params, {"capabilities", "workspace", "didChangeConfiguration", "dynamicRegistration"});
  return client;
}

Json InitializeResult(const Client& client) {
  constexpr int kIncremental = 2;  // TextDocumentSyncKind
  Json result = {
      {"capabilities",
       {{"positionEncoding", Name(client.encoding)},
        {"textDocumentSync", {{"openClose", true}, {"change", kIncremental}, {"save", true}}},
        // No comma: who writes one argument per line ends the line behind it, and a list that
        // stands open takes the key. The blank behind it asks.
        {"completionProvider",
         {{"triggerCharacters", {".", "(", " ", "'", "\""}}, {"resolveProvider", true}}},
        {"notebookDocumentSync",
         {{"notebookSelector", {{{"notebook", "*"}, {"cells", {{{"language", "python"}}}}}}},
          {"save", true}}},
        {"hoverProvider", true},
        {"definitionProvider", true},
        {"signatureHelpProvider", {{"triggerCharacters", {"(", ","}}}},
        {"workspace",
         {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}}}},
      {"serverInfo", {{"name", "fastnode"}, {"version", kVersion}}}};
  if (client.inlines) result["capabilities"]["inlineCompletionProvider"] = true;
  return result;
}

}  // namespace fastnode::serve

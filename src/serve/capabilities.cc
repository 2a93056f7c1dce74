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

}  // namespace

Client ReadClient(const Json& params) {
  Client client;
  if (Lists(params, {"capabilities", "general", "positionEncodings"}, "utf-8")) {
    client.encoding = Encoding::kUtf8;
  }
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
       {{"positionEncoding", client.encoding == Encoding::kUtf8 ? "utf-8" : "utf-16"},
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

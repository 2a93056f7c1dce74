// Editors sort lists by rules of their own, so what the model knows is told in their terms:
// sortText fixes the order, filterText keeps it while a word is typed, and a name that is spelled
// exactly like the typed text is left out where it is unlikely, because editors put it first.
#include "serve/completion_items.h"

#include <fmt/format.h>

#include "analyze/bind/path.h"
#include "serve/descriptions.h"

namespace fastnode::serve {
namespace {

// CompletionItemKind.
constexpr int kMethod = 2, kFunction = 3, kField = 5, kVariable = 6, kClass = 7, kModule = 9,
              kProperty = 10, kValue = 12, kKeyword = 14, kSnippet = 15;
constexpr int kSnippetFormat = 2;  // InsertTextFormat
constexpr size_t kMaxKeys = 10;    // of an item

// Half of the cases are enough: an item that is less likely costs more when it comes unasked than
// its key saves (bench/typing).
constexpr float kSure = 0.5F;

int KindOf(const std::string& kind) {
  if (kind == "method") return kMethod;
  if (kind == "field") return kField;
  if (kind == "attribute") return kProperty;
  if (kind == "module") return kModule;
  if (kind == "class") return kClass;
  if (kind == "key") return kValue;
  if (kind == "function") return kFunction;
  if (kind == "word") return kKeyword;  // of the language
  return kVariable;
}

// Whether a sign that follows the word may take the item. The first one is chosen by itself, so the
// sign must not turn what was meant, a name that nobody knows yet, into another.
bool MayCommit(const predict::Completion& completion, std::string_view prefix, bool is_first) {
  const std::string& kind = completion.kind;
  if (kind == "keyword" || kind == "key" || kind == "word") return false;
  if (!completion.text.starts_with(prefix)) return false;
  return !is_first || completion.probability >= kSure;
}

bool IsCalled(const predict::Completion& completion) {
  return completion.kind == "method" || completion.kind == "function";
}

// A string where no quote is typed yet: letters are those of the string.
bool IsQuoted(const predict::Completion& completion) {
  const std::string& text = completion.text;
  return completion.kind == "key" && text.size() > 1 && text.front() == text.back() &&
         (text.front() == '"' || text.front() == '\'');
}

// `self.name` and the key `Size.CUP`, where the last name was typed alone.
bool IsTypedBehindDot(const predict::Completion& completion, std::string_view prefix) {
  if (completion.text.find('.') == std::string::npos) return false;
  if (completion.kind == "key") return !completion.text.starts_with(prefix);
  return completion.kind == "field" || completion.kind == "method";
}

// Whether the next key of the word only leaves items out. The model's order changes with each key;
// that of rules does not. With nothing typed names that begin with an underscore are left out, and
// of a long list what came last.
bool IsFinal(const predict::Answer& answer) {
  using enum predict::Origin;
  constexpr size_t kMaybeCutOff = 50;
  const bool by_rule = answer.origin == kInImports || answer.origin == kInKeys ||
                       answer.origin == kInDeclaration || answer.origin == kBehindOperand;
  if (answer.origin == kNowhere) return true;
  return by_rule && !answer.prefix.empty() && answer.completions.size() < kMaybeCutOff;
}

}  // namespace

std::string CallSnippet(std::string_view call, bool closed) {
  if (closed && call.ends_with(')')) call.remove_suffix(1);
  std::string snippet;
  int stop = 0;
  while (!call.empty()) {
    if (call.starts_with(predict::kSomething)) {
      snippet += fmt::format("${{{}}}", ++stop);
      call.remove_prefix(predict::kSomething.size());
      continue;
    }
    if (call[0] == '$' || call[0] == '}' || call[0] == '\\') snippet += '\\';
    snippet += call[0];
    call.remove_prefix(1);
  }
  return snippet + "$0";
}

Json CompletionList(const predict::Answer& answer, std::string_view text, size_t offset,
                    const Client& client, const std::string& uri) {
  const Encoding encoding = client.encoding;
  Json start = ToJson(ToPosition(text, offset - answer.prefix.size(), encoding));
  const Json range = {{"start", start}, {"end", ToJson(ToPosition(text, offset, encoding))}};
  // Where the item would stand, for completionItem/resolve.
  const Json place = {{"uri", uri}, {"start", std::move(start)}};
  const bool closed = text.substr(offset).starts_with(')');
  Json items = Json::array();
  // Key by key: a nested list would first be made as arrays of pairs, all over.
  auto add = [&](const std::string& label, int kind, const std::string& inserted) -> Json& {
    const size_t number = items.size();
    Json& item = items.emplace_back(Json::object());
    item.get_ref<Json::object_t&>().reserve(kMaxKeys);
    item["label"] = label;
    item["kind"] = kind;
    item["sortText"] = fmt::format("{:04}", number);
    item["filterText"] = label;
    Json& edit = item["textEdit"];
    edit["range"] = range;
    edit["newText"] = inserted;
    if (number == 0) item["preselect"] = true;
    return item;
  };
  for (const predict::Completion& completion : answer.completions) {
    // Editors put an item that is spelled like the typed text first, however unlikely it is.
    const bool likely = items.empty() || completion.kind != "attribute";
    if (completion.text == answer.prefix && !likely) continue;
    const bool is_first = items.empty();
    Json& item = add(completion.text, KindOf(completion.kind), completion.text);
    if (IsQuoted(completion)) {
      item["filterText"] = completion.text.substr(1, completion.text.size() - 2);
    } else if (IsTypedBehindDot(completion, answer.prefix)) {
      item["filterText"] = bind::LastComponent(completion.text);
    }
    if (completion.module.empty() && MayCommit(completion, answer.prefix, is_first)) {
      item["commitCharacters"] = Json::array({IsCalled(completion) ? "(" : "."});
    }
    if (!completion.module.empty()) {
      if (client.label_details) {
        item["labelDetails"] = {{"description", completion.module}};
      } else {
        item["detail"] = completion.module;
      }
    }
    if (!completion.edits.empty()) {
      item["additionalTextEdits"] = Json::array();
      for (const auto_import::Edit& edit : completion.edits) {
        item["additionalTextEdits"].push_back(
            {{"range",
              {{"start", ToJson(ToPosition(text, edit.begin, encoding))},
               {"end", ToJson(ToPosition(text, edit.end, encoding))}}},
             {"newText", edit.text}});
      }
    }
    item["data"] = place;
  }
  for (const predict::CallCompletion& call : answer.calls) {
    const bool to_fill = call.text.find(predict::kSomething) != std::string::npos;
    if (to_fill && !client.snippets) continue;
    std::string_view plain = call.text;
    if (closed && plain.ends_with(')')) plain.remove_suffix(1);
    if (plain.empty()) continue;  // the bracket is there already
    Json& item = add(call.text, kSnippet,
                     client.snippets ? CallSnippet(call.text, closed) : std::string(plain));
    if (client.snippets) item["insertTextFormat"] = kSnippetFormat;
  }
  return {{"isIncomplete", !IsFinal(answer)}, {"items", std::move(items)}};
}

}  // namespace fastnode::serve

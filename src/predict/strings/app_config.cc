#include "predict/strings/app_config.h"

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

// Of Flask and of what is mostly used with it, the usual ones first (a guess).
constexpr std::string_view kSettings[] = {"SECRET_KEY",
                                          "SQLALCHEMY_DATABASE_URI",
                                          "DEBUG",
                                          "TESTING",
                                          "DATABASE",
                                          "UPLOAD_FOLDER",
                                          "SQLALCHEMY_TRACK_MODIFICATIONS",
                                          "WTF_CSRF_ENABLED",
                                          "MAX_CONTENT_LENGTH",
                                          "SERVER_NAME",
                                          "APPLICATION_ROOT",
                                          "PREFERRED_URL_SCHEME",
                                          "PERMANENT_SESSION_LIFETIME",
                                          "SESSION_COOKIE_NAME",
                                          "SESSION_COOKIE_SECURE",
                                          "SESSION_COOKIE_HTTPONLY",
                                          "SESSION_COOKIE_SAMESITE",
                                          "SEND_FILE_MAX_AGE_DEFAULT",
                                          "TEMPLATES_AUTO_RELOAD",
                                          "PROPAGATE_EXCEPTIONS",
                                          "EXPLAIN_TEMPLATE_LOADING"};
constexpr float kOfFile = 1, kOfFlask = 0.1F;

// `app.config`, `self.app.config`, `current_app.config`
bool IsConfig(const ast::Tree& tree, NodeId object) {
  if (object == kNoNode || tree[object].kind != Kind::kAttribute) return false;
  const std::string_view text = tree.Text(object);
  return IsAnyOf(text, {"app.config", "current_app.config"}) || text.ends_with(".app.config");
}

bool MentionsFlask(const ast::Tree& tree) {
  return tree.source.find("flask") != std::string_view::npos ||
         tree.source.find("Flask") != std::string_view::npos;
}

}  // namespace

void AddAppConfig(const ast::Tree& tree, NodeId object, NodeId place, Keys& keys) {
  if (!IsConfig(tree, object) || !MentionsFlask(tree)) return;
  for (NodeId node : tree.ids()) {
    if (tree[node].kind == Kind::kSubscript) {
      const NodeId key = tree.Child(node, Field::kSubscript);
      const NodeId of = tree.Child(node, Field::kValue);
      const bool is_text = key != kNoNode && key != place && tree[key].kind == Kind::kString;
      if (is_text && of != object && IsConfig(tree, of)) {
        const std::string_view text = PlainUnquoted(tree.Text(key));
        if (!keys.Has(text)) keys.Add(text, kOfFile);
      }
    } else if (tree[node].kind == Kind::kCall &&
               IsAnyOf(NameOfCallee(tree, node), {"from_mapping", "update"})) {
      const NodeId callee = tree.Child(node, Field::kFunction);
      const bool is_method = tree[callee].kind == Kind::kAttribute;
      if (!is_method || !IsConfig(tree, tree.Child(callee, Field::kObject))) continue;
      const NodeId list = tree.Child(node, Field::kArguments);
      for (NodeId c = list == kNoNode ? list : tree.FirstChild(list); c != kNoNode;
           c = tree.NextSibling(c)) {
        if (tree[c].kind == Kind::kKeywordArgument) keys.Add(KeyOf(tree, c), kOfFile);
      }
    }
  }
  float worth = kOfFlask;
  for (std::string_view name : kSettings) {
    if (!keys.Has(name)) keys.Add(name, worth);
    worth *= 0.9F;  // by rank alone
  }
}

}  // namespace fastnode::predict

#include "analyze/types/file/type_comment.h"

#include "analyze/types/file/references.h"
#include "support/trim.h"

namespace fastnode::types {

using ast::Field;

namespace {

// The line's rest that begins at `begin`.
std::string_view RestOfLine(std::string_view source, size_t begin) {
  return source.substr(begin, source.find('\n', begin) - begin);
}

// X of "# type: X", and of "# type: X  # more".
std::string_view Declared(std::string_view comment) {
  comment = Trimmed(comment);
  if (!comment.starts_with('#')) return "";
  comment = Trimmed(comment.substr(1));
  if (!comment.starts_with("type:")) return "";
  comment = Trimmed(comment.substr(5));
  comment = Trimmed(comment.substr(0, comment.find('#')));
  return comment.starts_with("ignore") ? "" : comment;
}

// The parts of "X, Dict[Y, Z]", without the stars of what is passed as a list.
std::vector<std::string_view> Parts(std::string_view list) {
  std::vector<std::string_view> parts;
  int depth = 0;
  size_t begin = 0;
  for (size_t i = 0; i <= list.size(); ++i) {
    const char c = i < list.size() ? list[i] : ',';
    depth += c == '[' || c == '(';
    depth -= c == ']' || c == ')';
    if (c != ',' || (depth > 0 && i < list.size())) continue;
    std::string_view part = Trimmed(list.substr(begin, i - begin));
    while (part.starts_with('*')) part.remove_prefix(1);
    if (!part.empty()) parts.push_back(part);
    begin = i + 1;
  }
  return parts;
}

// The place behind the bracket that closes the first one, or npos.
size_t BehindBrackets(std::string_view text) {
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '(' || text[i] == '[';
    depth -= text[i] == ')' || text[i] == ']';
    if (depth == 0) return i + 1;
  }
  return text.npos;
}

}  // namespace

std::string_view TypeCommentBehind(const File& f, NodeId statement) {
  return Declared(RestOfLine(f.tree().source, f.tree()[statement].end));
}

std::optional<FunctionTypeComment> TypeCommentOf(const File& f, NodeId function) {
  const NodeId parameters = f.child(function, Field::kParameters);
  const NodeId body = f.child(function, Field::kBody);
  if (parameters == kNoNode || body == kNoNode) return std::nullopt;
  std::string_view between = f.tree().source;
  const size_t begin = f.tree()[parameters].end, end = f.tree()[body].begin;
  if (end <= begin) return std::nullopt;
  between = between.substr(begin, end - begin);
  for (size_t at = between.find('#'); at != between.npos; at = between.find('#', at + 1)) {
    const std::string_view declared = Declared(RestOfLine(between, at));
    if (!declared.starts_with('(')) continue;
    const size_t behind = BehindBrackets(declared);
    if (behind == declared.npos) continue;
    const std::string_view arrow = Trimmed(declared.substr(behind));
    if (!arrow.starts_with("->")) continue;
    FunctionTypeComment comment{.result = Trimmed(arrow.substr(2))};
    const std::string_view list = Trimmed(declared.substr(1, behind - 2));
    if (list != "...") comment.parameters = Parts(list);
    return comment;
  }
  return std::nullopt;
}

std::string_view TypeCommentOfParameter(const File& f, NodeId function,
                                        const std::vector<Parameter>& all,
                                        const Parameter& parameter) {
  if (const auto comment = TypeCommentOf(f, function)) {
    // That of a method may leave out what it is called on.
    const bool leaves_out =
        comment->parameters.size() + 1 == all.size() && ClassOfFunction(f, function) != kNoNode;
    const auto place = static_cast<size_t>(&parameter - all.data());
    if (comment->parameters.size() == all.size()) return comment->parameters[place];
    if (leaves_out) return place == 0 ? "" : comment->parameters[place - 1];
  }
  const NodeId last = parameter.value != kNoNode ? parameter.value : parameter.identifier;
  std::string_view rest = Trimmed(RestOfLine(f.tree().source, f.tree()[last].end));
  if (rest.starts_with(',')) rest.remove_prefix(1);
  return Declared(rest);
}

}  // namespace fastnode::types

#include "analyze/types/infer/describe.h"

#include "analyze/types/infer/infer.h"

namespace fastnode::types {
namespace {

constexpr int kMaxDepth = 4;

// "[X,Y]", or "[X,...]"; "" if there is nothing to tell.
std::string DescribeArguments(const Infer& infer, const TypeData& data, int depth) {
  if (data.arguments.empty() || depth > kMaxDepth) return "";
  std::string text;
  for (TypeId argument : data.arguments) {
    text += (text.empty() ? "" : ",") + Describe(infer, argument, depth + 1);
  }
  return "[" + text + ((data.flags & kAnyLength) != 0 ? ",...]" : "]");
}

}  // namespace

std::string Describe(const Infer& infer, TypeId type, int depth) {
  const TypeData& data = infer.table()[type];
  auto path = [&] { return infer.files().PathOf(data.file, data.node); };
  switch (data.form) {
    case Form::kUnknown:
      return data.text.empty() ? "unknown" : "ext:" + data.text;
    case Form::kNone:
      return "None";
    case Form::kModule:
      return "module:" + data.text;
    case Form::kSpecial:
      return "typing." + data.text;
    case Form::kUnion: {
      std::string text;
      for (TypeId alternative : data.arguments) {
        text += (text.empty() ? "" : "|") + Describe(infer, alternative, depth);
      }
      return text;
    }
    case Form::kCallable:
      return "callable:" + Describe(infer, data.arguments.back(), depth + 1);
    case Form::kVariable:
    case Form::kClassOf:
      return "unknown";
    case Form::kProperty:
      return "property";
    case Form::kClass:
      return "type:" + path() + DescribeArguments(infer, data, depth);
    case Form::kInstance:
      return path() + DescribeArguments(infer, data, depth) +
             ((data.flags & kIsGuess) != 0 ? "?" : "");
    case Form::kFunction:
      return "def:" + path();
  }
  return "";
}

}  // namespace fastnode::types

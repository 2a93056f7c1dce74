#include "serve/messages.h"

#include <charconv>

namespace fastnode::serve {
namespace {

constexpr size_t kMaxHeaderBytes = 4096;
constexpr std::string_view kLength = "content-length:";

// A line of the header without its line end; none at the end of the input.
Result<std::optional<std::string>> ReadHeaderLine(std::istream& in) {
  std::string line;
  for (int c = in.get(); c != EOF; c = in.get()) {
    if (c == '\n') {
      if (line.ends_with('\r')) line.pop_back();
      return std::optional(std::move(line));
    }
    if (line.size() >= kMaxHeaderBytes) return Error{"a header line that does not end"};
    line.push_back(static_cast<char>(c));
  }
  if (!line.empty()) return Error{"the input ends within a header"};
  return std::optional<std::string>();
}

std::optional<size_t> LengthIn(std::string line) {
  for (char& c : line) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (!line.starts_with(kLength)) return std::nullopt;
  const size_t digits = line.find_first_not_of(' ', kLength.size());
  size_t length = 0;
  if (digits == std::string::npos) return std::nullopt;
  const char* end = line.data() + line.size();
  auto parsed = std::from_chars(line.data() + digits, end, length);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return length;
}

}  // namespace

Result<std::optional<std::string>> ReadMessage(std::istream& in) {
  std::optional<size_t> length;
  bool began = false;
  while (true) {
    Result<std::optional<std::string>> line = ReadHeaderLine(in);
    if (!line.ok()) return line.error();
    if (!line->has_value()) {
      if (began) return Error{"the input ends within a header"};
      return std::optional<std::string>();
    }
    if ((*line)->empty()) break;
    began = true;
    if (auto here = LengthIn(**line)) length = here;
  }
  if (!length.has_value()) return Error{"a message without Content-Length"};
  if (*length > kMaxMessageBytes)
    return Error{"a message of " + std::to_string(*length) + " bytes"};
  std::string bytes(*length, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(*length));
  if (static_cast<size_t>(in.gcount()) != *length) return Error{"the input ends within a message"};
  return std::optional(std::move(bytes));
}

Status WriteMessage(const Json& message, std::ostream& out) {
  const std::string bytes = PrintJson(message);
  out << "Content-Length: " << bytes.size() << "\r\n\r\n" << bytes << std::flush;
  if (!out) return Error{"cannot write the answer"};
  return {};
}

}  // namespace fastnode::serve

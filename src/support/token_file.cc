#include "support/token_file.h"

#include "support/file.h"

namespace fastnode {
namespace {

constexpr uint64_t kMaxTokenBytes = 4096;

}  // namespace

Result<std::string> ReadTokenFile(const std::string& path) {
  if (path.empty()) return std::string();
  Result<std::string> token = ReadFile(path, kMaxTokenBytes);
  if (!token.ok()) return token.error();
  while (!token->empty() && (token->back() == '\n' || token->back() == '\r')) token->pop_back();
  if (token->empty()) return Error{path + ": the token is empty"};
  if (token->find('\n') != std::string::npos) return Error{path + ": more than one line"};
  for (char c : *token) {
    if (c > ' ' && c < 127) continue;
    return Error{path +
                 ": a token has letters, digits and signs alone; 'openssl rand -hex 32' makes one"};
  }
  return token;
}

}  // namespace fastnode

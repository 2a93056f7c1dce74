// The example viewer: a page on loopback over examples, run records and, if one is loaded, a
// release. Read only; answers are JSON (docs/viewer.md), the page is built from viewer/web/.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "predict/completer.h"
#include "qualify/viewer/collection.h"
#include "support/http_server.h"
#include "support/result.h"

namespace fastnode::qualify {

struct ViewerOptions {
  std::vector<std::string> paths;  // files or folders of examples; may be empty if runs are given
  std::string runs;                // folder of run records ("": none)
  std::string release;             // for the playground ("": none)
  std::string validations;         // folder with pages of validations ("": none)
  std::string host = "127.0.0.1";
  int port = 5555;
};

class Viewer {
 public:
  // Errors: files, the release, the address.
  static Result<std::unique_ptr<Viewer>> Start(const ViewerOptions& options);

  int port() const { return port_; }
  size_t num_examples() const { return collection_.examples.size(); }
  // What a request would be answered, for tests.
  HttpResponse Dispatch(const HttpRequest& request) const { return server_->Dispatch(request); }

 private:
  Viewer() = default;
  void AddRoutes();

  ViewerOptions options_;
  Collection collection_;
  std::unique_ptr<predict::Completer> completer_;
  std::unique_ptr<HttpServer> server_;
  int port_ = 0;
};

// Serves until SIGINT or SIGTERM; prints where.
Status RunViewer(const ViewerOptions& options);

}  // namespace fastnode::qualify

// A release as the folder of a model that Hugging Face's hub expects: its files, a card (README.md)
// whose front matter names the measured figures as the hub's model-index has them, .gitattributes
// for large files, and a manifest of its own, as the card belongs to it: the folder is another
// version of the release, and the program completes with it as it is.
#pragma once

#include <string>

#include "support/result.h"

namespace fastnode::release {

struct HubOptions {
  std::string release;     // release folder
  std::string validation;  // folder of validation*.json; empty: the release's own, if it has them
  std::string folder;  // what is made: new, empty, or an earlier export, hidden files of which stay
  std::string repository;              // OWNER/NAME there, for the card's commands; may be empty
  std::string licence = "apache-2.0";  // by the hub's name
};

// Returns what was made, in words. Errors: a release that is not what its manifest says, no
// validation where one was given, one of another release, a folder with something else in it, or
// that the release is in.
Result<std::string> ExportHub(const HubOptions& options);

}  // namespace fastnode::release

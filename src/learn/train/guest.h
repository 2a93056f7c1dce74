// A worker that is not the first: its connection to the first.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "learn/train/rendezvous.h"

namespace fastnode::learn {

// One thread at a time.
class Guest : public Rendezvous {
 public:
  // Comes to where `find` says, which is asked again each time nobody is there.
  static Result<std::unique_ptr<Rendezvous>> Join(const WorkersOptions& options,
                                                  const std::function<Result<HostPort>()>& find);

  Result<Decision> Meet(const Ready& ready) override;
  Status Set(int64_t generation, const std::string& key, const std::string& value) override;
  Result<std::string> Get(int64_t generation, const std::string& key, Deadline until) override;
  const std::string& plan() const override { return welcome_.value; }
  int64_t kept() const override { return welcome_.generation; }
  std::string address() const override;

 private:
  Guest(Socket socket, std::string address)
      : socket_(std::move(socket)), address_(std::move(address)) {}
  Status Say(const Message& message);
  // The next message that is no ping. Errors: the first worker is gone, or it is over.
  Result<Message> Hear(Deadline until);

  const Socket socket_;
  const std::string address_;
  TableEntry welcome_;
  std::string received_;
};

}  // namespace fastnode::learn

#include "analyze/bind/types.h"
// Temporary: room B replaces this file.
namespace fastnode::bind {
struct TypeEvaluator::State {};
TypeEvaluator::TypeEvaluator(const FileIndex&, const Library&, std::vector<NodeId>)
    : state_(std::make_unique<State>()) {}
TypeEvaluator::~TypeEvaluator() = default;
Type TypeEvaluator::TypeOf(NodeId) { return {}; }
std::vector<Member> TypeEvaluator::Members(const Type&) { return {}; }
std::string TypeEvaluator::Name(const Type&) const { return ""; }
}  // namespace fastnode::bind

// How many files this process may have open: the system's soft limit is often 1,024, and everybody
// may raise it to the hard one.
#pragma once

#include <cstdint>

namespace fastnode {

// Raises the limit so that `more` files fit beside what a program has open anyway, as far as the
// system allows. Who opens too many all the same gets the system's error.
void AllowOpenFiles(uint64_t more);

}  // namespace fastnode

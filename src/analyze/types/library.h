// The old place of imports/library.h.
#pragma once

#include "analyze/types/imports/library.h"

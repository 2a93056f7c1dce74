// The old place of imports/environment.h.
#pragma once

#include "analyze/types/imports/environment.h"

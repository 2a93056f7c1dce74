// The old place of imports/workspace.h.
#pragma once

#include "analyze/types/imports/workspace.h"

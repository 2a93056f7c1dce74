#!/bin/bash
# tests/pipeline/signals.sh in every way that a training can be ended, each of them twice.
# Usage: signals.sh PROGRAM SOURCE-FOLDER
exec bash "$2/tests/pipeline/signals.sh" "$1" "$2" 20

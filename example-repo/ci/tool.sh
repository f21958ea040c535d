#!/bin/sh
# Runs a tool where it is installed. The example has to run on any machine, so where the tool is
# missing this says so and leaves the work to a runner that has the job's image.
if command -v "$1" >/dev/null 2>&1; then
  exec "$@"
fi
echo "$1 is not installed here: left out '$*'"

#!/usr/bin/env bash
# GitHub's own parser of workflows is published as ES modules that Node cannot load: they import JSON without saying so, which only
# bundlers let pass. A script or test that imports the package fails before its first line.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/workflow-parser@0.3.61

echo "import '@actions/workflow-parser'" >run.mjs
status=0
node run.mjs 2>error.log || status=$?
still 'importing the package (Node names the error by its version):' 'exit 1, ERR_IMPORT_..._MISSING' \
  "exit $status, $(grep -oE 'ERR_IMPORT_(ASSERTION_TYPE|ATTRIBUTE)_MISSING' error.log | head -n 1 | sed 's/_IMPORT_.*_MISSING/_IMPORT_..._MISSING/')"

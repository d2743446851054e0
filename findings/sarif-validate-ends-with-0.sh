#!/usr/bin/env bash
# `Sarif.Multitool validate` prints errors for a log that cannot be right, and ends with exit status 0, with --rich-return-code too:
# as a step of a workflow it never fails.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @microsoft/sarif-multitool-linux@5.7.0
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
tool=node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
chmod +x "$tool"

cat >log.sarif <<'JSON'
{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [{
  "tool": {"driver": {"name": "invented", "version": "1.0.0", "rules": [{"id": "only"}]}},
  "results": [{"ruleId": "second", "ruleIndex": 1, "message": {"text": "There is one rule."}, "locations": [{"physicalLocation": {
    "artifactLocation": {"uri": "pools/night.yml"}, "region": {"startLine": 3, "endLine": 2}}}]}]}]}
JSON
seen=
for option in '' --rich-return-code; do
  status=0
  # shellcheck disable=SC2086
  "$tool" validate log.sarif $option >out.log 2>&1 || status=$?
  seen+="validate $option: exit $status, errors $(sed -n 's/.*: error \(SARIF[0-9]*\).*/\1/p' out.log | sort | paste -sd' ')"$'\n'
done
still 'a result with an index beyond the rules, whose region ends before it starts:' \
  'validate : exit 0, errors SARIF1007 SARIF1009
validate --rich-return-code: exit 0, errors SARIF1007 SARIF1009' "${seen%$'\n'}"

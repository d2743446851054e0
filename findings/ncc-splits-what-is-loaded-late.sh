#!/usr/bin/env bash
# ncc compiles an action "into a single file", but what an ES module loads by import() goes into a second one with a number for a
# name. index.js alone starts and works, until the branch that needs the rest is reached.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @vercel/ncc@0.45.0

cat >index.js <<'NODE'
console.log('started')
if (process.argv[2] === 'sign-in') console.log((await import('./sign-in.js')).signIn())
NODE
echo "export const signIn = () => 'signed in'" >sign-in.js
node node_modules/@vercel/ncc/dist/ncc/cli.js build index.js --out dist >ncc.log
mkdir alone
cp dist/index.js alone/
seen="dist: $(ls dist | sed 's/^[0-9]*\.index/N.index/' | paste -sd' ')"
for arguments in '' sign-in; do
  status=0
  # shellcheck disable=SC2086
  node alone/index.js $arguments >out.log 2>error.log || status=$?
  seen+=$'\n'"index.js $arguments: exit $status, $(cat out.log) $(grep -o 'ERR_[A-Z_]*' error.log | head -n 1 || true)"
done
still 'what ncc wrote, and index.js of it alone (N for the number):' 'dist: N.index.js index.js package.json
index.js : exit 0, started 
index.js sign-in: exit 1, started ERR_MODULE_NOT_FOUND' "$seen"

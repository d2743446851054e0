# Shared by the findings: each one sources this file first. A finding ends with 0 when the outside software still behaves as
# written, 1 when that has changed, and 2 when it could not be checked here (no network, a package version that is gone).
set -euo pipefail

findings=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cannot_check() {
  echo "not checked: $*" >&2
  exit 2
}

# npm_packages NAME@VERSION...: into the temporary folder, with everything below them as it was on this date.
npm_packages() {
  echo '{"private":true,"type":"module"}' >package.json
  npm install --before=2026-11-30 --save-exact --ignore-scripts --prefer-offline --no-audit --no-fund \
    --loglevel=error "$@" >npm.log 2>&1 || cannot_check "npm install $*: $(tail -n 3 npm.log)"
  echo "versions: $* (Node $(node --version))"
}

# debian_packages NAME=VERSION...: unpacked in the temporary folder, with those of their dependencies that the machine lacks.
# Nothing is installed on the machine; packages that it has in this version are used as they are.
debian_packages() {
  local apt=(-o Debug::NoLocking=1 -o Dir::Cache::archives="$work/deb" -o APT::Sandbox::User=root)
  mkdir -p deb/partial lists/partial debian
  if ! apt-get "${apt[@]}" -qq --simulate --no-install-recommends --allow-downgrades install "$@" >apt.log 2>&1; then
    apt+=(-o Dir::State::lists="$work/lists")
    apt-get "${apt[@]}" -qq update >apt.log 2>&1 || cannot_check "apt-get update: $(tail -n 3 apt.log)"
  fi
  apt-get "${apt[@]}" -qq --yes --download-only --no-install-recommends --allow-downgrades install "$@" >apt.log 2>&1 ||
    cannot_check "apt-get install $*: $(tail -n 3 apt.log)"
  local file
  for file in deb/*.deb; do
    if [ -e "$file" ]; then dpkg --extract "$file" debian; fi
  done
  local root="$work/debian"
  export PATH="$root/usr/bin:$PATH"
  export PYTHONPATH="$root/usr/lib/python3/dist-packages"
  local libraries
  libraries=$(find "$root/usr/lib" "$root/lib" -maxdepth 1 -type d -name '*-linux-gnu' 2>/dev/null | paste -sd: || true)
  if [ -n "$libraries" ]; then export LD_LIBRARY_PATH="$libraries"; fi
  echo "versions: $* (Debian)"
}

# still WHAT WANTED SEEN: prints what was seen, and ends the finding when it is not what the README says.
still() {
  printf '\n%s\n' "$1"
  printf '%s\n' "$3" | sed 's/^/  | /'
  if [ "$2" != "$3" ]; then
    printf 'CHANGED. It used to be:\n'
    printf '%s\n' "$2" | sed 's/^/  | /'
    exit 1
  fi
}

# For the findings about long-running operations: arm-compute, and answers.mjs beside the script that runs in the folder.
compute_packages() {
  npm_packages @azure/arm-compute@24.1.0 @azure/core-lro@3.3.1 @azure/core-rest-pipeline@1.24.0
  cp "$findings/answers.mjs" .
}

# For the findings about the Azure CLI.
az_packages() {
  debian_packages 'azure-cli=2.45.0-*' 'python3-azure-cli=2.45.0-*' 'python3-azure=20230112+git-*'
  export AZURE_CONFIG_DIR="$work/azure" AZURE_EXTENSION_DIR="$work/extensions" AZURE_CORE_COLLECT_TELEMETRY=0 \
    AZURE_CORE_NO_COLOR=1
}

# az_on_loopback ANSWERS: serves answers.json (az-answers.py says how) on this machine, and signs the real az in there.
az_on_loopback() {
  printf '%s' "$1" >answers.json
  openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
    -keyout key.pem -out certificate.pem 2>/dev/null || cannot_check 'openssl made no certificate'
  in_background /usr/bin/python3 "$findings/az-answers.py" certificate.pem key.pem answers.json port requests
  local url
  url="https://localhost:$(cat port)"
  export REQUESTS_CA_BUNDLE="$work/certificate.pem" NO_PROXY=localhost
  # The ADFS form of the sign-in keeps az from asking the public cloud about a host that it does not know.
  printf '{"endpoints":{"management":"%s","resourceManager":"%s","gallery":"%s","activeDirectory":"%s/adfs","activeDirectoryResourceId":"%s","activeDirectoryGraphResourceId":"%s"}}' \
    "$url" "$url" "$url" "$url" "$url" "$url" >cloud.json
  { az cloud register --name Loopback --cloud-config @cloud.json && az cloud set --name Loopback &&
    az login --service-principal --username invented --password invented --tenant 00000000-0000-0000-0000-000000000002; } \
    >sign-in.log 2>&1 || cannot_check "az does not sign in: $(tail -n 3 sign-in.log)"
}

# batch_on_loopback ANSWER: the data plane of a Batch account that answers every request with 200 and this JSON, for a minute.
# Sets `batch_account` to the options with which `az batch` asks it.
batch_on_loopback() {
  printf '%s' "$1" >answer.json
  cat >batch.py <<'PYTHON'
import http.server, threading
class Batch(http.server.BaseHTTPRequestHandler):
    def answer(self):
        with open('sent.json', 'wb') as file:
            file.write(self.rfile.read(int(self.headers.get('content-length') or 0)))
        with open('answer.json', 'rb') as file:
            body = file.read()
        self.send_response(200 if self.path.find('/pools/') >= 0 else 201)
        self.send_header('content-type', 'application/json')
        self.end_headers()
        self.wfile.write(body)
    do_GET = do_POST = answer
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Batch)
server.daemon_threads = True
with open('port', 'w') as file:
    file.write(str(server.server_port))
threading.Timer(60, server.shutdown).start()
server.serve_forever()
PYTHON
  in_background /usr/bin/python3 batch.py
  batch_account=(--account-name invented --account-key aW52ZW50ZWQ= --account-endpoint "http://127.0.0.1:$(cat port)")
}

# Starts a server that writes its port into the file `port`, and ends it with the finding.
in_background() {
  "$@" &
  trap 'kill '"$!"' 2>/dev/null || true; rm -rf "$work"' EXIT
  local _
  for _ in $(seq 100); do [ -s port ] || sleep 0.1; done
  [ -s port ] || cannot_check 'no server on loopback'
}

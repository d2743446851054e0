#!/usr/bin/env bash
# `az batch pool create --json-file` builds the SDK's model from the file, by names without letter case. What that model does not
# know is left out, and the pool is made without it: encryption at host is asked for and not sent, exit status 0. Durations are
# written anew.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages

cat >server.py <<'PYTHON'
import http.server, threading
class Batch(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        with open('sent.json', 'wb') as file:
            file.write(self.rfile.read(int(self.headers['content-length'])))
        self.send_response(201)
        self.end_headers()
    def log_message(self, *_):
        pass
server = http.server.HTTPServer(('127.0.0.1', 0), Batch)
with open('port', 'w') as file:
    file.write(str(server.server_port))
threading.Timer(60, server.shutdown).start()
server.handle_request()
PYTHON
cat >pool.json <<'JSON'
{"id": "night", "VMSIZE": "standard_d4s_v5", "resizeTimeout": "PT90M",
 "virtualMachineConfiguration": {"nodeAgentSKUId": "batch.node.ubuntu 24.04",
   "imageReference": {"virtualMachineImageId": "/invented"}, "securityProfile": {"encryptionAtHost": true}},
 "upgradePolicy": {"mode": "rolling"}}
JSON
timeout 60 /usr/bin/python3 server.py &
for _ in $(seq 100); do [ -s port ] || sleep 0.1; done
az batch pool create --json-file pool.json --account-name invented --account-key aW52ZW50ZWQ= --account-endpoint "http://127.0.0.1:$(cat port)"
still 'the file has VMSIZE, resizeTimeout PT90M, securityProfile and upgradePolicy; sent:' \
  '{"id": "night", "vmSize": "standard_d4s_v5", "virtualMachineConfiguration": {"imageReference": {"virtualMachineImageId": "/invented"}, "nodeAgentSKUId": "batch.node.ubuntu 24.04"}, "resizeTimeout": "PT1H30M"}' "$(cat sent.json)"

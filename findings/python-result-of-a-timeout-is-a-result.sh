#!/usr/bin/env bash
# `result(timeout=...)` of the pollers of Azure's SDKs for Python returns when the time is over, as if the operation had ended: what it
# has by then, which is nothing after a 202, as after a deletion that is done. No TimeoutError, unlike concurrent.futures; only
# done() tells the two apart. (The reference says it in half a sentence.)
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'python3-azure=20230112+git-*'

cat >run.py <<'PYTHON'
import http.server, json, threading
import azure.core, azure.mgmt.compute
from azure.core.pipeline.policies import SansIOHTTPPolicy
class Azure(http.server.BaseHTTPRequestHandler):
    operation = 'InProgress'
    def answer(self):
        self.rfile.read(int(self.headers.get('content-length') or 0))
        body = json.dumps({'status': Azure.operation} if self.path.startswith('/operations/') else {}).encode()
        self.send_response(200 if self.command == 'GET' else 202)
        self.send_header('azure-asyncoperation', 'http://127.0.0.1:%d/operations/1' % self.server.server_port)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    do_GET = do_DELETE = answer
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Azure)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
client = azure.mgmt.compute.ComputeManagementClient(
    object(), '00000000-0000-0000-0000-000000000001', base_url='http://127.0.0.1:%d' % server.server_port,
    authentication_policy=SansIOHTTPPolicy(), api_version='2022-07-02', polling_interval=1)
print('azure-core', azure.core.__version__)
for Azure.operation in ['InProgress', 'Succeeded']:
    poller = client.snapshots.begin_delete('render', 'monday')
    print('%s: result(timeout=2) returns %s, done() %s' % (Azure.operation, poller.result(timeout=2), poller.done()))
PYTHON

still 'a deletion that is going on after two seconds, and one that is done:' 'azure-core 1.26.3
InProgress: result(timeout=2) returns None, done() False
Succeeded: result(timeout=2) returns None, done() True' "$(timeout 60 /usr/bin/python3 run.py)"

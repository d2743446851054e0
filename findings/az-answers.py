"""For findings about the Azure CLI: an Azure on loopback, over HTTPS, for the real az. It ends by itself after five minutes.

    az-answers.py CERTIFICATE KEY ANSWERS PORT_FILE REQUESTS

ANSWERS is JSON, {"GET /path": [status, body]}, compared without letter case and query; a third value holds the answer back for so
many seconds. A GET of anything else is answered 404, a PUT 200 with what was sent. Each request to a path under /subscriptions/ with a resource group is noted in REQUESTS.
"""
import json
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

certificate, key, answers_file, port_file, requests_file = sys.argv[1:]
SUBSCRIPTION = '00000000-0000-0000-0000-000000000001'
TENANT = '00000000-0000-0000-0000-000000000002'
with open(answers_file) as file:
    answers = {name.lower(): answer for name, answer in json.load(file).items()}


class Azure(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def answer(self):
        base = 'https://localhost:%d' % self.server.server_port
        path = unquote(urlsplit(self.path).path)
        sent = self.rfile.read(int(self.headers.get('content-length') or 0)).decode()
        if path.endswith('/openid-configuration'):
            return 200, {'issuer': base + '/adfs', 'authorization_endpoint': base + '/adfs/oauth2/authorize',
                         'token_endpoint': base + '/adfs/oauth2/token'}
        if path == '/adfs/oauth2/token':
            return 200, {'token_type': 'Bearer', 'expires_in': 3600, 'access_token': 'not-a-token'}
        if path == '/subscriptions':
            return 200, {'value': [{'id': '/subscriptions/' + SUBSCRIPTION, 'subscriptionId': SUBSCRIPTION, 'tenantId': TENANT,
                                    'displayName': 'invented', 'state': 'Enabled'}]}
        if '/resourcegroups/' in path.lower():
            body = json.loads(sent) if sent else None
            with open(requests_file, 'a') as file:
                file.write(json.dumps({'method': self.command, 'path': path, 'body': body}) + '\n')
        known = answers.get(('%s %s' % (self.command, path)).lower())
        if known:
            time.sleep(known[2] if len(known) > 2 else 0)
            return known[:2]
        if self.command == 'PUT':
            return 200, dict(json.loads(sent), id=path, name=path.split('/')[-1])
        return 404, {'error': {'code': 'ResourceNotFound', 'message': 'There is no ' + path}}

    def handle_one(self):
        status, body = self.answer()
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = handle_one

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(('127.0.0.1', 0), Azure)
server.daemon_threads = True
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
with open(port_file, 'w') as file:
    file.write(str(server.server_port))
threading.Timer(300, server.shutdown).start()
server.serve_forever()

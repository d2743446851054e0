#!/usr/bin/env bash
# Azure's Python SDKs (and so az) wait between two looks at an operation as long as the service says. When it says
# Retry-After: 0, ask again at once, they wait their default of 30 s: zero counts as "not said".
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'python3-azure=20230112+git-*'

cat >run.py <<'PYTHON'
import json, time
import azure.core
from azure.core.credentials import AccessToken
from azure.core.pipeline.transport import HttpResponse, HttpTransport
from azure.mgmt.compute import ComputeManagementClient
from requests.structures import CaseInsensitiveDict

class Answer(HttpResponse):
    def __init__(self, request, status, headers, body):
        super().__init__(request, None)
        self.status_code, self.reason, self.content_type = status, '', 'application/json'
        self.headers = CaseInsensitiveDict(headers, **{'content-type': self.content_type})
        self.text_of_body = json.dumps(body).encode()
    def body(self):
        return self.text_of_body
    def stream_download(self, pipeline, **_):
        return iter([self.text_of_body])

class Transport(HttpTransport):
    """The SDK's own place for the network: answers in turn, and notes for how long it is told to sleep."""
    def __init__(self, answers):
        self.answers, self.slept = answers, []
    def send(self, request, **_):
        return Answer(request, *self.answers.pop(0))
    def sleep(self, duration):
        self.slept.append(duration)
    def open(self): pass
    def close(self): pass
    def __exit__(self, *_): pass

class Credential:
    def get_token(self, *_, **__):
        return AccessToken('not-a-token', int(time.time()) + 3600)

print('azure-core', azure.core.__version__)
for seconds in '0', '1', '7':
    going = {'retry-after': seconds}
    transport = Transport([
        (202, dict(going, **{'azure-asyncoperation': 'https://management.azure.com/operations/1'}), {}),
        (200, going, {'status': 'InProgress'}),
        (200, {}, {'status': 'Succeeded'}),
    ])
    client = ComputeManagementClient(Credential(), 'invented', transport=transport)
    client.images.begin_delete('render', 'base').result()
    print('Retry-After %s: sleeps %s s' % (seconds, ', '.join(map(str, transport.slept))))
PYTHON

still 'between the first look at the deletion of an image and the second:' 'azure-core 1.26.3
Retry-After 0: sleeps 30 s
Retry-After 1: sleeps 1 s
Retry-After 7: sleeps 7 s' "$(/usr/bin/python3 run.py)"

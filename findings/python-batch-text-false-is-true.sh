#!/usr/bin/env bash
# Python's SDKs of Azure send any text in the place of a boolean as Python's bool() sees it, without a word: the text "false" (from
# the environment, or a workflow's input) becomes true.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'python3-azure=20230112+git-*' 'python3-msrest=0.6.21-*'

cat >run.py <<'PYTHON'
import json, azure.batch, azure.mgmt.batch
from azure.batch import models as data_plane
from azure.mgmt.batch import models as management
from azure.mgmt.batch._serialization import Serializer
from msrest import Serializer as OldSerializer
def known(models):
    return {name: kind for name, kind in vars(models).items() if isinstance(kind, type)}
pool = data_plane.PoolAddParameter(id='night', vm_size='standard_d4s_v5', enable_inter_node_communication='false')
print('azure-batch', azure.batch.__version__, json.dumps(OldSerializer(known(data_plane)).body(pool, 'PoolAddParameter')))
task = management.StartTask(command_line='true', wait_for_success='false')
print('azure-mgmt-batch', azure.mgmt.batch.__version__, json.dumps(Serializer(known(management)).body(task, 'StartTask')))
PYTHON

still "enable_inter_node_communication='false' and wait_for_success='false', as sent:" \
  'azure-batch 13.0.1 {"id": "night", "vmSize": "standard_d4s_v5", "enableInterNodeCommunication": true}
azure-mgmt-batch 17.0.0 {"commandLine": "true", "waitForSuccess": true}' "$(/usr/bin/python3 run.py)"

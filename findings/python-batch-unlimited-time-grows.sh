#!/usr/bin/env bash
# Batch says "without limit" by .NET's longest time span, which counts in 100 ns. Python's SDKs turn it into a timedelta, which
# counts in microseconds and rounds up: what they send back is longer than the longest time span.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
debian_packages 'python3-azure=20230112+git-*' 'python3-msrest=0.6.21-*'

cat >run.py <<'PYTHON'
import azure.batch
from azure.batch import models
from msrest import Deserializer, Serializer
known = {name: kind for name, kind in vars(models).items() if isinstance(kind, type)}
job = Deserializer(known)('CloudJob', {'id': 'nightly', 'constraints': {'maxWallClockTime': 'P10675199DT2H48M5.4775807S'}})
print('azure-batch', azure.batch.__version__)
print('read', repr(job.constraints.max_wall_clock_time))
print('sent', Serializer(known).body(job.constraints, 'JobConstraints')['maxWallClockTime'])
PYTHON

still 'a job whose maxWallClockTime is P10675199DT2H48M5.4775807S (2^63 - 1 units of 100 ns), read and sent back:' \
  'azure-batch 13.0.1
read datetime.timedelta(days=10675199, seconds=10085, microseconds=477581)
sent P10675199DT2H48M5.477581S' "$(/usr/bin/python3 run.py)"

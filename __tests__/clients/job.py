"""A small job with Azure's SDKs for Python as Debian packages them: an image, a pool, its nodes, and all of it away again.

The simulator's connection file is the first argument; what was seen is printed as JSON.
"""

import datetime
import json
import sys

from azure.batch import BatchServiceClient
from azure.batch import models as data
from azure.identity import ClientSecretCredential
from azure.mgmt.batch import BatchManagementClient
from azure.mgmt.compute import ComputeManagementClient
from msrest.authentication import BasicTokenAuthentication

with open(sys.argv[1], encoding="utf-8") as file:
    connection = json.load(file)
endpoint = connection["endpoint"]
subscription = connection["subscription"]
images = f"/subscriptions/{subscription}/resourceGroups/rg-images/providers/Microsoft.Compute"

credential = ClientSecretCredential(
    connection["tenant"],
    connection["clientId"],
    connection["clientSecret"],
    authority=endpoint,
    disable_instance_discovery=True,
    instance_discovery=False,  # the name in the beta that Debian 12 has
)
options = {"base_url": endpoint, "credential_scopes": [f"{endpoint}/.default"]}
compute = ComputeManagementClient(credential, subscription, **options)
batch = BatchManagementClient(credential, subscription, **options)
token = {"access_token": credential.get_token("https://batch.core.windows.net/.default").token}
nodes = BatchServiceClient(BasicTokenAuthentication(token), endpoint)
seen = {}

os_disk = {"os_type": "Linux", "os_state": "Generalized", "snapshot": {"id": f"{images}/snapshots/render-os"}}
wanted = {"location": "koreacentral", "hyper_v_generation": "V2", "storage_profile": {"os_disk": os_disk}}
seen["image"] = compute.images.begin_create_or_update("rg-images", "by-python", wanted).result().provisioning_state
seen["images"] = [image.name for image in compute.images.list_by_resource_group("rg-images")]
seen["snapshots"] = sorted(one.name for one in compute.snapshots.list_by_resource_group("rg-images"))
seen["disks"] = sorted(one.name for one in compute.disks.list())
seen["machines"] = [one.name for one in compute.virtual_machines.list_all()]
seen["power"] = compute.virtual_machines.instance_view("rg-images", "render-vm").statuses[-1].code
seen["sets"] = [one.name for one in compute.virtual_machine_scale_sets.list_all()]
seen["sizes"] = len(list(compute.resource_skus.list(filter="location eq 'koreacentral'"))) > 10
seen["cores"] = next(iter(compute.usage.list("koreacentral"))).name.value
seen["definitions"] = sorted(one.name for one in compute.gallery_images.list_by_gallery("rg-images", "renderGallery"))
version = {"location": "koreacentral", "storage_profile": {"source": {"id": f"{images}/images/by-python"}}}
made = compute.gallery_image_versions.begin_create_or_update(
    "rg-images", "renderGallery", "render-node", "3.0.0", version
).result()
seen["version"] = [made.provisioning_state, [one.name for one in made.publishing_profile.target_regions]]

seen["account"] = batch.batch_account.get("rg-batch", "renderbatch").provisioning_state
seen["quota"] = batch.location.get_quotas("koreacentral").account_quota
seen["batchSizes"] = len(list(batch.location.list_supported_virtual_machine_skus("koreacentral"))) > 10
machine = {"image_reference": {"id": made.id}, "node_agent_sku_id": "batch.node.ubuntu 22.04"}
pool = {
    "vm_size": "Standard_D4s_v5",
    "deployment_configuration": {"virtual_machine_configuration": machine},
    "scale_settings": {"fixed_scale": {"target_dedicated_nodes": 2}},
}
batch.pool.create("rg-batch", "renderbatch", "by-python", pool)
seen["pools"] = [one.name for one in batch.pool.list_by_batch_account("rg-batch", "renderbatch")]

seen["agents"] = len(list(nodes.account.list_supported_images())) > 5
nodes.pool.add(
    data.PoolAddParameter(
        id="by-data-plane",
        vm_size="standard_d4s_v5",
        virtual_machine_configuration=data.VirtualMachineConfiguration(
            image_reference=data.ImageReference(virtual_machine_image_id=made.id),
            node_agent_sku_id="batch.node.ubuntu 22.04",
        ),
        target_dedicated_nodes=1,
        resize_timeout=datetime.timedelta(minutes=15),
    )
)


def ready(pool_id):
    """How many nodes are idle, once all of them are; the simulated minutes pass in real seconds."""
    while True:
        found = nodes.pool.get(pool_id)
        states = [node.state.value for node in nodes.compute_node.list(pool_id)]
        if found.allocation_state.value == "steady" and states and set(states) == {"idle"}:
            return len(states)


seen["nodes"] = [ready("by-python"), ready("by-data-plane")]
counts = {one.pool_id: one.dedicated.idle for one in nodes.account.list_pool_node_counts()}
seen["counts"] = [counts["by-python"], counts["by-data-plane"]]
changed = {"metadata": [{"name": "team", "value": "render"}]}
seen["metadata"] = batch.pool.update("rg-batch", "renderbatch", "by-python", changed).metadata[0].value
nodes.pool.delete("by-data-plane")
batch.pool.begin_delete("rg-batch", "renderbatch", "by-python").result()
compute.gallery_image_versions.begin_delete("rg-images", "renderGallery", "render-node", "3.0.0").result()
compute.images.begin_delete("rg-images", "by-python").result()
seen["left"] = [image.name for image in compute.images.list_by_resource_group("rg-images")]
print(json.dumps(seen))

#!/usr/bin/env bash
# What image-to-pool needs in Azure, for one repository: resource group, gallery, image definition, Batch account, two identities
# that GitHub signs in as (one to plan, one to apply), and their roles. Without --yes it only shows what is missing. With --yes it
# makes that, in this order, and leaves alone what exists; so it can be run again, after a failure too.
# Needs az 2.45 or newer, signed in (az login) as somebody who may assign roles: Owner, or Contributor and User Access Administrator.
set -euo pipefail

usage() {
  cat <<'USAGE'
usage: set-up.sh --repository OWNER/NAME --location REGION --batch-account NAME [OPTION VALUE...] [--yes]

  --resource-group NAME    default: rg-image-to-pool
  --gallery NAME           default: imageToPool (letters, digits, _ and .)
  --image-definition NAME  default: node
  --os-type TYPE           Linux (default) or Windows
  --architecture TYPE      x64 (default) or Arm64
  --branch NAME            branch that applies and cleans up; default: main
  --environment NAME       GitHub environment that approves; default: production
  --owner-id, --repository-id NUMBER
                           GitHub's numbers, which new repositories have in their subjects; default: asked of gh, if it is there
  --skip-identities        leave out identities and roles, which another team makes
  --yes                    make what is missing
USAGE
}

fail() {
  echo "set-up.sh: $1" >&2
  exit "${2:-1}"
}

repository='' location='' account='' group=rg-image-to-pool gallery=imageToPool definition=node
os_type=Linux architecture=x64 branch=main environment=production owner_id='' repository_id=''
with_identities=true do_it=false
while [ $# -gt 0 ]; do
  case $1 in
    --yes) do_it=true && shift && continue ;;
    --skip-identities) with_identities=false && shift && continue ;;
    -h | --help) usage && exit ;;
  esac
  [ $# -ge 2 ] || fail "$1 needs a value; see --help" 2
  case $1 in
    --repository) repository=$2 ;;
    --location) location=$2 ;;
    --batch-account) account=$2 ;;
    --resource-group) group=$2 ;;
    --gallery) gallery=$2 ;;
    --image-definition) definition=$2 ;;
    --os-type) os_type=$2 ;;
    --architecture) architecture=$2 ;;
    --branch) branch=$2 ;;
    --environment) environment=$2 ;;
    --owner-id) owner_id=$2 ;;
    --repository-id) repository_id=$2 ;;
    *) fail "there is no option $1; see --help" 2 ;;
  esac
  shift 2
done
[[ $repository == ?*/?* ]] || fail '--repository OWNER/NAME is missing' 2
[ -n "$location" ] || fail '--location is missing' 2
[[ $account =~ ^[a-z0-9]{3,24}$ ]] || fail '--batch-account is missing, or is not 3 to 24 lower-case letters and digits' 2
[[ $gallery =~ ^[A-Za-z0-9]([A-Za-z0-9_.]*[A-Za-z0-9])?$ ]] || fail "--gallery $gallery: only letters, digits, _ and . between them" 2

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
subscription=$(az account show --query id --output tsv)
tenant=$(az account show --query tenantId --output tsv)
group_id=/subscriptions/$subscription/resourceGroups/$group
reader=image-to-pool-reader deployer=image-to-pool

# az's exit status 3 means that there is no such resource. Anything else that goes wrong ends the script, as we do not know then.
exists() {
  local status=0
  "$@" --output none 2>"$scratch/errors" || status=$?
  case $status in
    0) return 0 ;;
    3) return 1 ;;
    *) cat "$scratch/errors" >&2 && fail "could not see whether it is there: $*" ;;
  esac
}

# Fills `listed` with what a list prints. A list that cannot be read ends the script too.
listed=''
list() {
  listed=$("$@" --output tsv) || fail "could not see what is there: $*"
}

# Prints a value of an identity; nothing if there is no such identity yet.
identity() {
  exists az identity show --resource-group "$group" --name "$1" || return 0
  az identity show --resource-group "$group" --name "$1" --query "$2" --output tsv
}

# One line each: a kind, and what it is about.
steps=(group gallery definition account)
if $with_identities; then
  if [ -z "$owner_id" ] && command -v gh >/dev/null; then
    read -r owner_id repository_id < <(gh api "repos/$repository" --jq '"\(.owner.id) \(.id)"') || true
  fi
  [ -n "$repository_id" ] || echo "note: without --owner-id and --repository-id, only the older form of GitHub's subjects is set up" >&2
  steps+=("role $reader" "role $deployer")
  for identity in "$reader" "$deployer"; do
    contexts="pull_request ref:refs/heads/$branch"
    [ "$identity" = "$reader" ] || contexts="ref:refs/heads/$branch environment:$environment"
    steps+=("identity $identity")
    for context in $contexts; do
      steps+=("credential $identity $context repo:$repository:$context")
      [ -z "$owner_id" ] || [ -z "$repository_id" ] ||
        steps+=("credential $identity $context-with-ids repo:${repository%/*}@$owner_id/${repository#*/}@$repository_id:$context")
    done
    # Reading is for the whole subscription: its quotas, and all pools that may use an image.
    steps+=("assignment $identity $reader /subscriptions/$subscription")
  done
  steps+=("assignment $deployer $deployer $group_id")
fi

# A name of letters, digits and dashes.
credential_name() { printf '%s' "${1//[^A-Za-z0-9]/-}"; }

present() {
  case $1 in
    group) exists az group show --name "$group" ;;
    gallery) exists az sig show --resource-group "$group" --gallery-name "$gallery" ;;
    definition) exists az sig image-definition show --resource-group "$group" --gallery-name "$gallery" --gallery-image-definition "$definition" ;;
    account) exists az batch account show --resource-group "$group" --name "$account" ;;
    role) list az role definition list --name "$2" --query '[].name' && [ -n "$listed" ] ;;
    identity) exists az identity show --resource-group "$group" --name "$2" ;;
    credential) exists az identity federated-credential show --resource-group "$group" --identity-name "$2" --name "$(credential_name "$3")" ;;
    assignment)
      local principal
      principal=$(identity "$2" principalId)
      [ -n "$principal" ] || return 1
      # A role that is not there yet cannot be asked for by name, so the names are compared here.
      list az role assignment list --scope "$4" --query "[?principalId=='$principal' && roleDefinitionName=='$3'].id"
      [ -n "$listed" ]
      ;;
  esac
}

describe() {
  case $1 in
    group) echo "resource group $group in $location" ;;
    gallery) echo "gallery $gallery" ;;
    definition) echo "image definition $definition: $os_type, generalized, generation 2, $architecture, without Trusted Launch" ;;
    account) echo "Batch account $account (pool allocation mode Batch service)" ;;
    role) echo "custom role $2" ;;
    identity) echo "user-assigned identity $2" ;;
    credential) echo "federated credential of $2 for $4" ;;
    assignment) echo "role $3 for $2 on $4" ;;
  esac
}

create() {
  case $1 in
    group) az group create --name "$group" --location "$location" --output none ;;
    gallery) az sig create --resource-group "$group" --gallery-name "$gallery" --location "$location" --output none ;;
    definition)
      az sig image-definition create --resource-group "$group" --gallery-name "$gallery" --gallery-image-definition "$definition" \
        --location "$location" --publisher "${repository%/*}" --offer "$gallery" --sku "$definition" --os-type "$os_type" \
        --os-state Generalized --hyper-v-generation V2 --architecture "$architecture" --features SecurityType=Standard --output none
      ;;
    account) az batch account create --resource-group "$group" --name "$account" --location "$location" --output none ;;
    role)
      local file=$here/role.json
      [ "$2" = "$deployer" ] || file=$here/reader-role.json
      sed "s/00000000-0000-0000-0000-000000000000/$subscription/" "$file" >"$scratch/role.json"
      az role definition create --role-definition "$scratch/role.json" --output none
      ;;
    identity) az identity create --resource-group "$group" --name "$2" --location "$location" --output none ;;
    credential)
      az identity federated-credential create --resource-group "$group" --identity-name "$2" --name "$(credential_name "$3")" \
        --issuer https://token.actions.githubusercontent.com --subject "$4" --audiences api://AzureADTokenExchange --output none
      ;;
    assignment)
      # A new role or identity takes a while to be known everywhere.
      local attempt
      for attempt in 1 2 3 4 5 6; do
        az role assignment create --assignee-object-id "$(identity "$2" principalId)" --assignee-principal-type ServicePrincipal \
          --role "$3" --scope "$4" --output none && return
        [ "$attempt" = 6 ] || sleep 20
      done
      return 1
      ;;
  esac
}

missing=()
for step in "${steps[@]}"; do
  read -ra words <<<"$step"
  if present "${words[@]}"; then
    echo "exists   $(describe "${words[@]}")"
  else
    echo "missing  $(describe "${words[@]}")"
    missing+=("$step")
  fi
done

if [ ${#missing[@]} -gt 0 ] && ! $do_it; then
  echo "Nothing was made. With --yes, this makes the ${#missing[@]} that are missing, in subscription $subscription."
  exit
fi
for step in ${missing[@]+"${missing[@]}"}; do
  read -ra words <<<"$step"
  create "${words[@]}" || fail "could not make: $(describe "${words[@]}"); run the same command again to go on from here"
  echo "made     $(describe "${words[@]}")"
done

echo "Everything is there. The variables of the repository (gh variable set NAME --body VALUE):"
echo "AZURE_TENANT_ID         $tenant"
echo "AZURE_SUBSCRIPTION_ID   $subscription"
echo "AZURE_RESOURCE_GROUP    $group"
echo "AZURE_IMAGE_DEFINITION  $group_id/providers/Microsoft.Compute/galleries/$gallery/images/$definition"
echo "AZURE_BATCH_ACCOUNT     $group_id/providers/Microsoft.Batch/batchAccounts/$account"
if $with_identities; then
  echo "AZURE_READER_CLIENT_ID  $(identity "$reader" clientId)"
  echo "AZURE_CLIENT_ID         $(identity "$deployer" clientId)"
fi

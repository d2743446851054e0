#!/usr/bin/env bash
# `-o tsv` is for scripts, but the same value reads differently by its place: a boolean is "true" alone and "True" in a row; what
# is missing is nothing alone and the word "None" in a row or a list, which no test for an empty variable finds.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
az_packages

seen=
for query in '[0].isActive' '[0].[isActive]' '[].[name, isActive] | [:1]' '[0].missing' '[0].[missing]' '[].[name, missing] | [:1]'; do
  seen+="$query -> $(az cloud list --query "$query" --output tsv | tr '\t\n' '|;')"$'\n'
done
still 'az cloud list -o tsv --query (| is a tab, ; the end of a line):' '[0].isActive -> true;
[0].[isActive] -> true;
[].[name, isActive] | [:1] -> AzureCloud|True;
[0].missing -> 
[0].[missing] -> None;
[].[name, missing] | [:1] -> AzureCloud|None;' "${seen%$'\n'}"

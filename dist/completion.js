export const id=767;export const ids=[767];export const modules={36767:(o,e,n)=>{n.d(e,{completionScript:()=>completionScript,shells:()=>s});const s=["bash","zsh","fish"];function completionScript(o,e){switch(o){case"bash":return bash(e);case"zsh":return`autoload -Uz bashcompinit && bashcompinit\n${bash(e)}`;case"fish":return fish(e)}}function flagsOf({flags:o,inputs:e=[]}){const n=o.flatMap(([o])=>/^--([\w-]+)/.exec(o)?.[1]??[]);return[...new Set([...n,...e.map(({name:o})=>o),"help"])]}function bash(o){const e=o.map(o=>`    ${o.name}) flags='${flagsOf(o).map(o=>`--${o}`).join(" ")}' ;;`);return`_image_to_pool() {
  local word=$\{COMP_WORDS[COMP_CWORD]} flags=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${o.map(({name:o})=>o).join(" ")}' -- "$word"))
    return
  fi
  case $\{COMP_WORDS[1]} in
${e.join("\n")}
  esac
  case $word in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _image_to_pool image-to-pool
`}function fish(o){const e=o.flatMap(o=>{const e=`__fish_seen_subcommand_from ${o.name}`;return[`complete -c image-to-pool -n __fish_use_subcommand -f -a ${o.name} -d '${o.summary.replaceAll("'","\\'")}'`,...flagsOf(o).map(o=>`complete -c image-to-pool -n '${e}' -l ${o}`)]});return`${e.join("\n")}\n`}}};
/** Groups of az that hold what belongs to a subscription, as remedies name them. */
const groups =
  'account|batch|disk|feature|group|identity|image|network|provider|resource|role|sig|snapshot|storage|tag|vm'

/** What is no command to run: az itself as a maker of files, or as the measure of how something is sent. */
const asWitness =
  /^(?:batch pool show prints|image create (?:takes|has it)|image create in\b|resource show prints)/

/** The commands in a text that say neither their subscription nor a whole ID: az would take whatever it is set to. */
export function unboundCommands(text: string): readonly string[] {
  const commands = text.split(new RegExp(String.raw`(?<![\w./-])az (?=(?:${groups})\b)`)).slice(1)
  return commands.filter(
    (command) =>
      !asWitness.test(command) &&
      !/--subscription \S|--(?:ids|resource-id) \/subscriptions\//.test(command),
  )
}

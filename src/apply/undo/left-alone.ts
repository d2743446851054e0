/** Something is not taken back, for a reason that is nobody's failure; the message is that reason. */
export class UndoSkipped extends Error {
  override readonly name = 'UndoSkipped'
}

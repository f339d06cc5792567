import { whatItDoes } from './command-table.ts'

/**
 * Guesses from its words alone whether a command line only looks. What is not known is a change: of two wrong guesses that
 * is the one a person sees and puts right.
 */
export const lookOrChange = (command: string): 'look' | 'change' => (whatItDoes(command) === 'look' ? 'look' : 'change')

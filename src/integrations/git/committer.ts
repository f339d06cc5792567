/** The hand that commits is Fireline's; the author is the person. */
export const committerOnly = { GIT_COMMITTER_NAME: 'Fireline', GIT_COMMITTER_EMAIL: 'fireline@fireline.invalid' }

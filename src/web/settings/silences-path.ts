export const silencesPath = '/api/v1/silences'

// Whether a switch to a stand-by and its way back lose a request. Not measured yet.
process.stderr.write('Nothing measures moved traffic yet.\n')
process.exit(1)
